"""Chuẩn hoá từng mẫu một: không nhìn các mẫu khác trong batch, nên train và dự đoán giống hệt nhau."""

from __future__ import annotations

from numbers import Real

import numpy as np
from numpy.typing import DTypeLike

from hocsau.nn.arrays import as_float, expect_shape, wide
from hocsau.nn.module import Module, Parameter


class LayerNorm(Module):
    """Chuẩn hoá theo trục cuối, rồi nhân γ cộng β.

    x̂ = (x − μ) / √(σ² + ε),   y = γ ⊙ x̂ + β   (μ, σ² của chính mẫu ấy)
    dx = (g − mean(g) − x̂ ⊙ mean(g ⊙ x̂)) / √(σ² + ε),   g = γ ⊙ dy

    Shape: x (N, …, D). Nguồn: Ba, Kiros, Hinton, 2016.

    Tham số:
        features: D.
        eps: ε.

    Lỗi:
        ValueError: D nhỏ hơn 1, ε không dương, trục cuối của x không phải D.
    """

    def __init__(self, features: int, eps: float = 1e-5, dtype: DTypeLike = np.float64) -> None:
        _check(features, eps)
        self.features, self.eps = int(features), float(eps)
        self.weight = Parameter(np.ones(features, dtype), "weight")
        self.bias = Parameter(np.zeros(features, dtype), "bias")

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, …, D) -> y cùng shape."""
        x = _last_axis(x, self.features)
        x_hat, inv_std = _centred(wide(x), self.eps)
        y = self.weight.data * x_hat + self.bias.data
        return self.remember(_like(y, x, self.weight), x_hat, inv_std)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, …, D) -> dx cùng shape."""
        dy, x_hat, inv_std = self.recall(dy)
        g = wide(dy)
        rows = tuple(range(g.ndim - 1))
        self.weight.grad += (g * x_hat).sum(axis=rows)
        self.bias.grad += g.sum(axis=rows)
        return _like(_centred_back(g * self.weight.data, x_hat, inv_std), dy, self.weight)


class GroupNorm(Module):
    """Chia kênh thành `groups` nhóm; mỗi nhóm của mỗi mẫu được chuẩn hoá riêng, gồm mọi điểm ảnh của nó.

    Công thức như LayerNorm; γ, β mỗi kênh một số. Một nhóm thì là LayerNorm trên cả ảnh, mỗi kênh một nhóm
    thì là instance norm. Shape: x (N, C, …). Nguồn: Wu, He, 2018.

    Tham số:
        groups: số nhóm, C phải chia hết cho nó.
        channels: C.
        eps: ε.

    Lỗi:
        ValueError: C không chia hết cho groups, ε không dương, trục thứ hai của x không phải C.
    """

    def __init__(self, groups: int, channels: int, eps: float = 1e-5, dtype: DTypeLike = np.float64) -> None:
        _check(channels, eps)
        if (
            not isinstance(groups, (int, np.integer))
            or isinstance(groups, bool)
            or groups < 1
            or channels % groups
        ):
            raise ValueError(f"groups = {groups!r}, channels = {channels}; cần channels chia hết cho groups")
        self.groups, self.channels, self.eps = int(groups), int(channels), float(eps)
        self.weight = Parameter(np.ones(channels, dtype), "weight")
        self.bias = Parameter(np.zeros(channels, dtype), "bias")

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, C, …) -> y cùng shape."""
        x = expect_shape(x, f"N {self.channels} …")
        if x.size == 0 and len(x):
            raise ValueError(f"x có shape {x.shape}; mỗi kênh cần ít nhất một số")
        x_hat, inv_std = _centred(self._grouped(wide(x)), self.eps)
        x_hat = x_hat.reshape(x.shape)
        y = self._by_channel(self.weight, x.ndim) * x_hat + self._by_channel(self.bias, x.ndim)
        return self.remember(_like(y, x, self.weight), x_hat, inv_std)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, C, …) -> dx cùng shape."""
        dy, x_hat, inv_std = self.recall(dy)
        g = wide(dy)
        others = (0, *range(2, g.ndim))
        self.weight.grad += (g * x_hat).sum(axis=others)
        self.bias.grad += g.sum(axis=others)
        g = self._grouped(g * self._by_channel(self.weight, g.ndim))
        dx = _centred_back(g, self._grouped(x_hat), inv_std).reshape(dy.shape)
        return _like(dx, dy, self.weight)

    def _grouped(self, x: np.ndarray) -> np.ndarray:
        size = int(np.prod(x.shape[1:])) // self.groups
        return x.reshape(len(x), self.groups, size)

    @staticmethod
    def _by_channel(parameter: Parameter, ndim: int) -> np.ndarray:
        return parameter.data.reshape(-1, *[1] * (ndim - 2))


class RMSNorm(Module):
    """Như LayerNorm nhưng không trừ trung bình và không có β: chỉ chia cho căn của trung bình bình phương.

    x̂ = x / √(mean(x²) + ε),   y = γ ⊙ x̂
    dx = (g − x̂ ⊙ mean(g ⊙ x̂)) / √(mean(x²) + ε),   g = γ ⊙ dy

    Shape: x (N, …, D). Nguồn: Zhang, Sennrich, 2019.

    Tham số:
        features: D.
        eps: ε.

    Lỗi:
        ValueError: D nhỏ hơn 1, ε không dương, trục cuối của x không phải D.
    """

    def __init__(self, features: int, eps: float = 1e-5, dtype: DTypeLike = np.float64) -> None:
        _check(features, eps)
        self.features, self.eps = int(features), float(eps)
        self.weight = Parameter(np.ones(features, dtype), "weight")

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, …, D) -> y cùng shape."""
        x = _last_axis(x, self.features)
        a = wide(x)
        inv = 1 / np.sqrt((a * a).mean(axis=-1, keepdims=True) + self.eps)
        x_hat = a * inv
        return self.remember(_like(self.weight.data * x_hat, x, self.weight), x_hat, inv)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, …, D) -> dx cùng shape."""
        dy, x_hat, inv = self.recall(dy)
        g = wide(dy)
        self.weight.grad += (g * x_hat).sum(axis=tuple(range(g.ndim - 1)))
        g = g * self.weight.data
        return _like(inv * (g - x_hat * (g * x_hat).mean(axis=-1, keepdims=True)), dy, self.weight)


def _check(features: int, eps: float) -> None:
    if not isinstance(features, (int, np.integer)) or isinstance(features, bool) or features < 1:
        raise ValueError(f"số đặc trưng = {features!r}; cần một số nguyên từ 1")
    if not isinstance(eps, Real) or isinstance(eps, bool) or not 0 < eps < np.inf:
        raise ValueError(f"eps = {eps!r}; cần một số dương hữu hạn")


def _last_axis(x: np.ndarray, features: int) -> np.ndarray:
    x = as_float(x)
    if x.ndim < 2 or x.shape[-1] != features:
        raise ValueError(f"x có shape {x.shape}; cần (N, …, {features})")
    return x


def _like(y: np.ndarray, x: np.ndarray, weight: Parameter) -> np.ndarray:
    return y.astype(np.result_type(x.dtype, weight.data.dtype), copy=False)


def _centred(x: np.ndarray, eps: float) -> tuple[np.ndarray, np.ndarray]:
    """x̂ and 1/√(σ² + ε), over the last axis."""
    x = x - x.mean(axis=-1, keepdims=True)
    inv_std = 1 / np.sqrt((x * x).mean(axis=-1, keepdims=True) + eps)
    return x * inv_std, inv_std


def _centred_back(g: np.ndarray, x_hat: np.ndarray, inv_std: np.ndarray) -> np.ndarray:
    """∂L/∂x from g = ∂L/∂x̂: two means leave g, because the mean and the spread follow x."""
    mean = g.mean(axis=-1, keepdims=True)
    return inv_std * (g - mean - x_hat * (g * x_hat).mean(axis=-1, keepdims=True))
