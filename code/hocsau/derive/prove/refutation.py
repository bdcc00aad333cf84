"""Thử bác bỏ một đẳng thức bằng các số hữu tỉ, tính chính xác hay tới 1000 chữ số."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from mpmath import mp

from hocsau.derive.proof import NEEDED, Refuted, needed_samples
from hocsau.derive.prove.sampling import LARGE, rational, symbols_of
from hocsau.derive.prove.symbolic import symbol
from hocsau.derive.prove.values import Undefined, Values, as_float, real
from hocsau.derive.show.plain import SUBSCRIPTS, plain, script
from hocsau.derive.tree import symbols as sy
from hocsau.derive.tree.expression import Expr
from hocsau.derive.tree.operations import Fold

WIDTHS = (3, 3, 3, 20)  # how far from 0 (or from the end of the domain); now and then far away
# All the way: evalf(30, maxn=400) starts with few digits and did not see 1 - σ(413) lose them all.
DIGITS = {3: 200, 20: 1000}  # by width: 1 - σ(w·x) with two products of 20 · 20 loses 360
TOLERANCE = Fraction(1, 10**18)
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

    def evaluate(self, expr: sympy.Expr) -> Any:
        """Giá trị thực của biểu thức; None khi không xác định hay không phải số thực."""
        try:
            return real(Values(self._value, self.integers)(expr))
        except (Undefined, ZeroDivisionError, ValueError):
            return None

    def describe(self) -> str:
        shown = {**{s: v for s, v in self.integers.items()}, **self.values}
        return "; ".join(f"{_name(atom)} = {value}" for atom, value in shown.items()) or "(không có biến)"


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
        with mp.workdps(sample.digits):
            left, right = sample.evaluate(a), sample.evaluate(b)
            same = left is not None and right is not None and _near(left, right)
        if left is None and right is None:
            continue
        if left is None or right is None:
            side, other = ("trái", right) if left is None else ("phải", left)
            raise Refuted(
                f"tại {sample.describe()}, vế {side} không xác định còn vế kia bằng {_short(other)}; "
                "nếu biến chỉ chạy trong một miền, hãy khai positive=True hoặc domain=(thấp, cao)"
            )
        if not same:
            raise Refuted(f"tại {sample.describe()}: vế trái = {_short(left)}, vế phải = {_short(right)}")
        valid += 1
        if valid >= needed:
            return valid
    return needed_samples(valid, needed)


def _near(left: Any, right: Any) -> bool:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return abs(left - right) <= TOLERANCE * (1 + abs(left) + abs(right))
    a, b = as_float(left), as_float(right)
    return bool(abs(a - b) <= as_float(TOLERANCE) * (1 + abs(a) + abs(b)))


def _short(value: Any) -> str:
    if isinstance(value, Fraction) and value.denominator < 10**4 and abs(value.numerator) < 10**6:
        return str(value)
    return f"{float(as_float(value)):.6g}"
