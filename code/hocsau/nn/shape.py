"""Đổi shape mà không đổi số nào."""

from __future__ import annotations

import numpy as np

from hocsau.nn.module import Module


class Reshape(Module):
    """(N, …) -> (N, *shape); backward trả dy về shape cũ. Một chỗ trong shape có thể là −1."""

    def __init__(self, *shape: int) -> None:
        self.shape = shape

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, …) -> (N, *shape); ValueError khi số phần tử không khớp."""
        self.before = x.shape
        try:
            return x.reshape(len(x), *self.shape)
        except ValueError:
            each = int(np.prod(x.shape[1:]))
            raise ValueError(
                f"x có shape {x.shape}, mỗi mẫu {each} số; không xếp được thành {self.shape}"
            ) from None

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, *shape) -> dx (N, …)."""
        return dy.reshape(self.before)


class Flatten(Module):
    """(N, C, H, W) -> (N, C·H·W): duỗi mỗi ảnh thành một hàng, trước tầng Linear."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, …) -> (N, tích các chiều còn lại)."""
        self.before = x.shape
        return x.reshape(len(x), int(np.prod(x.shape[1:])))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, D) -> dx cùng shape với x."""
        return dy.reshape(self.before)
