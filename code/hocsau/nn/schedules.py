"""Lịch learning rate: hàm của số bước đã đi."""

from __future__ import annotations

import math
from collections.abc import Callable

Schedule = Callable[[int], float]


def constant(learning_rate: float) -> Schedule:
    """η không đổi."""
    return lambda step: learning_rate


def step_decay(learning_rate: float, every: int, factor: float = 0.1) -> Schedule:
    """η · factor^⌊step / every⌋."""
    if every < 1:
        raise ValueError(f"every = {every}; cần số bước từ 1 trở lên")
    return lambda step: learning_rate * factor ** (step // every)


def cosine(learning_rate: float, steps: int, final: float = 0.0, warmup: int = 0) -> Schedule:
    """Tăng đều trong `warmup` bước, rồi giảm theo nửa chu kì cosine xuống `final` ở bước `steps`."""
    if not 0 <= warmup < steps:
        raise ValueError(f"warmup = {warmup}, steps = {steps}; cần 0 ≤ warmup < steps")

    def rate(step: int) -> float:
        if step < warmup:
            return learning_rate * (step + 1) / warmup
        done = min(1.0, (step - warmup) / (steps - warmup))
        return final + (learning_rate - final) * (1 + math.cos(math.pi * done)) / 2

    return rate
