"""The Python twin of book/live/rnn_unrolled.js: its numbers are those of the package's own RNN."""

from itertools import pairwise

import numpy as np
import pytest

from hocsau import nn
from hocsau.live.rnn_unrolled import TARGET, U, V, X, passes, reading, shapes


@pytest.mark.parametrize("length", [2, 3, 4])
@pytest.mark.parametrize("w", [-1.5, 0.0, 0.9])
def test_both_ways_are_those_of_the_package(w, length):
    rnn = nn.RNN(1, 1, rng=np.random.default_rng(0), bias=False)
    rnn.cells[0].weight_x.data[:], rnn.cells[0].weight_h.data[:] = U, w
    s = rnn(np.array(X[:length]).reshape(1, length, 1))
    p = passes(w, length)
    np.testing.assert_allclose(s[0, :, 0], p["s"][1:])
    dy = np.zeros((1, length, 1))
    dy[0, -1] = V * (V * s[0, -1] - TARGET)
    rnn.backward(dy)
    assert rnn.cells[0].weight_h.grad[0, 0] == pytest.approx(sum(p["parts"]))
    assert p["loss"] == pytest.approx((V * s[0, -1, 0] - TARGET) ** 2 / 2)


def test_the_words_of_each_kind_of_step():
    said = [reading(0.9, 2, step) for step in range(7)]
    assert said[0].startswith("Chưa tính gì")
    assert said[1] == "Xuôi: s₁ = tanh(0.8·(1.0) + 0.9·(0.00)) = 0.66."
    assert "L = " in said[3] and said[4].startswith("Lùi: a₂") and "Xong" in said[5]
    assert said[6] == said[5]  # past the end


def test_more_is_drawn_at_each_step():
    drawn = [shapes(0.9, 3, step) for step in range(10)]
    assert all(a != b for a, b in pairwise(drawn[:8])) and drawn[7] == drawn[9]
