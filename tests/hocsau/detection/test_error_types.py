"""Errors sorted: one box of each kind, and what mending each would bring."""

import numpy as np
import pytest

from hocsau.detection import evaluate, repaired_ap, sort_errors
from hocsau.detection.error_types import ERRORS

CAT, DOG = 0, 1
TRUTH = [{"boxes": [[0, 0, 10, 10], [50, 50, 60, 60], [80, 0, 90, 10]], "labels": [CAT, DOG, DOG]}]
FOUND = [
    {
        "boxes": [
            [0, 0, 10, 10],  # right
            [0, 0, 10, 9],  # the same cat again
            [50, 50, 60, 60],  # the dog, called a cat
            [80, 0, 86, 20],  # the other dog, badly placed: IoU 60 / 160
            [200, 200, 210, 210],  # nothing there
            [82, 3, 92, 13],  # a cat where the dog nearly is: 56 / 144
        ],
        "scores": [0.9, 0.8, 0.7, 0.6, 0.5, 0.4],
        "labels": [CAT, CAT, CAT, DOG, DOG, CAT],
    }
]


def test_each_kind():
    made = sort_errors(FOUND, TRUTH)
    assert made.kinds == [["right", "double", "class", "place", "background", "both"]]
    assert made.aims[0].tolist() == [0, 0, 1, 2, -1, -1]
    assert not made.missed[0].any()
    assert made.counts == {
        "right": 1,
        "class": 1,
        "place": 1,
        "both": 1,
        "double": 1,
        "background": 1,
        "missed": 0,
    }


def test_missed():
    made = sort_errors([{"boxes": [], "scores": [], "labels": []}], TRUTH)
    assert made.counts["missed"] == 3 and made.kinds == [[]]
    nothing = [{"boxes": [], "labels": []}]
    assert sort_errors(FOUND, nothing).counts["background"] == 6


def test_right_is_what_counts_as_right_in_ap():
    rng = np.random.default_rng(0)
    for _ in range(50):
        corner = rng.integers(0, 30, (6, 2))
        truth = [{"boxes": np.concatenate([corner, corner + 10], 1), "labels": rng.integers(0, 2, 6)}]
        near = np.concatenate([corner, corner + 10], 1) + rng.integers(-4, 5, (6, 4))
        found = [{"boxes": near, "scores": rng.random(6), "labels": rng.integers(0, 2, 6)}]
        curves = evaluate(found, truth, [0.5]).curves[0]
        hits = sum(int(curve.hits.sum()) for curve in curves if curve)
        counts = sort_errors(found, truth).counts
        assert counts["right"] == hits and sum(counts.values()) == 6 + counts["missed"]
        for kind in ERRORS:  # mending never costs anything
            assert repaired_ap(found, truth, kind) >= evaluate(found, truth, [0.5]).mean - 1e-12


def test_what_mending_brings():
    before = evaluate(FOUND, TRUTH, [0.5]).mean
    assert before == pytest.approx((1 + 0) / 2)
    # the dog called a cat becomes the dogs' best: half of them found, then one of place and one of background
    assert repaired_ap(FOUND, TRUTH, "class") == pytest.approx((1 + 51 / 101) / 2)
    # the badly placed dog is the dogs' best, and the only one found
    assert repaired_ap(FOUND, TRUTH, "place") == pytest.approx((1 + 51 / 101) / 2)
    for kind in ("double", "background", "both", "missed"):
        assert repaired_ap(FOUND, TRUTH, kind) == pytest.approx(before)


def test_of_two_mended_boxes_the_surer_stays():
    truth = [{"boxes": [[0, 0, 10, 10]], "labels": [DOG]}]
    found = [{"boxes": [[0, 0, 10, 10]] * 2, "scores": [0.9, 0.8], "labels": [CAT, CAT]}]
    assert repaired_ap(found, truth, "class") == 1
    assert repaired_ap([], [], "missed") != repaired_ap([], [], "missed")  # NaN: nothing to find


def test_what_is_refused():
    with pytest.raises(ValueError, match="kind = 'right'"):
        repaired_ap(FOUND, TRUTH, "right")
    with pytest.raises(ValueError, match="low ≤ high"):
        sort_errors(FOUND, TRUTH, 0.1, 0.5)
    with pytest.raises(ValueError, match="ignored"):
        sort_errors(FOUND, [TRUTH[0] | {"ignored": [True, False, False]}])
