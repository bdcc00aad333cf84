"""Cảnh vật quanh đường: khoảng cách tới đường tim ở mọi chỗ, vân cỏ, chân trời, cây."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from hocsau.driving.track import Track

GRID = 1.0  # metres between two points of the map of distances
FAR = 60.0  # metres of land around the track that the map covers
TILE, TEXEL = 256, 0.125  # the texture repeats every 256 × 0.125 = 32 m
PANORAMA = 2048  # columns of the horizon, all around

GRASS = np.array([104, 122, 62])
SAND = np.array([170, 150, 112])
ASPHALT = np.array([112, 110, 108])
PAINT = np.array([214, 178, 60])
SKY_TOP, SKY_LOW = np.array([96, 138, 196]), np.array([188, 208, 226])
HILLS = np.array([[124, 142, 120], [96, 122, 84]])


@dataclass(frozen=True)
class Scenery:
    """Cảnh của một đường đua. `corners` (M, 4): độ lệch ở bốn góc mỗi ô lưới, nội suy bằng một lần đọc."""

    origin: np.ndarray
    shape: tuple[int, int]
    corners: np.ndarray
    noise: np.ndarray
    horizon: np.ndarray
    trees: np.ndarray
    sprites: np.ndarray

    def offset(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Độ lệch float32 (mét, dương là bên phải) của các điểm; ngoài bản đồ thì lấy ở mép bản đồ."""
        rows, cols = self.shape
        gx = np.clip((x - self.origin[0]) / GRID, 0, cols - 1.001)
        gy = np.clip((y - self.origin[1]) / GRID, 0, rows - 1.001)
        ix, iy = gx.astype(np.int32), gy.astype(np.int32)
        gx -= ix
        gy -= iy
        a, b, c, d = np.moveaxis(self.corners.take(iy * cols + ix, axis=0), -1, 0)
        low, high = a + gx * (b - a), c + gx * (d - c)
        return low + gy * (high - low)


def make_scenery(track: Track) -> Scenery:
    """Cảnh của `track`; cùng một đường thì luôn cùng một cảnh."""
    low = track.points.min(axis=0) - FAR
    cols, rows = (ceil(v / GRID) + 1 for v in track.points.max(axis=0) + FAR - low)
    x, y = low[0] + GRID * np.arange(cols), low[1] + GRID * np.arange(rows)
    offset = track.locate(np.stack(np.meshgrid(x, y), axis=-1))[1].astype(np.float32)
    padded = np.pad(offset, ((0, 1), (0, 1)), mode="edge")
    corners = np.stack([padded[:-1, :-1], padded[:-1, 1:], padded[1:, :-1], padded[1:, 1:]], axis=-1)
    # Seeded by the shape of the track, so that it does not matter who asks, or in which order.
    rng = np.random.default_rng(round(track.length * 1000))
    return Scenery(
        origin=low.astype(np.float32),
        shape=(rows, cols),
        corners=np.ascontiguousarray(corners.reshape(-1, 4)),
        noise=_noise(rng),
        horizon=_horizon(rng),
        trees=_trees(track, rng),
        sprites=np.stack([_tree(rng, trunk) for trunk in (0.15, 0.3, 0.35)]),
    )


def _noise(rng: np.random.Generator) -> np.ndarray:
    """A texture (TILE, TILE) around 0 that repeats without a seam: grains of several sizes."""
    total = np.zeros((TILE, TILE), dtype=np.float32)
    for size in (1, 4, 16):
        grains = rng.normal(size=(TILE // size, TILE // size)).astype(np.float32)
        for axis in (0, 1):  # soften the larger grains
            if size > 1:
                grains = (np.roll(grains, 1, axis) + 2 * grains + np.roll(grains, -1, axis)) / 4
        total += np.kron(grains / grains.std(), np.ones((size, size), dtype=np.float32))
    return np.ascontiguousarray(total / total.std())


def _horizon(rng: np.random.Generator, rows: int = 62) -> np.ndarray:
    """Sky and two chains of hills, (rows, PANORAMA, 3) uint8, seamless all around."""
    angle = 2 * np.pi * np.arange(PANORAMA) / PANORAMA
    row = np.arange(rows)[:, None]
    blend = (row / (rows - 1))[..., None] ** 1.5
    picture = np.broadcast_to(SKY_TOP + (SKY_LOW - SKY_TOP) * blend, (rows, PANORAMA, 3)).copy()
    for colour, height in zip(HILLS, (16, 8), strict=True):
        waves = sum(
            rng.uniform(0.3, 1) / k * np.sin(k * angle + rng.uniform(0, 2 * np.pi)) for k in (2, 3, 5, 9, 17)
        )
        top = rows - height * (0.55 + 0.35 * waves)
        picture[row >= top] = colour
    return picture.astype(np.uint8)


def _trees(track: Track, rng: np.random.Generator) -> np.ndarray:
    """(T, 4): x, y, height, kind; none of them within 5 m of the road's edge."""
    n = int(track.length / 7)
    side = rng.choice([-1, 1], n) * (track.width / 2 + 5 + rng.exponential(9, n))
    place, _ = track.at(rng.uniform(0, track.length, n), side)
    clear = np.abs(track.locate(place)[1]) > track.width / 2 + 4
    rest = np.stack([rng.uniform(3, 9, n), rng.integers(0, 3, n)], axis=1)
    return np.hstack([place, rest])[clear].astype(np.float32)


def _tree(rng: np.random.Generator, trunk: float) -> np.ndarray:
    """A picture (48, 32, 4) of a tree: colour and, in the last channel, 1 where it hides what is behind."""
    row, col = np.mgrid[0:48, 0:32].astype(np.float32)
    row, col = row / 48, (col + 0.5) / 32 * 2 - 1
    crown = row < 1 - trunk
    shape = (
        np.abs(col) < (0.25 + row) * 0.8
        if trunk < 0.2
        else (col / 0.95) ** 2 + ((row - 0.33) / 0.34) ** 2 < 1
    )
    leaves = crown & shape & (rng.random((48, 32)) < 0.93)
    wood = (np.abs(col) < 0.12) & (row > 0.5)
    light = (0.75 + 0.5 * rng.random((48, 32)) - 0.35 * row)[..., None]
    picture = np.zeros((48, 32, 4))
    picture[wood] = [92, 72, 52, 1]
    picture[leaves] = np.concatenate([np.array([66, 98, 48]) * light, np.ones((48, 32, 1))], axis=-1)[leaves]
    return picture.astype(np.uint8)
