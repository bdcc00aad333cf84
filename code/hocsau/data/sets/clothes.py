"""Quần áo do sách vẽ, mười loại như Fashion-MNIST: vẽ lại mỗi lần nạp, vài giây."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache

import numpy as np

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.drawn import clothes
from hocsau.data.sets.common import OURS

TRAIN, TEST = 300, 60  # pictures of each kind
INFO = Info(
    name="clothes",
    title="3600 ảnh quần áo 28×28 do sách vẽ",
    target="loại",
    classes=clothes.CLASSES,
    units={"x": "độ sáng 0–255, 0 là nền"},
    largest=255,
    made=f"hocsau.data.drawn.clothes: {TRAIN} ảnh mỗi loại để học (default_rng(0)), "
    f"{TEST} để kiểm tra (default_rng(1))",
    **OURS,
)


def read(info: Info) -> Dataset:
    """Ảnh (N, 28, 28) kiểu uint8, nhãn (N,) kiểu int64; 3000 ảnh train, 600 ảnh test."""
    parts = {name: Split(*(a.copy() for a in _drawn(*how))) for name, how in _PARTS.items()}
    digest = hashlib.sha256(b"".join(part.x.tobytes() for part in parts.values())).hexdigest()
    info = replace(info, n=sum(map(len, parts.values())), sha256={info.name: digest})
    return Dataset(parts["train"], None, parts["test"], info)


_PARTS = {"train": (TRAIN, 0), "test": (TEST, 1)}


@lru_cache
def _drawn(per_class: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Kept for the life of the process: a chapter loads the set more than once."""
    return clothes.draw_clothes(per_class, np.random.default_rng(seed))
