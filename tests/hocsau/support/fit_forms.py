"""Data and models of many forms for fit: trees, ragged, lazy, several inputs."""

import numpy as np
import torch

from hocsau import nn
from hocsau.training import fit

F = torch.nn.functional
N = 60


def numbers(seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, 3)), rng.normal(size=(N, 2)), rng.integers(0, 4, N)


class Two(nn.Module):
    """Two inputs, one output."""

    def __init__(self, seed=0):
        rng = np.random.default_rng(seed)
        self.left, self.right = nn.Linear(3, 4, rng=rng), nn.Linear(2, 4, rng=rng)

    def forward(self, a, b):
        return self.left(a) + self.right(b)

    def backward(self, dy):
        return self.left.backward(dy), self.right.backward(dy)


class TorchTwo(torch.nn.Module):
    def __init__(self, ours):
        super().__init__()
        self.left, self.right = torch.nn.Linear(3, 4).double(), torch.nn.Linear(2, 4).double()
        with torch.no_grad():
            for mine, theirs in ((self.left, ours.left), (self.right, ours.right)):
                mine.weight.copy_(torch.tensor(theirs.weight.data.T))
                mine.bias.copy_(torch.tensor(theirs.bias.data))

    def forward(self, a, b):
        return self.left(a) + self.right(b)


class Lazy:
    """A source that counts what it reads."""

    def __init__(self, *columns):
        self.columns, self.read = columns, []

    def __len__(self):
        return len(self.columns[0])

    def __getitem__(self, i):
        if not 0 <= i < len(self):
            raise IndexError(i)
        self.read.append(i)
        found = tuple(c[i] for c in self.columns)
        return found if len(found) > 1 else found[0]


def train(data, model=None, loss=nn.cross_entropy, rate=0.1, **options):
    model = Two() if model is None else model
    optimizer = (nn.SGD if isinstance(model, nn.Module) else torch.optim.SGD)(model.parameters(), rate)
    options = {"epochs": 2, "batch_size": 16, "rng": np.random.default_rng(0), "progress": False} | options
    return model, fit(model, data, loss, optimizer, **options)


def as_bytes(model):
    return b"".join(np.asarray(p.data).tobytes() for p in model.parameters())


class Tokens(nn.Module):
    """Scores (N, T, K) for each place of a sequence (N, T, D)."""

    def __init__(self):
        self.linear = nn.Linear(3, 4, rng=np.random.default_rng(0))

    def forward(self, x):
        n, t, d = x.shape
        return self.remember(self.linear(x.reshape(n * t, d)).reshape(n, t, 4), x.shape)

    def backward(self, dy):
        dy, shape = self.recall(dy)
        return self.linear.backward(dy.reshape(-1, 4)).reshape(shape)


def ragged(seed=0):
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 7, N)
    x = [rng.normal(size=(n, 3)) for n in lengths]
    return x, [v[:, :3].argmax(axis=1) for v in x]


def pad(samples):
    longest = max(len(x) for x, _ in samples)
    x = np.zeros((len(samples), longest, 3))
    y = np.full((len(samples), longest), -1)
    for i, (a, b) in enumerate(samples):
        x[i, : len(a)], y[i, : len(b)] = a, b
    return x, y


def token_loss(outputs, y):
    return nn.cross_entropy(outputs, y, axis=-1, ignore=-1)
