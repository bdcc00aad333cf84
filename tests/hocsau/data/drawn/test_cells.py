"""Drawn cells: repeatable, apart by the gap asked for, and no single threshold finds them."""

import numpy as np
import pytest

from hocsau.data import load
from hocsau.data.drawn.cells import draw_cell_set, draw_cells
from hocsau.segmentation import components, dice, distance_to


def test_the_same_draws_give_the_same_picture():
    one, two = (draw_cells(np.random.default_rng(4)) for _ in range(2))
    for a, b in zip(one, two, strict=True):
        np.testing.assert_array_equal(a, b)
    image, labels = one
    assert image.shape == labels.shape == (64, 64) and image.dtype == np.uint8 and labels.dtype == np.int64


@pytest.mark.parametrize("gap", [1, 3])
def test_cells_are_apart_by_the_gap(gap):
    _, labels = draw_cells(np.random.default_rng(0), count=8, gap=gap)
    for kind in range(1, labels.max() + 1):
        others = (labels > 0) & (labels != kind)
        assert distance_to(others)[labels == kind].min() > gap


def test_without_a_gap_cells_touch_and_components_count_too_few():
    fewer = 0
    for seed in range(10):
        _, labels = draw_cells(np.random.default_rng(seed), count=10, gap=0)
        fewer += components(labels > 0).max() < labels.max()
    assert fewer >= 8


def test_the_set_is_numbered_without_holes_and_split():
    data = load("cells")
    assert (len(data.train), len(data.test)) == (200, 40)
    for labels in data.test.y:
        assert set(np.unique(labels)) == set(range(labels.max() + 1)) and labels.max() >= 3
    assert 0.15 < np.mean(data.train.y > 0) < 0.35
    data.train.y[:] = 0
    assert load("cells").train.y.any()  # a copy each time


def test_no_single_threshold_finds_them():
    images, labels = draw_cell_set(20, np.random.default_rng(7))
    best = max(dice(images > level, labels > 0) for level in range(60, 200, 4))
    assert best < 0.8
    each = [max(dice(x > k, y > 0) for k in range(60, 200, 4)) for x, y in zip(images, labels, strict=True)]
    assert np.mean(each) > best  # the light differs from picture to picture, too


@pytest.mark.parametrize("options", [{"side": 16}, {"count": 0}, {"gap": -1}])
def test_bad_numbers_are_refused(options):
    with pytest.raises(ValueError, match="side ≥ 32"):
        draw_cells(np.random.default_rng(0), **options)
    with pytest.raises(ValueError, match="default_rng"):
        draw_cells(0)
