"""Nét bút: từ đường gấp khúc thành ảnh mực, và vài chữ số viết sẵn."""

from collections.abc import Sequence

import numpy as np

SIDE = 140  # the sheet of paper, in pixels
RADIUS = 6.5  # half the width of the pen

Stroke = Sequence[tuple[float, float]]


def ink(strokes: Sequence[Stroke]) -> np.ndarray:
    """Ảnh mực của các nét bút tròn bán kính 6.5.

    Một điểm ảnh cách nét gần nhất một đoạn d có mực max(0, min(1, 7 − d)): trong nét là 1, mép nét mờ dần.

    Tham số:
        strokes: mỗi nét là dãy điểm (x, y), gốc ở góc trên trái, cạnh tờ giấy dài 140.

    Trả về:
        (140, 140) trong [0, 1].
    """
    sheet = np.zeros((SIDE, SIDE))
    ticks = np.arange(SIDE) + 0.5
    for stroke in strokes:
        points = [(float(x), float(y)) for x, y in stroke]
        for (ax, ay), (bx, by) in zip(points, points[1:] or points, strict=False):
            dx, dy = bx - ax, by - ay
            length = dx * dx + dy * dy
            along = ((ticks - ax) * dx + (ticks[:, np.newaxis] - ay) * dy) / (length or 1)  # (H, W)
            t = np.clip(along, 0, 1)
            away = np.sqrt((ticks - ax - t * dx) ** 2 + (ticks[:, np.newaxis] - ay - t * dy) ** 2)
            np.maximum(sheet, np.clip(RADIUS + 0.5 - away, 0, 1), out=sheet)
    return sheet


# A few points of each stroke on a 140 × 140 sheet; a smooth curve goes through them.
_SKETCHES: dict[str, list[str]] = {
    "0": ["75,24 48,34 37,72 50,108 76,114 98,94 101,54 88,28 70,25"],
    "1": ["76,22 72,68 66,116"],
    "2": ["42,44 56,25 84,27 92,50 74,80 40,112 36,114 44,110 70,110 102,113"],
    "3": ["44,34 66,22 90,34 84,56 60,66 88,74 96,96 74,115 42,106"],
    "4": ["52,24 44,56 40,74 64,74 102,70", "86,30 82,74 78,118"],
    "5": ["54,28 49,60 72,56 94,72 90,100 64,114 40,104", "54,28 74,28 98,25"],
    "6": ["86,22 56,50 42,88 60,115 88,106 92,82 70,72 46,88"],
    "7": ["40,30 70,29 98,28 88,56 70,86 62,118"],
    "8": ["92,40 72,23 50,38 64,62 90,84 86,108 64,116 46,100 60,76 88,54 93,38"],
    "9": ["94,42 72,26 50,44 58,66 84,62 95,40 92,74 84,118"],
    "1 có mũ": ["50,46 62,36 74,22 73,70 72,116"],
    "7 có gạch": ["40,30 70,29 98,28 88,56 70,86 62,118", "54,72 74,70 96,68"],
    "4 viết kín": ["84,118 84,70 86,24 64,50 38,82 70,84 106,82"],
}


def sample_strokes() -> dict[str, list[list[tuple[float, float]]]]:
    """Các chữ số viết sẵn theo tên, mỗi chữ là vài nét, mỗi nét là một đường gấp khúc mịn."""
    return {name: [_smooth(_points(stroke)) for stroke in strokes] for name, strokes in _SKETCHES.items()}


def _points(sketch: str) -> list[tuple[float, float]]:
    pairs = (pair.split(",") for pair in sketch.split())
    return [(float(x), float(y)) for x, y in pairs]


def _smooth(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Catmull–Rom through the points, six pieces between two of them."""
    p = np.array([points[0], *points, points[-1]], float)
    t = np.linspace(0, 1, 6, endpoint=False)[:, np.newaxis]
    curve = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return [tuple(xy) for xy in np.vstack([*curve, p[-1]]).round(1).tolist()]
