"""Nhiều cảnh một lúc, và bộ dữ liệu plate_scenes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache

import numpy as np

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.formats.boxes import PhotoBoxes
from hocsau.plates.scene import ANY, Look, Scene, draw_scene


def draw_scenes(n: int, rng: np.random.Generator, look: Look = ANY) -> list[Scene]:
    """n cảnh 192×256, vẽ lần lượt bằng cùng một rng."""
    return [draw_scene(rng, look=look) for _ in range(n)]


def as_split(scenes: list[Scene]) -> Split:
    """x (N, H, W, 3) uint8; y (N,) object, mỗi phần tử một `PhotoBoxes`, lớp nào cũng là 0."""
    labels = np.empty(len(scenes), object)
    for i, scene in enumerate(scenes):
        height, width = scene.image.shape[:2]
        none = np.zeros(len(scene.boxes), np.int64)
        texts = tuple(number.text for number in scene.numbers)
        labels[i] = PhotoBoxes(f"scene-{i:04d}.png", (width, height), scene.boxes, none, texts=texts)
    return Split(np.stack([scene.image for scene in scenes]), labels)


def read(info: Info, train: int, test: int) -> Dataset:
    """Bộ plate_scenes: `train` cảnh của default_rng(0), `test` cảnh của default_rng(1)."""
    first, second = (as_split(list(_drawn(n, seed))) for n, seed in ((train, 0), (test, 1)))
    digest = hashlib.sha256(first.x.tobytes() + second.x.tobytes()).hexdigest()
    return Dataset(first, None, second, replace(info, n=train + test, sha256={info.name: digest}))


@lru_cache
def _drawn(n: int, seed: int) -> tuple[Scene, ...]:
    """Kept for the life of the process: a chapter loads the set more than once."""
    return tuple(draw_scenes(n, np.random.default_rng(seed)))
