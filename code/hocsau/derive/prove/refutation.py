"""Thử bác bỏ một đẳng thức bằng các số hữu tỉ, tính chính xác hay tới 1000 chữ số."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sympy

from hocsau.derive.proof import NEEDED, Refuted, needed_samples
from hocsau.derive.prove.sampling import LARGE, rational, symbols_of
from hocsau.derive.prove.symbolic import symbol
from hocsau.derive.show.plain import SUBSCRIPTS, plain, script
from hocsau.derive.tree import symbols as sy
from hocsau.derive.tree.expression import Expr
from hocsau.derive.tree.operations import Fold

WIDTHS = (3, 3, 3, 20)  # how far from 0 (or from the end of the domain); now and then far away
# All the way: evalf(30, maxn=400) starts with few digits and did not see 1 - σ(413) lose them all.
DIGITS = {3: 200, 20: 1000}  # by width: 1 - σ(w·x) with two products of 20 · 20 loses 360
TOLERANCE = sympy.Rational(1, 10**18)
# Sizes are drawn between these two, by turns (never the widest numbers with the most terms): what holds
# only for the smallest, or only for some, is not true. Where no sum ends at a size, it also goes FAR.
BANDS = ((1, 1), (5, 12), (13, LARGE), (2, 4), (1, 1), (5, 12), (2, 4), (2, 4))
FAR = (LARGE + 1, 300)


@dataclass
class Sample:
    """Một bộ số hữu tỉ; giá trị của mỗi nguyên tử được lấy khi gặp lần đầu và giữ nguyên cho cả hai vế."""

    exprs: list[Expr]
    rng: np.random.Generator
    band: tuple[int, int]
    width: int

    def __post_init__(self) -> None:
        self.integers: dict[sympy.Symbol, sympy.Integer] = {}
        folds = [node for expr in self.exprs for node in expr.walk() if isinstance(node, Fold)]
        self.ends = {inner for fold in folds for end in (fold.start, fold.stop) for inner in end.walk()}
        self.bounds: dict[tuple[bool, str], tuple] = {}  # an element of x, or the number x
        for node in symbols_of(self.exprs):
            if isinstance(node, sy.Scalar) and node.integer:
                self.integers[symbol(node)] = sympy.Integer(self._integer(node))
            elif isinstance(node, (sy.Scalar, sy.Item, sy.Matrix)):
                self.bounds[not isinstance(node, sy.Scalar), node.name] = (node.low, node.high)
        self.values: dict[sympy.Basic, sympy.Rational] = {}
        self.digits = DIGITS[20 if any(n > LARGE for n in self.integers.values()) else self.width]

    def _integer(self, node: sy.Scalar) -> int:
        low, high = self.band
        if node.low is None:  # an index: inside of the shortest sequence
            return int(self.rng.integers(1, low + 1))
        if self.band == BANDS[2] and node not in self.ends:
            low, high = FAR
        taken = set(self.integers.values())
        free = [n for n in range(low, max(high, low + 2 * len(taken)) + 1) if n not in taken]
        return int(self.rng.choice(free))  # two sizes are never the same, and neither is always the larger

    def _value(self, atom: sympy.Basic) -> sympy.Rational:
        if atom not in self.values:
            element = isinstance(atom, sympy.Indexed)
            name = atom.base.label.name if element else getattr(atom, "name", "")
            value = rational(self.rng, *self.bounds.get((element, name), (None, None)), self.width)
            self.values[atom] = sympy.Rational(value.numerator, value.denominator)
        return self.values[atom]

    def evaluate(self, expr: sympy.Expr) -> sympy.Expr | None:
        """Giá trị thực của biểu thức; None khi không xác định hay không phải số thực."""
        expr = self._filled(expr.subs(self.integers))
        value = expr if expr.is_Rational else expr.evalf(self.digits)
        return value if value.is_real and value.is_finite else None

    def _filled(self, expr: sympy.Expr) -> sympy.Expr:
        """Thay mọi tổng bằng các số hạng của nó, mọi nguyên tử bằng giá trị của nó."""
        expr = expr.xreplace({node: self._unfolded(node) for node in _outermost(expr)})
        if expr.has(sympy.Integral):
            expr = expr.doit()
        applied = sympy.core.function.AppliedUndef
        for kind in ((sympy.Subs,), (sympy.Derivative,), (applied,), (sympy.Indexed,), (sympy.Symbol,)):
            expr = expr.xreplace({atom: self._value(atom) for atom in sorted(expr.atoms(*kind), key=str)})
        return expr

    def _unfolded(self, node: sympy.Sum | sympy.Product) -> sympy.Expr:
        """Từng số hạng thành số trước khi cộng: cộng bốn mươi số hạng bằng chữ thì SymPy mất hàng giây."""
        *inner, (index, start, stop) = node.limits
        body = node.func(node.function, *inner) if inner else node.function
        counted = map(sympy.Integer, range(start, stop + 1))
        terms = [self._filled(body.subs(index, k)) for k in counted]
        if not any(term.has(sympy.Integral) for term in terms):
            terms = [term if term.is_Rational else term.evalf(self.digits) for term in terms]
        return (sympy.Add if isinstance(node, sympy.Sum) else sympy.Mul)(*terms)

    def describe(self) -> str:
        shown = {**{s: v for s, v in self.integers.items()}, **self.values}
        return "; ".join(f"{_name(atom)} = {value}" for atom, value in shown.items()) or "(không có biến)"


def _outermost(expr: sympy.Basic) -> list[sympy.Expr]:
    if isinstance(expr, (sympy.Sum, sympy.Product)):
        return [expr]
    return [node for part in expr.args for node in _outermost(part)]


def _name(atom: sympy.Basic) -> str:
    if isinstance(atom, sympy.Indexed):
        return plain(atom.base.label.name) + script("".join(map(str, atom.indices)), SUBSCRIPTS, "_")
    return plain(atom.name) if isinstance(atom, sympy.Symbol) else str(atom)


def refute(a: sympy.Expr, b: sympy.Expr, exprs: list[Expr], rng: np.random.Generator) -> int:
    """Tìm một phản ví dụ; trả về số bộ thử hợp lệ, hoặc báo `Refuted`."""
    valid = 0
    needed = NEEDED if symbols_of(exprs) else 1
    for attempt in range(10 * needed):
        sample = Sample(exprs, rng, BANDS[attempt % len(BANDS)], WIDTHS[attempt % len(WIDTHS)])
        left, right = sample.evaluate(a), sample.evaluate(b)
        if left is None and right is None:
            continue
        if left is None or right is None:
            side, other = ("trái", right) if left is None else ("phải", left)
            raise Refuted(
                f"tại {sample.describe()}, vế {side} không xác định còn vế kia bằng {_short(other)}; "
                "nếu biến chỉ chạy trong một miền, hãy khai positive=True hoặc domain=(thấp, cao)"
            )
        if abs(left - right) > TOLERANCE * (1 + abs(left) + abs(right)):
            raise Refuted(f"tại {sample.describe()}: vế trái = {_short(left)}, vế phải = {_short(right)}")
        valid += 1
        if valid >= needed:
            return valid
    return needed_samples(valid, needed)


def _short(value: sympy.Expr) -> str:
    if value.is_Rational and value.q < 10**4 and abs(value.p) < 10**6:
        return str(value)
    return f"{float(value):.6g}"
