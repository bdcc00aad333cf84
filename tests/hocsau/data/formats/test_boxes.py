"""The check of boxes that all three formats share."""

import time

import numpy as np
import pytest

from hocsau.data.formats.boxes import BoxLabels, PhotoBoxes, class_names, plain_name, tidy
from hocsau.errors import DataError

GOOD = [1, 2, 11, 12]


def check(*boxes, labels=None, bad=None):
    return tidy(
        "n.txt",
        [f"dòng {i + 1}" for i in range(len(boxes))],
        (40, 30),
        np.array(boxes, float).reshape(-1, 4),
        [0] * len(boxes) if labels is None else labels,
        ("a", "b"),
        bad,
    )


@pytest.mark.parametrize(
    ("box", "label", "words"),
    [
        ([1, 2, 1, 12], 0, "diện tích 0"),
        ([1, 12, 5, 2], 0, "mép ngược"),
        ([np.nan, 2, 5, 12], 0, "không phải số hữu hạn"),
        ([1, 2, np.inf, 12], 0, "không phải số hữu hạn"),
        ([41, 2, 50, 12], 0, "nằm hẳn ngoài ảnh 40×30"),
        ([5, 2, 9, 12], 2, "lớp 2 chưa có tên .chỉ có 2 lớp"),
        ([5, 2, 9, 12], -1, "lớp -1 chưa có tên"),
        (GOOD, 0, "trùng khít"),
    ],
)
def test_a_bad_box_is_refused_with_file_and_line_or_dropped_with_the_same_words(box, label, words):
    with pytest.raises(DataError, match=f"n.txt, dòng 2: .*{words}.*bad="):
        check(GOOD, box, labels=[0, label])
    bad = []
    kept, chosen = check(GOOD, box, [2, 2, 3, 3], labels=[0, label, 1], bad=bad)
    assert chosen.tolist() == [0, 2] and kept.tolist() == [GOOD, [2, 2, 3, 3]]
    assert len(bad) == 1 and "đã bỏ khung" in bad[0]


def test_a_box_that_sticks_out_is_cut_and_told_unless_it_is_rounding():
    kept, _ = check([-0.4, 0, 40.5, 30], bad=(bad := []))
    assert kept.tolist() == [[0, 0, 40, 30]] and not bad
    with pytest.raises(DataError, match="lố ra ngoài ảnh 40×30"):
        check([-3, 0, 10, 10])
    kept, chosen = check([-3, 0, 10, 10], bad=bad)
    assert kept.tolist() == [[0, 0, 10, 10]] and chosen.tolist() == [0] and "đã cắt" in bad[0]


def test_the_same_box_of_another_class_is_no_repetition():
    assert len(check(GOOD, GOOD, labels=[0, 1])[0]) == 2


def test_nothing_and_one_box():
    kept, chosen = check()
    assert kept.shape == (0, 4) and chosen.shape == (0,)
    assert check(GOOD)[0].shape == (1, 4)


def test_a_million_boxes_take_no_time():
    rng = np.random.default_rng(0)
    start = rng.random((1_000_000, 2)) * 10
    boxes = np.concatenate([start, start + 1], axis=1)
    begun = time.process_time()
    kept, _ = tidy("n", ["dòng"] * len(boxes), (40, 30), boxes, np.zeros(len(boxes), int), ("a",))
    assert len(kept) == len(boxes) and time.process_time() - begun < 10


def test_lengths_that_differ_are_refused():
    with pytest.raises(DataError, match="1 khung, 2 nhãn"):
        PhotoBoxes("a.png", (4, 4), np.ones((1, 4)), [0, 1])
    with pytest.raises(DataError, match="2 chữ"):
        PhotoBoxes("a.png", (4, 4), np.ones((1, 4)), [0], texts=("x", "y"))


def test_texts_are_not_in_the_repr():
    assert "59X1" not in repr(PhotoBoxes("a.png", (4, 4), [[0, 0, 1, 1]], [0], texts=("59X1",)))


def test_counts(labelled):
    assert labelled.counts() == {"xe & người": 2, "biển <số>": 1} and len(labelled) == 3
    assert BoxLabels(("a",), ()).counts() == {"a": 0}


@pytest.mark.parametrize(
    ("names", "words"),
    [([], "chưa có tên"), (["a", ""], "thứ 2"), (["a", "b", "a"], "hai lần"), (["a\nb"], "thứ 1")],
)
def test_bad_class_names_are_refused(names, words):
    with pytest.raises(DataError, match=words):
        class_names(names, "classes.txt")


@pytest.mark.parametrize("name", ["../a.jpg", "/etc/passwd", "C:\\a.jpg", "a/../../b", "", "a\0b"])
def test_names_that_lead_out_of_the_folder_are_refused(name):
    with pytest.raises(DataError, match="dẫn ra ngoài"):
        plain_name(name, "n.json")


def test_a_name_in_a_folder_below_is_fine():
    assert plain_name("ảnh\\a.jpg", "n.json") == "ảnh/a.jpg"
