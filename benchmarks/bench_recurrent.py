"""Chương 16–17: một lượt của RNN, LSTM, GRU – vòng lặp từng mẫu từng bước, `hocsau.nn`, và torch."""

from collections.abc import Callable

import numpy as np
import torch
from case import Case
from threads import blas_threads

import hocsau.torch
from hocsau import nn
from hocsau.nn.recurrent_naive import recurrent_naive

SAMPLES, STEPS, FEATURES, HIDDEN = 32, 50, 64, 128
KINDS = {"RNN": nn.RNN, "LSTM": nn.LSTM, "GRU": nn.GRU}


def made(kind: str) -> tuple[nn.Module, torch.nn.Module, np.ndarray]:
    """Tầng của sách, bản torch của nó, và một batch chuỗi float32."""
    layer = KINDS[kind](FEATURES, HIDDEN, rng=np.random.default_rng(0), dtype=np.float32)
    x = np.random.default_rng(1).normal(size=(SAMPLES, STEPS, FEATURES)).astype(np.float32)
    return layer, hocsau.torch.twin(layer), x


def learn(layer: nn.Module, x: np.ndarray, dy: np.ndarray) -> np.ndarray:
    """Forward, backward; gradient của W_h."""
    for p in layer.parameters():
        p.zero_grad()
    layer(x)
    layer.backward(dy)
    return layer.cells[0].weight_h.grad


def learn_torch(layer: torch.nn.Module, x: torch.Tensor, dy: torch.Tensor) -> np.ndarray:
    """Như trên, bằng torch."""
    layer.zero_grad()
    x.grad = None
    layer(x).backward(dy)
    return layer.cells[0].weight_h.grad.numpy().T


def forward(kind: str) -> dict[str, Callable[[], object]]:
    ours, theirs, x = made(kind)
    tx = torch.from_numpy(x)

    def torch_forward() -> np.ndarray:
        with torch.no_grad():
            return theirs(tx).numpy()

    return {
        "hocsau.nn": lambda: ours(x),
        "torch": torch_forward,
        "từng mẫu, từng bước": lambda: recurrent_naive(ours, x)[0],
    }


def both(kind: str) -> dict[str, Callable[[], object]]:
    ours, theirs, x = made(kind)
    dy = np.random.default_rng(2).normal(size=(SAMPLES, STEPS, HIDDEN)).astype(np.float32)
    tx, tdy = torch.from_numpy(x).requires_grad_(), torch.from_numpy(dy)
    return {
        "hocsau.nn": lambda: 1 + learn(ours, x, dy) / 100,  # compared with room for float32 near 0
        "torch": lambda: 1 + learn_torch(theirs, tx, tdy) / 100,
    }


def cases() -> list[Case]:
    torch.set_num_threads(blas_threads())
    size = f"{SAMPLES} chuỗi {STEPS} bước, {FEATURES} → {HIDDEN}"
    return [
        case
        for kind in KINDS
        for case in (
            Case(f"forward {kind}, {size}", _shifted(forward(kind)), rtol=1e-4, rounds=3),
            Case(f"forward và backward {kind}, {size}", both(kind), rtol=1e-4),
        )
    ]


def _shifted(ways: dict[str, Callable[[], object]]) -> dict[str, Callable[[], object]]:
    """Outputs lie in −1 … 1, some at 0, where a relative error says nothing."""
    return {name: lambda way=way: 2 + np.asarray(way()) for name, way in ways.items()}
