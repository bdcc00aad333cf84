"""Nền của một cảnh: sàn bãi xe, vỉa hè, tường, và những thứ trông hơi giống biển số."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from hocsau.plates.motorbike import Colour, shade

_FLOORS = ((158, 156, 148), (126, 126, 124), (96, 98, 102), (172, 160, 138), (140, 112, 96), (112, 124, 104))


def draw_ground(height: int, width: int, rng: np.random.Generator) -> Image.Image:
    """Sàn (đôi khi có tường phía sau), sọc vàng đen, lan can, vạch sơn, tấm bảng; ảnh PIL RGB."""
    floor = _FLOORS[rng.integers(len(_FLOORS))]
    cloud = smooth_noise(height, width, 5, rng) * 17 + smooth_noise(height, width, 40, rng) * 8
    base = np.array(floor, dtype=np.float32) * rng.uniform(0.75, 1.15) + cloud[..., None]
    image = Image.fromarray(np.clip(base, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    if rng.random() < 0.4:
        _wall(draw, height, width, rng)
    for thing, chance in ((_tiles, 0.25), (_kerb, 0.4), (_rails, 0.45), (_painted, 0.3), (_boards, 0.6)):
        if rng.random() < chance:
            thing(draw, height, width, rng)
    return image


def plain_ground(height: int, width: int, rng: np.random.Generator) -> Image.Image:
    """Sàn một màu xám, không có gì trên đó; rng không được dùng."""
    return Image.new("RGB", (width, height), _FLOORS[0])


def smooth_noise(height: int, width: int, cells: int, rng: np.random.Generator) -> np.ndarray:
    """Nhiễu mượt, trung bình khoảng 0, khoảng [−1, 1]: lưới ngẫu nhiên `cells` ô, phóng lên bằng bicubic."""
    grid = rng.uniform(-1, 1, (cells, cells)).astype(np.float32)
    return np.asarray(Image.fromarray(grid).resize((width, height), Image.Resampling.BICUBIC))


def _wall(draw: ImageDraw.ImageDraw, height: int, width: int, rng: np.random.Generator) -> None:
    edge = int(height * rng.uniform(0.08, 0.4))
    colour = shade(_FLOORS[rng.integers(len(_FLOORS))], rng.uniform(0.6, 1.4))
    draw.rectangle([0, 0, width, edge], fill=colour)
    for x in range(0, width, max(6, int(width * rng.uniform(0.04, 0.3)))):  # bricks, shutters, doors
        draw.line([x, 0, x, edge], fill=shade(colour, 0.8), width=max(1, height // 150))


def _tiles(draw: ImageDraw.ImageDraw, height: int, width: int, rng: np.random.Generator) -> None:
    step, line = int(height * rng.uniform(0.08, 0.25)), shade((110, 108, 104), rng.uniform(0.6, 1.5))
    slant = rng.uniform(-0.4, 0.4) * height
    for x in range(-height, width + height, step):
        draw.line([x, 0, x + slant, height], fill=line, width=1)
    for y in range(0, height, step):
        draw.line([0, y, width, y], fill=line, width=1)


def _kerb(draw: ImageDraw.ImageDraw, height: int, width: int, rng: np.random.Generator) -> None:
    side, wide = rng.integers(2), rng.uniform(0.06, 0.16) * width
    step = height * rng.uniform(0.1, 0.25)
    x0 = rng.uniform(-0.06, 0.1) * width if side == 0 else width * rng.uniform(0.88, 1.0)
    x1 = x0 + rng.uniform(-0.12, 0.12) * width
    for k in range(int(height / step) + 2):
        colour = shade((224, 186, 40) if k % 2 else (44, 42, 40), rng.uniform(0.7, 1.1))
        top, bottom = (k - 1) * step, k * step
        a, b = x0 + (x1 - x0) * top / height, x0 + (x1 - x0) * bottom / height
        draw.polygon(
            [(a, top), (a + wide, top + step / 2), (b + wide, bottom + step / 2), (b, bottom)], fill=colour
        )


def _rails(draw: ImageDraw.ImageDraw, height: int, width: int, rng: np.random.Generator) -> None:
    steel: Colour = shade((190, 192, 196), rng.uniform(0.6, 1.2))
    for _ in range(rng.integers(1, 4)):
        x, y = rng.uniform(0, width), rng.uniform(0, 0.7) * height
        x2, y2 = x + rng.uniform(-0.2, 0.2) * width, y + rng.uniform(0.2, 0.8) * height
        draw.line([x, y, x2, y2], fill=steel, width=max(2, int(height * rng.uniform(0.01, 0.03))))
        draw.line([x + 2, y, x2 + 2, y2], fill=shade(steel, 0.6), width=max(1, height // 160))


def _painted(draw: ImageDraw.ImageDraw, height: int, width: int, rng: np.random.Generator) -> None:
    colour = shade((232, 232, 226), rng.uniform(0.7, 1.0))
    x, y = rng.uniform(0, width), rng.uniform(0, height)
    angle = rng.uniform(0, np.pi)
    dx, dy = np.cos(angle) * width, np.sin(angle) * width
    draw.line(
        [x - dx, y - dy, x + dx, y + dy], fill=colour, width=max(2, int(height * rng.uniform(0.015, 0.05)))
    )


def _boards(draw: ImageDraw.ImageDraw, height: int, width: int, rng: np.random.Generator) -> None:
    """Signs, tickets, papers: pale and with strokes on them, but no plate: to be left alone."""
    for _ in range(rng.integers(1, 4)):
        w, h = rng.uniform(0.05, 0.2) * width, rng.uniform(0.04, 0.25) * height
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        white = (236, 236, 232) if rng.random() < 0.5 else tuple(int(v) for v in rng.integers(60, 256, 3))
        draw.rectangle([x, y, x + w, y + h], fill=shade(white, rng.uniform(0.7, 1)))
        ink = shade((60, 60, 70), rng.uniform(0.3, 1.5))
        for row in range(rng.integers(0, 6)):
            v = y + h * (row + 1) / 7
            draw.line([x + 0.1 * w, v, x + w * rng.uniform(0.4, 0.9), v], fill=ink, width=max(1, int(h / 16)))
