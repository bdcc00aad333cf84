"""Chấm từng vật: vật đoán nào ứng với vật thật nào."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from hocsau.segmentation.masks import label_map


class ObjectScore(NamedTuple):
    """Số vật đoán trúng, vật đoán thừa, vật bỏ sót, và IoU trung bình của các vật trúng."""

    found: int
    extra: int
    missed: int
    mean_iou: float

    @property
    def f1(self) -> float:
        """2·found / (2·found + extra + missed); không có vật nào ở cả hai bên thì 1."""
        total = 2 * self.found + self.extra + self.missed
        return 2 * self.found / total if total else 1.0


def match_objects(predicted: ArrayLike, target: ArrayLike, least: float = 0.5) -> ObjectScore:
    """So hai bản đồ vật: một cặp vật là trúng khi IoU của chúng lớn hơn `least`.

    Với least ≥ 0.5, mỗi vật có nhiều nhất một bạn như thế: hai vật đoán rời nhau không thể cùng phủ quá nửa
    một vật thật. Nên không cần thuật toán ghép cặp nào.

    Tham số:
        predicted: bản đồ vật (H, W), 0 là nền.
        target: bản đồ vật thật, cùng cỡ.
        least: IoU phải lớn hơn số này, trong [0.5, 1).

    Trả về:
        `ObjectScore`.

    Lỗi:
        ValueError: hai cỡ khác nhau, không phải bản đồ vật, hay least ngoài [0.5, 1).
    """
    p, t = label_map(predicted, "predicted"), label_map(target, "target")
    if p.shape != t.shape:
        raise ValueError(f"predicted có shape {p.shape}, target {t.shape}; hai bản đồ phải cùng cỡ")
    if not 0.5 <= least < 1:
        raise ValueError(f"least = {least}; cần một số trong [0.5, 1)")
    _, p = np.unique(np.concatenate([[0], p.ravel()]), return_inverse=True)  # 0, 1, 2, … without holes
    _, t = np.unique(np.concatenate([[0], t.ravel()]), return_inverse=True)
    p, t = p[1:], t[1:]
    rows, columns = int(p.max()) + 1, int(t.max()) + 1
    both = np.bincount(p * columns + t, minlength=rows * columns).reshape(rows, columns)
    union = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
    overlap = (both / np.maximum(union, 1))[1:, 1:]  # an empty union only where label 0 does not occur
    hits = overlap[overlap > least]
    return ObjectScore(
        len(hits), rows - 1 - len(hits), columns - 1 - len(hits), float(hits.mean()) if len(hits) else 0.0
    )
