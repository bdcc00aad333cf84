"""Khung (bounding box): ba cách viết, diện tích, cắt theo ảnh, và IoU của mọi cặp."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.detection.checking import as_boxes, rows_of_four, whole


def to_centres(boxes: ArrayLike) -> np.ndarray:
    """(x1, y1, x2, y2) → (xc, yc, w, h): tâm, rộng, cao.

    xc = (x1 + x2) / 2, w = x2 − x1; y cũng vậy.

    Tham số:
        boxes: (N, 4) dạng hai góc.

    Trả về:
        (N, 4).

    Lỗi:
        ValueError: sai shape, có NaN, hay khung lật ngược.
    """
    b = as_boxes(boxes)
    return np.concatenate([(b[:, :2] + b[:, 2:]) / 2, b[:, 2:] - b[:, :2]], axis=1)


def to_corners(centres: ArrayLike) -> np.ndarray:
    """(xc, yc, w, h) → (x1, y1, x2, y2); ngược của `to_centres`.

    Tham số:
        centres: (N, 4), w và h không âm.

    Trả về:
        (N, 4).

    Lỗi:
        ValueError: sai shape, có NaN, hay w, h âm.
    """
    c = _sized(centres, "centres")
    return np.concatenate([c[:, :2] - c[:, 2:] / 2, c[:, :2] + c[:, 2:] / 2], axis=1)


def from_sizes(sizes: ArrayLike) -> np.ndarray:
    """(x1, y1, w, h), cách viết của COCO, → (x1, y1, x2, y2).

    Tham số:
        sizes: (N, 4), w và h không âm.

    Trả về:
        (N, 4).

    Lỗi:
        ValueError: sai shape, có NaN, hay w, h âm.
    """
    s = _sized(sizes, "sizes")
    return np.concatenate([s[:, :2], s[:, :2] + s[:, 2:]], axis=1)


def to_sizes(boxes: ArrayLike) -> np.ndarray:
    """(x1, y1, x2, y2) → (x1, y1, w, h), cách viết của COCO.

    Tham số:
        boxes: (N, 4) dạng hai góc.

    Trả về:
        (N, 4).
    """
    b = as_boxes(boxes)
    return np.concatenate([b[:, :2], b[:, 2:] - b[:, :2]], axis=1)


def area(boxes: ArrayLike) -> np.ndarray:
    """Diện tích (x2 − x1)(y2 − y1) của từng khung; toạ độ là số thực, không cộng 1 như VOC cũ.

    Tham số:
        boxes: (N, 4) dạng hai góc.

    Trả về:
        (N,).
    """
    b = as_boxes(boxes)
    return (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])


def clip(boxes: ArrayLike, height: int, width: int) -> np.ndarray:
    """Cắt khung theo ảnh: x vào [0, width], y vào [0, height].

    Khung nằm hẳn ngoài ảnh còn lại diện tích 0.

    Tham số:
        boxes: (N, 4) dạng hai góc.
        height: chiều cao ảnh.
        width: chiều rộng ảnh.

    Trả về:
        (N, 4), một bản sao.
    """
    h, w = whole(height, "height"), whole(width, "width")
    b = as_boxes(boxes)
    return np.clip(b, 0, np.array([w, h, w, h], b.dtype))


def iou_matrix(a: ArrayLike, b: ArrayLike) -> np.ndarray:
    """IoU của mọi cặp: phần chung chia phần hợp.

    IoU[i, j] = |a_i ∩ b_j| / |a_i ∪ b_j|, trong [0, 1]; hai khung đều có diện tích 0 thì là 0.

    Tham số:
        a: (N, 4) dạng hai góc.
        b: (M, 4) dạng hai góc.

    Trả về:
        (N, M).

    Lỗi:
        ValueError: sai shape, có NaN, hay khung lật ngược.
    """
    a, b = as_boxes(a, "a"), as_boxes(b, "b")
    common = _common(a, b)
    union = area(a)[:, np.newaxis] + area(b)[np.newaxis] - common
    return np.divide(common, union, out=np.zeros_like(common), where=union > 0)


def covered_matrix(a: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Bao nhiêu phần của a_i nằm trong b_j: |a_i ∩ b_j| / |a_i| (a_i có diện tích 0 thì là 0).

    Tham số:
        a: (N, 4) dạng hai góc.
        b: (M, 4) dạng hai góc.

    Trả về:
        (N, M).
    """
    a, b = as_boxes(a, "a"), as_boxes(b, "b")
    common, own = _common(a, b), area(a)[:, np.newaxis]
    return np.divide(common, own, out=np.zeros_like(common), where=own > 0)


def iou_naive(a: ArrayLike, b: ArrayLike) -> float:
    """IoU của đúng hai khung, viết từng bước: bản chậm, hiển nhiên đúng của `iou_matrix`.

    Tham số:
        a: bốn số x1, y1, x2, y2.
        b: bốn số x1, y1, x2, y2.

    Trả về:
        một số trong [0, 1].
    """
    [p], [q] = as_boxes(np.array([a]), "a").tolist(), as_boxes(np.array([b]), "b").tolist()
    wide = min(p[2], q[2]) - max(p[0], q[0])
    high = min(p[3], q[3]) - max(p[1], q[1])
    common = wide * high if wide > 0 and high > 0 else 0.0
    union = (p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - common
    return common / union if union > 0 else 0.0


def _common(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The area of every pair's common part (N, M)."""
    low = np.maximum(a[:, np.newaxis, :2], b[np.newaxis, :, :2])
    high = np.minimum(a[:, np.newaxis, 2:], b[np.newaxis, :, 2:])
    size = np.maximum(high - low, 0)
    return size[..., 0] * size[..., 1]


def _sized(value: ArrayLike, name: str) -> np.ndarray:
    a = rows_of_four(value, name)
    if (a[:, 2:] < 0).any():
        row = int(np.flatnonzero((a[:, 2:] < 0).any(axis=1))[0])
        raise ValueError(f"{name}[{row}] = {a[row].tolist()}; chiều rộng và chiều cao phải không âm")
    return a
