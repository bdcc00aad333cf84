"""Pooling: thu nhỏ ảnh bằng số lớn nhất hoặc trung bình của từng cửa sổ."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hocsau.nn.arrays import expect_shape, wide
from hocsau.nn.module import Module


class _Pool2d(Module):
    """Cửa sổ K×K trượt với stride s; padding p ô mỗi phía."""

    def __init__(self, kernel_size: int, stride: int | None = None, padding: int = 0) -> None:
        stride = kernel_size if stride is None else stride
        if not all(isinstance(n, (int, np.integer)) and n >= 1 for n in (kernel_size, stride)):
            raise ValueError(
                f"kernel_size = {kernel_size!r}, stride = {stride!r}; cần số nguyên từ 1 trở lên"
            )
        if not isinstance(padding, (int, np.integer)) or not 0 <= padding <= kernel_size // 2:
            raise ValueError(f"padding = {padding!r}; cần từ 0 đến nửa cửa sổ ({kernel_size // 2})")
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding

    def _output_size(self, x: np.ndarray) -> tuple[int, int]:
        (h, w), k, p = x.shape[2:], self.kernel_size, self.padding
        if min(h, w) + 2 * p < k:
            raise ValueError(f"cửa sổ {k}×{k} lớn hơn ảnh {h}×{w} đã đệm {p} ô mỗi phía")
        return (h + 2 * p - k) // self.stride + 1, (w + 2 * p - k) // self.stride + 1

    def _pad(self, x: np.ndarray, value: float) -> np.ndarray:
        p = self.padding
        return np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), constant_values=value) if p else x

    def _crop(self, padded: np.ndarray) -> np.ndarray:
        p = self.padding
        return padded[:, :, p : padded.shape[2] - p, p : padded.shape[3] - p]

    def _taps(self, padded: np.ndarray, height: int, width: int) -> Iterator[np.ndarray]:
        """One view (N, C, H', W') for each of the K·K cells of the window, row by row."""
        s = self.stride
        for u in range(self.kernel_size):
            for v in range(self.kernel_size):
                yield padded[:, :, u : u + s * height : s, v : v + s * width : s]


class MaxPool2d(_Pool2d):
    """y[n, c, i, j] = max_{u,v} x[n, c, i·s + u − p, j·s + v − p] (ô đệm là −∞).

    backward: dy về đúng ô lớn nhất; bằng nhau thì ô đầu tiên theo hàng; cửa sổ có NaN thì ô NaN cuối cùng,
    đều như torch. Shape: x (N, C, H, W) -> (N, C, (H + 2p − K) // s + 1, …).
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, C, H, W) -> y (N, C, H', W')."""
        x = expect_shape(x, "N C H W")
        size = self._output_size(x)
        padded = self._pad(x, -np.inf)
        first, *rest = self._taps(padded, *size)
        y = first.copy()
        for tap in rest:
            np.maximum(y, tap, out=y)
        return self.remember(y, padded, y)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, C, H', W') -> dx (N, C, H, W)."""
        dy, padded, y = self.recall(dy)
        dpadded = np.zeros_like(padded, dtype=dy.dtype)
        waiting = np.ones(dy.shape, bool)  # windows whose greatest cell has not been met yet
        size = dy.shape[2:]
        pairs = list(zip(self._taps(padded, *size), self._taps(dpadded, *size), strict=True))
        undefined = np.isnan(y)
        if undefined.any():  # NaN equals nothing, not even itself
            for tap, dtap in reversed(pairs):
                here = undefined & np.isnan(tap)
                dtap[here] += dy[here]
                undefined &= ~here
            waiting &= ~np.isnan(y)
        for tap, dtap in pairs:
            here = waiting & (tap == y)
            dtap += dy * here
            waiting &= ~here
        return self._crop(dpadded)


class AvgPool2d(_Pool2d):
    """y[n, c, i, j] = (1/K²) Σ_{u,v} x[n, c, i·s + u − p, j·s + v − p] (ô đệm là 0, vẫn được đếm, như torch).

    backward: mỗi ô của cửa sổ nhận dy / K².
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, C, H, W) -> y (N, C, H', W')."""
        x = expect_shape(x, "N C H W")
        size = self._output_size(x)
        padded = self._pad(wide(x), 0)
        first, *rest = self._taps(padded, *size)
        y = first.copy()
        for tap in rest:
            y += tap
        y /= np.asarray(self.kernel_size**2, y.dtype)
        return self.remember(y.astype(x.dtype, copy=False), padded.shape)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, C, H', W') -> dx (N, C, H, W)."""
        dy, shape = self.recall(dy)
        share = wide(dy) / np.asarray(self.kernel_size**2, wide(dy).dtype)
        dpadded = np.zeros(shape, share.dtype)
        for dtap in self._taps(dpadded, *dy.shape[2:]):
            dtap += share
        return self._crop(dpadded).astype(dy.dtype, copy=False)
