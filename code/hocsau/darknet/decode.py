"""Từ mảng thô của một tầng [yolo] tới khung và điểm, bằng numpy."""

from __future__ import annotations

import numpy as np

from hocsau.darknet.plan import Head
from hocsau.nn.activations import sigmoid


def decode(raw: np.ndarray, head: Head) -> tuple[np.ndarray, np.ndarray]:
    """Giải mã mảng thô của một ảnh.

    x = (s σ(t_x) − (s − 1)/2 + cột) · stride,   w = anchor_w · e^{t_w};   y và h cũng vậy,  s = scale_x_y
    điểm = σ(objectness) · σ(lớp)

    Tham số:
        raw: (anchor × (5 + lớp), h, w).
        head: tầng [yolo].

    Trả về:
        (khung (M, 4) x1, y1, x2, y2 theo điểm ảnh của ảnh vào, điểm (M, lớp)); M = anchor × h × w, theo
        thứ tự anchor, hàng, cột.

    Lỗi:
        ValueError: số kênh không phải anchor × (5 + lớp).
    """
    need = len(head.mask) * (5 + head.classes)
    if raw.ndim != 3 or raw.shape[0] != need:
        raise ValueError(f"raw có shape {raw.shape}; cần ({need}, h, w)")
    _, rows, columns = raw.shape
    t = raw.astype(np.float64).reshape(len(head.mask), 5 + head.classes, rows, columns)
    s = head.scale_xy
    x = (s * sigmoid(t[:, 0]) - (s - 1) / 2 + np.arange(columns)) * head.stride
    y = (s * sigmoid(t[:, 1]) - (s - 1) / 2 + np.arange(rows)[:, None]) * head.stride
    anchors = np.array(head.anchors, np.float64)[:, :, None, None]
    w, h = np.moveaxis(anchors * np.exp(np.minimum(t[:, 2:4], 8)), 1, 0)
    boxes = np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], axis=-1).reshape(-1, 4)
    scores = sigmoid(t[:, 4:5]) * sigmoid(t[:, 5:])
    return boxes, np.moveaxis(scores, 1, -1).reshape(-1, head.classes)
