"""Một chiếc xe máy nhìn từ phía sau, vẽ bằng đa giác; biển số chưa có, chỉ để sẵn chỗ."""

from __future__ import annotations

import numpy as np
from PIL import ImageDraw

Colour = tuple[int, int, int]
_PAINTS = (
    (38, 38, 42),
    (70, 70, 78),
    (150, 152, 158),
    (196, 198, 200),
    (128, 26, 30),
    (24, 52, 110),
    (205, 205, 198),
    (92, 60, 44),
    (30, 80, 70),
)


class Pen:
    """Vẽ bằng đơn vị "một bề ngang của biển", gốc ở tâm biển; x sang phải, y xuống dưới."""

    def __init__(self, draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, lean: float) -> None:
        self.draw, self.x, self.y, self.unit, self.lean = draw, x, y, unit, lean

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Điểm trong ảnh; xe nghiêng thì càng cao càng lệch."""
        return self.x + self.unit * (x - self.lean * y), self.y + self.unit * y

    def polygon(self, points: list[tuple[float, float]], colour: Colour) -> None:
        """Đa giác tô kín."""
        self.draw.polygon([self.at(*p) for p in points], fill=colour)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """Ellipse tâm (x, y)."""
        cx, cy = self.at(x, y)
        rx, ry = abs(rx * self.unit), abs(ry * self.unit)
        self.draw.ellipse([cx - rx, cy - ry, cx + rx, cy + ry], fill=colour)

    def line(self, points: list[tuple[float, float]], width: float, colour: Colour) -> None:
        """Đường gấp khúc dày `width`."""
        thick = max(1, round(width * self.unit))
        self.draw.line([self.at(*p) for p in points], fill=colour, width=thick, joint="curve")


def shade(colour: Colour, light: float) -> Colour:
    """Màu sáng lên hay tối đi `light` lần."""
    return tuple(int(min(max(c * light, 0), 255)) for c in colour)  # type: ignore[return-value]


def draw_motorbike(pen: Pen, rng: np.random.Generator) -> None:
    """Bóng đổ, bánh, chắn bùn, ống xả, thân, đèn sau, tay lái, chân người; biển sẽ dán ở gốc toạ độ."""
    paint = _PAINTS[rng.integers(len(_PAINTS))]
    dark = shade((40, 40, 44), rng.uniform(0.4, 1.3))
    wide = rng.uniform(0.5, 0.75)  # half of the body's width
    tall = rng.uniform(1.4, 2.2)  # of the body above the plate
    drop = rng.uniform(1.0, 1.5)  # where the tyre meets the ground
    if rng.random() < 0.6:
        _legs(pen, rng, drop)
    pen.ellipse(rng.uniform(-0.2, 0.2), drop, rng.uniform(0.5, 0.9), 0.14, (30, 30, 32))
    pen.polygon(
        [(-0.2, 0), (0.2, 0), (0.16, drop), (-0.16, drop)], shade((30, 30, 30), rng.uniform(0.5, 1.2))
    )
    _exhaust(pen, rng, wide)
    body = [
        (-wide * 0.75, 0.5),
        (-wide, 0),
        (-wide * rng.uniform(0.8, 1.05), -tall * 0.5),
        (-wide * rng.uniform(0.4, 0.7), -tall),
    ]
    pen.polygon(body + [(-x, y) for x, y in reversed(body)], paint)
    pen.polygon([(-wide * 0.6, -0.35), (wide * 0.6, -0.35), (wide * 0.5, 0.55), (-wide * 0.5, 0.55)], dark)
    narrow = rng.uniform(0.14, 0.28)  # the mudguard below the plate
    flap = shade(dark, rng.uniform(0.8, 1.5)) if rng.random() < 0.8 else shade(paint, 0.8)
    pen.polygon(
        [(-narrow * 1.4, 0.3), (narrow * 1.4, 0.3), (narrow, drop - 0.15), (0, drop), (-narrow, drop - 0.15)],
        flap,
    )
    if rng.random() < 0.35:  # a sticker: small, pale, not a plate
        pen.polygon(
            [(-0.1, 0.62), (0.1, 0.62), (0.08, 0.8), (-0.08, 0.8)],
            shade((230, 225, 190), rng.uniform(0.6, 1)),
        )
    _lamp(pen, rng, tall, wide)
    if rng.random() < 0.7:
        pen.ellipse(
            0, -tall * 0.95, wide * rng.uniform(0.6, 0.9), rng.uniform(0.15, 0.3), shade((28, 28, 30), 1)
        )
    if rng.random() < 0.6:
        grip = shade((120, 120, 126), rng.uniform(0.4, 1.5))
        pen.line([(-wide * 1.5, -tall * 0.85), (-wide * 0.6, -tall * 0.7)], 0.08, grip)
        pen.line([(wide * 1.5, -tall * 0.85), (wide * 0.6, -tall * 0.7)], 0.08, grip)


def _legs(pen: Pen, rng: np.random.Generator, drop: float) -> None:
    cloth = shade(_PAINTS[rng.integers(len(_PAINTS))], rng.uniform(0.4, 1))
    skin = shade((196, 150, 120), rng.uniform(0.6, 1.1))
    for side in (-1, 1):
        if rng.random() < 0.85:
            away = side * rng.uniform(0.85, 1.2)
            foot = drop - rng.uniform(0.1, 0.6)
            pen.line(
                [(side * 0.6, -2.2), (away, -0.9), (away, foot)], 0.3, cloth if rng.random() < 0.7 else skin
            )
            pen.ellipse(away + side * 0.08, foot, 0.24, 0.13, shade((60, 55, 52), rng.uniform(0.3, 2)))


def _exhaust(pen: Pen, rng: np.random.Generator, wide: float) -> None:
    steel = shade((130, 130, 134), rng.uniform(0.3, 1.3))
    side = 1 if rng.random() < 0.85 else -1
    x, y, r = side * (wide + rng.uniform(0, 0.2)), rng.uniform(0, 0.5), rng.uniform(0.1, 0.17)
    pen.line([(x - side * 0.1, -0.5), (x, y)], 2 * r, shade(steel, 0.7))
    pen.ellipse(x, y, r, r, steel)
    pen.ellipse(x, y, r * 0.55, r * 0.55, (18, 18, 20))


def _lamp(pen: Pen, rng: np.random.Generator, tall: float, wide: float) -> None:
    y = -0.55 - rng.uniform(0.05, 0.5) * (tall - 0.8)
    rx, ry = wide * rng.uniform(0.35, 0.9), rng.uniform(0.1, 0.22)
    red = (150, 24, 28)
    if rng.random() < 0.5:  # alight
        pen.ellipse(0, y, rx * 1.15, ry * 1.3, (220, 40, 50))
        red = (255, 205, 205) if rng.random() < 0.5 else (255, 60, 66)
    pen.ellipse(0, y, rx, ry, red)
    if rng.random() < 0.6:
        for side in (-1, 1):
            pen.ellipse(side * rx * 1.25, y + 0.05, 0.13, 0.1, shade((235, 150, 60), rng.uniform(0.6, 1.1)))
