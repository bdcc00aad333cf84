"""Ảnh hai mức: trắng hoặc đen, theo một ngưỡng cho trước hoặc ngưỡng tự tìm."""

from __future__ import annotations

import numpy as np

from hocsau.vision.images import checked_grey


def threshold(image: np.ndarray, level: float) -> np.ndarray:
    """255 ở chỗ sáng hơn `level`, 0 ở chỗ còn lại. image (H, W); trả về uint8 (H, W)."""
    return np.where(checked_grey(image) > level, 255, 0).astype(np.uint8)


def otsu(image: np.ndarray) -> int:
    """Ngưỡng t tách histogram thành hai nhóm xa nhau nhất (Otsu, 1979).

    Chọn t lớn nhất hoá phương sai giữa hai nhóm: σ²(t) = p₀(t)·p₁(t)·(μ₁(t) − μ₀(t))², nhóm 0 gồm mức ≤ t.

    Tham số:
        image: uint8 (H, W).

    Trả về:
        mức 0–255; ảnh chỉ có một mức thì là chính mức ấy.
    """
    if checked_grey(image).dtype != np.uint8:
        raise ValueError(f"image có dtype {image.dtype}; cần uint8 (256 mức)")
    share = np.bincount(image.ravel(), minlength=256) / image.size
    levels = np.arange(256)
    p0 = np.cumsum(share)
    mean0, mean = np.cumsum(levels * share), (levels * share).sum()
    both = (p0 > 1e-12) & (p0 < 1 - 1e-12)  # a split needs something on either side
    if not both.any():
        return int(image.flat[0])
    # p0·p1·(μ1 − μ0)² written with sums only: (μ·p0 − Σ_{≤t} levels·share)² / (p0·p1)
    variance = np.full(256, -1.0)
    variance[both] = (mean * p0[both] - mean0[both]) ** 2 / (p0[both] * (1 - p0[both]))
    return int(variance.argmax())
