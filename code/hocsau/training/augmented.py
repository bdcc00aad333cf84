"""Cách duy nhất đưa augmentation vào `fit`: chỉ batch train đi qua, kiểm định thì không."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hocsau.data.transforms import Transform
from hocsau.data.transforms.compose import check_rng

Pairs = Callable[[np.ndarray, np.ndarray, np.random.Generator], tuple[np.ndarray, np.ndarray]]


def augmented(change: Transform | Pairs, rng: np.random.Generator) -> Callable[..., tuple[Any, ...]]:
    """Bước học cho `fit(…, train_batch=augmented(augment, rng))`: đổi batch rồi mới học.

    Thước đo của tập train chấm theo nhãn đã học; nhãn mềm (N, K) thì theo lớp có xác suất lớn nhất trong đó.

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

    def step(backend: Any, x: Any, y: Any, max_norm: float | None) -> tuple[Any, ...]:
        images, target = np.asarray(x), np.asarray(y)  # torch's batches are still in ordinary memory
        if isinstance(change, Transform):
            images = change(images, rng=rng)
        else:
            images, target = change(images, target, rng)
        loss, outputs = backend.train_batch(backend.convert(images), backend.convert(target), max_norm)
        return loss, outputs, _hard(target, y)

    return step


def _hard(target: np.ndarray, y: Any) -> np.ndarray:
    """What the metrics of the training part are graded by: what was learnt, as class numbers if y was."""
    soft = target.ndim == 2 and target.dtype.kind == "f" and np.ndim(y) == 1
    return target.argmax(axis=1) if soft else target
