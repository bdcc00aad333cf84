"""Four clouds of points: where they lie, and that noise only moves them."""

import numpy as np
import pytest

from hocsau.live.playground import points
from hocsau.live.playground.points import LIMIT, SHAPES


@pytest.mark.parametrize("shape", SHAPES)
def test_labels_alternate_and_points_stay_in_the_picture(shape):
    x, y = points(shape, 0, seed=4)
    assert x.shape == (200, 2) and y.tolist() == [0, 1] * 100
    assert np.abs(x).max() < LIMIT
    noisy, same = points(shape, 30, seed=4)
    np.testing.assert_array_equal(y, same)
    assert 0 < np.abs(noisy - x).mean() < 0.6
    assert 0.2 < np.std(noisy - x) < 0.4


def test_xor_is_one_where_the_signs_differ():
    x, y = points("xor", 0, seed=1)
    np.testing.assert_array_equal(y == 1, x[:, 0] * x[:, 1] < 0)
    assert len({tuple(np.sign(p)) for p in x}) == 4  # all four corners


def test_circles_are_told_apart_by_the_radius():
    x, y = points("circles", 0, seed=1)
    radius = np.hypot(*x.T)
    assert radius[y == 1].max() < 1.2 < radius[y == 0].min()


@pytest.mark.parametrize("shape", ["moons", "spirals"])
def test_no_straight_line_separates_moons_or_spirals(shape):
    x, y = points(shape, 0, seed=1)
    design = np.column_stack([x, np.ones(len(x))])
    line, *_ = np.linalg.lstsq(design, 2 * y - 1, rcond=None)
    assert np.mean((design @ line > 0) == (y == 1)) < 0.95


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (("square", 0, 1), "bộ dữ liệu 'square'"),
        (("xor", -1, 1), "noise = -1"),
        (("xor", float("nan"), 1), "noise = nan"),
        (("xor", 0, 1, 0), "count = 0"),
    ],
)
def test_bad_wishes_are_refused(call, says):
    with pytest.raises(ValueError, match=says):
        points(*call)
