"""Những khung tìm được trong một ảnh, và cách chọn chúng: ngưỡng điểm, rồi NMS từng lớp."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hocsau.darknet.letterbox import Fit
from hocsau.detection import class_nms


@dataclass(frozen=True)
class Found:
    """boxes (k, 4) x1, y1, x2, y2; scores (k,) trong [0, 1], giảm dần; labels (k,)."""

    boxes: np.ndarray
    scores: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.scores)

    def moved(self, fit: Fit, shape: tuple[int, int]) -> Found:
        """Đưa khung từ ảnh vào mạng về ảnh gốc (cao, rộng), cắt theo mép."""
        height, width = shape
        boxes = np.clip(fit.back(self.boxes), 0, [width, height, width, height])
        return Found(boxes, self.scores, self.labels)


def choose(
    boxes: np.ndarray, scores: np.ndarray, *, threshold: float = 0.25, overlap: float = 0.45, most: int = 100
) -> Found:
    """Giữ những khung điểm cao, bỏ khung trùng.

    Tham số:
        boxes: (M, 4), mọi khung mà mạng đoán.
        scores: (M, lớp), điểm của từng lớp.
        threshold: điểm nhỏ nhất được giữ.
        overlap: NMS bỏ khung có IoU lớn hơn mức này với một khung cùng lớp điểm cao hơn.
        most: giữ nhiều nhất bấy nhiêu khung.

    Trả về:
        `Found`, điểm cao trước; điểm bằng nhau thì khung đứng trước được xét trước.
    """
    rows, labels = np.nonzero(scores >= threshold)
    points, places = scores[rows, labels], np.asarray(boxes, np.float64)[rows].reshape(-1, 4)
    kept = class_nms(places, points, labels, overlap, most)
    return Found(places[kept], points[kept], labels[kept])
