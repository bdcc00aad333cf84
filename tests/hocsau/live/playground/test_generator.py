"""The 32-bit generator: known values, ranges, and what it refuses."""

import numpy as np
import pytest

from hocsau.live.playground import Mulberry32


def test_first_numbers_of_seed_0_are_those_of_mulberry32_in_javascript():
    rng = Mulberry32(0)
    expected = [0.26642920868471265, 0.0003297457005828619, 0.2232720274478197]
    assert [rng.random() for _ in range(3)] == expected


def test_same_seed_same_numbers_other_seed_others():
    a, b, c = (Mulberry32(seed) for seed in (5, 5, 6))
    first, again, other = ([rng.random() for _ in range(20)] for rng in (a, b, c))
    assert first == again and not set(first) & set(other)


def test_uniform_and_normal_have_their_moments():
    rng = Mulberry32(1)
    u = np.array([rng.random() for _ in range(20000)])
    assert 0 <= u.min() and u.max() < 1 and abs(u.mean() - 0.5) < 0.01 and abs(u.var() - 1 / 12) < 0.005
    z = np.array([rng.normal() for _ in range(20000)])
    assert abs(z.mean()) < 0.03 and abs(z.std() - 1) < 0.03


def test_permutation_holds_every_number_once_and_every_place_is_possible():
    rng = Mulberry32(2)
    orders = [rng.permutation(5) for _ in range(400)]
    assert all(sorted(order) == [0, 1, 2, 3, 4] for order in orders)
    assert {(i, order[i]) for order in orders for i in range(5)} == {
        (i, j) for i in range(5) for j in range(5)
    }


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_outside_32_bits_is_refused(seed):
    with pytest.raises(ValueError, match="từ 0 đến"):
        Mulberry32(seed)
