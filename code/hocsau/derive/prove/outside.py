"""So một biểu thức với bên ngoài: hàm Python viết riêng, sai phân, và autograd của torch."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from hocsau.derive.errors import DerivationError
from hocsau.derive.proof import Kind, Proof, Refuted, needed_samples
from hocsau.derive.prove.arrays import close, evaluate, short
from hocsau.derive.prove.differences import slopes
from hocsau.derive.prove.numeric import Evaluator, SingularError
from hocsau.derive.prove.sampling import LARGE, SMALL, content_rng, describe, draw
from hocsau.derive.prove.slopes import (
    DIFFERENCES_TOLERANCE,
    TOLERANCE,
    autograd,
    place_of,
    tolerance_of,
    torch_is_here,
)
from hocsau.derive.tree.expression import Expr, is_scalar

SAMPLES = 4
FEW = SMALL**2  # elements to move one after the other; torch takes any number at once


def _samples(exprs: list[Expr], seed: int) -> Iterator[tuple[dict, np.ndarray]]:
    """Các bộ giá trị mà biểu thức đầu xác định, kèm giá trị của nó."""
    rng = content_rng(seed, *exprs)
    valid = 0
    for attempt in range(20 * SAMPLES):
        values = draw(exprs, rng, (SMALL, LARGE)[attempt % 2])
        try:
            value = evaluate(exprs[0], values)
        except SingularError:
            continue
        if value is None:
            continue
        yield values, value
        valid += 1
        if valid == SAMPLES:
            return
    needed_samples(valid, SAMPLES)


def same_as_function(expr: Expr, function: Callable, seed: int) -> Proof:
    """Biểu thức có cho cùng giá trị với một hàm numpy viết riêng không."""
    for values, mine in _samples([expr], seed):
        theirs = np.atleast_2d(np.asarray(call(function, values), dtype=np.float64))
        if not close(mine, theirs, tolerance_of(expr)):
            raise Refuted(f"tại {describe(values)}: biểu thức = {short(mine)}, hàm = {short(theirs)}")
    return Proof(Kind.NUMERIC, f"hàm viết riêng, {SAMPLES} bộ giá trị")


def is_gradient(expr: Expr, of: Expr | Callable, variable: Expr, seed: int) -> Proof:
    """`expr` có là đạo hàm của `of` theo `variable` không: sai phân, rồi torch nếu máy có torch."""
    symbolic = isinstance(of, Expr)
    if symbolic and not is_scalar(of):
        raise DerivationError(f"check_gradient cần hàm có giá trị là số, {of} thì không")
    others = [of, variable] if symbolic else [variable]
    torch_too = symbolic and torch_is_here()
    for values, mine in _samples([expr, *others], seed):
        key, start, place = place_of(Evaluator(values), variable)
        start = np.asarray(start, dtype=np.float64)

        def loss(moved: Any, values: dict = values, key: object = key) -> float:
            inside = {**values, key: moved}
            result = Evaluator(inside)(of) if symbolic else call(of, inside)
            return np.asarray(result, dtype=np.float64).item()

        if start.size <= FEW or not torch_too:
            numeric = np.atleast_2d(np.asarray(slopes(loss, start, place)))
            if not close(mine, numeric, DIFFERENCES_TOLERANCE):
                raise Refuted(
                    f"tại {describe(values)}: biểu thức = {short(mine)}, sai phân = {short(numeric)}"
                )
        if torch_too:
            automatic = np.atleast_2d(autograd(Evaluator(values), of, variable))
            if not close(mine, automatic, TOLERANCE):
                raise Refuted(
                    f"tại {describe(values)}: biểu thức = {short(mine)}, torch = {short(automatic)}"
                )
    against = "sai phân và torch" if torch_too else "sai phân"
    return Proof(Kind.NUMERIC, f"{against}, {SAMPLES} bộ giá trị")


def call(function: Callable, values: dict[object, Any]) -> Any:
    """Gọi hàm với các giá trị theo tên tham số: w_0 hay w0, X, y, N …"""
    known = {
        _plain_name(key[1] if isinstance(key, tuple) else key.name): value for key, value in values.items()
    }
    arguments = {}
    for name in inspect.signature(function).parameters:
        if _plain_name(name) not in known:
            raise DerivationError(
                f"Hàm cần tham số {name}, nhưng biểu thức chỉ có: {', '.join(sorted(known))}"
            )
        arguments[name] = known[_plain_name(name)]
    return function(**arguments)


def _plain_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", name)
