"""Đổi shape mà không đổi số nào."""

from __future__ import annotations

import math

import numpy as np

from hocsau.nn.arrays import expect_shape
from hocsau.nn.module import Module


class Reshape(Module):
    """(N, …) -> (N, *shape); backward trả dy về shape cũ. Một chỗ trong shape có thể là −1.

    Tham số:
        shape: các cạnh của một mẫu, như Reshape(1, 28, 28).

    Lỗi:
        ValueError: có cạnh không phải số nguyên dương hay −1, có hai số −1, hoặc số phần tử không khớp.
    """

    def __init__(self, *shape: int) -> None:
        whole = all(isinstance(n, (int, np.integer)) and (n >= 1 or n == -1) for n in shape)
        if not whole or shape.count(-1) > 1:
            raise ValueError(f"Reshape{shape}; cần các số nguyên dương, nhiều nhất một số −1 (tự tính)")
        self.shape = tuple(int(n) for n in shape)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, …) -> (N, *shape)."""
        x = expect_shape(x, "N …")
        each, known = math.prod(x.shape[1:]), math.prod(n for n in self.shape if n != -1)
        # the free side from one sample: numpy cannot tell it from a batch of none
        sides = tuple(each // known if n == -1 else n for n in self.shape)
        if math.prod(sides) != each:
            raise ValueError(f"x có shape {x.shape}, mỗi mẫu {each} số; không xếp được thành {self.shape}")
        return self.remember(x.reshape(len(x), *sides), x.shape)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, *shape) -> dx (N, …)."""
        dy, before = self.recall(dy)
        return dy.reshape(before)


class Flatten(Module):
    """(N, C, H, W) -> (N, C·H·W): duỗi mỗi ảnh thành một hàng, trước tầng Linear."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, …) -> (N, tích các chiều còn lại)."""
        x = expect_shape(x, "N …")
        return self.remember(x.reshape(len(x), math.prod(x.shape[1:])), x.shape)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, D) -> dx cùng shape với x."""
        dy, before = self.recall(dy)
        return dy.reshape(before)
