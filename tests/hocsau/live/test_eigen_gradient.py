"""The Python twin of book/live/eigen_gradient.js."""

import numpy as np
import pytest

from hocsau.live.eigen_gradient import INPUT, LINEAR, LONGEST, TANH, amount, powers, reading


def test_without_activation_it_is_a_power_of_the_eigenvalue():
    for size in (0.5, 1.0, 1.1):
        np.testing.assert_allclose(10 ** np.array(powers(size, LINEAR)), size ** np.arange(LONGEST + 1.0))


def test_with_tanh_it_is_the_derivative_of_the_last_state():
    size, h = 1.1, 1e-6

    def last(nudge, at):
        s = 0.0
        for k in range(LONGEST):
            s = np.tanh(size * (s + (nudge if k == at else 0)) + INPUT)
        return s

    for back in (1, 5, 20):
        at = LONGEST - back
        slope = (last(h, at) - last(-h, at)) / (2 * h)
        assert slope == pytest.approx(10 ** powers(size, TANH)[back], rel=1e-4, abs=1e-9)


def test_amounts_that_can_be_read():
    assert [amount(p) for p in (0, -1, 1.24, -9.03, -3.0001)] == [
        "1.000",
        "0.100",
        "17.4",
        "9.3·10^−10",
        "1.0·10^−3",
    ]


def test_the_words():
    assert reading(0.5, 30, LINEAR) == "|λ| = 0.50: lùi 30 bước, gradient còn 9.3·10^−10 lần. Tan biến."
    assert reading(1.1, 30, LINEAR) == "|λ| = 1.10: lùi 30 bước, gradient còn 17.4 lần. Bùng nổ."
    assert reading(1, 30, LINEAR).endswith("1.000 lần. Vẫn học được.")
