"""Tế bào do sách vẽ: ảnh xám và bản đồ vật, vẽ lại mỗi lần nạp."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache

import numpy as np

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.drawn import cells
from hocsau.data.sets.common import OURS

TRAIN, TEST = 200, 40
INFO = Info(
    name="cells",
    title=f"{TRAIN + TEST} ảnh tế bào {cells.SIDE}×{cells.SIDE} do sách vẽ, kèm bản đồ vật",
    target="bản đồ vật: 0 là nền, k là tế bào thứ k; mặt nạ là y > 0",
    classes=("nền", "tế bào"),
    units={"x": "độ sáng 0–255"},
    largest=255,
    made=f"hocsau.data.drawn.cells: {TRAIN} ảnh để học (default_rng(0)), {TEST} để kiểm tra (default_rng(1))",
    **OURS,
)


def read(info: Info) -> Dataset:
    """Ảnh (N, 64, 64) kiểu uint8, bản đồ vật (N, 64, 64) kiểu int64; 200 ảnh train, 40 ảnh test."""
    parts = {name: Split(*(a.copy() for a in _drawn(*how))) for name, how in _PARTS.items()}
    digest = hashlib.sha256(b"".join(part.x.tobytes() for part in parts.values())).hexdigest()
    info = replace(info, n=sum(map(len, parts.values())), sha256={info.name: digest})
    return Dataset(parts["train"], None, parts["test"], info)


_PARTS = {"train": (TRAIN, 0), "test": (TEST, 1)}


@lru_cache
def _drawn(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Kept for the life of the process: a chapter loads the set more than once."""
    return cells.draw_cell_set(n, np.random.default_rng(seed))
