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


def warm_up(schedule: Schedule, steps: int) -> Schedule:
    """Tăng đều tới schedule(0) trong `steps` bước đầu, rồi theo `schedule` tính từ bước ấy.

    Bước t < steps: schedule(0)·(t + 1)/steps. Ví dụ warm_up(step_decay(0.1, every=300), steps=50).
    """
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 0:
        raise ValueError(f"steps = {steps!r}; cần số bước nguyên không âm")
    if not callable(schedule):
        raise ValueError(f"schedule có kiểu {type(schedule).__name__}; cần một lịch như constant(0.1)")
    return lambda step: schedule(0) * (step + 1) / steps if step < steps else schedule(step - steps)


def cosine(learning_rate: float, steps: int, final: float = 0.0, warmup: int = 0) -> Schedule:
    """Tăng đều trong `warmup` bước, rồi giảm theo nửa chu kì cosine xuống `final` ở bước `steps`."""
    if not 0 <= warmup < steps:
        raise ValueError(f"warmup = {warmup}, steps = {steps}; cần 0 ≤ warmup < steps")

    def rate(step: int) -> float:
        done = min(1.0, step / (steps - warmup))
        return final + (learning_rate - final) * (1 + math.cos(math.pi * done)) / 2

    return warm_up(rate, warmup)
