"""Many to one: the answer comes from the last real step, and equals the numpy layers' own."""

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.torch import SequenceClassifier


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("both", [False, True])
def test_the_numpy_layers_with_the_same_rng_say_the_same(cell, both):
    made = SequenceClassifier(
        3, 4, 2, rng=np.random.default_rng(1), cell=cell, layers=2, bidirectional=both, dtype=np.float64
    )
    rng = np.random.default_rng(1)
    kind = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell]
    layer = kind(3, 4, rng=rng, layers=2, bidirectional=both, return_state=True)
    x = np.random.default_rng(2).normal(size=(5, 6, 3))
    h = layer(x)[1]
    last = np.concatenate(list(h[-2:] if both else h[-1:]), axis=-1)
    weight = nn.init.make("xavier", last.shape[1:] + (2,), rng)
    np.testing.assert_allclose(made(torch.tensor(x)).detach().numpy(), last @ weight, atol=1e-12)


def test_what_lies_after_the_end_is_not_read():
    made = SequenceClassifier(4, 5, 3, rng=np.random.default_rng(0), vocabulary=9)
    ids = torch.tensor([[4, 5, 0, 0], [6, 7, 8, 4]])
    mask = torch.tensor([[True, True, False, False], [True] * 4])
    other = torch.tensor([[4, 5, 8, 8], [6, 7, 8, 4]])
    torch.testing.assert_close(made(ids, mask), made(other, mask))
    torch.testing.assert_close(made(ids, mask)[:1], made(ids[:1, :2]))


def test_it_learns_which_of_two_comes_first():
    rng = np.random.default_rng(0)
    made = SequenceClassifier(2, 8, 2, rng=rng)
    x = rng.normal(size=(64, 5, 2)).astype(np.float32)
    x[:32, 0, 0], x[:32, -1, 0], x[32:, 0, 0], x[32:, -1, 0] = 3, -3, -3, 3
    y = torch.tensor([0] * 32 + [1] * 32)
    optimizer = torch.optim.Adam(made.parameters(), 0.02)
    for _ in range(30):
        loss = torch.nn.functional.cross_entropy(made(torch.tensor(x)), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss.item() < 0.1


@pytest.mark.parametrize(
    "change, said",
    [({"cell": "elman"}, "cell = 'elman'"), ({"classes": 0}, "classes = 0"), ({"hidden": 0}, "hidden = 0")],
)
def test_wrong_settings_are_refused(change, said):
    settings = {"in_features": 3, "hidden": 4, "classes": 2} | change
    with pytest.raises(ValueError, match=said):
        SequenceClassifier(**settings, rng=np.random.default_rng(0))


def test_wrong_axes_are_refused():
    made = SequenceClassifier(3, 4, 2, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"x có shape \(2, 3\); cần \(N, T, D\)"):
        made(torch.zeros(2, 3))
