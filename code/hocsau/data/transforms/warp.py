"""Một phép biến đổi affine cho mỗi ảnh: điểm ảnh mới lấy màu ở đâu trong ảnh cũ."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

# What stands outside: scipy.ndimage's grid-constant, nearest, reflect, grid-wrap.
FILLS = ("constant", "nearest", "reflect", "wrap")


def warp(
    images: np.ndarray,
    matrices: np.ndarray,
    size: tuple[int, int] | None = None,
    fill: str = "constant",
    value: float = 0.0,
    nearest: bool = False,
) -> np.ndarray:
    """Ảnh mới mà điểm (x, y) lấy màu ở điểm M⁻¹(x, y) của ảnh cũ.

    Toạ độ tính từ **tâm** ảnh, x sang phải, y xuống dưới; M đưa điểm của ảnh cũ tới chỗ mới. Màu giữa bốn
    điểm ảnh được trộn theo khoảng cách (bilinear).

    Tham số:
        images: (N, C, H, W).
        matrices: (N, 3, 3), mỗi ảnh một ma trận M, hàng cuối 0 0 1.
        size: (H', W') của ảnh mới; None là giữ nguyên.
        fill: ngoài mép là gì: "constant" (`value`), "nearest" (màu ở mép), "reflect" (soi gương qua mép),
            "wrap" (nối mép bên kia).
        value: màu khi fill = "constant".
        nearest: lấy điểm gần nhất thay vì trộn (cho mặt nạ).

    Trả về:
        (N, C, H', W'), dtype của images; số nguyên thì làm tròn.

    Lỗi:
        ValueError: fill lạ, sai shape, ma trận không khả nghịch.
    """
    n, _, height, width = images.shape
    if fill not in FILLS:
        raise ValueError(f"fill = {fill!r}; cần một trong {', '.join(FILLS)}")
    if np.shape(matrices) != (n, 3, 3):
        raise ValueError(f"matrices có shape {np.shape(matrices)}; cần {(n, 3, 3)}")
    if not np.isfinite(matrices).all() or (np.abs(np.linalg.det(matrices)) < 1e-9).any():
        raise ValueError("có ma trận không khả nghịch: ảnh bị bóp thành một đường")
    new_height, new_width = size or (height, width)
    x = np.arange(new_width) - (new_width - 1) / 2
    y = np.arange(new_height) - (new_height - 1) / 2
    # Rounded, so that a quarter turn or a flip lands on pixels and not 1e-16 beside them.
    back = np.round(np.linalg.inv(matrices), 12)[:, :2, :, np.newaxis, np.newaxis]  # (N, 2, 3, 1, 1)
    places = back[:, :, 0] * x + back[:, :, 1] * y[:, np.newaxis] + back[:, :, 2]  # (N, 2, H', W')
    columns, rows = places[:, 0] + (width - 1) / 2, places[:, 1] + (height - 1) / 2
    taps = _taps(images, fill, value)
    moved = _nearest(rows, columns, taps) if nearest else _bilinear(rows, columns, taps, images.dtype)
    return as_dtype(moved, images.dtype)


Taps = Callable[[np.ndarray, np.ndarray], np.ndarray]


def _taps(images: np.ndarray, fill: str, value: float) -> Taps:
    """taps(rows, columns) -> (N, H', W', C): the pixels at whole places, also outside the image."""
    n, _, height, width = images.shape
    pixels = images.transpose(0, 2, 3, 1)  # (N, H, W, C)
    which = np.arange(n)[:, np.newaxis, np.newaxis]

    def taps(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        found = pixels[which, _inside(rows, height, fill), _inside(columns, width, fill)]
        if fill == "constant":
            outside = (rows < 0) | (rows >= height) | (columns < 0) | (columns >= width)
            found[outside] = value
        return found

    return taps


def _inside(i: np.ndarray, n: int, fill: str) -> np.ndarray:
    """The place in 0 … n − 1 that stands for place i."""
    if fill == "wrap":
        return i % n
    if fill == "reflect":  # … 1 0 | 0 1 … n−1 | n−1 n−2 …
        i = i % (2 * n)
        return np.minimum(i, 2 * n - 1 - i)
    return np.clip(i, 0, n - 1)


def _nearest(rows: np.ndarray, columns: np.ndarray, taps: Taps) -> np.ndarray:
    return taps(np.floor(rows + 0.5).astype(int), np.floor(columns + 0.5).astype(int)).transpose(0, 3, 1, 2)


def _bilinear(rows: np.ndarray, columns: np.ndarray, taps: Taps, given: np.dtype) -> np.ndarray:
    dtype = np.float32 if given in (np.float32, np.float16, np.uint8) else np.float64
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    down = (rows - top).astype(dtype)[..., np.newaxis]
    right = (columns - left).astype(dtype)[..., np.newaxis]
    above = taps(top, left) * (1 - right) + taps(top, left + 1) * right
    below = taps(top + 1, left) * (1 - right) + taps(top + 1, left + 1) * right
    return (above * (1 - down) + below * down).transpose(0, 3, 1, 2)


def as_dtype(x: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """x đổi sang `dtype`; số nguyên thì làm tròn và chặn ở hai đầu của kiểu ấy, không bao giờ cuộn tròn."""
    if dtype.kind in "ui":
        limits = np.iinfo(dtype)
        x = np.clip(np.rint(x), limits.min, limits.max)
    return np.ascontiguousarray(x, dtype=dtype)
