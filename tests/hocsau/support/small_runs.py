"""Small numpy and torch runs that the tests of the training loop share."""

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.training import fit

F = torch.nn.functional


def blobs(n=90, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, n)
    return rng.normal(size=(n, 2)) + np.array([[0, 3], [3, 0], [-3, -3]])[y], y


def numpy_net(seed=0, dropout=0.0, batch_norm=False, dtype=np.float64, out=3):
    rng = np.random.default_rng(seed)
    layers = [nn.Linear(2, 8, rng=rng, dtype=dtype), nn.Tanh()]
    layers += [nn.BatchNorm1d(8, dtype=dtype)] * batch_norm + [nn.Dropout(dropout, rng=rng)] * (dropout > 0)
    return nn.Sequential(*layers, nn.Linear(8, out, rng=rng, dtype=dtype))


def torch_net(seed=0, dropout=0.0, out=3, dtype=torch.float64):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return torch.nn.Sequential(
            torch.nn.Linear(2, 8),
            torch.nn.Tanh(),
            torch.nn.Dropout(dropout),
            torch.nn.Linear(8, out),
        ).to(dtype)


KINDS = {
    "numpy": (numpy_net, nn.cross_entropy, lambda m, lr: nn.Adam(m.parameters(), lr)),
    "torch": (torch_net, F.cross_entropy, lambda m, lr: torch.optim.Adam(m.parameters(), lr)),
}
both = pytest.mark.parametrize("kind", KINDS)


def weights(model):
    return [np.asarray(p.data) for p in model.parameters()]


def as_bytes(model):
    return b"".join(w.tobytes() for w in weights(model))


def train(kind, data=None, rate=0.01, seed=0, dropout=0.0, **options):
    make, loss, optimizer = KINDS[kind]
    model = make(dropout=dropout)
    options = {"epochs": 3, "batch_size": 32, "progress": False, "rng": np.random.default_rng(seed)} | options
    return model, fit(model, data or blobs(), loss, optimizer(model, rate), **options)
