"""Kiểm gradient của các tầng cho chuỗi: nhiều đầu vào, nhiều đầu ra, có mask."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from hocsau.nn.attention import Attention, causal_mask
from hocsau.nn.attention_scores import SCORES
from hocsau.nn.embedding import Embedding
from hocsau.nn.gradcheck import gradcheck, numerical_gradient, relative_error
from hocsau.nn.gru import GRU
from hocsau.nn.linear import Linear
from hocsau.nn.losses import cross_entropy
from hocsau.nn.lstm import LSTM
from hocsau.nn.module import Module
from hocsau.nn.multi_head import MultiHeadAttention
from hocsau.nn.recurrent import Recurrent
from hocsau.nn.rnn import RNN
from hocsau.nn.time_distributed import TimeDistributed

Errors = dict[str, float]
N, T, D, H = 2, 4, 3, 2
MASK = np.arange(T) < np.array([[T], [2]])  # (N, T): the second sequence is two steps long


class _Together(Module):
    """All outputs of a layer in one row, with a mask: gradcheck sees one array."""

    def __init__(self, layer: Module, mask: np.ndarray | None) -> None:
        self.layer, self.mask = layer, mask
        self.shapes: list[tuple[int, ...]] = []

    def forward(self, *inputs: Any) -> np.ndarray:
        """Every output, flattened, one after the other."""
        found = self.layer(*inputs, mask=self.mask)
        outputs = found if isinstance(found, tuple) else (found,)
        self.shapes = [y.shape for y in outputs]
        return np.concatenate([y.ravel() for y in outputs])

    def backward(self, dy: np.ndarray) -> Any:
        """The row cut up again."""
        ends = np.cumsum([int(np.prod(shape)) for shape in self.shapes])[:-1]
        parts = [p.reshape(shape) for p, shape in zip(np.split(dy, ends), self.shapes, strict=True)]
        return self.layer.backward(tuple(parts) if len(parts) > 1 else parts[0])


def _recurrent(kind: type[Recurrent], rng: np.random.Generator, **settings: Any) -> Errors:
    layer = kind(D, H, rng=rng, return_state=True, **settings)
    states = [rng.normal(size=(len(layer.cells), N, H)) for _ in layer.state_names]
    return _checked(layer, (rng.normal(size=(N, T, D)), *states), rng, MASK)


def _attention(score: str, rng: np.random.Generator) -> Errors:
    layer = Attention(D, score=score, rng=rng, max_keys=T)
    inputs = rng.normal(size=(N, 3, D)), rng.normal(size=(N, T, D)), rng.normal(size=(N, T, 2))
    errors = _checked(layer, inputs, rng, MASK)
    if score == "location":  # it does not look at the keys: two zeros have no relative error
        del errors["x1"]
        errors["dkey"] = float(np.abs(layer.backward(np.ones((N, 3, 2)))[1]).max())
    return errors


def _heads(mask: np.ndarray, alone: bool, rng: np.random.Generator) -> Errors:
    layer = MultiHeadAttention(4, 2, rng=rng)
    x, other = rng.normal(size=(N, T, 4)), rng.normal(size=(N, T, 4))
    errors = _checked(layer, (x,) if alone else (x, other, other.copy()), rng, mask)
    # the bias of the keys moves all scores of a query alike, and softmax does not see that: its gradient is 0
    del errors["key.bias"]
    assert layer.key.bias is not None
    return errors | {"key.bias": float(np.abs(layer.key.bias.grad).max())}


def _checked(layer: Module, inputs: tuple[np.ndarray, ...], rng: np.random.Generator, mask: Any) -> Errors:
    for p in layer.parameters():  # biases too, which start at 0
        p.data += rng.normal(0, 0.3, p.shape)
    errors = gradcheck(_Together(layer, mask), inputs if len(inputs) > 1 else inputs[0], rng)
    return {name.removeprefix("layer."): error for name, error in errors.items()}


def _embedding(rng: np.random.Generator) -> Errors:
    layer, ids, dy = (
        Embedding(6, D, rng=rng, padding=0),
        rng.integers(0, 6, (N, T)),
        rng.normal(size=(N, T, D)),
    )
    layer(ids)
    layer.backward(dy)
    numeric = numerical_gradient(lambda _: float((layer(ids) * dy).sum()), layer.weight.data)
    numeric[0] = 0  # the row of padding does not learn, whatever it is multiplied with
    return {"weight": relative_error(layer.weight.grad, numeric)}


def _steps(rng: np.random.Generator) -> Errors:
    layer = TimeDistributed(Linear(D, 2, rng=rng))
    return gradcheck(layer, rng.normal(size=(N, T, D)), rng)


def _masked_loss(rng: np.random.Generator) -> Errors:
    z, y = rng.normal(size=(N, T, 5)), rng.integers(0, 5, (N, T))
    loss = partial(cross_entropy, axis=-1, mask=MASK)
    return {"z": relative_error(loss(z, y)[1], numerical_gradient(lambda a: loss(a, y)[0], z))}


# The first word is the name in hocsau.nn; the rest tells variants apart.
SEQUENCES: dict[str, Callable[[np.random.Generator], Errors]] = {
    "Embedding": _embedding,
    "TimeDistributed": _steps,
    "RNN": partial(_recurrent, RNN),
    "RNN hai lớp hai chiều": partial(_recurrent, RNN, layers=2, bidirectional=True),
    "LSTM": partial(_recurrent, LSTM),
    "LSTM hai lớp hai chiều": partial(_recurrent, LSTM, layers=2, bidirectional=True),
    "GRU": partial(_recurrent, GRU),
    "GRU hai lớp hai chiều": partial(_recurrent, GRU, layers=2, bidirectional=True),
    **{f"Attention {score}": partial(_attention, score) for score in SCORES},
    "MultiHeadAttention": partial(_heads, MASK, False),
    "MultiHeadAttention không nhìn sau": partial(_heads, causal_mask(T), True),
    "cross_entropy của chuỗi": _masked_loss,
}
