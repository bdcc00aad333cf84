"""Đoạn phim người que do sách vẽ: bốn hành động, vẽ lại mỗi lần nạp."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache

import numpy as np

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.drawn import clips
from hocsau.data.sets.common import OURS

TRAIN, TEST = 240, 160
INFO = Info(
    name="clips",
    title=f"{TRAIN + TEST} đoạn phim người que {clips.FRAMES} khung {clips.SIDE}×{clips.SIDE} do sách vẽ",
    target="hành động",
    classes=clips.CLASSES,
    units={"x": "độ sáng 0–255"},
    largest=255,
    made=f"hocsau.data.drawn.clips: {TRAIN} đoạn để học (default_rng(0)), {TEST} để kiểm tra "
    "(default_rng(1)); hành động lẻ là hành động chẵn chiếu ngược",
    **OURS,
)


def read(info: Info) -> Dataset:
    """Phim (N, 30, 24, 24) kiểu uint8, y (N,) int64; 240 đoạn train, 160 đoạn test."""
    parts = {name: Split(*(a.copy() for a in _drawn(*how))) for name, how in _PARTS.items()}
    digest = hashlib.sha256(b"".join(part.x.tobytes() for part in parts.values())).hexdigest()
    info = replace(info, n=sum(map(len, parts.values())), sha256={info.name: digest})
    return Dataset(parts["train"], None, parts["test"], info)


_PARTS = {"train": (TRAIN, 0), "test": (TEST, 1)}


@lru_cache
def _drawn(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Kept for the life of the process: a chapter loads the set more than once."""
    return clips.draw_clips(n, np.random.default_rng(seed))
