"""Đích để học: những gì có trong từng ảnh của một batch, đã soát."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Target:
    """Những gì có trong một ảnh.

    Tham số:
        boxes: float32 (k, 4), x1 y1 x2 y2 tính bằng điểm ảnh; k có thể bằng 0.
        labels: int64 (k,), lớp của từng khung, đếm từ 0.
    """

    boxes: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Detections:
    """Những gì một detector thấy trong một ảnh, điểm cao trước.

    Tham số:
        boxes: float32 (k, 4), x1 y1 x2 y2 tính bằng điểm ảnh.
        scores: float32 (k,), xác suất của lớp ấy.
        labels: int64 (k,), đếm từ 0.
    """

    boxes: np.ndarray
    scores: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.scores)


def targets(boxes: Sequence[np.ndarray], labels: Sequence[np.ndarray], classes: int) -> list[Target]:
    """Đích của một batch, từ N mảng khung và N mảng nhãn.

    Tham số:
        boxes: N mảng (k, 4), k tuỳ ảnh, có thể bằng 0.
        labels: N mảng (k,).
        classes: số lớp, không kể nền.

    Trả về:
        N Target.

    Lỗi:
        ValueError: số mảng khác nhau, khung không phải (k, 4) hữu hạn với x1 < x2 và y1 < y2, hoặc nhãn không
            nguyên hay ngoài 0 … classes − 1.
    """
    if len(boxes) != len(labels):
        raise ValueError(f"có {len(boxes)} mảng khung và {len(labels)} mảng nhãn; hai số phải bằng nhau")
    found = []
    for i, (given, named) in enumerate(zip(boxes, labels, strict=True)):
        box, label = np.asarray(given, np.float32), np.asarray(named)
        box = box.reshape(-1, 4) if box.size == 0 else box
        if box.ndim != 2 or box.shape[1] != 4 or label.shape != (len(box),):
            raise ValueError(
                f"ảnh {i}: khung có shape {box.shape}, nhãn {label.shape}; cần (k, 4) và (k,) cùng k"
            )
        if not np.isfinite(box).all() or (box[:, 2:] <= box[:, :2]).any():
            raise ValueError(f"ảnh {i}: có khung mà x1 ≥ x2, y1 ≥ y2 hay số không hữu hạn; hãy bỏ khung ấy")
        if label.size and (label.dtype.kind not in "iu" or label.min() < 0 or label.max() >= classes):
            raise ValueError(f"ảnh {i}: nhãn {label.tolist()}; cần số nguyên từ 0 đến {classes - 1}")
        found.append(Target(box.copy(), label.astype(np.int64)))
    return found
