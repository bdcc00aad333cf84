"""Chấm một mặt nạ: Dice, IoU, phần điểm ảnh sai."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.segmentation.masks import binary_mask


def dice(predicted: ArrayLike, target: ArrayLike) -> float:
    """Dice = 2·|A ∩ B| / (|A| + |B|): 1 khi trùng khít, 0 khi rời nhau.

    Không đếm những điểm mà cả hai cùng bảo là nền, nên nền rộng bao nhiêu cũng không làm điểm đẹp lên.

    Tham số:
        predicted: mặt nạ đoán, xem `binary_mask`.
        target: mặt nạ thật, cùng shape.

    Trả về:
        Số từ 0 đến 1; hai mặt nạ cùng trống thì 1 (đúng cả hai: không có vật nào).

    Lỗi:
        ValueError: hai shape khác nhau, hay không phải mặt nạ hai lớp.
    """
    both, a, b = _overlap(predicted, target)
    return 2 * both / (a + b) if a + b else 1.0


def iou(predicted: ArrayLike, target: ArrayLike) -> float:
    """IoU (Jaccard) = |A ∩ B| / |A ∪ B| = Dice / (2 − Dice).

    Tham số, trả về, lỗi như `dice`.
    """
    both, a, b = _overlap(predicted, target)
    return both / (a + b - both) if a + b else 1.0


def pixel_error(predicted: ArrayLike, target: ArrayLike) -> float:
    """Phần điểm ảnh đoán sai; bằng 1 − accuracy.

    Tham số, lỗi như `dice`.
    """
    p, t = _pair(predicted, target)
    return float(np.mean(p != t))


def _pair(predicted: ArrayLike, target: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    p, t = binary_mask(predicted, "predicted"), binary_mask(target, "target")
    if p.shape != t.shape:
        raise ValueError(f"predicted có shape {p.shape}, target {t.shape}; hai mặt nạ phải cùng cỡ")
    return p, t


def _overlap(predicted: ArrayLike, target: ArrayLike) -> tuple[int, int, int]:
    p, t = _pair(predicted, target)
    return int(np.count_nonzero(p & t)), int(np.count_nonzero(p)), int(np.count_nonzero(t))
