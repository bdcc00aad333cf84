"""One layer of tables at every step of a sequence."""

import numpy as np
import pytest

from hocsau import nn


def made():
    return nn.TimeDistributed(nn.Linear(3, 2, rng=np.random.default_rng(0)))


def test_every_step_goes_through_the_same_layer():
    layer, x = made(), np.random.default_rng(1).normal(size=(4, 5, 3))
    np.testing.assert_allclose(layer(x), np.stack([layer.layer(x[:, t]) for t in range(5)], 1), atol=1e-14)


def test_backward_agrees_with_differences():
    x = np.random.default_rng(1).normal(size=(2, 3, 3))
    assert max(nn.gradcheck(made(), x, np.random.default_rng(2)).values()) < 1e-6


def test_a_language_model_learns_the_next_word():
    rng = np.random.default_rng(0)
    model = nn.Sequential(
        nn.Embedding(5, 8, rng=rng),
        nn.LSTM(8, 12, rng=rng),
        nn.TimeDistributed(nn.Linear(12, 5, rng=rng)),
    )
    ids = np.array([[0, 1, 2, 3, 0, 1, 2, 4]])  # after "2" only the past tells 3 from 4
    optimizer = nn.Adam(model.parameters(), 0.05)
    for _ in range(80):
        loss, dz = nn.cross_entropy(model(ids[:, :-1]), ids[:, 1:], axis=-1)
        optimizer.zero_grad()
        model.backward(dz)
        optimizer.step()
    assert loss < 0.05
    assert model(np.zeros((0, 4), int)).shape == (0, 4, 5)


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="cần một tầng"):
        nn.TimeDistributed(nn.Tanh)
    with pytest.raises(ValueError, match=r"cần \(N, T, …\)"):
        made()(np.zeros((2, 3)))
