"""Đổi cỡ và xoay ảnh: điểm ảnh mới lấy màu ở đâu trong ảnh cũ."""

from __future__ import annotations

import numpy as np

from hocsau.vision.images import MAX_PIXELS, as_uint8, checked_image

METHODS = ("nearest", "bilinear")


def resize(image: np.ndarray, height: int, width: int, method: str = "bilinear") -> np.ndarray:
    """Đổi ảnh về cỡ (height, width).

    Tâm điểm ảnh mới thứ i nằm ở (i + ½)·H/height − ½ của ảnh cũ. "nearest" lấy điểm gần nhất; "bilinear" trộn
    bốn điểm quanh nó theo khoảng cách. Như torch (align_corners=False) và OpenCV.

    Lỗi:
        ValueError: cỡ không dương, quá 64 triệu điểm ảnh, hoặc method lạ.
    """
    checked_image(image)
    if not all(hasattr(side, "__index__") and side >= 1 for side in (height, width)):
        raise ValueError(f"cỡ mới {height}×{width}; cần số nguyên dương")
    if int(height) * int(width) > MAX_PIXELS:
        raise ValueError(f"cỡ mới {height}×{width} quá lớn; tối đa {MAX_PIXELS} điểm ảnh")
    rows = (np.arange(height) + 0.5) * image.shape[0] / height - 0.5
    cols = (np.arange(width) + 0.5) * image.shape[1] / width - 0.5
    rows, cols = np.clip(rows, 0, image.shape[0] - 1), np.clip(cols, 0, image.shape[1] - 1)
    return _sample(image, *np.meshgrid(rows, cols, indexing="ij", sparse=True), method)


def rotate(image: np.ndarray, degrees: float, method: str = "bilinear", fill: float = 0) -> np.ndarray:
    """Xoay ảnh quanh tâm, ngược chiều kim đồng hồ, giữ nguyên cỡ; chỗ trống tô bằng `fill`.

    Điểm (r, c) của ảnh mới lấy màu ở chỗ mà phép xoay ngược lại đưa nó về, nên không có lỗ hổng.
    """
    checked_image(image)
    if not np.isfinite(degrees):
        raise ValueError(f"degrees = {degrees}; cần một góc hữu hạn, tính bằng độ")
    height, width = image.shape[:2]
    centre_r, centre_c = (height - 1) / 2, (width - 1) / 2
    r, c = np.meshgrid(np.arange(height) - centre_r, np.arange(width) - centre_c, indexing="ij")
    # Rows grow downwards, so a turn against the clock has this sign; rounded, that 90° is exact.
    cos, sin = (np.round(f(np.deg2rad(degrees)), 15) for f in (np.cos, np.sin))
    rows, cols = centre_r + cos * r + sin * c, centre_c - sin * r + cos * c
    inside = (rows >= 0) & (rows <= height - 1) & (cols >= 0) & (cols <= width - 1)
    turned = _sample(image, np.clip(rows, 0, height - 1), np.clip(cols, 0, width - 1), method)
    turned[~inside] = fill
    return turned


def _sample(image: np.ndarray, rows: np.ndarray, cols: np.ndarray, method: str) -> np.ndarray:
    """The image's colour at real-valued places inside it."""
    if method not in METHODS:
        raise ValueError(f"method = {method!r}; cần 'nearest' hoặc 'bilinear'")
    if method == "nearest":
        return image[np.floor(rows + 0.5).astype(int), np.floor(cols + 0.5).astype(int)]
    r0, c0 = np.floor(rows).astype(int), np.floor(cols).astype(int)
    r1, c1 = np.minimum(r0 + 1, image.shape[0] - 1), np.minimum(c0 + 1, image.shape[1] - 1)
    dr, dc = rows - r0, cols - c0
    if image.ndim == 3:
        dr, dc = dr[..., None], dc[..., None]
    above = image[r0, c0] * (1 - dc) + image[r0, c1] * dc
    below = image[r1, c0] * (1 - dc) + image[r1, c1] * dc
    mixed = above * (1 - dr) + below * dr
    return as_uint8(mixed) if image.dtype == np.uint8 else mixed.astype(image.dtype, copy=False)
