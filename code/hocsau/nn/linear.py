"""Tầng tuyến tính Z = XW + b."""

from __future__ import annotations

import numpy as np

from hocsau.nn import init
from hocsau.nn.module import Module, Parameter


class Linear(Module):
    """Tầng tuyến tính (fully connected).

    y = x W + b,   dW = xᵀ dy,   db = Σ_n dy,   dx = dy Wᵀ

    Shape: x (N, in_features), W (in_features, out_features), b (out_features,), y (N, out_features).
    torch giữ weight ở dạng chuyển vị (out_features, in_features): chép sang torch thì dùng `weight.data.T`.
    Tham số: weight_init – một trong `init.METHODS` ("he", "xavier", "normal", "zeros"); rng – bắt buộc.
    Lỗi: ValueError khi số đầu vào, đầu ra không dương, hoặc x có shape khác (N, in_features).
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        *,
        rng: np.random.Generator,
        bias: bool = True,
        weight_init: str = "he",
        dtype: type = np.float64,
    ) -> None:
        if in_features < 1 or out_features < 1:
            raise ValueError(f"Linear({in_features}, {out_features}): số đầu vào và đầu ra phải từ 1 trở lên")
        self.in_features, self.out_features = in_features, out_features
        self.x: np.ndarray | None = None  # kept by forward for backward
        self.weight = Parameter(
            init.make(weight_init, (in_features, out_features), rng).astype(dtype), "weight"
        )
        self.bias = Parameter(np.zeros(out_features, dtype), "bias") if bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = x W + b, x (N, in_features) -> (N, out_features)."""
        if x.ndim != 2 or x.shape[1] != self.in_features:
            raise ValueError(
                f"x có shape {x.shape}; cần (N, {self.in_features}): số cột phải bằng in_features"
            )
        self.x = x
        y = x @ self.weight.data  # (N, in) @ (in, out) -> (N, out)
        if self.bias is not None:
            y += self.bias.data
        return y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, out_features) -> dx (N, in_features)."""
        Linear.accumulate(self, dy)  # not a subclass's, which may call backward in turn
        return dy @ self.weight.data.T  # (N, out) @ (out, in) -> (N, in)

    def accumulate(self, dy: np.ndarray) -> None:
        """Cộng dW = xᵀ dy và db = Σ_n dy, không tính dx."""
        if self.x is None:
            raise ValueError("chưa có forward(x) nào: hãy gọi forward trước backward")
        if dy.shape != (len(self.x), self.out_features):
            raise ValueError(
                f"dy có shape {dy.shape}; cần ({len(self.x)}, {self.out_features}) như đầu ra của forward"
            )
        self.weight.grad += self.x.T @ dy  # (in, N) @ (N, out) -> (in, out)
        if self.bias is not None:
            self.bias.grad += dy.sum(axis=0)
