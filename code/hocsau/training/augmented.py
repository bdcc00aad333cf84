"""Cách duy nhất đưa augmentation vào `fit`: chỉ batch train đi qua, kiểm định thì không."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hocsau.data.transforms import Transform
from hocsau.data.transforms.compose import check_rng

Pairs = Callable[[np.ndarray, np.ndarray, np.random.Generator], tuple[np.ndarray, np.ndarray]]


def augmented(change: Transform | Pairs, rng: np.random.Generator) -> Callable[..., tuple[Any, Any]]:
    """Bước học cho `fit(…, train_batch=augmented(augment, rng))`: đổi batch rồi mới học.

    Tham số:
        change: một phép (chỉ đổi ảnh), hoặc hàm(x, y, rng) -> (x, y) khi nhãn cũng đổi (mixup, CutMix).
        rng: chính rng đưa cho `fit`, để checkpoint nhớ cả nó: học tiếp thì rút đúng như chưa hề dừng.

    Lỗi:
        ValueError: thiếu rng, hoặc change không gọi được.
    """
    check_rng(rng)
    if not callable(change):
        raise ValueError(
            f"change có kiểu {type(change).__name__}; cần một phép như Flip(), hoặc hàm(x, y, rng)"
        )

    def step(backend: Any, x: Any, y: Any, max_norm: float | None) -> tuple[Any, Any]:
        images, target = np.asarray(x), np.asarray(y)  # torch's batches are still in ordinary memory
        if isinstance(change, Transform):
            images = change(images, rng=rng)
        else:
            images, target = change(images, target, rng)
        return backend.train_batch(backend.convert(images), backend.convert(target), max_norm)

    return step
