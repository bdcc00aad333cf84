"""Hai biểu thức số có bằng nhau không: thử bằng số hữu tỉ (để bác bỏ nhanh), rồi chứng minh bằng SymPy."""

from __future__ import annotations

import sympy

from hocsau.derive.proof import Kind, Proof, Refuted
from hocsau.derive.prove.pieces import same_pieces
from hocsau.derive.prove.refutation import refute
from hocsau.derive.prove.sampling import LARGE, content_rng, symbols_of
from hocsau.derive.prove.sums import same_sums
from hocsau.derive.prove.symbolic import to_sympy
from hocsau.derive.tree import symbols as sy
from hocsau.derive.tree.expression import Expr
from hocsau.derive.tree.operations import Derivative


def compare_exactly(left: Expr, right: Expr, seed: int) -> Proof:
    """`Proof` nếu bằng nhau; `Refuted` kèm phản ví dụ nếu không; `NotSymbolic` nếu SymPy không nhận."""
    a, b = to_sympy(left), to_sympy(right)
    if getattr(a, "is_Matrix", False) or getattr(b, "is_Matrix", False):
        pairs = list(zip(_entries(a), _entries(b), strict=True))
    else:
        pairs = [(a, b)]
    if any(s.has(sympy.Integral) for pair in pairs for s in pair):
        pairs, note = _without_antiderivatives(pairs)
    else:
        note = ""
    samples = 0
    for a, b in pairs:
        samples = refute(a, b, [left, right], content_rng(seed, left, right))
    if all([_proved(a, b, [left, right]) for a, b in pairs]):
        return Proof(Kind.PROVED, "SymPy" + note)
    sizes = f", kích thước tới {LARGE}" if _sizes([left, right]) else ""
    return Proof(Kind.NUMERIC, f"{samples} bộ số hữu tỉ{sizes}{note}")


def _entries(value: sympy.Basic) -> list[sympy.Expr]:
    return list(value) if getattr(value, "is_Matrix", False) else [value]


def _without_antiderivatives(pairs: list) -> tuple[list, str]:
    """Nguyên hàm chỉ xác định sai khác hằng số: so đạo hàm hai vế."""
    antiderivatives = [
        n for pair in pairs for s in pair for n in s.atoms(sympy.Integral) if len(n.limits[0]) == 1
    ]
    if not antiderivatives:
        return pairs, ""
    variables = {node.limits[0][0] for node in antiderivatives}
    if len(variables) != 1:
        raise Refuted("hai nguyên hàm theo hai biến khác nhau thì không so được")
    x = variables.pop()
    return [(a.diff(x), b.diff(x)) for a, b in pairs], ", sai khác một hằng số"


def _proved(a: sympy.Expr, b: sympy.Expr, exprs: list[Expr]) -> bool:
    ends = next(((s.low, s.high) for s in symbols_of(exprs) if isinstance(s, sy.Scalar)), (None, None))
    derived = any(isinstance(node, Derivative) for expr in exprs for node in expr.walk())
    if same_pieces(a, b, ends, at_breaks=not derived):
        return True
    difference = (a - b).replace(sympy.sign, lambda arg: arg / sympy.Abs(arg))
    if difference == 0 or sympy.expand(difference) == 0:
        return True
    if difference.has(sympy.Sum):
        return same_sums(difference)
    if difference.has(sympy.Integral):
        difference = difference.doit()
    if difference.has(sympy.tanh):
        difference = difference.rewrite(sympy.exp)
    return sympy.simplify(difference) == 0


def _sizes(exprs: list[Expr]) -> list[sy.Scalar]:
    return [s for s in symbols_of(exprs) if isinstance(s, sy.Scalar) and s.integer and s.low is not None]
