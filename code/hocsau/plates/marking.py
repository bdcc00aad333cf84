"""Vẽ khung quanh biển số trong ảnh, hoặc che biển đi trước khi đăng ảnh."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image, ImageDraw, ImageFont

from hocsau.vision.images import checked_image

ORANGE = (230, 110, 20)  # what a machine has guessed, as in every picture of the book
BLOCKS = (2, 3)  # rows and columns that are left of a hidden plate: no character survives that


def mark(image: np.ndarray, boxes: ArrayLike, texts: Sequence[str] = ()) -> np.ndarray:
    """Bản sao của ảnh, có khung và chữ (in phía trên khung, hết chỗ thì phía dưới).

    Tham số:
        image: uint8 (H, W, 3).
        boxes: (k, 4), x1 y1 x2 y2.
        texts: k chuỗi ASCII, hoặc rỗng.

    Lỗi:
        ValueError: ảnh hay khung sai shape, hoặc số chuỗi khác số khung.
    """
    sides = _boxes(image, boxes)
    if len(texts) not in (0, len(sides)):
        raise ValueError(f"có {len(sides)} khung nhưng {len(texts)} chuỗi; hai số phải bằng nhau")
    picture = Image.fromarray(image)
    draw = ImageDraw.Draw(picture)
    stroke = max(2, round(max(image.shape[:2]) / 300))
    font = ImageFont.load_default(size=max(12, round(max(image.shape[:2]) / 32)))
    for i, (x1, y1, x2, y2) in enumerate(sides.tolist()):
        draw.rectangle((x1, y1, x2, y2), outline=ORANGE, width=stroke)
        if texts and texts[i]:
            left, top, right, bottom = draw.textbbox((0, 0), texts[i], font=font)
            height, width = bottom + 4, right + 6
            y = y1 - height if y1 >= height else min(y2, image.shape[0] - height)
            x = min(x1, max(0, image.shape[1] - width))
            draw.rectangle((x, y, x + width, y + height), fill=ORANGE)
            draw.text((x + 3, y + 1), texts[i], fill="white", font=font)
    return np.asarray(picture).copy()


def hide(image: np.ndarray, boxes: ArrayLike, *, margin: float = 0.08) -> np.ndarray:
    """Bản sao của ảnh, mỗi khung (nới ra `margin` cạnh) chỉ còn sáu mảng màu trung bình.

    Làm mờ (blur) có thể gỡ lại được một phần; ở đây cả biển chỉ còn sáu con số, nên không còn gì để gỡ.

    Tham số:
        image: uint8 (H, W, 3).
        boxes: (k, 4), x1 y1 x2 y2.
        margin: phần cạnh được nới ra mỗi bên; khung của bộ tìm có thể hụt mép biển.
    """
    sides = _boxes(image, boxes)
    hidden = image.copy()
    height, width = image.shape[:2]
    for x1, y1, x2, y2 in sides.tolist():
        wide, tall = margin * (x2 - x1), margin * (y2 - y1)
        left, right = max(0, int(np.floor(x1 - wide))), min(width, int(np.ceil(x2 + wide)))
        top, bottom = max(0, int(np.floor(y1 - tall))), min(height, int(np.ceil(y2 + tall)))
        rows = np.linspace(top, bottom, BLOCKS[0] + 1).round().astype(int)
        columns = np.linspace(left, right, BLOCKS[1] + 1).round().astype(int)
        for a, b in zip(rows[:-1], rows[1:], strict=True):
            for c, d in zip(columns[:-1], columns[1:], strict=True):
                if b > a and d > c:
                    hidden[a:b, c:d] = np.rint(image[a:b, c:d].mean(axis=(0, 1)))
    return hidden


def _boxes(image: np.ndarray, boxes: ArrayLike) -> np.ndarray:
    if checked_image(image).ndim != 3 or image.dtype != np.uint8:
        raise ValueError(f"image có shape {image.shape}, dtype {image.dtype}; cần uint8 (H, W, 3)")
    sides = np.asarray(boxes, np.float64).reshape(-1, 4)
    if not np.isfinite(sides).all() or (sides[:, 2:] <= sides[:, :2]).any():
        raise ValueError("mỗi khung cần bốn số hữu hạn x1 < x2, y1 < y2")
    return sides
