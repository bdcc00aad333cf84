"""Perplexity: of a die, with a mask, of the impossible."""

import numpy as np
import pytest

from hocsau.text import perplexity


def test_a_fair_die_has_perplexity_six():
    assert perplexity(np.log(np.full((2, 5), 1 / 6))) == pytest.approx(6)
    assert perplexity([0.0]) == 1 and perplexity([0]) == 1
    assert perplexity([-np.inf, 0.0]) == np.inf and perplexity([-1e6]) == np.inf


def test_what_the_mask_leaves_out_does_not_count():
    assert perplexity(np.log([[0.5, 1e-9]]), [[True, False]]) == pytest.approx(2)


def test_bad_input_is_refused():
    for values, mask in (
        ([], None),
        ([0.1], None),
        ([np.nan], None),
        ([-1.0], [False]),
        ([-1.0], [1]),
        ([-1.0], [[True]]),
    ):
        with pytest.raises(ValueError):
            perplexity(values, mask)
