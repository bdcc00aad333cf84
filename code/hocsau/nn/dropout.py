"""Dropout đảo (inverted dropout)."""

from __future__ import annotations

from numbers import Real

import numpy as np

from hocsau.nn.arrays import expect_shape
from hocsau.nn.module import Module


def check_probability(p: float) -> None:
    """ValueError khi p không phải xác suất tắt dùng được: 0 ≤ p < 1."""
    if not isinstance(p, Real) or not 0 <= p < 1:
        raise ValueError(f"p = {p!r}; xác suất tắt phải nằm trong [0, 1)")


class Dropout(Module):
    """Lúc train, tắt ngẫu nhiên mỗi phần tử với xác suất p, phần còn lại nhân 1 / (1 − p).

    y = x ⊙ mask / (1 − p) khi train;  y = x khi dự đoán. Nhờ chia sẵn, lúc dự đoán không phải làm gì.
    Nguồn: Srivastava et al., 2014.

    Tham số:
        p: xác suất tắt, 0 ≤ p < 1.
        rng: bộ sinh số để gieo mask.

    Lỗi:
        ValueError: p ngoài khoảng, hoặc thiếu rng.
    """

    def __init__(self, p: float, *, rng: np.random.Generator) -> None:
        check_probability(p)
        if not isinstance(rng, np.random.Generator):
            raise ValueError("cần rng = np.random.default_rng(số) để lần chạy sau giống lần này")
        self.p, self.rng = p, rng

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y cùng shape với x."""
        x = expect_shape(x, "N …")
        if not self.training or self.p == 0:
            return self.remember(x, None)
        kept = self.rng.random(self.mask_shape(x), dtype=np.float32) >= self.p
        mask = kept * x.dtype.type(1 / (1 - self.p))
        return self.remember(x * mask, mask)

    def mask_shape(self, x: np.ndarray) -> tuple[int, ...]:
        """Mỗi phần tử của x một lần gieo."""
        return x.shape

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dx = dy ⊙ mask / (1 − p)."""
        dy, mask = self.recall(dy)
        return dy if mask is None else dy * mask


class Dropout2d(Dropout):
    """Như Dropout nhưng tắt cả một feature map: các ô cạnh nhau trong ảnh giống nhau, tắt lẻ thì vô ích.

    Shape: x (N, C, H, W), mask (N, C, 1, 1). Nguồn: Tompson et al., 2015.
    """

    def mask_shape(self, x: np.ndarray) -> tuple[int, ...]:
        """Mỗi feature map của mỗi ảnh một lần gieo."""
        expect_shape(x, "N C H W")
        return (*x.shape[:2], 1, 1)
