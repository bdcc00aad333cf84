"""Mặt chó, mặt mèo vẽ bằng máy: vài trăm ảnh màu nhỏ để thử bài «chó hay mèo» khi chưa tải ảnh thật."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from hocsau.errors import DataError

KINDS = ("cho", "meo")
_INK = (35, 30, 30)


def draw_pet(kind: str, rng: np.random.Generator, size: int = 32) -> np.ndarray:
    """Một ảnh uint8 (size, size, 3): mèo tai nhọn có ria, chó tai cụp có mõm; màu, chỗ đứng, cỡ ngẫu nhiên.

    Lông của hai loài lấy từ cùng một khoảng màu, nên chỉ hình mới phân biệt được.

    Lỗi:
        ValueError: kind không phải "cho" hay "meo".
    """
    from PIL import Image, ImageDraw

    if kind not in KINDS:
        raise ValueError(f"kind = {kind!r}; cần một trong {', '.join(KINDS)}")
    scale = 4  # drawn large, then averaged: smooth edges
    side = size * scale
    image = Image.new("RGB", (side, side), tuple(rng.integers(120, 256, 3).tolist()))
    pen = ImageDraw.Draw(image)
    coat = rng.integers(60, 220, 3)
    dark = tuple((coat * 0.7).astype(int).tolist())
    fur = tuple(coat.tolist())
    r = side * rng.uniform(0.2, 0.28)
    cx, cy = rng.uniform(side / 2 - 0.5 * r, side / 2 + 0.5 * r, 2)

    def ellipse(x: float, y: float, a: float, b: float, colour: tuple[int, ...]) -> None:
        pen.ellipse((cx + x * r - a * r, cy + y * r - b * r, cx + x * r + a * r, cy + y * r + b * r), colour)

    def points(*pairs: tuple[float, float]) -> list[tuple[float, float]]:
        return [(cx + x * r, cy + y * r) for x, y in pairs]

    for left in (-1, 1):
        if kind == "meo":
            pen.polygon(points((left * 0.95, -0.3), (left * 0.85, -1.5), (left * 0.2, -0.9)), dark)
    ellipse(0, 0, 1, 0.95, fur)
    for left in (-1, 1):
        if kind == "cho":
            ellipse(left * 1.0, -0.05, 0.3, 0.85, dark)
        ellipse(left * 0.4, -0.2, 0.14, 0.16, _INK)
    if kind == "cho":
        ellipse(0, 0.42, 0.42, 0.34, tuple(min(c + 50, 255) for c in fur))
        ellipse(0, 0.28, 0.2, 0.14, _INK)
    else:
        pen.polygon(points((-0.12, 0.2), (0.12, 0.2), (0, 0.36)), _INK)
        for left in (-1, 1):
            for y in (0.3, 0.5):
                pen.line(points((left * 0.3, 0.4), (left * 1.25, y)), _INK, max(1, scale // 2))
    image = image.rotate(float(rng.uniform(-20, 20)), fillcolor=image.getpixel((0, 0)))
    small = np.asarray(image.resize((size, size), Image.Resampling.BOX)).astype(np.float64)
    return np.clip(small + rng.normal(0, 8, small.shape), 0, 255).round().astype(np.uint8)


def write_pets(folder: str | os.PathLike[str], n: int, rng: np.random.Generator, size: int = 32) -> Path:
    """Ghi n ảnh mỗi loài vào folder/cho và folder/meo, đọc lại bằng `read_folder`; trả về folder.

    Lỗi:
        DataError: một trong hai thư mục đã có, hoặc không ghi được.
    """
    from hocsau.vision.images import write_image

    folder = Path(folder)
    for kind in KINDS:
        try:
            (folder / kind).mkdir(parents=True)
            for k in range(n):
                write_image(draw_pet(kind, rng, size), folder / kind / f"{k:04}.png")
        except FileExistsError:
            raise DataError(f"đã có {folder / kind}; hãy chọn thư mục khác") from None
        except OSError as error:
            raise DataError(f"không ghi được vào {folder}: {error.strerror or error}") from None
    return folder
