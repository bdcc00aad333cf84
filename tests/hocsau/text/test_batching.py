"""Padding, masks, batches of like length."""

import numpy as np
import pytest

from hocsau.text import length_batches, pad, padding_share


def test_padding_and_mask():
    ids, mask = pad([[5, 6, 7], [], [8]])
    assert ids.tolist() == [[5, 6, 7], [0, 0, 0], [8, 0, 0]]
    assert mask.tolist() == [[True] * 3, [False] * 3, [True, False, False]]
    assert pad([])[0].shape == (0, 0) and pad([[]])[0].shape == (1, 0)
    assert pad([[1], [2, 3]], value=9)[0].tolist() == [[1, 9], [2, 3]]


@pytest.mark.parametrize("rng", [None, np.random.default_rng(3)])
@pytest.mark.parametrize(("n", "size"), [(0, 4), (1, 4), (103, 8), (5, 100)])
def test_every_sentence_once(n, size, rng):
    lengths = np.random.default_rng(n).integers(0, 20, n)
    batches = list(length_batches(lengths, size, rng))
    assert sorted(np.concatenate(batches).tolist() if batches else []) == list(range(n))
    assert all(0 < len(rows) <= size for rows in batches)


def test_like_lengths_need_less_padding():
    lengths = np.random.default_rng(0).integers(1, 30, 2000)
    plain = np.split(np.random.default_rng(1).permutation(2000), 50)
    gathered = list(length_batches(lengths, 40, np.random.default_rng(1)))
    assert padding_share(lengths, plain) > 0.4 and padding_share(lengths, gathered) < 0.1
    assert padding_share([3, 1], [np.array([0, 1])]) == pytest.approx(1 - 4 / 6)
    assert padding_share([], []) == 0


def test_batches_come_in_random_order_and_the_same_for_one_seed():
    lengths = list(range(1, 101))
    a, b = ([r.tolist() for r in length_batches(lengths, 10, np.random.default_rng(0))] for _ in range(2))
    assert a == b and [len(r) for r in a] == [10] * 10
    assert [max(r) for r in a] != sorted(max(r) for r in a)


def test_bad_input_is_refused_at_once():
    for sequences in ([[1.5]], [[[1]]], [["a"]]):
        with pytest.raises(ValueError, match="dãy 0"):
            pad(sequences)
    for lengths, size in (([1], 0), ([1], True), ([-1], 2), ([0.5], 2), ([[1]], 2)):
        with pytest.raises(ValueError):
            length_batches(lengths, size)
