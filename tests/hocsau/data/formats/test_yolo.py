"""YOLO: what is read, what is refused, and that what is written reads back the same."""

import time

import numpy as np
import pytest

from hocsau.data.formats.yolo import read_classes, read_yolo, read_yolo_folder, write_yolo, write_yolo_folder
from hocsau.errors import DataError

GOOD = "0 0.5 0.5 0.25 0.2\n"


@pytest.fixture
def put(tmp_path):
    def put(text, name="a.txt"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return put


def read(path, bad=None):
    return read_yolo(path, (40, 30), ("a", "b"), bad=bad)


def test_shares_become_points(put):
    found = read(put(GOOD + "\n1 0.5 0.5 1 1\r\n"))
    np.testing.assert_allclose(found.boxes, [[15, 12, 25, 18], [0, 0, 40, 30]])
    assert found.labels.tolist() == [0, 1] and found.photo == "a.jpg" and found.size == (40, 30)


@pytest.mark.parametrize("content", ["", "\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_says_that_there_is_nothing(content, put):
    assert len(read(put(content))) == 0


def test_bom_and_wide_blanks(put):
    assert len(read(put(b"\xef\xbb\xbf" + GOOD.replace(" ", "\u00a0").encode()))) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("0 0,3 0,3 0,1 0,1", "«0,3» không phải một số; dấu thập phân phải là dấu chấm"),
        ("0 0.3 0.3 0.1", "có 4 mục"),
        ("0 0.3 0.3 0.1 0.1 0.2 0.2", "đa giác"),
        ("0,0.3,0.3,0.1,0.1", "có 1 mục"),
        ("0 x 0.3 0.1 0.1", "«x» không phải một số"),
        ("0 1_0 0.3 0.1 0.1", "«1_0»"),
        ("0 ０.3 0.3 0.1 0.1", "không phải một số"),
        ("0 nan 0.3 0.1 0.1", "không phải số hữu hạn"),
        ("0 1e999 0.3 0.1 0.1", "không phải số hữu hạn"),
        ("a 0.3 0.3 0.1 0.1", "lớp là «a»"),
        ("0.5 0.3 0.3 0.1 0.1", "lớp là «0.5»"),
        ("-1 0.3 0.3 0.1 0.1", "lớp là «-1»"),
        ("99999999999999999999 0.3 0.3 0.1 0.1", "lớp là"),
        ("7 0.3 0.3 0.1 0.1", "lớp 7 chưa có tên"),
        ("0 0.3 0.3 0 0.1", "diện tích 0"),
        ("0 0.3 0.3 -0.1 0.1", "mép ngược"),
        ("0 120 90 50 40", "nằm hẳn ngoài"),
        (GOOD.strip(), "trùng khít"),
    ],
)
def test_a_bad_line_is_named_or_dropped(line, words, put):
    path = put(GOOD + line + "\n")
    with pytest.raises(DataError, match=f"a.txt, dòng 2: .*{words}"):
        read(path)
    bad = []
    assert len(read(path, bad)) == 1 and len(bad) == 1 and "dòng 2" in bad[0] and "đã bỏ" in bad[0]


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"\xff\xfe0\x00", b"0 \xff", b"0 0.5 0.5\0"])
def test_what_is_no_text_is_refused_even_when_lines_may_be_dropped(content, put):
    with pytest.raises(DataError, match="a.txt"):
        read(put(content), [])


def test_a_hundred_thousand_lines_of_one_file(put):
    rng = np.random.default_rng(0)
    middle = rng.integers(1000, 9000, (100_000, 2))
    path = put("".join(f"0 0.{x}{i % 977:03d} 0.{y} 0.1 0.1\n" for i, (x, y) in enumerate(middle.tolist())))
    begun = time.process_time()
    found = read(path, [])
    assert len(found) > 90_000 and time.process_time() - begun < 5


def test_class_files(put):
    assert read_classes(put("xe máy\nbiển số\n\n")) == ("xe máy", "biển số")
    for text, words in (("", "chưa có tên"), ("a\n\nb\n", "thứ 2"), ("a\na\n", "hai lần")):
        with pytest.raises(DataError, match=f"a.txt.*{words}"):
            read_classes(put(text))


def test_a_folder_with_its_photos_and_classes(labelled, photos, tmp_path, same):
    folder = photos("a.png", "b.png", "c.png")
    write_yolo_folder(labelled, tmp_path / "txt")
    found = read_yolo_folder(tmp_path / "txt", folder, tmp_path / "txt" / "classes.txt")
    same(found, labelled, atol=1e-6, ignore=False)


def test_labels_without_photo_and_photos_without_label(labelled, photos, tmp_path):
    folder = photos("a.png", "d.png")
    (folder / "b.jpg").write_bytes(b"\xff\xd8 no photo")
    write_yolo_folder(labelled, tmp_path / "txt")
    bad = []
    names = tmp_path / "txt" / "classes.txt"
    found = read_yolo_folder(tmp_path / "txt", folder, names, bad=bad)
    assert [p.photo for p in found.photos] == ["a.png"]
    told = "\n".join(bad)
    for words in ("c.txt: nhãn không có ảnh", "d.png: ảnh không có tệp nhãn d.txt", "b.jpg không đọc được"):
        assert words in told
    with pytest.raises(DataError):
        read_yolo_folder(tmp_path / "txt", folder, names)


def test_a_photo_that_is_called_classes(labelled, tmp_path):
    from dataclasses import replace

    odd = replace(labelled, photos=(replace(labelled.photos[0], photo="classes.png"),))
    with pytest.raises(DataError, match="đè lên"):
        write_yolo_folder(odd, tmp_path / "txt")


def test_a_folder_that_cannot_be_written(labelled, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="không tạo được"):
        write_yolo_folder(labelled, tmp_path / "file" / "in")
    with pytest.raises(DataError, match="không ghi được"):
        write_yolo(labelled.photos[0], tmp_path / "file" / "a.txt")
