"""Connected components against the flood and against scipy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from hocsau.segmentation import components, components_naive


@settings(max_examples=120)
@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([0.3, 0.5, 0.6, 0.8]), st.integers(0, 10**6))
def test_it_equals_the_flood(height, width, share, seed):
    mask = np.random.default_rng(seed).random((height, width)) < share
    for neighbours in (4, 8):
        np.testing.assert_array_equal(components(mask, neighbours), components_naive(mask, neighbours))


@pytest.mark.parametrize("neighbours", [4, 8])
def test_scipy_counts_the_same(neighbours):
    mask = np.random.default_rng(1).random((120, 90)) < 0.55
    theirs, count = ndimage.label(mask, structure=np.ones((3, 3)) if neighbours == 8 else None)
    ours = components(mask, neighbours)
    assert ours.max() == count
    np.testing.assert_array_equal(ours, theirs)  # both number in the order of reading


def test_a_corner_joins_only_with_eight():
    mask = np.array([[1, 0], [0, 1]])
    assert components(mask).tolist() == [[1, 0], [0, 2]]
    assert components(mask, 8).tolist() == [[1, 0], [0, 1]]


def test_a_spiral_is_one_object():
    mask = np.array(
        [[1, 1, 1, 1, 1], [0, 0, 0, 0, 1], [1, 1, 1, 0, 1], [1, 0, 0, 0, 1], [1, 1, 1, 1, 1]], np.uint8
    )
    assert components(255 * mask).max() == 1
    assert components(np.zeros((3, 3), bool)).max() == 0


def test_other_neighbourhoods_are_refused():
    with pytest.raises(ValueError, match="neighbours = 6"):
        components(np.ones((2, 2), bool), 6)
    with pytest.raises(ValueError, match="neighbours = 6"):
        components_naive(np.ones((2, 2), bool), 6)
