"""Letterbox: thu ảnh cho vừa khung mạng mà không méo, phần còn lại tô xám; và đường về."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

GREY = 128  # darknet fills with 0.5


@dataclass(frozen=True)
class Fit:
    """Ảnh đã được đặt vào khung thế nào: x mới = scale_x · x + left, y mới = scale_y · y + top."""

    scale_x: float
    scale_y: float
    left: int
    top: int

    def forth(self, boxes: np.ndarray) -> np.ndarray:
        """Khung (k, 4) của ảnh gốc → khung trong ảnh vào mạng."""
        return np.asarray(boxes, np.float64).reshape(-1, 4) * self._scale + self._shift

    def back(self, boxes: np.ndarray) -> np.ndarray:
        """Khung (k, 4) trong ảnh vào mạng → khung của ảnh gốc; ngược của `forth`."""
        return (np.asarray(boxes, np.float64).reshape(-1, 4) - self._shift) / self._scale

    @property
    def _scale(self) -> np.ndarray:
        return np.array([self.scale_x, self.scale_y] * 2)

    @property
    def _shift(self) -> np.ndarray:
        return np.array([self.left, self.top] * 2, dtype=np.float64)


def letterbox(image: np.ndarray, height: int, width: int, *, stretch: bool = False) -> tuple[np.ndarray, Fit]:
    """Đặt ảnh vào khung (height, width): thu phóng đều, canh giữa, tô xám 128 phần thừa.

    Tham số:
        image: uint8 (H, W, 3).
        height: chiều cao khung.
        width: bề ngang khung.
        stretch: True thì kéo cho đầy khung, ảnh bị méo (cách mặc định của darknet lúc học).

    Trả về:
        (uint8 (height, width, 3), `Fit` để đổi khung qua lại).

    Lỗi:
        ValueError: ảnh không phải uint8 (H, W, 3), hay khung không dương.
    """
    image = np.asarray(image)
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or 0 in image.shape:
        raise ValueError(f"image có shape {image.shape}, kiểu {image.dtype}; cần uint8 (H, W, 3)")
    if height < 1 or width < 1:
        raise ValueError(f"khung {height}×{width}; cần hai số nguyên dương")
    h, w = image.shape[:2]
    scale = min(height / h, width / w)
    rows, columns = (height, width) if stretch else (max(1, round(h * scale)), max(1, round(w * scale)))
    top, left = (height - rows) // 2, (width - columns) // 2
    small = Image.fromarray(image).resize((columns, rows), Image.Resampling.BILINEAR)
    made = np.full((height, width, 3), GREY, np.uint8)
    made[top : top + rows, left : left + columns] = np.asarray(small)
    return made, Fit(columns / w, rows / h, left, top)
