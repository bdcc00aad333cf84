"""Bốn số lệch (offset) từ anchor tới khung: mã hoá và giải mã, ngược nhau."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from hocsau.detection.boxes import to_centres, to_corners
from hocsau.detection.checking import as_boxes, positive, rows_of_four

# exp of more is a box a thousand times its anchor of 16 pixels: only a network that has lost its way asks for
# it
LARGEST = float(np.log(1000 / 16))


def encode(boxes: ArrayLike, anchors: ArrayLike, scale: Sequence[float] = (1, 1, 1, 1)) -> np.ndarray:
    """Khung → bốn số lệch của nó so với anchor.

    tx = (xc − xa) / wa,   ty = (yc − ya) / ha,   tw = ln(w / wa),   th = ln(h / ha), rồi chia cho `scale`.

    Tham số:
        boxes: (N, 4) dạng hai góc, diện tích dương.
        anchors: (N, 4) dạng hai góc, diện tích dương.
        scale: bốn số; Fast R-CNN dùng (0.1, 0.1, 0.2, 0.2) để bốn số lệch cùng cỡ.

    Trả về:
        (N, 4): tx, ty, tw, th.

    Lỗi:
        ValueError: khung sai dạng, diện tích 0 (ln 0), số khung khác nhau, scale không dương.
    """
    b, a = _solid(boxes, "boxes"), _solid(anchors, "anchors")
    if len(b) != len(a):
        raise ValueError(f"boxes có {len(b)} khung, anchors có {len(a)}; cần bằng nhau, đi từng cặp")
    b, a = to_centres(b), to_centres(a)
    t = np.concatenate([(b[:, :2] - a[:, :2]) / a[:, 2:], np.log(b[:, 2:] / a[:, 2:])], axis=1)
    return t / _scale(scale, t.dtype)


def decode(
    offsets: ArrayLike,
    anchors: ArrayLike,
    scale: Sequence[float] = (1, 1, 1, 1),
    largest: float = LARGEST,
) -> np.ndarray:
    """Bốn số lệch và anchor → khung; ngược của `encode`.

    xc = xa + tx·wa,   yc = ya + ty·ha,   w = wa·e^tw,   h = ha·e^th.

    Tham số:
        offsets: (N, 4): tx, ty, tw, th.
        anchors: (N, 4) dạng hai góc, diện tích dương.
        scale: như lúc `encode`.
        largest: tw, th lớn hơn thì lấy số này, để e^tw không tràn; mặc định ln(1000/16).

    Trả về:
        (N, 4) dạng hai góc; chưa cắt theo ảnh (`clip`).

    Lỗi:
        ValueError: shape sai, có NaN, số hàng khác nhau, scale không dương.
    """
    t, a = rows_of_four(offsets, "offsets"), _solid(anchors, "anchors")
    if len(t) != len(a):
        raise ValueError(f"offsets có {len(t)} hàng, anchors có {len(a)} khung; cần bằng nhau")
    a = to_centres(a).astype(t.dtype, copy=False)
    t = t * _scale(scale, t.dtype)
    size = a[:, 2:] * np.exp(np.minimum(t[:, 2:], positive(largest, "largest")))
    return to_corners(np.concatenate([a[:, :2] + t[:, :2] * a[:, 2:], size], axis=1))


def _solid(value: ArrayLike, name: str) -> np.ndarray:
    b = as_boxes(value, name)
    flat = (b[:, 2] <= b[:, 0]) | (b[:, 3] <= b[:, 1])
    if flat.any():
        row = int(np.flatnonzero(flat)[0])
        raise ValueError(
            f"{name}[{row}] = {b[row].tolist()} có diện tích 0; bỏ khung ấy trước (ln 0 không có)"
        )
    return b


def _scale(scale: Sequence[float], dtype: np.dtype) -> np.ndarray:
    if len(scale) != 4:
        raise ValueError(f"scale có {len(scale)} số; cần bốn, cho tx, ty, tw, th")
    return np.array([positive(v, "scale") for v in scale], dtype)
