"""Thinning: what every thinned grid keeps, whatever the controls."""

from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocsau.interactive import choice, slider
from hocsau.interactive.grid import thin


@st.composite
def sliders(draw):
    count = draw(st.integers(2, 300))
    return slider(0, count - 1, 1, value=draw(st.integers(0, count - 1)))


@given(st.lists(sliders(), min_size=1, max_size=3), st.integers(27, 80))
def test_keeps_ends_default_and_the_limit(controls, limit):
    grid = thin(controls, limit)
    assert prod(map(len, grid)) <= limit
    for control, kept in zip(controls, grid, strict=True):
        n = len(control.values)
        assert kept == sorted(set(kept)) and {0, control.index, n - 1} <= set(kept)
        # Even on each side of the default: no gap is more than one step wider than another there.
        for low, high in ((0, control.index), (control.index, n - 1)):
            side = [k for k in kept if low <= k <= high]
            gaps = [b - a for a, b in zip(side, side[1:], strict=False)]
            assert not gaps or max(gaps) - min(gaps) <= 1


@given(st.lists(sliders(), min_size=1, max_size=3))
def test_leaves_small_grids_alone(controls):
    size = prod(len(c.values) for c in controls)
    assert thin(controls, size) == [list(range(len(c.values))) for c in controls]


def test_uses_most_of_what_is_allowed():
    """A thinned grid that throws most frames away would pass the test above."""
    assert len(thin([slider(0, 100, 1)], 60)[0]) >= 45
    two = thin([slider(-10, 10, 1, value=0), slider(0, 2, 0.1, value=1.0)], 60)
    assert prod(map(len, two)) >= 45
    three = thin([slider(0, 20, 1)] * 3, 60)
    assert prod(map(len, three)) >= 40


def test_even_steps_where_they_cost_little():
    assert thin([slider(0, 100, 1, value=50)], 60)[0] == list(range(0, 101, 2))


def test_choices_are_never_thinned():
    kernels = choice([str(k) for k in range(12)])
    grid = thin([slider(0, 50, 1), kernels], 60)
    assert grid[1] == list(range(12)) and len(grid[0]) == 5
    with pytest.raises(ValueError, match="bớt điều khiển hoặc bớt lựa chọn"):
        thin([kernels, kernels], 60)
