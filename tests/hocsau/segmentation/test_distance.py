"""Distances against the naive twin and scipy; border weights against their formula."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from hocsau.segmentation import border_weights, components, distance_to, distance_to_naive


@settings(max_examples=60)
@given(st.integers(1, 8), st.integers(1, 8), st.sampled_from([0.05, 0.3, 0.9]), st.integers(0, 10**6))
def test_distance_equals_its_naive_twin(height, width, share, seed):
    mask = np.random.default_rng(seed).random((height, width)) < share
    np.testing.assert_allclose(distance_to(mask), distance_to_naive(mask), atol=1e-12)


def test_scipy_measures_the_same():
    mask = np.random.default_rng(0).random((60, 75)) < 0.01
    np.testing.assert_allclose(distance_to(mask), ndimage.distance_transform_edt(~mask), atol=1e-12)


def test_a_wide_picture_needs_no_table_of_every_column_with_every_other():
    mask = np.zeros((2, 60_000), bool)  # such a table: 29 GB
    mask[0, ::100] = True
    found = distance_to(mask)
    assert found[1, 0] == 1 and found[0, 50] == 50 and found[1, 50] == pytest.approx(np.hypot(1, 50))


def two_cells(gap):
    labels = np.zeros((9, 20 + gap), int)
    labels[2:7, 2:10], labels[2:7, 10 + gap : 18 + gap] = 1, 2
    return labels


def test_the_gap_weighs_what_the_formula_says():
    labels = two_cells(3)
    weight = border_weights(labels, w0=10, sigma=5)
    share = np.mean(labels > 0)
    # the middle of the gap: two pixels from either cell
    expected = 0.5 / (1 - share) + 10 * np.exp(-((2 + 2) ** 2) / (2 * 25))
    assert weight[4, 11] == pytest.approx(expected)
    assert weight[4, 5] == pytest.approx(0.5 / share)
    assert border_weights(labels, w0=0).mean() == pytest.approx(1)


def test_a_narrow_gap_weighs_more_than_a_wide_one_and_than_the_open():
    narrow, wide = (border_weights(two_cells(gap)) for gap in (1, 6))
    assert narrow[4, 10] > wide[4, 13] > wide[0, 0]


def test_without_a_second_object_there_is_no_gap():
    labels = np.zeros((6, 6), int)
    assert (border_weights(labels) == 1).all()
    labels[1:3, 1:3] = 7
    np.testing.assert_allclose(border_weights(labels), border_weights(labels, w0=0))
    assert (border_weights(np.ones((3, 3), int)) == 1).all()


def test_the_two_nearest_objects_count_and_not_two_pixels_of_one():
    mask = np.zeros((7, 30), bool)
    mask[:, :8] = mask[:, 11:14] = mask[:, 25:] = True
    labels = components(mask)
    weight = border_weights(labels) - border_weights(labels, w0=0)
    assert weight[3, 9] == pytest.approx(10 * np.exp(-((2 + 2) ** 2) / 50))
    assert weight[3, 15] == pytest.approx(10 * np.exp(-((2 + 8) ** 2) / 50))


@pytest.mark.parametrize("w0, sigma", [(-1, 5), (10, 0), (np.nan, 5), (10, np.inf)])
def test_bad_numbers_are_refused(w0, sigma):
    with pytest.raises(ValueError, match="w0 ≥ 0"):
        border_weights(two_cells(2), w0, sigma)
