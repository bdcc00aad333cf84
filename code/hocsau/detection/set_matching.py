"""Ghép tập với tập (DETR): mỗi vật đúng một khung, không cần anchor, không cần NMS."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linear_sum_assignment

from hocsau.detection.boxes import area, iou_matrix
from hocsau.detection.checking import as_boxes, as_labels, real


def giou_matrix(a: ArrayLike, b: ArrayLike) -> np.ndarray:
    """GIoU của mọi cặp.

    GIoU[i, j] = IoU − (|C| − |a_i ∪ b_j|) / |C|, C là khung nhỏ nhất chứa cả hai.

    Tham số:
        a: (N, 4) dạng hai góc.
        b: (M, 4) dạng hai góc.

    Trả về:
        (N, M), trong [−1, 1].
    """
    a, b = as_boxes(a, "a"), as_boxes(b, "b")
    iou = iou_matrix(a, b)
    both = area(a)[:, np.newaxis] + area(b)[np.newaxis]
    union = both / (1 + iou)  # IoU = I / U and I + U = |a| + |b|
    hull = (
        np.maximum(a[:, np.newaxis, 2:], b[np.newaxis, :, 2:])
        - np.minimum(a[:, np.newaxis, :2], b[np.newaxis, :, :2])
    ).prod(axis=2)
    return iou - np.divide(hull - union, hull, out=np.zeros_like(iou), where=hull > 0)


def matching_cost(
    boxes: ArrayLike,
    probabilities: ArrayLike,
    truth: ArrayLike,
    labels: ArrayLike,
    weights: tuple[float, float, float] = (1.0, 5.0, 2.0),
) -> np.ndarray:
    """Giá của việc giao vật j cho khung i: −w₀·p_i(lớp của j) + w₁·‖b_i − b_j‖₁ − w₂·GIoU(b_i, b_j).

    Tham số:
        boxes: (N, 4) khung được đoán, dạng hai góc, nên chia cho cỡ ảnh để nằm trong [0, 1].
        probabilities: (N, K) xác suất từng lớp.
        truth: (M, 4) khung thật.
        labels: (M,) lớp của vật, 0 … K − 1.
        weights: w₀, w₁, w₂; mặc định như DETR.

    Trả về:
        (N, M).

    Lỗi:
        ValueError: sai shape, lớp ngoài khoảng.
    """
    boxes, truth = as_boxes(boxes), as_boxes(truth, "truth")
    chance, kinds = real(probabilities, "probabilities"), as_labels(labels, len(truth))
    if chance.ndim != 2 or len(chance) != len(boxes):
        raise ValueError(f"probabilities có shape {chance.shape}; cần ({len(boxes)}, K)")
    if len(kinds) and not (kinds.min() >= 0 and kinds.max() < chance.shape[1]):
        raise ValueError(f"labels có lớp ngoài 0 … {chance.shape[1] - 1}")
    apart = np.abs(boxes[:, np.newaxis] - truth[np.newaxis]).sum(axis=2)
    return -weights[0] * chance[:, kinds] + weights[1] * apart - weights[2] * giou_matrix(boxes, truth)


def match_sets(cost: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Phép ghép một–một có tổng giá nhỏ nhất (thuật toán Hungary).

    Tham số:
        cost: (N, M) số hữu hạn; min(N, M) cặp được ghép.

    Trả về:
        (hàng, cột): cặp thứ k là cost[hàng[k], cột[k]]; hàng tăng dần.

    Lỗi:
        ValueError: không phải bảng số hữu hạn.
    """
    table = real(cost, "cost")
    if table.ndim != 2 or not np.isfinite(table).all():
        raise ValueError(f"cost có shape {table.shape}; cần (N, M) số hữu hạn")
    rows, columns = linear_sum_assignment(table)
    return rows, columns


def match_sets_naive(cost: ArrayLike) -> float:
    """Tổng giá nhỏ nhất, thử mọi hoán vị: bản chậm (n! cách), hiển nhiên đúng.

    Tham số:
        cost: (N, M), N ≥ M.

    Trả về:
        tổng giá.
    """
    table = real(cost, "cost")
    rows, columns = table.shape
    return min(
        sum(table[i, j] for j, i in enumerate(chosen)) for chosen in permutations(range(rows), columns)
    )
