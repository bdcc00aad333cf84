"""Hai biểu thức ma trận có bằng nhau không: so trên ma trận ngẫu nhiên float64, nhiều kích thước."""

from __future__ import annotations

from typing import Any

import numpy as np

from hocsau.derive.proof import NEEDED, Kind, Proof, Refuted, needed_samples
from hocsau.derive.prove.numeric import Evaluator, SingularError
from hocsau.derive.prove.sampling import LARGE, SMALL, content_rng, describe, draw
from hocsau.derive.prove.slopes import tolerance_of
from hocsau.derive.tree.expression import Expr, is_scalar, shape_text


def compare_arrays(left: Expr, right: Expr, seed: int) -> Proof:
    """`Proof` nếu bằng nhau trên mọi bộ thử, `Refuted` kèm phản ví dụ nếu không."""
    if left.shape != right.shape and not (is_scalar(left) and is_scalar(right)):
        raise Refuted(f"shape khác nhau: {shape_text(left.shape)} và {shape_text(right.shape)}")
    rng = content_rng(seed, left, right)
    tolerance = tolerance_of(left, right)
    valid = singular = 0
    for attempt in range(20 * NEEDED):
        values = draw([left, right], rng, (SMALL, LARGE)[attempt % 2])
        try:
            a, b = evaluate(left, values), evaluate(right, values)
        except SingularError:
            singular += 1
            continue
        if a is None and b is None:
            continue
        if a is None or b is None:
            side = "trái" if a is None else "phải"
            raise Refuted(
                f"tại {describe(values)}, vế {side} không xác định còn vế kia thì có; "
                "nếu biến chỉ chạy trong một miền, hãy khai domain=(thấp, cao)"
            )
        if not close(a, b, tolerance):
            raise Refuted(f"tại {describe(values)}: vế trái = {short(a)}, vế phải = {short(b)}")
        valid += 1
        if valid >= NEEDED:
            break
    needed_samples(valid)
    where = ", chỉ nơi ma trận khả nghịch" if singular else ""
    how = f"{valid} bộ ma trận ngẫu nhiên, kích thước tới {LARGE}, sai số tương đối ≤ {tolerance:g}{where}"
    return Proof(Kind.NUMERIC, how)


def evaluate(expr: Expr, values: dict[object, Any]) -> np.ndarray | None:
    """Giá trị (ít nhất hai chiều) của biểu thức; None khi không xác định."""
    try:
        with np.errstate(all="ignore"):
            value = np.atleast_2d(np.asarray(Evaluator(values)(expr)))
    except (ZeroDivisionError, OverflowError):
        return None
    return value if value.dtype.kind in "fiu" and np.isfinite(value).all() else None


def close(a: np.ndarray, b: np.ndarray, tolerance: float) -> bool:
    if a.shape != b.shape:
        return False
    scale = max(np.abs(a).max(), np.abs(b).max(), 1e-3)
    return bool(np.abs(a - b).max() <= tolerance * scale)


def short(value: np.ndarray) -> str:
    shown = value.item() if value.size == 1 else value
    return np.array2string(np.asarray(shown), precision=6, separator=", ").replace("\n", "")
