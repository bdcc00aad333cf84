"""Đồ chơi Trung thu do sách vẽ, có khung: vẽ lại mỗi lần nạp, vài giây."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.drawn import toys
from hocsau.data.formats.boxes import PhotoBoxes
from hocsau.data.sets.common import OURS

TRAIN, TEST = 200, 60
INFO = Info(
    name="toys",
    title="260 cảnh đồ chơi 128×128 do sách vẽ, có khung",
    target="khung và loại",
    classes=toys.CLASSES,
    units={"x": "độ sáng 0–255 của kênh đỏ, lục, lam"},
    largest=255,
    made=f"hocsau.data.drawn.toys: {TRAIN} cảnh để học (default_rng(0)), {TEST} để kiểm tra (default_rng(1))",
    **OURS,
)


def read(info: Info) -> Dataset:
    """Ảnh (N, 128, 128, 3) kiểu uint8; y (N,) là `PhotoBoxes` của từng ảnh."""
    parts = {name: _split(*_drawn(*how), name) for name, how in _PARTS.items()}
    digest = hashlib.sha256(b"".join(part.x.tobytes() for part in parts.values())).hexdigest()
    info = replace(info, n=sum(map(len, parts.values())), sha256={info.name: digest})
    return Dataset(parts["train"], None, parts["test"], info)


_PARTS = {"train": (TRAIN, 0), "test": (TEST, 1)}


def scene_split(scenes: Sequence[toys.Scene], name: str) -> Split:
    """Một phần dữ liệu gồm những cảnh ấy; ảnh thứ i tên `name`/i."""
    boxes = [scene.boxes for scene in scenes]
    return _split(np.stack([s.image for s in scenes]), boxes, [s.labels for s in scenes], name)


def _split(x: np.ndarray, boxes: Sequence[np.ndarray], labels: Sequence[np.ndarray], name: str) -> Split:
    y = np.empty(len(x), object)
    size = x.shape[2], x.shape[1]
    for i, (box, label) in enumerate(zip(boxes, labels, strict=True)):
        y[i] = PhotoBoxes(f"{name}/{i:04}", size, box, label)
    return Split(x.copy(), y)


@lru_cache
def _drawn(n: int, seed: int) -> tuple[np.ndarray, list[np.ndarray], list[np.ndarray]]:
    """Kept for the life of the process: a chapter loads the set more than once."""
    scenes = toys.draw_scenes(n, np.random.default_rng(seed))
    return np.stack([s.image for s in scenes]), [s.boxes for s in scenes], [s.labels for s in scenes]
