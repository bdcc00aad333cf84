"""Sân chơi Trung thu vẽ bằng máy: năm loại đồ chơi trên một nền có vân, kèm khung và mặt nạ từng vật."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

CLASSES = ("đèn ông sao", "diều", "nón lá", "bóng", "hộp quà")
SIZE = 128  # pixels of a side
FINE = 3  # dots of a pixel's side: smooth edges, boxes known to a third of a pixel
SMALLEST, LARGEST = 7.0, 30.0  # half of an object's side, in pixels
MOST = 8  # objects of a scene
SEEN = 0.6  # share of every object that later ones leave in sight
_TRIES = 30  # before a scene takes one object less


@dataclass(frozen=True)
class Scene:
    """Một cảnh: ảnh, và mỗi vật một khung, một nhãn, một mặt nạ.

    Tham số:
        image: uint8 (S, S, 3).
        boxes: float32 (k, 4): x1, y1, x2, y2 tính bằng điểm ảnh, điểm đầu phủ từ 0 đến 1; khung ôm cả vật,
            kể cả phần bị vật khác che, nhưng cắt ở mép ảnh.
        labels: int64 (k,), số thứ tự trong CLASSES.
        masks: bool (k, S, S), phần còn nhìn thấy của từng vật.
    """

    image: np.ndarray
    boxes: np.ndarray
    labels: np.ndarray
    masks: np.ndarray


def draw_scene(rng: np.random.Generator, size: int = SIZE, *, most: int = MOST) -> Scene:
    """Vẽ một cảnh có từ 1 tới `most` vật; vật vẽ sau có thể che vật vẽ trước, nhưng chừa lại ít nhất 60 %.

    Cỡ vật rút đều theo thang log, màu rút từ cùng một khoảng cho mọi loại nên chỉ hình mới phân biệt được.

    Tham số:
        rng: bộ sinh số; cùng rng thì cùng cảnh.
        size: cạnh của ảnh vuông, từ 64.
        most: số vật nhiều nhất.

    Trả về:
        Scene.

    Lỗi:
        ValueError: size dưới 64 hay most dưới 1.
    """
    if size < 64 or most < 1:
        raise ValueError(f"size = {size}, most = {most}; cần ảnh từ 64 điểm mỗi cạnh và ít nhất một vật")
    canvas = _ground(rng, size)
    boxes: list[tuple[float, ...]] = []
    labels: list[int] = []
    masks: list[np.ndarray] = []
    areas: list[float] = []
    for _ in range(int(rng.integers(1, most + 1))):
        for _ in range(_TRIES):
            toy = _toy(rng, size)
            hidden = [
                (mask & ~toy.mask).sum() >= SEEN * area for mask, area in zip(masks, areas, strict=True)
            ]
            if all(hidden):
                break
        else:
            continue
        for mask in masks:
            mask &= ~toy.mask
        rows, columns = toy.place
        part = canvas[rows, columns]
        part += toy.alpha[..., None] * (toy.colour - part)
        boxes.append(toy.box)
        labels.append(toy.kind)
        masks.append(toy.mask)
        areas.append(float(toy.mask.sum()))
    canvas += rng.normal(0, 5, canvas.shape).astype(np.float32)
    return Scene(
        np.clip(np.rint(canvas), 0, 255).astype(np.uint8),
        np.array(boxes, np.float32).reshape(-1, 4),
        np.array(labels, np.int64),
        np.array(masks),
    )


def draw_scenes(n: int, rng: np.random.Generator, size: int = SIZE, *, most: int = MOST) -> list[Scene]:
    """`n` cảnh, như `draw_scene`."""
    return [draw_scene(rng, size, most=most) for _ in range(n)]


@dataclass(frozen=True)
class _Toy:
    """One object, drawn in the window `place` of the picture."""

    kind: int
    box: tuple[float, ...]
    mask: np.ndarray  # bool (S, S)
    place: tuple[slice, slice]
    alpha: np.ndarray  # (h, w): the share of each pixel that it covers
    colour: np.ndarray  # (h, w, 3)


def _toy(rng: np.random.Generator, size: int) -> _Toy:
    kind = int(rng.integers(len(CLASSES)))
    half = float(np.exp(rng.uniform(np.log(SMALLEST), np.log(LARGEST))))
    margin = 0.6 * half  # an object may stick out of the picture a little
    cx, cy = rng.uniform(margin, size - margin, 2)
    turn, stretch = rng.uniform(-0.45, 0.45), rng.uniform(0.85, 1.15)
    main, accent = _colours(rng)
    reach = 1.45 * half
    x0, y0 = max(0, int(cx - reach)), max(0, int(cy - reach))
    x1, y1 = min(size, int(cx + reach) + 2), min(size, int(cy + reach) + 2)
    y, x = np.mgrid[y0 * FINE : y1 * FINE, x0 * FINE : x1 * FINE].astype(np.float32)
    x, y = (x + 0.5) / FINE - np.float32(cx), (y + 0.5) / FINE - np.float32(cy)
    c, s = np.float32(np.cos(turn)), np.float32(np.sin(turn))
    u = (c * x + s * y) / np.float32(half * stretch)
    v = (c * y - s * x) / np.float32(half / stretch)
    inside, trim = _SHAPES[kind](u, v)
    light = (1.05 - 0.18 * v - 0.1 * u).clip(0.7, 1.3)
    dots = np.where(trim[..., None], accent, main) * light[..., None]
    h, w = y1 - y0, x1 - x0
    share = inside.reshape(h, FINE, w, FINE).mean(axis=(1, 3), dtype=np.float32)
    weighted = (dots * inside[..., None]).reshape(h, FINE, w, FINE, 3).mean(axis=(1, 3))
    colour = weighted / np.maximum(share, 1e-6)[..., None]
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    box = (
        x0 + columns[0] / FINE,
        y0 + rows[0] / FINE,
        x0 + (columns[-1] + 1) / FINE,
        y0 + (rows[-1] + 1) / FINE,
    )
    mask = np.zeros((size, size), bool)
    mask[y0:y1, x0:x1] = share >= 0.5
    return _Toy(kind, box, mask, (slice(y0, y1), slice(x0, x1)), share, colour)


def _colours(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two lively colours that differ, the same ranges for every kind."""
    hue = rng.uniform(0, 1)
    other = (hue + rng.uniform(0.25, 0.75)) % 1
    return _rgb(hue, rng.uniform(0.55, 1), rng.uniform(0.6, 1)), _rgb(other, 0.6, rng.uniform(0.3, 1))


def _rgb(hue: float, saturation: float, value: float) -> np.ndarray:
    ramp = np.abs((hue * 6 + np.array([0, 4, 2])) % 6 - 3) - 1  # red, green, blue over the circle
    return (255 * value * (1 - saturation * (1 - ramp.clip(0, 1)))).astype(np.float32)


def _ground(rng: np.random.Generator, size: int) -> np.ndarray:
    """A ground of two muted colours with soft blotches and a few strokes: float32 (S, S, 3)."""
    first, second = (_rgb(rng.uniform(0, 1), rng.uniform(0.05, 0.35), rng.uniform(0.35, 0.9)) for _ in "ab")
    y, x = (np.mgrid[:size, :size] / size).astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    along = (0.5 + 0.5 * (np.cos(angle) * (2 * x - 1) + np.sin(angle) * (2 * y - 1))).clip(0, 1)
    canvas = first + along[..., None] * (second - first)
    coarse = rng.normal(0, 12, (9, 9)).astype(np.float32)
    at = np.linspace(0, 8, size, dtype=np.float32)
    low = np.minimum(at.astype(int), 7)
    part = (at - low)[:, None]
    rows = coarse[low] * (1 - part) + coarse[low + 1] * part  # (S, 9)
    blotch = rows[:, low] * (1 - part.T) + rows[:, low + 1] * part.T  # (S, S)
    canvas += blotch[..., None]
    for _ in range(int(rng.integers(0, 5))):  # strokes: lines that are no toy
        a, b, width = rng.uniform(0, np.pi), rng.uniform(0.1, 0.9), rng.uniform(0.006, 0.02)
        bend = rng.uniform(-0.5, 0.5)
        line = np.abs(np.cos(a) * (x - b) + np.sin(a) * (y - b) + bend * (x - 0.5) * (y - 0.5)) < width
        canvas[line] += rng.normal(0, 40, 3).astype(np.float32)
    return canvas.astype(np.float32)


Shape = tuple[np.ndarray, np.ndarray]  # inside, and where its second colour is


def _star(u: np.ndarray, v: np.ndarray) -> Shape:
    r, angle = np.hypot(u, v), np.arctan2(u, -v)
    fold = np.abs((angle + np.pi / 5) % (2 * np.pi / 5) - np.pi / 5)  # 0 at a tip, π/5 between two
    inner = 0.42
    # the edge from (1, 0) to the notch (inner, π/5), in polar form
    ex, ey = inner * np.cos(np.pi / 5) - 1, inner * np.sin(np.pi / 5)
    inside = r * (np.cos(fold) * ey - np.sin(fold) * ex) <= ey
    return inside, r < 0.3


def _kite(u: np.ndarray, v: np.ndarray) -> Shape:
    return np.abs(u) / 0.68 + np.abs(v) <= 1, (np.abs(u) < 0.07) | (np.abs(v) < 0.07)


def _hat(u: np.ndarray, v: np.ndarray) -> Shape:
    inside = (v <= 0.55) & (np.abs(u) <= (v + 0.65) / 1.2)
    return inside, (np.abs(v - 0.1) < 0.06) | (np.abs(v - 0.42) < 0.06)


def _ball(u: np.ndarray, v: np.ndarray) -> Shape:
    return u**2 + v**2 <= 0.85**2, np.abs(np.hypot(u - 0.5, v) - 0.65) < 0.1


def _gift(u: np.ndarray, v: np.ndarray) -> Shape:
    return (np.abs(u) <= 0.85) & (np.abs(v) <= 0.7), (np.abs(u) < 0.15) | (np.abs(v) < 0.13)


_SHAPES: tuple[Any, ...] = (_star, _kite, _hat, _ball, _gift)
