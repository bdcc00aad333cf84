"""Mặt chó, mặt mèo do sách vẽ, ảnh màu 32×32: vẽ lại mỗi lần nạp, chưa tới một giây."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache

import numpy as np

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.drawn.pets import KINDS, draw_pet
from hocsau.data.sets.common import OURS

EACH = 300  # pictures of each kind
INFO = Info(
    name="pets",
    title="600 mặt chó, mặt mèo 32×32 do sách vẽ",
    target="loài",
    classes=("chó", "mèo"),
    units={"x": "độ sáng 0–255 của đỏ, lục, lam"},
    largest=255,
    made=f"hocsau.data.drawn.pets: {EACH} ảnh mỗi loài (default_rng(0))",
    **OURS,
)


def read(info: Info) -> Dataset:
    """Ảnh (600, 32, 32, 3) kiểu uint8, nhãn (600,) kiểu int64: 0 là chó, 1 là mèo; chưa chia phần."""
    x, y = (a.copy() for a in _drawn())
    info = replace(info, n=len(y), sha256={info.name: hashlib.sha256(x.tobytes()).hexdigest()})
    return Dataset(Split(x, y), None, None, info)


@lru_cache
def _drawn() -> tuple[np.ndarray, np.ndarray]:
    """Kept for the life of the process: a chapter loads the set more than once."""
    rng = np.random.default_rng(0)
    images = np.stack([draw_pet(kind, rng) for kind in KINDS for _ in range(EACH)])
    return images, np.repeat(np.arange(len(KINDS)), EACH)
