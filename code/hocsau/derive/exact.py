"""Hai biểu thức số có bằng nhau không: thử bằng số hữu tỉ (để bác bỏ nhanh), rồi chứng minh bằng SymPy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sympy

from hocsau.derive import symbols as sy
from hocsau.derive.expression import Expr
from hocsau.derive.pieces import same_pieces
from hocsau.derive.proof import NEEDED, Proof, Refuted, needed_samples
from hocsau.derive.sampling import rational, symbols_of
from hocsau.derive.sums import same_sums
from hocsau.derive.symbolic import symbol, to_sympy

DIGITS = 30
TOLERANCE = sympy.Rational(1, 10**18)
SIZES = (1, 2, 3, 4)


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
        samples = _refute(a, b, [left, right], np.random.default_rng(seed))
    if all(_proved(a, b) for a, b in pairs):
        return Proof("proved", "SymPy" + note)
    sizes = f", kích thước {SIZES[0]}–{SIZES[-1]}" if _sizes([left, right]) else ""
    return Proof("checked numerically", f"{samples} bộ số hữu tỉ{sizes}{note}")


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


# Proof


def _proved(a: sympy.Expr, b: sympy.Expr) -> bool:
    if same_pieces(a, b):
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


# Refutation


def _sizes(exprs: list[Expr]) -> list[sy.Scalar]:
    return [s for s in symbols_of(exprs) if isinstance(s, sy.Scalar) and s.integer and s.low is not None]


@dataclass
class _Sample:
    """Một bộ số hữu tỉ; giá trị của mỗi nguyên tử được lấy khi gặp lần đầu và giữ nguyên cho cả hai vế."""

    exprs: list[Expr]
    rng: np.random.Generator
    size: int

    def __post_init__(self) -> None:
        self.integers: dict[sympy.Symbol, sympy.Integer] = {}
        self.bounds: dict[str, tuple] = {}
        for node in symbols_of(self.exprs):
            if isinstance(node, sy.Scalar) and node.integer:
                last = self.size if node.low is None else None
                number = int(self.rng.integers(1, last + 1)) if last else self._size()
                self.integers[symbol(node)] = sympy.Integer(number)
            elif isinstance(node, (sy.Scalar, sy.Item, sy.Matrix)):
                self.bounds[node.name] = (node.low, node.high)
        self.values: dict[sympy.Basic, sympy.Rational] = {}

    def _size(self) -> int:
        # the first size takes the smallest number, the others a little more: never all the same
        return self.size + len([v for v in self.integers.values() if v >= self.size])

    def _value(self, atom: sympy.Basic) -> sympy.Rational:
        if atom not in self.values:
            name = atom.base.label.name if isinstance(atom, sympy.Indexed) else getattr(atom, "name", "")
            value = rational(self.rng, *self.bounds.get(name, (None, None)))
            self.values[atom] = sympy.Rational(value.numerator, value.denominator)
        return self.values[atom]

    def evaluate(self, expr: sympy.Expr) -> sympy.Expr | None:
        """Giá trị thực của biểu thức; None khi không xác định hay không phải số thực."""
        expr = expr.subs(self.integers)
        sums = (sympy.Sum, sympy.Product)
        expr = expr.replace(lambda node: isinstance(node, sums), lambda node: node.doit(deep=False))
        if expr.has(sympy.Integral):
            expr = expr.doit()
        applied = sympy.core.function.AppliedUndef
        for kind in ((sympy.Subs,), (sympy.Derivative,), (applied,), (sympy.Indexed,), (sympy.Symbol,)):
            expr = expr.xreplace({atom: self._value(atom) for atom in sorted(expr.atoms(*kind), key=str)})
        value = expr if expr.is_Rational else sympy.N(expr, DIGITS)
        return value if value.is_real and value.is_finite else None

    def describe(self) -> str:
        shown = {**{s: v for s, v in self.integers.items()}, **self.values}
        return "; ".join(f"{_name(atom)} = {value}" for atom, value in shown.items()) or "(không có biến)"


def _name(atom: sympy.Basic) -> str:
    from hocsau.derive.plain import SUBSCRIPTS, plain, script

    if isinstance(atom, sympy.Indexed):
        return plain(atom.base.label.name) + script("".join(map(str, atom.indices)), SUBSCRIPTS, "_")
    return plain(atom.name) if isinstance(atom, sympy.Symbol) else str(atom)


def _refute(a: sympy.Expr, b: sympy.Expr, exprs: list[Expr], rng: np.random.Generator) -> int:
    """Tìm một phản ví dụ; trả về số bộ thử hợp lệ, hoặc báo `Refuted`."""
    valid = 0
    needed = NEEDED if symbols_of(exprs) else 1
    for attempt in range(10 * needed):
        sample = _Sample(exprs, rng, SIZES[attempt % len(SIZES)])
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
