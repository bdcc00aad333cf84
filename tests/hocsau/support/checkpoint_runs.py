"""Short runs that keep a checkpoint, and whether two states are the same to the last bit."""

import numpy as np
import resumable

from hocsau import nn
from hocsau.training import fit


def same(a, b):
    return a.keys() == b.keys() and all(
        a[n].dtype == b[n].dtype and a[n].tobytes() == b[n].tobytes() for n in a
    )


def simple(path=None, *, model=None, optimizer=nn.Adam, data=None, rate=0.1, **options):
    rng = np.random.default_rng(0)
    model = model or nn.Sequential(
        nn.Linear(4, 5, rng=rng), nn.Tanh(), nn.Dropout(0.1, rng=rng), nn.Linear(5, 3, rng=rng)
    )
    options = {"epochs": 2, "batch_size": 20, "rng": rng, "progress": False, "checkpoint": path} | options
    optimizer = optimizer(model.parameters(), rate)
    history = fit(
        model, data or resumable.data()[0], options.pop("loss", nn.cross_entropy), optimizer, **options
    )
    return model, optimizer, history


def wider():
    rng = np.random.default_rng(0)
    return nn.Sequential(
        nn.Linear(4, 6, rng=rng), nn.Tanh(), nn.Dropout(0.1, rng=rng), nn.Linear(6, 3, rng=rng)
    )
