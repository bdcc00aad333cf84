"""Một batch ảnh cùng những gì phải đổi theo ảnh: mặt nạ, khung, nhãn của khung."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

KINDS = "uif"


@dataclass(frozen=True)
class Sample:
    """Ảnh (N, C, H, W) và những gì đi cùng.

    Tham số:
        images: (N, C, H, W), số nguyên 0 … 255 (uint8) hay số thực.
        masks: (N, H, W), số lớp của từng điểm ảnh; đổi theo điểm gần nhất, không trộn số lớp.
        boxes: N mảng (k, 4), mỗi hàng x1, y1, x2, y2 tính bằng điểm ảnh; điểm ảnh đầu tiên phủ từ 0 đến 1.
        labels: N mảng (k,), nhãn của từng khung; khung ra ngoài ảnh thì nhãn cũng mất.

    Lỗi:
        ValueError: shape không khớp nhau, hoặc một khung có x1 > x2 hay số không hữu hạn.
    """

    images: np.ndarray
    masks: np.ndarray | None = None
    boxes: Sequence[np.ndarray] | None = None
    labels: Sequence[np.ndarray] | None = None

    def __post_init__(self) -> None:
        x = self.images
        if not isinstance(x, np.ndarray) or x.ndim != 4 or x.dtype.kind not in KINDS:
            raise ValueError(f"images {_what(x)}; cần mảng số (N, C, H, W)")
        n, _, height, width = x.shape
        if min(x.shape[1:]) < 1:
            raise ValueError(f"images có shape {x.shape}; mỗi ảnh cần ít nhất một điểm ảnh")
        if self.masks is not None and np.shape(self.masks) != (n, height, width):
            raise ValueError(f"masks có shape {np.shape(self.masks)}; cần {(n, height, width)} như ảnh")
        if self.boxes is not None:
            if len(self.boxes) != n:
                raise ValueError(f"boxes có {len(self.boxes)} mảng; cần {n}, mỗi ảnh một mảng")
            for i, box in enumerate(self.boxes):
                check_boxes(box, f"boxes[{i}]")
        if self.labels is not None:
            counts = None if self.boxes is None else [len(b) for b in self.boxes]
            if counts != [len(b) for b in self.labels]:
                raise ValueError("labels phải có đúng một nhãn cho mỗi khung trong boxes")


def check_boxes(boxes: np.ndarray, name: str) -> None:
    """ValueError khi `boxes` không phải (k, 4) số hữu hạn với x1 ≤ x2, y1 ≤ y2."""
    boxes = np.asarray(boxes)
    if boxes.ndim != 2 or boxes.shape[1] != 4 or boxes.dtype.kind not in KINDS:
        raise ValueError(f"{name} {_what(boxes)}; cần (k, 4): x1, y1, x2, y2")
    if not np.isfinite(boxes).all() or (boxes[:, :2] > boxes[:, 2:]).any():
        raise ValueError(f"{name} có khung mà x1 > x2, y1 > y2, hoặc số không hữu hạn")


def _what(x: object) -> str:
    return f"có shape {x.shape}, dtype {x.dtype}" if isinstance(x, np.ndarray) else f"là {type(x).__name__}"
