"""Dice, IoU and pixel error against sets of pixels and against scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, jaccard_score

from hocsau.segmentation import dice, iou, pixel_error


@given(st.integers(0, 2**12 - 1), st.integers(0, 2**12 - 1))
def test_they_are_the_counts_of_two_sets(a, b):
    p, t = (np.array([n >> k & 1 for k in range(12)]).reshape(3, 4) for n in (a, b))
    left, right = ({k for k in range(12) if n >> k & 1} for n in (a, b))
    if left or right:
        assert dice(p, t) == pytest.approx(2 * len(left & right) / (len(left) + len(right)))
        assert iou(p, t) == pytest.approx(len(left & right) / len(left | right))
        assert iou(p, t) == pytest.approx(dice(p, t) / (2 - dice(p, t)))
    else:
        assert dice(p, t) == iou(p, t) == 1
    assert pixel_error(p, t) == pytest.approx(len(left ^ right) / 12)
    assert dice(p, t) == dice(t, p)


def test_scikit_learn_calls_them_f1_and_jaccard():
    rng = np.random.default_rng(0)
    p, t = rng.random((2, 20, 30)) > 0.7
    assert dice(p, t) == pytest.approx(f1_score(t.ravel(), p.ravel()))
    assert iou(255 * p, t) == pytest.approx(jaccard_score(t.ravel(), p.ravel()))


def test_all_background_is_97_percent_right_and_dice_zero():
    truth = np.zeros((10, 10), bool)
    truth[0, :3] = True
    nothing = np.zeros_like(truth)
    assert pixel_error(nothing, truth) == pytest.approx(0.03)
    assert dice(nothing, truth) == iou(nothing, truth) == 0


def test_different_sizes_are_refused():
    with pytest.raises(ValueError, match="cùng cỡ"):
        dice(np.zeros((2, 2), bool), np.zeros((2, 3), bool))
