"""Batch normalization."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from hocsau.nn.arrays import expect_shape, wide
from hocsau.nn.module import Module, Parameter


class BatchNorm1d(Module):
    """Chuẩn hoá từng cột theo batch, rồi nhân γ cộng β.

    x̂ = (x − μ) / √(σ² + ε),   y = γ ⊙ x̂ + β
    (μ, σ² theo batch khi train; theo trung bình chạy khi dự đoán)
    dx = γ / (N √(σ² + ε)) ⊙ (N dy − Σ dy − x̂ ⊙ Σ(dy ⊙ x̂))

    Shape: x (N, D). Trung bình chạy: running ← (1 − momentum)·running + momentum·batch; phương sai
    chạy lấy bản chia N − 1 như torch. Nguồn: Ioffe, Szegedy, 2015.
    """

    buffers = ("running_mean", "running_var")

    def __init__(
        self, features: int, momentum: float = 0.1, eps: float = 1e-5, dtype: DTypeLike = np.float64
    ) -> None:
        if features < 1 or not 0 < momentum <= 1 or not eps > 0:
            raise ValueError(f"BatchNorm1d(features={features}, momentum={momentum}, eps={eps}) không hợp lệ")
        self.features, self.momentum, self.eps = features, momentum, eps
        self.weight = Parameter(np.ones(features, dtype), "weight")
        self.bias = Parameter(np.zeros(features, dtype), "bias")
        self.running_mean, self.running_var = np.zeros(features, dtype), np.ones(features, dtype)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, D) -> y (N, D); khi train cần N ≥ 2."""
        x = expect_shape(x, f"N {self.features}")
        y, x_hat, inv_std = self._normalised(x)
        return self.remember(y, x_hat, inv_std, self.training)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, D) -> dx (N, D)."""
        return self._gradient(*self.recall(dy))

    def _normalised(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """y, x̂ and 1/√(σ² + ε) of a table (M, D)."""
        dtype, x = x.dtype, wide(x)
        mean, var = self.running_mean, self.running_var
        if self.training:
            if len(x) < 2:
                raise ValueError(
                    "batch có 1 mẫu: không tính được phương sai; dùng batch từ 2 mẫu, hoặc gọi eval()"
                )
            mean, var = x.mean(axis=0), x.var(axis=0)
            keep = 1 - self.momentum
            self.running_mean[...] = keep * self.running_mean + self.momentum * mean
            self.running_var[...] = keep * self.running_var + self.momentum * var * len(x) / (len(x) - 1)
        inv_std = 1 / np.sqrt(wide(var) + self.eps)  # (D,); in float16 ε is 0
        x_hat = (x - mean) * inv_std
        y = self.weight.data * x_hat + self.bias.data
        return y.astype(np.result_type(dtype, self.weight.data), copy=False), x_hat, inv_std

    def _gradient(self, dy: np.ndarray, x_hat: np.ndarray, inv_std: np.ndarray, training: bool) -> np.ndarray:
        dtype, dy = np.result_type(dy, self.weight.data), wide(dy)
        self.weight.grad += (dy * x_hat).sum(axis=0)
        self.bias.grad += dy.sum(axis=0)
        scale = self.weight.data * inv_std
        if training:
            # dx = γ/(N·std) ⊙ (N dy − Σ dy − x̂ Σ(dy x̂)), written with means instead of sums over N
            dy = dy - dy.mean(axis=0) - x_hat * (dy * x_hat).mean(axis=0)
        # else the running statistics do not depend on x
        return (scale * dy).astype(dtype, copy=False)


class BatchNorm2d(BatchNorm1d):
    """Batch normalization của ảnh: mỗi kênh được chuẩn hoá theo mọi điểm ảnh của mọi ảnh trong batch.

    Công thức như BatchNorm1d trên bảng (N·H·W, C). Shape: x (N, C, H, W).
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, C, H, W) -> y (N, C, H, W); khi train mỗi kênh cần từ 2 điểm ảnh."""
        x = expect_shape(x, f"N {self.features} H W")
        y, x_hat, inv_std = self._normalised(_as_rows(x))
        return self.remember(_as_images(y, x.shape), x_hat, inv_std, self.training)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, C, H, W) -> dx (N, C, H, W)."""
        dy, *kept = self.recall(dy)
        return _as_images(self._gradient(_as_rows(dy), *kept), dy.shape)


def _as_rows(x: np.ndarray) -> np.ndarray:
    """(N, C, H, W) -> (N·H·W, C)."""
    n, c, h, w = x.shape
    return x.transpose(0, 2, 3, 1).reshape(n * h * w, c)


def _as_images(rows: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """(N·H·W, C) -> (N, C, H, W)."""
    n, c, h, w = shape
    return rows.reshape(n, h, w, c).transpose(0, 3, 1, 2)
