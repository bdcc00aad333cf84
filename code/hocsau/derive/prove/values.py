"""Giá trị của một biểu thức SymPy khi mọi nguyên tử đã là số: phân số khi còn đúng được, không thì mpmath.

SymPy tính được cả hai, nhưng dựng lại cây sau mỗi lần thay số: một tổng bốn mươi số hạng mất hàng giây.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from functools import reduce, singledispatchmethod
from typing import Any

import sympy
from mpmath import libmp, mp
from sympy.core.function import AppliedUndef

LONGEST = 20_000  # bits of a power that is still worth being an exact fraction
FOLDS = (sympy.Sum, sympy.Product)
FUNCTIONS: dict[type, Callable] = {
    sympy.exp: mp.exp, sympy.log: mp.log, sympy.tanh: mp.tanh, sympy.sin: mp.sin, sympy.cos: mp.cos,
}  # fmt: skip


class Undefined(ArithmeticError):
    """Không có giá trị: chia cho 0, không nhánh nào nhận, so hai số không thực …"""


class Values:
    """Tính với độ chính xác `mp.dps` đang đặt; `atom` cho giá trị của kí hiệu, phần tử, hàm chưa biết."""

    def __init__(
        self, atom: Callable[[sympy.Basic], sympy.Rational], integers: dict[sympy.Symbol, sympy.Integer]
    ) -> None:
        self.atom = atom
        self.indices = dict(integers)  # sizes, and the indices of the sums that are being counted out
        self.counting: set[sympy.Symbol] = set()
        self.known: dict[sympy.Basic, Any] = {}

    def __call__(self, expr: sympy.Basic) -> Any:
        # Inside of a sum a letter may mean its index, whatever it meant before.
        if self.counting and not (isinstance(expr, FOLDS) and not expr.free_symbols & self.counting):
            return self.value(expr)
        if expr not in self.known:
            self.known[expr] = self.value(expr)
        return self.known[expr]

    @singledispatchmethod
    def value(self, expr: sympy.Basic) -> Any:
        function = FUNCTIONS.get(expr.func)
        if function is not None:
            return _checked(function(as_float(self(expr.args[0]))))
        # What is rare (Heaviside, a delta of Dirac or Kronecker) stays with SymPy.
        args = [_to_sympy(self(arg)) if arg.is_Symbol or arg.args else arg for arg in expr.args]
        return _from_sympy(expr.func(*args))

    @value.register
    def _rational(self, expr: sympy.Rational) -> Fraction:
        return Fraction(int(expr.p), int(expr.q))

    @value.register(sympy.core.numbers.NumberSymbol)
    def _constant(self, expr: sympy.Expr) -> Any:
        return {sympy.E: mp.e, sympy.pi: mp.pi}[expr] * 1

    @value.register(sympy.core.numbers.Float)
    def _decimal(self, expr: sympy.Float) -> Any:
        return mp.mpf(expr._mpf_)

    @value.register(sympy.core.numbers.ComplexInfinity)
    @value.register(sympy.core.numbers.Infinity)
    @value.register(sympy.core.numbers.NegativeInfinity)
    @value.register(sympy.core.numbers.NaN)
    def _no_number(self, expr: sympy.Expr) -> Any:
        raise Undefined

    @value.register
    def _symbol(self, expr: sympy.Symbol) -> Any:
        return self.value(self.indices[expr] if expr in self.indices else self.atom(expr))

    @value.register(sympy.Indexed)
    @value.register(sympy.Derivative)
    @value.register(sympy.Subs)
    @value.register(AppliedUndef)
    def _unknown(self, expr: sympy.Expr) -> Any:
        return self.value(self.atom(self._placed(expr)))

    def _placed(self, expr: sympy.Basic) -> sympy.Basic:
        return expr.xreplace(self.indices) if self.indices else expr

    @value.register
    def _integral(self, expr: sympy.Integral) -> Any:
        done = self._placed(expr).doit()
        if done.has(sympy.Integral):
            raise Undefined
        return self.value(done)

    @value.register
    def _add(self, expr: sympy.Add) -> Any:
        return reduce(_plus, map(self, expr.args))

    @value.register
    def _mul(self, expr: sympy.Mul) -> Any:
        return reduce(_times, map(self, expr.args))

    @value.register
    def _pow(self, expr: sympy.Pow) -> Any:
        base, exponent = map(self, expr.args)
        if base == 0 and (exponent.real < 0 if isinstance(exponent, mp.mpc) else exponent < 0):
            raise Undefined
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            if isinstance(base, Fraction):
                bits = max(base.numerator.bit_length(), base.denominator.bit_length())
                if abs(exponent.numerator) * bits < LONGEST:
                    return base**exponent.numerator
            return _checked(mp.power(as_float(base), exponent.numerator))
        return _checked(mp.power(as_float(base), as_float(exponent)))

    @value.register
    def _absolute(self, expr: sympy.Abs) -> Any:
        return abs(self(expr.args[0]))

    @value.register
    def _sign(self, expr: sympy.sign) -> Any:
        inner = _real(self(expr.args[0]))
        return Fraction((inner > 0) - (inner < 0))

    @value.register
    def _maximum(self, expr: sympy.Max) -> Any:
        return max(_real(self(arg)) for arg in expr.args)

    @value.register
    def _minimum(self, expr: sympy.Min) -> Any:
        return min(_real(self(arg)) for arg in expr.args)

    @value.register
    def _piecewise(self, expr: sympy.Piecewise) -> Any:
        for branch, condition in expr.args:
            if self._holds(condition):
                return self(branch)
        raise Undefined

    def _holds(self, condition: sympy.Basic) -> bool:
        if condition in (sympy.true, sympy.false):
            return bool(condition)
        if isinstance(condition, (sympy.And, sympy.Or, sympy.Not)):
            parts = [self._holds(arg) for arg in condition.args]
            return {sympy.And: all, sympy.Or: any, sympy.Not: lambda p: not p[0]}[condition.func](parts)
        left, right = (_real(self(side)) for side in (condition.lhs, condition.rhs))
        return getattr(operator, {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}[
            condition.rel_op
        ])(left, right)  # fmt: skip

    @value.register(sympy.Sum)
    @value.register(sympy.Product)
    def _fold(self, expr: sympy.Sum | sympy.Product) -> Any:
        *inner, (index, start, stop) = expr.limits
        body = expr.func(expr.function, *inner) if inner else expr.function
        outcome, join = (Fraction(0), _plus) if isinstance(expr, sympy.Sum) else (Fraction(1), _times)
        first, last = (self(end) for end in (start, stop))
        indices, counting = self.indices, self.counting
        self.counting = counting | {index}
        for k in range(int(first), int(last) + 1):
            self.indices = {**indices, index: sympy.Integer(k)}
            outcome = join(outcome, self(body))
        self.indices, self.counting = indices, counting
        return outcome


def real(value: Any) -> Any:
    """Phần thực của một giá trị thực; None nếu nó không thực (phần ảo không chỉ là sai số làm tròn)."""
    if not isinstance(value, mp.mpc):
        return value
    return value.real if abs(value.imag) <= mp.mpf(10) ** (-mp.dps // 2) * (1 + abs(value)) else None


def as_float(value: Any) -> Any:
    """Phân số thành số mpmath; số mpmath giữ nguyên."""
    if isinstance(value, Fraction):
        return mp.mpf(libmp.from_rational(value.numerator, value.denominator, mp.prec))
    return value


def _plus(a: Any, b: Any) -> Any:
    return a + b if isinstance(a, Fraction) and isinstance(b, Fraction) else as_float(a) + as_float(b)


def _times(a: Any, b: Any) -> Any:
    return a * b if isinstance(a, Fraction) and isinstance(b, Fraction) else as_float(a) * as_float(b)


def _real(value: Any) -> Any:
    value = real(value)
    if value is None:
        raise Undefined
    return value


def _checked(value: Any) -> Any:
    if not mp.isfinite(value):
        raise Undefined
    return value.real if isinstance(value, mp.mpc) and value.imag == 0 else value


def _to_sympy(value: Any) -> sympy.Expr:
    if isinstance(value, Fraction):
        return sympy.Rational(value.numerator, value.denominator)
    return sympy.sympify(value)


def _from_sympy(value: sympy.Expr) -> Any:
    if value.is_Rational:
        return Fraction(int(value.p), int(value.q))
    value = value.evalf(mp.dps)
    if value.is_Float:
        return mp.mpf(value._mpf_)
    raise Undefined
