"""The validation part is scored in few passes, and the loss still sees its batches."""

import numpy as np
import pytest

from hocsau import nn
from hocsau.training import fit, metrics, prepare


class Counted(nn.Linear):
    """A layer that notes how many rows came at a time when nothing is learnt."""

    def forward(self, x):
        if not self.training:
            self.rows.append(len(x))
        return super().forward(x)


def score(loss, together, monkeypatch, n=105):
    monkeypatch.setattr(prepare, "TOGETHER", together)
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(n, 4)), rng.integers(0, 3, n)
    model = Counted(4, 3, rng=np.random.default_rng(1))
    model.rows = []
    history = fit(
        model,
        ((x[:20], y[:20]), (x, y)),
        loss,
        nn.SGD(model.parameters(), 0.1),
        epochs=1,
        batch_size=10,
        metrics={"accuracy": metrics.accuracy},
        rng=rng,
        progress=False,
    )
    return model.rows, history["val_loss"][0], history["val_accuracy"][0]


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_batches_that_go_together_give_the_same_numbers(reduction, monkeypatch):
    def loss(z, y):
        return nn.cross_entropy(z, y, reduction)

    alone, loss_alone, right_alone = score(loss, 1, monkeypatch)
    three, loss_three, right_three = score(loss, 120, monkeypatch)
    every, loss_every, right_every = score(loss, 1 << 16, monkeypatch)
    assert alone[-11:] == [10] * 10 + [5]
    assert three[-4:] == [30, 30, 30, 15]
    assert every[-1] == 105
    np.testing.assert_allclose([loss_three, loss_every], loss_alone, rtol=1e-12)
    assert right_alone == right_three == right_every
