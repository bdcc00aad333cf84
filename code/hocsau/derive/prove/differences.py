"""Đạo hàm bằng sai phân trung tâm năm điểm, float64: sai số cỡ 1e-11 với hàm trơn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

STEP = 1e-3
STENCIL = ((-2, 1 / 12), (-1, -8 / 12), (1, 8 / 12), (2, -1 / 12))


def _slope(function: Callable, start: np.ndarray, place: tuple[int, ...]) -> Any:
    step = STEP * max(1.0, abs(start[place]))
    slope = 0.0
    for times, weight in STENCIL:
        moved = np.array(start * 1.0)
        moved[place] += times * step
        slope = slope + weight / step * function(moved if moved.ndim else moved[()])
    return slope


def slopes(
    function: Callable,
    start: np.ndarray,
    place: tuple[int, ...] | None = None,
    *,
    jacobian: bool = False,
    one: Callable | None = None,
) -> Any:
    """Đạo hàm của `function` (nhận một mảng như `start`) theo mọi phần tử, hay chỉ theo phần tử `place`.

    `one(function, start, place)` cho đạo hàm theo một phần tử; để trống thì là sai phân.
    """
    one = one or _slope
    if place is not None or start.ndim == 0:
        return one(function, start, place or ())
    parts = [one(function, start, each) for each in np.ndindex(start.shape)]
    if jacobian:
        return np.hstack([np.asarray(part).reshape(-1, 1) for part in parts])
    return np.array([np.asarray(part).item() for part in parts]).reshape(start.shape)
