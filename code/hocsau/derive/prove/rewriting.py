"""Chứng minh hai phương trình (bất phương trình) tương đương mà không giải bên nào.

Hai hiệu "vế trái trừ vế phải" xác định ở cùng những chỗ và chỉ hơn kém nhau một thừa số chắc chắn khác 0; với
bất phương trình thì thừa số ấy có dấu đúng chiều. Khi cần thì trước đó lấy log, hay lấy e mũ, cả hai vế.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import sympy
from mpmath import mp

from hocsau.derive.proof import Refuted
from hocsau.derive.prove.refutation import Sample
from hocsau.derive.prove.sampling import symbols_of
from hocsau.derive.prove.symbolic import NotSymbolic, symbol, to_sympy
from hocsau.derive.prove.values import as_float
from hocsau.derive.tree.expression import Relation, is_scalar
from hocsau.derive.tree.symbols import Scalar

FLIPPED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
SIZES, WIDTH = (2, 4), 3
FAR_FROM_ZERO = 1e-20
Replaced = dict[sympy.Symbol, sympy.Expr]


class Sides(NamedTuple):
    sign: str
    left: sympy.Expr
    right: sympy.Expr
    holes: frozenset  # where a divisor is 0 or a logarithm does not exist, as far as SymPy cannot exclude it

    @property
    def difference(self) -> sympy.Expr:
        return self.left - self.right


def equivalent(before: Relation, after: Relation, rng: np.random.Generator) -> str | None:
    """Cách chứng minh; None nếu không được; `Refuted` nếu một bên luôn đúng hay luôn sai."""
    if not (is_scalar(before.left) and is_scalar(before.right)):
        raise NotSymbolic
    written = [_written(relation) for relation in (before, after)]
    sample = Sample([before, after], rng, SIZES, WIDTH)
    varies = all(_varies(left - right, sample) for left, right in written)
    inside = _inside(before, after)
    plain = [
        Sides(relation.sign, *(_placed(side, inside) for side in sides), _holes(sides, inside))
        for relation, sides in zip((before, after), written, strict=True)
    ]
    if not varies or (before.sign == "=" and plain[0].difference.is_nonzero):
        raise Refuted("một trong hai bên luôn đúng hoặc luôn sai, nên không có gì để kiểm")
    bare = [_bare(sides) for sides in plain]
    for rewrite in (sympy.cancel, sympy.simplify):  # the second can take seconds
        if _proportional(*plain, rewrite):
            return "hai vế nhân với cùng một số khác 0"
        if bare != plain and _proportional(*bare, rewrite):
            return "log hoặc e mũ hai vế, rồi nhân với cùng một số khác 0"
    return None


def _written(relation: Relation) -> tuple[sympy.Expr, sympy.Expr]:
    left, right = (to_sympy(side) for side in (relation.left, relation.right))
    if getattr(left, "is_Matrix", False) or getattr(right, "is_Matrix", False):
        raise NotSymbolic
    return left, right


def _varies(difference: sympy.Expr, sample: Sample) -> bool:
    """Hiệu hai vế không phải lúc nào cũng bằng 0: khác 0 rõ ràng tại một điểm, không thì SymPy rút gọn."""
    with mp.workdps(sample.digits):
        at = sample.evaluate(difference)
        if at is not None and abs(as_float(at)) > FAR_FROM_ZERO:
            return True
    return sympy.simplify(difference) != 0


def _inside(before: Relation, after: Relation) -> Replaced:
    """Biến bị chặn viết theo một số dương: q trong (0, 1) là u/(1 + u), nên SymPy biết 1 − q > 0."""
    found: Replaced = {}
    for node in symbols_of([before, after]):
        if not isinstance(node, Scalar) or node.integer:
            continue
        u = sympy.Dummy(node.name, positive=True)
        low, high = (None if end is None else sympy.Rational(str(end)) for end in (node.low, node.high))
        if low is not None and high is not None:
            found[symbol(node)] = (low + high * u) / (1 + u)
        elif low is not None:
            found[symbol(node)] = low + u
        elif high is not None:
            found[symbol(node)] = high - u
    return found


def _placed(expr: sympy.Expr, inside: Replaced) -> sympy.Expr:
    if not expr.free_symbols & inside.keys():
        return expr
    functions = (sympy.exp, sympy.log)
    return sympy.cancel(
        expr.xreplace(inside).replace(
            lambda node: isinstance(node, functions), lambda node: node.func(sympy.cancel(node.args[0]))
        )
    )


def _holes(sides: tuple[sympy.Expr, sympy.Expr], inside: Replaced) -> frozenset:
    found = set()
    for node in sides[0].atoms(sympy.Pow, sympy.log) | sides[1].atoms(sympy.Pow, sympy.log):
        inner = _placed(node.args[0], inside)
        if isinstance(node, sympy.log):
            exists = inner.is_positive
        elif node.exp.is_integer:
            exists = node.exp.is_nonnegative or inner.is_nonzero
        else:
            exists = inner.is_positive or (inner.is_nonnegative and node.exp.is_nonnegative)
        if not exists:
            found.add(inner)
    return frozenset(found)


def _proportional(before: Sides, after: Sides, rewrite: Callable[[sympy.Expr], sympy.Expr]) -> bool:
    if before.holes != after.holes:
        return False
    ratio = rewrite(before.difference / after.difference)
    if before.sign == after.sign == "=":
        return bool(ratio.is_nonzero)  # for SymPy that is finite too
    if before.sign == after.sign:
        return bool(ratio.is_positive)
    return before.sign == FLIPPED[after.sign] and bool(ratio.is_negative)


def _bare(sides: Sides) -> Sides:
    """exp(A) ≤ B thành A ≤ log B khi B > 0; log A = B thành A = exp(B) khi chưa biết A > 0."""
    sign, left, right, holes = sides
    powers = (sympy.exp, sympy.log)
    if isinstance(right, powers) and not isinstance(left, powers):
        sign, left, right = FLIPPED[sign], right, left
    if isinstance(left, sympy.exp) and right.is_positive:
        return Sides(sign, left.args[0], sympy.log(right), holes)
    # Not for log A <= B: where A is not positive there is no log A, yet A <= exp(B) holds.
    if isinstance(left, sympy.log) and left.args[0] in holes and sign in ("=", ">", ">="):
        return Sides(sign, left.args[0], sympy.exp(right), holes - {left.args[0]})
    return sides
