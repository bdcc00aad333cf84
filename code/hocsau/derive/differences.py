"""Đạo hàm bằng sai phân trung tâm năm điểm, float64: sai số cỡ 1e-11 với hàm trơn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hocsau.derive.errors import DerivationError
from hocsau.derive.expression import Expr
from hocsau.derive.numeric import Evaluator, sequence_of
from hocsau.derive.symbols import Item, Unknown

STEP = 1e-3
STENCIL = ((-2, 1 / 12), (-1, -8 / 12), (1, 8 / 12), (2, -1 / 12))


def differences(evaluate: Evaluator, body: Expr, variable: Expr, *, jacobian: bool = False) -> Any:  # noqa: ANN401
    """Đạo hàm của `body` theo `variable` tại các giá trị mà `evaluate` đang giữ.

    Số theo ma trận: cùng shape với ma trận. Vector theo vector (`jacobian`): hàng là hàm, cột là biến.
    """
    key, start, place = position(evaluate, variable)
    return slopes(lambda moved: evaluate.where(key, moved)(body), start, place, jacobian=jacobian)


def position(evaluate: Evaluator, variable: Expr) -> tuple[object, np.ndarray, tuple[int, ...] | None]:
    """Biến nằm ở đâu: chìa khoá trong `values`, giá trị đang có, chỗ trong mảng nếu là một phần tử x[i]."""
    if isinstance(variable, Unknown):
        raise DerivationError(f"Không lấy sai phân theo hàm chưa biết {variable} được")
    if isinstance(variable, Item):
        key = sequence_of(variable)
        return key, np.asarray(evaluate.values[key]), tuple(evaluate.integer(k) - 1 for k in variable.index)
    return variable, np.asarray(evaluate(variable), dtype=np.float64), None


def slopes(
    function: Callable, start: np.ndarray, place: tuple[int, ...] | None = None, *, jacobian: bool = False
) -> Any:  # noqa: ANN401
    """Đạo hàm của `function` (nhận một mảng như `start`) theo mọi phần tử, hay chỉ theo phần tử `place`."""
    if place is not None or start.ndim == 0:
        return _slope(function, start, place or ())
    parts = [_slope(function, start, each) for each in np.ndindex(start.shape)]
    if jacobian:
        return np.hstack([np.asarray(part).reshape(-1, 1) for part in parts])
    return np.array([np.asarray(part).item() for part in parts]).reshape(start.shape)


def _slope(function: Callable, start: np.ndarray, place: tuple[int, ...]) -> Any:  # noqa: ANN401
    step = STEP * max(1.0, abs(float(start[place])))
    slope = 0.0
    for times, weight in STENCIL:
        moved = np.array(start, dtype=np.float64)
        moved[place] += times * step
        slope = slope + weight / step * function(moved if moved.ndim else float(moved))
    return slope
