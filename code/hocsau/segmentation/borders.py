"""Trọng số viền: điểm nền kẹp giữa hai vật đáng giá hơn, để mạng chịu học khe hở."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.segmentation.distance import distance_to
from hocsau.segmentation.masks import label_map


def border_weights(labels: ArrayLike, w0: float = 10.0, sigma: float = 5.0) -> np.ndarray:
    """Bản đồ trọng số của bài báo U-Net.

    w(x) = w_c(x) + w₀ · exp(−(d₁(x) + d₂(x))² / (2σ²)) ở nền, w_c(x) trong vật; d₁, d₂ là khoảng cách tới
    vật gần nhất và gần nhì. w_c cân hai lớp: mỗi lớp nặng tổng cộng bằng nhau, trung bình cả ảnh bằng 1.

    Tham số:
        labels: bản đồ vật (H, W): 0 là nền, k là vật thứ k (xem `components`).
        w0: trọng số cộng thêm ở khe hẹp nhất.
        sigma: khe rộng chừng nào thì thôi (điểm ảnh).

    Trả về:
        float64 (H, W).

    Lỗi:
        ValueError: labels không phải bản đồ vật; w0 < 0 hay sigma ≤ 0.

    Nguồn: Ronneberger, Fischer, Brox, 2015, công thức (2).
    """
    labels = label_map(labels)
    if not (np.isfinite(w0) and np.isfinite(sigma)) or w0 < 0 or sigma <= 0:
        raise ValueError(f"w0 = {w0}, sigma = {sigma}; cần w0 ≥ 0 và sigma > 0")
    weight = class_weights(labels > 0)
    kinds = np.unique(labels[labels > 0])
    if len(kinds) < 2:  # no second cell, hence no gap
        return weight
    nearest, second = np.full(labels.shape, np.inf), np.full(labels.shape, np.inf)
    for kind in kinds:
        away = distance_to(labels == kind)
        second = np.minimum(second, np.maximum(away, nearest))
        nearest = np.minimum(nearest, away)
    gap = w0 * np.exp(-((nearest + second) ** 2) / (2 * sigma**2))
    return weight + np.where(labels == 0, gap, 0.0)


def class_weights(mask: np.ndarray) -> np.ndarray:
    """Mỗi điểm nặng ½ chia cho phần ảnh mà lớp của nó chiếm; ảnh chỉ có một lớp thì nặng 1."""
    share = float(np.mean(mask))
    if share in (0.0, 1.0):
        return np.ones(mask.shape)
    return np.where(mask, 0.5 / share, 0.5 / (1 - share))
