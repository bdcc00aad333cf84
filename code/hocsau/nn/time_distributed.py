"""Dùng một tầng của bảng (N, D) cho từng bước của chuỗi (N, T, D)."""

from __future__ import annotations

import numpy as np

from hocsau.nn.arrays import as_float
from hocsau.nn.module import Module


class TimeDistributed(Module):
    """y[n, t] = f(x[n, t]): cùng một tầng f, cùng trọng số, ở mọi bước.

    Chuỗi (N, T, …) được xếp thành bảng (N·T, …), đi qua f một lần, rồi xếp lại. Keras gọi cùng tên; torch
    không cần vì Linear của nó nhận mọi số trục.

    Tham số:
        layer: tầng nhận (M, …), như nn.Linear.

    Lỗi:
        ValueError: layer không phải Module, hoặc x có ít hơn ba trục.
    """

    def __init__(self, layer: Module) -> None:
        if not isinstance(layer, Module):
            raise ValueError(f"layer là {layer!r}; cần một tầng đã tạo, như nn.Linear(4, 2, rng=rng)")
        self.layer = layer

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, T, …) -> y (N, T, …)."""
        x = as_float(x)
        if x.ndim < 3:
            raise ValueError(f"x có shape {x.shape}; cần (N, T, …)")
        steps = x.shape[:2]
        rows = self.layer(x.reshape(steps[0] * steps[1], *x.shape[2:]))
        return self.remember(rows.reshape(*steps, *rows.shape[1:]), x.shape, rows.shape)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, T, …) -> dx (N, T, …)."""
        dy, shape, rows = self.recall(dy)
        return self.layer.backward(dy.reshape(rows)).reshape(shape)

    def accumulate(self, dy: np.ndarray) -> None:
        """Chỉ cộng gradient tham số của f."""
        dy, _, rows = self.recall(dy)
        self.layer.accumulate(dy.reshape(rows))
