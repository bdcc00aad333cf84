"""Tầng tuyến tính Z = XW + b."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from hocsau.nn import init
from hocsau.nn.arrays import expect_shape, wide_dtype
from hocsau.nn.module import Module, Parameter


class Linear(Module):
    """Tầng tuyến tính (fully connected).

    y = x W + b,   dW = xᵀ dy,   db = Σ_n dy,   dx = dy Wᵀ

    Shape: x (N, in_features), W (in_features, out_features), b (out_features,), y (N, out_features).
    torch giữ weight ở dạng chuyển vị (out_features, in_features): chép sang torch thì dùng `weight.data.T`.

    Tham số:
        in_features: số cột của x.
        out_features: số cột của y.
        rng: bộ sinh số, bắt buộc.
        bias: có b hay không.
        weight_init: một trong `init.METHODS` ("he", "xavier", "normal", "zeros" …).
        dtype: kiểu của trọng số.

    Lỗi:
        ValueError: số đầu vào, đầu ra không dương, hoặc x có shape khác (N, in_features).
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        *,
        rng: np.random.Generator,
        bias: bool = True,
        weight_init: str = "he",
        dtype: DTypeLike = np.float64,
    ) -> None:
        if not all(isinstance(n, (int, np.integer)) and n >= 1 for n in (in_features, out_features)):
            raise ValueError(f"Linear({in_features}, {out_features}): số đầu vào và đầu ra phải từ 1 trở lên")
        self.in_features, self.out_features = in_features, out_features
        self.weight = Parameter(
            init.make(weight_init, (in_features, out_features), rng).astype(dtype), "weight"
        )
        self.bias = Parameter(np.zeros(out_features, dtype), "bias") if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = x W + b, x (N, in_features) -> (N, out_features)."""
        x = expect_shape(x, f"N {self.in_features}", "số cột phải bằng in_features")
        y = x @ self.weight.data  # (N, in) @ (in, out) -> (N, out)
        if self.bias is not None:
            y += self.bias.data
        return self.remember(y, x)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, out_features) -> dx (N, in_features)."""
        return self._add(dy) @ self.weight.data.T  # (N, out) @ (out, in) -> (N, in)

    def accumulate(self, dy: np.ndarray) -> None:
        """Cộng dW = xᵀ dy và db = Σ_n dy, không tính dx."""
        self._add(dy)

    def _add(self, dy: np.ndarray) -> np.ndarray:
        dy, x = self.recall(dy)
        self.weight.grad += x.T @ dy  # (in, N) @ (N, out) -> (in, out)
        if self.bias is not None:
            self.bias.grad += dy.sum(axis=0, dtype=wide_dtype(dy.dtype))
        return dy
