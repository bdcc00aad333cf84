"""Một bức ảnh vẽ bằng công thức: bến cảng có núi, mặt trời, thuyền buồm, nhà ngói và cây.

Ảnh của sách, theo CC0: bạn dùng, sửa, chia sẻ tuỳ ý, không phải ghi nguồn. Bản xám nhỏ tính ra khi cần;
bản màu 800×600 nằm trong data/harbour.png, `python -m hocsau.data.drawn.scene` viết lại tệp ấy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hocsau.vision.images import as_uint8, write_image

WIDTH, HEIGHT = 160, 120
FINE = 3  # every pixel is the mean of 3×3 dots, so that slanted edges are smooth
SCALE = 5  # the coloured picture is so many times larger: 800×600
SEED = 5

# Hues, to be multiplied by a grey: their own grey 0.299 r + 0.587 g + 0.114 b is made 1 below.
_HUES = {
    "plain": (1.0, 1.0, 1.0),
    "sky": (0.80, 1.02, 1.22),
    "sun": (1.02, 1.02, 0.70),
    "far": (0.72, 1.08, 1.25),
    "near": (0.80, 1.12, 0.80),
    "sea": (0.35, 1.12, 1.60),
    "hull": (1.90, 0.65, 0.45),
    "sail": (1.03, 1.00, 0.90),
    "stripe": (1.24, 0.92, 0.70),
    "ground": (1.18, 0.97, 0.62),
    "brick": (1.35, 0.90, 0.68),
    "tile": (2.10, 0.62, 0.45),
    "door": (0.30, 1.25, 1.50),
    "trunk": (1.55, 0.85, 0.50),
    "leaf": (0.55, 1.32, 0.35),
}
HUES = {name: np.array(hue) / (np.array(hue) @ [0.299, 0.587, 0.114]) for name, hue in _HUES.items()}

Corners = list[tuple[float, float]]


@dataclass
class _Sheet:
    """The grey of every dot, and the hue it is coloured with."""

    grey: np.ndarray
    hue: np.ndarray  # places in HUES


def harbour() -> np.ndarray:
    """Ảnh xám của bến cảng, luôn là cùng một ảnh.

    Trả về:
        uint8 (120, 160).
    """
    return as_uint8(_shrunk(_drawn(FINE, grains=1).grey, FINE))


def harbour_colour() -> np.ndarray:
    """Cũng bến cảng ấy, có màu và to gấp năm: uint8 (600, 800, 3). Tệp data/harbour.png giữ ảnh này."""
    fine = 2
    sheet = _drawn(SCALE * fine, grains=SCALE)
    hues = np.array(list(HUES.values()))  # (number of hues, 3)
    channels = [_shrunk(np.clip(sheet.grey * hues[sheet.hue, c], 0, 255), fine) for c in range(3)]
    return as_uint8(np.stack(channels, axis=2))


def _shrunk(dots: np.ndarray, fine: int) -> np.ndarray:
    h, w = dots.shape
    return np.clip(dots, 0, 255).reshape(h // fine, fine, w // fine, fine).mean(axis=(1, 3))


def _drawn(fine: int, grains: int) -> _Sheet:
    """The scene: `fine` dots and `grains` grains of texture to a unit (a pixel of the small picture)."""
    y, x = (np.mgrid[: HEIGHT * fine, : WIDTH * fine] + 0.5) / fine
    dots = fine // grains
    grain = np.random.default_rng(SEED).uniform(-1, 1, (HEIGHT * grains, WIDTH * grains))
    grain = grain.repeat(dots, 0).repeat(dots, 1)
    picture = _Sheet(205 - 0.5 * y, np.full(y.shape, list(HUES).index("sky"), np.uint8))
    _paint(picture, _ellipse(x, y, 118, 20, 10, 10), 250, "sun")
    for cx, cy, rx, ry in [(30, 16, 15, 5), (40, 13, 10, 5), (74, 28, 13, 4), (84, 26, 8, 4)]:
        _paint(picture, _ellipse(x, y, cx, cy, rx, ry), 238, "plain")
    _paint(picture, _polygon(x, y, [(-10, 62), (34, 30), (78, 62)]), 128 + 5 * grain, "far")
    _paint(picture, _polygon(x, y, [(40, 62), (92, 38), (150, 62)]), 148 + 4 * grain, "near")
    waves = 105 + 16 * np.sign(np.sin(y * 1.3) + 0.9 * np.sin(x * 0.21 + y * 0.6)) + 0.2 * (y - 62)
    _paint(picture, y > 62, waves, "sea")
    _boat(picture, x, y)
    _paint(picture, _polygon(x, y, [(84, 121), (98, 94), (161, 88), (161, 121)]), 172 + 14 * grain, "ground")
    _house(picture, x, y, grain)
    _tree(picture, x, y, grain)
    return picture


def _boat(picture: _Sheet, x: np.ndarray, y: np.ndarray) -> None:
    _paint(picture, _polygon(x, y, [(14, 84), (70, 84), (62, 95), (22, 95)]), 42, "hull")
    _paint(picture, (x > 16) & (x < 68) & (y > 86) & (y < 87.5), 225, "plain")
    _paint(picture, (x > 41) & (x < 42.6) & (y > 36) & (y < 84), 35, "trunk")
    stripes = np.where(np.floor(y / 6) % 2 == 0, 245, 205)
    _paint(picture, _polygon(x, y, [(43.5, 38), (66, 80), (43.5, 80)]), stripes, "stripe")
    _paint(picture, _polygon(x, y, [(40, 44), (40, 80), (22, 80)]), 232, "sail")


def _house(picture: _Sheet, x: np.ndarray, y: np.ndarray, grain: np.ndarray) -> None:
    row = np.floor((y - 66) / 4)
    mortar = ((y - 66) % 4 < 0.9) | ((x + 4 * (row % 2)) % 8 < 0.9)
    _paint(
        picture, (x > 94) & (x < 140) & (y > 66) & (y < 106), np.where(mortar, 205, 158 + 8 * grain), "brick"
    )
    tiles = np.where((x + y) % 5 < 1.4, 48, 84)
    _paint(picture, _polygon(x, y, [(88, 68), (104, 46), (130, 46), (146, 68)]), tiles, "tile")
    _paint(picture, (x > 124) & (x < 130) & (y > 38) & (y < 52), 70, "tile")
    for left in (99, 126):
        _paint(picture, (x > left) & (x < left + 10) & (y > 74) & (y < 87), 238, "plain")
        _paint(picture, (x > left + 1.2) & (x < left + 8.8) & (y > 75.2) & (y < 85.8), 40, "door")
        _paint(picture, (x > left + 4.4) & (x < left + 5.6) & (y > 74) & (y < 87), 238, "plain")
        _paint(picture, (x > left) & (x < left + 10) & (y > 80) & (y < 81.2), 238, "plain")
    _paint(picture, (x > 112) & (x < 122) & (y > 82) & (y < 106), 62, "door")
    _paint(picture, _ellipse(x, y, 119.5, 95, 1, 1), 240, "sun")


def _tree(picture: _Sheet, x: np.ndarray, y: np.ndarray, grain: np.ndarray) -> None:
    _paint(picture, (x > 148) & (x < 152) & (y > 78) & (y < 110), 50, "trunk")
    for cx, cy, r in [(150, 66, 11), (143, 76, 8), (156, 76, 9)]:
        _paint(picture, _ellipse(x, y, cx, cy, r, r), 92 + 45 * grain, "leaf")


def _paint(picture: _Sheet, where: np.ndarray, grey: np.ndarray | float, hue: str) -> None:
    np.copyto(picture.grey, grey, where=where)
    picture.hue[where] = list(HUES).index(hue)


def _ellipse(x: np.ndarray, y: np.ndarray, cx: float, cy: float, rx: float, ry: float) -> np.ndarray:
    return ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1


def _polygon(x: np.ndarray, y: np.ndarray, corners: Corners) -> np.ndarray:
    """Inside a convex polygon: on the same side of every edge."""
    sides = [
        (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    return np.all([s > 0 for s in sides], axis=0) | np.all([s < 0 for s in sides], axis=0)


if __name__ == "__main__":
    from pathlib import Path

    write_image(harbour_colour(), Path(__file__).parents[4] / "data" / "harbour.png")
