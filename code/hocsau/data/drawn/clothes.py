"""Quần áo do sách tự vẽ: ảnh xám 28×28, mười loại như Fashion-MNIST, mỗi lần rút một kiểu khác.

Mỗi món là vài đa giác trên khung vuông cạnh 1 (x sang phải, y xuống dưới), vẽ to gấp bốn rồi lấy trung bình,
nên mép mịn. Cỡ, bề rộng, độ sáng, hoạ tiết, độ nghiêng đều rút từ rng: cùng rng thì cùng ảnh.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw

SIDE, FINE = 28, 4
CLASSES = (
    "áo thun",
    "quần dài",
    "áo len chui đầu",
    "váy liền",
    "áo khoác",
    "sandal",
    "áo sơ mi",
    "giày thể thao",
    "túi",
    "bốt cổ thấp",
)

Points = Sequence[tuple[float, float]]
Part = tuple[Points, float]  # a polygon and its share of the garment's brightness; 0 cuts a hole


def draw_garment(kind: int, rng: np.random.Generator) -> np.ndarray:
    """Một món đồ loại `kind` (0–9, theo `CLASSES`), ảnh (28, 28) kiểu uint8, nền 0.

    Lỗi:
        ValueError: không có loại ấy.
    """
    if kind not in range(len(CLASSES)):
        raise ValueError(f"kind = {kind!r}; cần số nguyên từ 0 đến {len(CLASSES) - 1}")
    parts = _KINDS[kind](rng)
    turned = _moved(parts, rng)
    shade = _rendered(turned)  # (28, 28), in [0, 1]
    light = rng.uniform(0.45, 1.0) * _texture(rng) * shade
    noisy = light + rng.normal(0, 0.02, light.shape) * (shade > 0)
    return np.rint(255 * np.clip(noisy, 0, 1)).astype(np.uint8)


def draw_clothes(per_class: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """`per_class` món mỗi loại, đã xáo: ảnh (10·per_class, 28, 28) kiểu uint8, nhãn kiểu int64."""
    y = rng.permutation(np.repeat(np.arange(len(CLASSES)), per_class))
    return np.stack([draw_garment(int(kind), rng) for kind in y]), y.astype(np.int64)


def _moved(parts: list[Part], rng: np.random.Generator) -> list[Part]:
    """Turn, stretch and shift all polygons alike; the frame is never left."""
    angle = rng.normal(0, 0.04)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    stretch = rng.uniform(0.88, 1.0, 2)
    shift = rng.uniform(-0.02, 0.02, 2)
    moved = [((np.asarray(points) - 0.5) * stretch @ turn.T + 0.5 + shift, share) for points, share in parts]
    return [([tuple(p) for p in np.clip(points, 0.01, 0.99)], share) for points, share in moved]


def _rendered(parts: list[Part]) -> np.ndarray:
    large = SIDE * FINE
    sheet = Image.new("L", (large, large))
    pen = ImageDraw.Draw(sheet)
    for points, share in parts:
        pen.polygon([(x * large, y * large) for x, y in points], fill=round(255 * share))
    fine = np.asarray(sheet, dtype=float).reshape(SIDE, FINE, SIDE, FINE)
    return fine.mean(axis=(1, 3)) / 255


def _texture(rng: np.random.Generator) -> np.ndarray:
    """Plain three times in five; otherwise stripes across or along."""
    choice, period = rng.integers(5), rng.integers(3, 6)
    if choice < 3:
        return np.ones((SIDE, SIDE))
    wave = 1 - rng.uniform(0.15, 0.4) * (np.arange(SIDE) // (period // 2 + 1) % 2)
    return np.tile(wave, (SIDE, 1)) if choice == 3 else np.tile(wave[:, None], (1, SIDE))


def _mirrored(half: Points) -> Points:
    """The right half, from top to bottom, and its image on the left."""
    return [*half, *[(1 - x, y) for x, y in reversed(half)]]


def _top(rng: np.random.Generator, sleeve: float, hem: float, collar: float = 0.06) -> list[Part]:
    """A body with sleeves: `sleeve` is how far down they reach, `hem` how far the body does."""
    shoulder, chest = rng.uniform(0.2, 0.24), rng.uniform(0.15, 0.2)
    reach = 0.5 + shoulder + 0.16 * min(sleeve / 0.3, 1) + rng.uniform(-0.02, 0.02)
    width = rng.uniform(0.09, 0.13)
    body = [(0.5 + collar, 0.1), (0.5 + shoulder, 0.16), (0.5 + chest, 0.42), (0.5 + chest + 0.02, hem)]
    sleeves = [
        (0.5 + shoulder - 0.04, 0.13),
        (0.5 + shoulder, 0.16),
        (reach, 0.16 + sleeve),
        (reach - width, 0.18 + sleeve),
        (0.5 + chest - 0.03, 0.36),
    ]
    return [(_mirrored(body), 1.0), (sleeves, 0.93), ([(1 - x, y) for x, y in sleeves], 0.93)]


def _tshirt(rng: np.random.Generator) -> list[Part]:
    neck = _mirrored([(0.5 + 0.08, 0.09), (0.5 + 0.03, 0.15)])
    return [*_top(rng, rng.uniform(0.1, 0.18), rng.uniform(0.82, 0.92), 0.1), (neck, 0.0)]


def _trousers(rng: np.random.Generator) -> list[Part]:
    waist, ankle, hip = rng.uniform(0.13, 0.18), rng.uniform(0.08, 0.13), rng.uniform(0.17, 0.22)
    crotch, gap = rng.uniform(0.34, 0.42), rng.uniform(0.02, 0.05)
    leg = [
        (0.5, 0.06),
        (0.5 + waist, 0.06),
        (0.5 + hip, 0.3),
        (0.5 + gap + ankle + 0.04, 0.95),
        (0.5 + gap, 0.95),
        (0.5, crotch),
    ]
    belt = _mirrored([(0.5 + waist, 0.06), (0.5 + waist + 0.01, 0.1)])
    return [(leg, 1.0), ([(1 - x, y) for x, y in leg], 0.95), (belt, 0.75)]


def _pullover(rng: np.random.Generator) -> list[Part]:
    hem = rng.uniform(0.8, 0.9)
    parts = _top(rng, rng.uniform(0.52, 0.62), hem, 0.08)
    band = _mirrored([(0.68, hem - 0.06), (0.69, hem)])
    collar = _mirrored([(0.5 + 0.09, 0.08), (0.5 + 0.07, 0.14)])
    return [*parts, (band, 0.7), (collar, 0.7)]


def _dress(rng: np.random.Generator) -> list[Part]:
    waist, flare, strap = rng.uniform(0.09, 0.12), rng.uniform(0.16, 0.3), rng.uniform(0.07, 0.11)
    body = [(0.5 + strap, 0.05), (0.5 + strap + 0.05, 0.2), (0.5 + waist, 0.4), (0.5 + flare, 0.95)]
    neck = _mirrored([(0.5 + strap - 0.03, 0.04), (0.5 + 0.02, 0.16)])
    belt = _mirrored([(0.5 + waist, 0.39), (0.5 + waist, 0.43)])
    return [(_mirrored(body), 1.0), (neck, 0.0), (belt, rng.choice([1.0, 0.6]))]


def _coat(rng: np.random.Generator) -> list[Part]:
    parts = _top(rng, rng.uniform(0.55, 0.65), rng.uniform(0.92, 0.96), 0.09)
    opening = [(0.49, 0.1), (0.51, 0.1), (0.52, 0.96), (0.48, 0.96)]
    lapel = [(0.5, 0.34), (0.59, 0.09), (0.63, 0.2)]
    return [*parts, (opening, 0.25), (lapel, 0.6), ([(1 - x, y) for x, y in lapel], 0.6)]


def _shirt(rng: np.random.Generator) -> list[Part]:
    parts = _top(
        rng, rng.choice([rng.uniform(0.14, 0.2), rng.uniform(0.5, 0.6)]), rng.uniform(0.82, 0.9), 0.07
    )
    collar = [(0.5, 0.17), (0.56, 0.06), (0.62, 0.13), (0.57, 0.2)]
    buttons = [
        ([(0.48, y), (0.52, y), (0.52, y + 0.035), (0.48, y + 0.035)], 0.3)
        for y in (0.26, 0.38, 0.5, 0.62, 0.74)
    ]
    pocket = [(0.55, 0.33), (0.63, 0.33), (0.63, 0.42), (0.55, 0.42)]
    return [*parts, (collar, 0.7), ([(1 - x, y) for x, y in collar], 0.7), *buttons, (pocket, 0.72)]


def _sandal(rng: np.random.Generator) -> list[Part]:
    heel, thick = rng.uniform(0.0, 0.22), rng.uniform(0.04, 0.07)
    back = 0.74 - heel
    sole = [
        (0.06, 0.72),
        (0.34, 0.72),
        (0.92, back),
        (0.94, back + thick),
        (0.36, 0.72 + thick),
        (0.06, 0.79),
    ]
    parts: list[Part] = [(sole, 1.0)]
    if heel > 0.08:
        parts.append(([(0.86, back), (0.94, back), (0.92, 0.8), (0.89, 0.8)], 0.9))
    for x in (0.1, 0.3)[: rng.integers(1, 3)]:
        high, wide = rng.uniform(0.5, 0.58), rng.uniform(0.2, 0.28)
        outer = [(x, 0.73), (x + 0.3 * wide, high), (x + 0.6 * wide, high), (x + wide, 0.73)]
        inner = [
            (x + wide - 0.05, 0.73),
            (x + 0.55 * wide, high + 0.06),
            (x + 0.35 * wide, high + 0.06),
            (x + 0.05, 0.73),
        ]
        parts.append(([*outer, *inner], 0.85))
    parts.append(([(0.62, back - 0.02), (0.66, back - 0.03), (0.76, back - 0.2), (0.72, back - 0.2)], 0.85))
    parts.append(([(0.74, back - 0.16), (0.92, back - 0.2), (0.93, back - 0.14), (0.75, back - 0.1)], 0.85))
    return parts


def _sneaker(rng: np.random.Generator) -> list[Part]:
    top, toe = rng.uniform(0.4, 0.46), rng.uniform(0.56, 0.62)
    upper = [
        (0.05, 0.7),
        (0.08, toe),
        (0.34, toe - 0.08),
        (0.56, top),
        (0.68, top + 0.06),
        (0.86, top - 0.02),
        (0.94, 0.7),
    ]
    sole = [(0.04, 0.69), (0.95, 0.69), (0.94, 0.78), (0.06, 0.78)]
    laces = [
        (
            [
                (x, toe - 0.06 - i * 0.04),
                (x + 0.05, toe - 0.08 - i * 0.04),
                (x + 0.12, 0.64),
                (x + 0.07, 0.64),
            ],
            0.45,
        )
        for i, x in enumerate((0.3, 0.4, 0.49))
    ]
    return [(upper, 0.85), *laces, (sole, 1.0)]


def _bag(rng: np.random.Generator) -> list[Part]:
    left, right = rng.uniform(0.08, 0.16), rng.uniform(0.84, 0.92)
    top, bottom, lean = rng.uniform(0.38, 0.48), rng.uniform(0.82, 0.92), rng.uniform(0.0, 0.08)
    body = [(left + lean, top), (right - lean, top), (right, bottom), (left, bottom)]
    high, wide = rng.uniform(0.1, 0.22), rng.uniform(0.16, 0.24)
    handle = _mirrored([(0.5 + wide * 0.6, high), (0.5 + wide, top + 0.02)])
    hole = _mirrored([(0.5 + wide * 0.6 - 0.05, high + 0.06), (0.5 + wide - 0.06, top + 0.02)])
    flap = [(left + lean, top), (right - lean, top), (right - lean, top + 0.14), (left + lean, top + 0.14)]
    clasp = [(0.46, top + 0.1), (0.54, top + 0.1), (0.54, top + 0.18), (0.46, top + 0.18)]
    return [(handle, 0.8), (hole, 0.0), (body, 0.9), (flap, 0.75), (clasp, 0.3)]


def _boot(rng: np.random.Generator) -> list[Part]:
    shaft, heel = rng.uniform(0.1, 0.22), rng.uniform(0.02, 0.1)
    front, toe = rng.uniform(0.5, 0.56), rng.uniform(0.6, 0.66)
    upper = [
        (0.06, 0.8),
        (0.08, toe),
        (0.34, toe - 0.06),
        (front, 0.46),
        (front, shaft),
        (0.92, shaft),
        (0.94, 0.8),
    ]
    sole = [(0.05, 0.79), (0.95, 0.79), (0.95, 0.85), (0.05, 0.85)]
    block = [(0.72, 0.83), (0.95, 0.83), (0.94, 0.86 + heel), (0.76, 0.86 + heel)]
    seam = [(front, shaft), (0.92, shaft), (0.92, shaft + 0.06), (front, shaft + 0.06)]
    return [(upper, 0.9), (sole, 0.6), (block, 0.6), (seam, 0.65)]


_KINDS: tuple[Callable[[np.random.Generator], list[Part]], ...] = (
    *(_tshirt, _trousers, _pullover, _dress, _coat),
    *(_sandal, _shirt, _sneaker, _bag, _boot),
)
