"""Bộ chữ nét đều của sách: mỗi chữ là vài nét gãy và cung, tô bằng khoảng cách tới nét."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

Stroke = list[tuple[float, float]]  # in a box one wide and two tall, y downwards


def _arc(x: float, y: float, rx: float, ry: float, start: float, stop: float) -> Stroke:
    """Degrees, clockwise on the plate (y is downwards): 0 is right, 90 below, 180 left, 270 above."""
    turn = np.deg2rad(np.linspace(start, stop, max(3, round(abs(stop - start) / 15) + 1)))
    return list(zip(x + rx * np.cos(turn), y + ry * np.sin(turn), strict=True))


def _ring() -> Stroke:
    """An upright stadium: the 0."""
    return [*_arc(0.5, 0.5, 0.5, 0.5, 180, 360), *_arc(0.5, 1.5, 0.5, 0.5, 0, 180), (0, 0.5)]


_STROKES: dict[str, list[Stroke]] = {
    "0": [_ring()],
    "1": [[(0.12, 0.42), (0.58, 0), (0.58, 2)]],
    "2": [[*_arc(0.5, 0.5, 0.5, 0.5, 190, 380), (0, 2), (1, 2)]],
    "3": [[*_arc(0.48, 0.48, 0.46, 0.48, 195, 450)], [*_arc(0.48, 1.48, 0.52, 0.52, 270, 525)]],
    "4": [[(0.66, 0), (0, 1.45), (1, 1.45)], [(0.74, 0.85), (0.74, 2)]],
    "5": [[(0.95, 0), (0.1, 0), (0.05, 0.95), *_arc(0.5, 1.38, 0.5, 0.62, 215, 510)]],
    "6": [
        [
            *_arc(0.5, 0.55, 0.5, 0.55, 335, 180),
            *_arc(0.5, 1.5, 0.5, 0.5, 180, 0),
            *_arc(0.5, 1.3, 0.5, 0.5, 0, -180),
        ]
    ],
    "7": [[(0, 0), (1, 0), (0.36, 2)]],
    "8": [[*_arc(0.5, 0.48, 0.44, 0.48, 0, 360)], [*_arc(0.5, 1.48, 0.5, 0.52, 0, 360)]],
    "9": [
        [
            *_arc(0.5, 1.45, 0.5, 0.55, 155, 0),
            *_arc(0.5, 0.5, 0.5, 0.5, 0, -180),
            *_arc(0.5, 0.7, 0.5, 0.5, 180, 0),
        ]
    ],
    "A": [[(0, 2), (0.5, 0), (1, 2)], [(0.18, 1.35), (0.82, 1.35)]],
    "B": [
        [(0, 0), (0.5, 0), *_arc(0.5, 0.48, 0.44, 0.48, 270, 450), (0, 0.96)],
        [(0.5, 0.96), *_arc(0.5, 1.48, 0.5, 0.52, 270, 450), (0, 2), (0, 0)],
    ],
    "C": [[*_arc(0.5, 0.52, 0.5, 0.52, 345, 180), *_arc(0.5, 1.48, 0.5, 0.52, 180, 15)]],
    "D": [
        [
            (0, 0),
            (0.45, 0),
            *_arc(0.45, 0.55, 0.55, 0.55, 270, 360),
            *_arc(0.45, 1.45, 0.55, 0.55, 0, 90),
            (0, 2),
            (0, 0),
        ]
    ],
    "E": [[(1, 0), (0, 0), (0, 2), (1, 2)], [(0, 0.97), (0.85, 0.97)]],
    "F": [[(1, 0), (0, 0), (0, 2)], [(0, 0.97), (0.85, 0.97)]],
    "G": [
        [*_arc(0.5, 0.52, 0.5, 0.52, 345, 180), *_arc(0.5, 1.48, 0.5, 0.52, 180, 0), (1, 1.1), (0.55, 1.1)]
    ],
    "H": [[(0, 0), (0, 2)], [(1, 0), (1, 2)], [(0, 0.97), (1, 0.97)]],
    "K": [[(0, 0), (0, 2)], [(1, 0), (0.02, 1.12)], [(0.38, 0.72), (1, 2)]],
    "L": [[(0, 0), (0, 2), (0.95, 2)]],
    "M": [[(0, 2), (0, 0), (0.5, 1.2), (1, 0), (1, 2)]],
    "N": [[(0, 2), (0, 0), (1, 2), (1, 0)]],
    "P": [[(0, 2), (0, 0), (0.45, 0), *_arc(0.45, 0.56, 0.55, 0.56, 270, 450), (0, 1.12)]],
    "R": [
        [(0, 2), (0, 0), (0.45, 0), *_arc(0.45, 0.52, 0.52, 0.52, 270, 450), (0, 1.04)],
        [(0.45, 1.04), (1, 2)],
    ],
    "S": [[*_arc(0.5, 0.48, 0.46, 0.48, 340, 120), *_arc(0.5, 1.48, 0.5, 0.52, 285, 520)]],
    "T": [[(0, 0), (1, 0)], [(0.5, 0), (0.5, 2)]],
    "U": [[(0, 0), *_arc(0.5, 1.5, 0.5, 0.5, 180, 0), (1, 0)]],
    "V": [[(0, 0), (0.5, 2), (1, 0)]],
    "X": [[(0, 0), (1, 2)], [(1, 0), (0, 2)]],
    "Y": [[(0, 0), (0.5, 1), (1, 0)], [(0.5, 1), (0.5, 2)]],
    "Z": [[(0, 0), (1, 0), (0, 2), (1, 2)]],
    "-": [[(0.1, 1), (0.9, 1)]],
    ".": [[(0.5, 1.97), (0.5, 2)]],
}
GLYPHS = "".join(_STROKES)


@lru_cache(maxsize=256)
def glyph(character: str, height: int, width: int, stroke: float) -> np.ndarray:
    """Độ phủ mực của một chữ, float64 (height, width) trong [0, 1]; mảng chỉ đọc.

    phủ = kẹp(½ + stroke/2 − d), d là khoảng cách (điểm ảnh) tới nét gần nhất; nét chạm mép ô.

    Lỗi:
        ValueError: chữ không có trong bộ, hay ô quá nhỏ so với nét.
    """
    if character not in _STROKES:
        raise ValueError(f"bộ chữ không có {character!r}; có: {GLYPHS}")
    if not 0 < stroke < min(height, width):
        raise ValueError(f"nét {stroke} phải dương và nhỏ hơn ô {height}×{width}")
    y, x = np.mgrid[:height, :width] + 0.5
    away = np.full((height, width), np.inf)
    for points in _STROKES[character]:
        at = np.array(points) * [width - stroke, (height - stroke) / 2] + stroke / 2
        for (ax, ay), (bx, by) in zip(at[:-1], at[1:], strict=True):
            dx, dy = bx - ax, by - ay
            length = max(dx * dx + dy * dy, 1e-12)  # an arc may begin where the line before it ends
            t = np.clip(((x - ax) * dx + (y - ay) * dy) / length, 0, 1)
            away = np.minimum(away, np.hypot(x - ax - t * dx, y - ay - t * dy))
    cover = np.clip(0.5 + stroke / 2 - away, 0, 1)
    cover.flags.writeable = False
    return cover
