"""Who hit what: worked by hand, and what is refused."""

import numpy as np
import pytest

from hocsau.detection import match
from hocsau.detection.matches import checked

SQUARE, HALF, AWAY = [0, 0, 2, 2], [0, 0, 2, 1], [5, 5, 6, 6]


def test_the_surest_takes_the_thing_and_the_second_gets_nothing():
    assert match([HALF, SQUARE, AWAY], [0.9, 0.8, 0.7], [SQUARE]).tolist() == [0, -1, -1]
    assert match([HALF, SQUARE], [0.8, 0.9], [SQUARE]).tolist() == [-1, 0]
    assert match([HALF, SQUARE], [0.5, 0.5], [SQUARE]).tolist() == [0, -1]  # ties: the first


def test_a_taken_thing_leaves_the_next_best():
    assert match([SQUARE, SQUARE], [0.9, 0.8], [SQUARE, HALF]).tolist() == [0, 1]


def test_ignored_things_come_last():
    ignored = np.array([True, False])
    assert match([SQUARE], [0.9], [SQUARE, HALF], 0.5, ignored).tolist() == [1]
    assert match([SQUARE], [0.9], [SQUARE, HALF], 0.6, ignored).tolist() == [0]


def test_a_perfect_match_survives_the_threshold_one():
    box = [[0.1, 0.2, 0.7, 0.9]]
    assert match(box, [0.5], box, 1.0).tolist() == [0]


def test_nothing_at_all():
    assert match([], [], []).tolist() == [] and match([], [], [SQUARE]).tolist() == []
    assert match([SQUARE], [1], []).tolist() == [-1]


def picture(**more):
    return {"boxes": [SQUARE], "labels": [0], "scores": [0.5]} | more


@pytest.mark.parametrize(
    ("found", "truth", "said"),
    [
        ([picture()], [], "found có 1 ảnh, truth có 0"),
        ([{"boxes": []}], [picture()], r"found\[0\] thiếu scores, labels"),
        ([picture()], [{"labels": []}], r"truth\[0\] thiếu boxes"),
        ([picture(scores=[1, 2])], [picture()], r"found\[0\]\['scores'\]"),
        ([picture()], [picture(labels=[0.5])], r"truth\[0\]\['labels'\].*số nguyên"),
        ([picture()], [picture(ignored=[1])], r"truth\[0\]\['ignored'\]"),
        ([picture(boxes=[[2, 2, 0, 0]])], [picture()], r"found\[0\]\['boxes'\]\[0\]"),
    ],
)
def test_bad_pictures_are_named(found, truth, said):
    with pytest.raises(ValueError, match=said):
        checked(found, truth)


def test_bad_ignored_is_refused():
    with pytest.raises(ValueError, match="ignored có shape"):
        match([SQUARE], [1], [SQUARE], ignored=[0, 1])
    with pytest.raises(ValueError, match="threshold = 2"):
        match([SQUARE], [1], [SQUARE], 2)
