"""Chấm một bản tô: Dice và IoU của từng lớp. Tỉ lệ điểm ảnh đúng thì là `accuracy`."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.arrays import as_float
from hocsau.training.metrics.scores import confusion_matrix


def iou_per_class(
    predicted: ArrayLike,
    target: ArrayLike,
    classes: int,
    *,
    ignore: int | None = None,
    mask: ArrayLike | None = None,
) -> np.ndarray:
    """IoU của từng lớp: IoU_k = |A_k ∩ B_k| / |A_k ∪ B_k|, A_k là chỗ được đoán là k, B_k là chỗ thật.

    Tham số, lỗi như `confusion_matrix`; mọi ảnh được đếm chung.

    Trả về:
        (K,) từ 0 đến 1; NaN ở lớp không có trong cả hai: không có gì để chấm.
    """
    both, guessed, true = _counts(predicted, target, classes, ignore, mask)
    return _ratio(both, guessed + true - both)


def dice_per_class(
    predicted: ArrayLike,
    target: ArrayLike,
    classes: int,
    *,
    ignore: int | None = None,
    mask: ArrayLike | None = None,
) -> np.ndarray:
    """Dice của từng lớp: Dice_k = 2|A_k ∩ B_k| / (|A_k| + |B_k|) = 2·IoU_k / (1 + IoU_k).

    Tham số, trả về, lỗi như `iou_per_class`.
    """
    both, guessed, true = _counts(predicted, target, classes, ignore, mask)
    return _ratio(2 * both, guessed + true)


def mean_iou(
    outputs: ArrayLike,
    target: ArrayLike,
    *,
    axis: int = 1,
    ignore: int | None = None,
    mask: ArrayLike | None = None,
) -> float:
    """IoU trung bình trên những lớp có mặt, từ điểm của các lớp; đưa thẳng vào `fit(metrics=…)` được.

    Tham số:
        outputs: (N, K, H, W), K ≥ 2 điểm mỗi chỗ, lớp đoán là chỗ lớn nhất; hoặc trục lớp chỉ có 1: logit
            của lớp 1, đoán 1 khi logit > 0.
        target: (N, H, W) số thứ tự lớp; khi trục lớp chỉ có 1 thì (N, 1, H, W) cũng được.
        axis: trục của các lớp trong outputs.
        ignore, mask: như ở `confusion_matrix`.

    Lỗi:
        ValueError: shape không khớp, hoặc không còn chỗ nào để chấm.
    """
    return float(np.nanmean(iou_per_class(*_said(outputs, target, axis), ignore=ignore, mask=mask)))


def mean_dice(
    outputs: ArrayLike,
    target: ArrayLike,
    *,
    axis: int = 1,
    ignore: int | None = None,
    mask: ArrayLike | None = None,
) -> float:
    """Dice trung bình trên những lớp có mặt; mọi điều khác như `mean_iou`."""
    return float(np.nanmean(dice_per_class(*_said(outputs, target, axis), ignore=ignore, mask=mask)))


def _said(outputs: ArrayLike, target: ArrayLike, axis: int) -> tuple[np.ndarray, np.ndarray, int]:
    scores, truth = as_float(outputs, "outputs"), np.asarray(target)
    if scores.ndim < 2 or not -scores.ndim <= axis < scores.ndim or scores.shape[axis] == 0:
        raise ValueError(f"outputs có shape {scores.shape}; cần (N, K, H, W), trục lớp là axis={axis}")
    if scores.shape[axis] > 1:
        return scores.argmax(axis=axis), truth, scores.shape[axis]
    predicted = np.squeeze(scores > 0, axis).astype(np.int64)
    return predicted, np.squeeze(truth, axis) if truth.shape == scores.shape else truth, 2


def _counts(
    predicted: ArrayLike, target: ArrayLike, classes: int, ignore: int | None, mask: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    table = confusion_matrix(predicted, target, classes, ignore=ignore, mask=mask)
    return np.diag(table), table.sum(axis=0), table.sum(axis=1)


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
