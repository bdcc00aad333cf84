"""Một nơ-ron: tổng có trọng số z = x·w + b, phần chung của logistic regression và perceptron."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from hocsau.nn import init
from hocsau.nn.arrays import expect_shape, wide_dtype
from hocsau.nn.module import Module, Parameter


class Neuron(Module):
    """z = x w + b: mỗi hàng của x cho một số.

    dw = xᵀ dz,   db = Σ_n dz_n,   dx = dz wᵀ

    Shape: x (N, in_features), w (in_features,), b là một số (shape ()), z (N,).
    Khởi tạo: w theo Xavier từ rng, b = 0; `set_weights` đặt bộ số bạn chọn.
    Lỗi: ValueError khi in_features không dương, thiếu rng, hoặc x có shape khác (N, in_features).
    """

    def __init__(self, in_features: int, *, rng: np.random.Generator, dtype: DTypeLike = np.float64) -> None:
        weight = first_weights(in_features, rng)
        self.in_features = in_features
        self.weight = Parameter(weight.astype(dtype), "weight")
        self.bias = Parameter(np.zeros((), dtype), "bias")

    def set_weights(self, bias: float, weight: ArrayLike) -> Self:
        """Đặt b và w rồi trả lại chính model, viết theo thứ tự (w0, [w1, …, wm]) như trong sách.

        Lỗi: ValueError khi sai số lượng hoặc có số không hữu hạn; khi ấy không đổi gì.
        """
        bias, weight = checked_weights(bias, weight, self.in_features)
        self.bias.data[...], self.weight.data[...] = bias, weight
        return self

    def forward(self, x: np.ndarray) -> np.ndarray:
        """z = x w + b, x (N, in_features) -> (N,)."""
        x = expect_shape(x, f"N {self.in_features}", "mỗi hàng một mẫu, mỗi cột một đầu vào")
        return self.remember(x @ self.weight.data + self.bias.data, x)  # (N, in) @ (in,) -> (N,)

    def backward(self, dz: np.ndarray) -> np.ndarray:
        """dz (N,) -> dx (N, in_features)."""
        dz, x = self.recall(dz)
        self.weight.grad += x.T @ dz  # (in, N) @ (N,) -> (in,)
        self.bias.grad += dz.sum(dtype=wide_dtype(dz.dtype))
        return dz[:, np.newaxis] * self.weight.data  # (N, 1) * (in,) -> (N, in)


def first_weights(in_features: int, rng: np.random.Generator) -> np.ndarray:
    """w ban đầu theo Xavier, float64 (in_features,); ValueError khi không có đầu vào hoặc thiếu rng."""
    if in_features < 1:
        raise ValueError(f"in_features = {in_features}; cần ít nhất 1 đầu vào")
    return init.make("xavier", (in_features, 1), rng)[:, 0]


def checked_weights(bias: float, weight: ArrayLike, in_features: int) -> tuple[np.ndarray, np.ndarray]:
    """bias shape () và weight shape (in_features,) float64; ValueError khi sai shape hoặc không hữu hạn."""
    bias, weight = np.asarray(bias, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if weight.shape != (in_features,) or bias.shape != ():
        raise ValueError(
            f"bias có shape {bias.shape}, weight có shape {weight.shape}; "
            f"cần một số và ({in_features},): mỗi đầu vào một trọng số"
        )
    if not (np.isfinite(bias) and np.all(np.isfinite(weight))):
        raise ValueError("bias và weight phải là số hữu hạn")
    return bias, weight
