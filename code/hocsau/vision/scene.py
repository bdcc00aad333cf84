"""Một bức ảnh xám vẽ bằng công thức: bến cảng có núi, mặt trời, thuyền buồm, nhà ngói và cây.

Ảnh của sách, theo CC0: bạn dùng, sửa, chia sẻ tuỳ ý, không phải ghi nguồn.
"""

from __future__ import annotations

import numpy as np

WIDTH, HEIGHT = 160, 120
FINE = 3  # every pixel is the mean of 3×3 dots, so that slanted edges are smooth
SEED = 5

Corners = list[tuple[float, float]]


def harbour() -> np.ndarray:
    """Ảnh bến cảng, luôn là cùng một ảnh. Trả về: uint8 (120, 160)."""
    y, x = (np.mgrid[: HEIGHT * FINE, : WIDTH * FINE] + 0.5) / FINE
    grain = np.random.default_rng(SEED).uniform(-1, 1, (HEIGHT, WIDTH)).repeat(FINE, 0).repeat(FINE, 1)
    picture = 205 - 0.5 * y  # the sky
    _paint(picture, _ellipse(x, y, 118, 20, 10, 10), 250)
    for cx, cy, rx, ry in [(30, 16, 15, 5), (40, 13, 10, 5), (74, 28, 13, 4), (84, 26, 8, 4)]:
        _paint(picture, _ellipse(x, y, cx, cy, rx, ry), 238)
    _paint(picture, _polygon(x, y, [(-10, 62), (34, 30), (78, 62)]), 128 + 5 * grain)
    _paint(picture, _polygon(x, y, [(40, 62), (92, 38), (150, 62)]), 148 + 4 * grain)
    waves = 105 + 16 * np.sign(np.sin(y * 1.3) + 0.9 * np.sin(x * 0.21 + y * 0.6)) + 0.2 * (y - 62)
    _paint(picture, y > 62, waves)
    _boat(picture, x, y)
    _paint(picture, _polygon(x, y, [(84, 121), (98, 94), (161, 88), (161, 121)]), 172 + 14 * grain)
    _house(picture, x, y, grain)
    _tree(picture, x, y, grain)
    dots = np.clip(picture, 0, 255).reshape(HEIGHT, FINE, WIDTH, FINE)
    return np.rint(dots.mean(axis=(1, 3))).astype(np.uint8)


def _boat(picture: np.ndarray, x: np.ndarray, y: np.ndarray) -> None:
    _paint(picture, _polygon(x, y, [(14, 84), (70, 84), (62, 95), (22, 95)]), 42)
    _paint(picture, (x > 16) & (x < 68) & (y > 86) & (y < 87.5), 225)
    _paint(picture, (x > 41) & (x < 42.6) & (y > 36) & (y < 84), 35)
    stripes = np.where(np.floor(y / 6) % 2 == 0, 245, 205)
    _paint(picture, _polygon(x, y, [(43.5, 38), (66, 80), (43.5, 80)]), stripes)
    _paint(picture, _polygon(x, y, [(40, 44), (40, 80), (22, 80)]), 232)


def _house(picture: np.ndarray, x: np.ndarray, y: np.ndarray, grain: np.ndarray) -> None:
    row = np.floor((y - 66) / 4)
    mortar = ((y - 66) % 4 < 0.9) | ((x + 4 * (row % 2)) % 8 < 0.9)
    _paint(picture, (x > 94) & (x < 140) & (y > 66) & (y < 106), np.where(mortar, 205, 158 + 8 * grain))
    tiles = np.where((x + y) % 5 < 1.4, 48, 84)
    _paint(picture, _polygon(x, y, [(88, 68), (104, 46), (130, 46), (146, 68)]), tiles)
    _paint(picture, (x > 124) & (x < 130) & (y > 38) & (y < 52), 70)
    for left in (99, 126):
        _paint(picture, (x > left) & (x < left + 10) & (y > 74) & (y < 87), 238)
        _paint(picture, (x > left + 1.2) & (x < left + 8.8) & (y > 75.2) & (y < 85.8), 40)
        _paint(picture, (x > left + 4.4) & (x < left + 5.6) & (y > 74) & (y < 87), 238)
        _paint(picture, (x > left) & (x < left + 10) & (y > 80) & (y < 81.2), 238)
    _paint(picture, (x > 112) & (x < 122) & (y > 82) & (y < 106), 62)
    _paint(picture, _ellipse(x, y, 119.5, 95, 1, 1), 240)


def _tree(picture: np.ndarray, x: np.ndarray, y: np.ndarray, grain: np.ndarray) -> None:
    _paint(picture, (x > 148) & (x < 152) & (y > 78) & (y < 110), 50)
    for cx, cy, r in [(150, 66, 11), (143, 76, 8), (156, 76, 9)]:
        _paint(picture, _ellipse(x, y, cx, cy, r, r), 92 + 45 * grain)


def _paint(picture: np.ndarray, where: np.ndarray, grey: np.ndarray | float) -> None:
    np.copyto(picture, grey, where=where)


def _ellipse(x: np.ndarray, y: np.ndarray, cx: float, cy: float, rx: float, ry: float) -> np.ndarray:
    return ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1


def _polygon(x: np.ndarray, y: np.ndarray, corners: Corners) -> np.ndarray:
    """Inside a convex polygon: on the same side of every edge."""
    sides = [
        (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    return np.all([s > 0 for s in sides], axis=0) | np.all([s < 0 for s in sides], axis=0)
