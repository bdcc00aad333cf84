"""Chứng minh với |·|, max và nhiều trường hợp: xét từng khoảng giữa các điểm gãy của một biến thực."""

from __future__ import annotations

import sympy

from hocsau.derive.proof import Refuted

BROKEN = (sympy.Abs, sympy.Piecewise, sympy.Max, sympy.Min, sympy.sign, sympy.Heaviside)


def same_pieces(left: sympy.Expr, right: sympy.Expr, ends: tuple, at_breaks: bool) -> bool:
    """Hai vế bằng nhau trên mọi khoảng, và tại mọi điểm gãy khi `at_breaks` (ở đó không có đạo hàm).

    False: không chứng minh được bằng cách này. `Refuted`: có một điểm mà hai vế khác nhau.
    """
    variables = left.free_symbols | right.free_symbols
    if len(variables) != 1 or not (left.has(*BROKEN) or right.has(*BROKEN)):
        return False
    x = next(iter(variables))
    breaks = _breakpoints(left, x), _breakpoints(right, x)
    if None in breaks:
        return False
    low, high = (None if end is None else sympy.Rational(end.numerator, end.denominator) for end in ends)
    points = [
        p for p in sorted(breaks[0] | breaks[1]) if (low is None or low < p) and (high is None or p < high)
    ]
    if at_breaks:
        for point in points:
            _must_agree(left.subs(x, point), right.subs(x, point), x, point)
    return all(_same_between(left, right, x, *pair) for pair in _intervals(points, low, high))


def _intervals(points: list, low: sympy.Rational | None, high: sympy.Rational | None) -> list[tuple]:
    if not points:
        start = low if low is not None else (high - 1 if high is not None else sympy.S(-1))
        return [(start, high if high is not None else start + 2)]
    ends = [low if low is not None else points[0] - 2, *points, high if high is not None else points[-1] + 2]
    return list(zip(ends, ends[1:], strict=False))


def _same_between(left: sympy.Expr, right: sympy.Expr, x: sympy.Symbol, a: sympy.Expr, b: sympy.Expr) -> bool:
    middle = (a + b) / 2
    for part in (1, 2, 4):  # quarters: one agreeing point could be chance
        at = a + (b - a) * sympy.Rational(part, 5)
        _must_agree(left.subs(x, at), right.subs(x, at), x, at)
    return sympy.simplify(_smooth(left, x, middle) - _smooth(right, x, middle)) == 0


def _must_agree(left: sympy.Expr, right: sympy.Expr, x: sympy.Symbol, at: sympy.Expr) -> None:
    a, b = (sympy.N(side, 30) for side in (left, right))
    defined = [value.is_real and value.is_finite for value in (a, b)]
    if not any(defined):
        return
    if not all(defined) or abs(a - b) > sympy.Float("1e-18") * (1 + abs(a) + abs(b)):
        raise Refuted(f"tại {x} = {at}: vế trái = {left}, vế phải = {right}")


def _breakpoints(expr: sympy.Expr, x: sympy.Symbol) -> set[sympy.Rational] | None:
    """Các điểm mà biểu thức đổi công thức; None nếu không tìm đủ (chỉ nhận nghiệm hữu tỉ của đa thức)."""
    crossings = [node.args[0] for node in expr.atoms(sympy.Abs, sympy.sign, sympy.Heaviside)]
    for node in expr.atoms(sympy.Max, sympy.Min):
        crossings += [a - b for k, a in enumerate(node.args) for b in node.args[k + 1 :]]
    for node in expr.atoms(sympy.Piecewise):
        for _, condition in node.args:
            relations = condition.atoms(sympy.core.relational.Relational)
            crossings += [relation.lhs - relation.rhs for relation in relations]
    points: set[sympy.Rational] = set()
    for crossing in crossings:
        if crossing.has(*BROKEN) or not crossing.is_polynomial(x):
            return None
        polynomial = sympy.Poly(crossing, x)
        if polynomial.is_zero:
            continue
        roots = polynomial.real_roots()
        if not all(root.is_Rational for root in roots):
            return None
        points.update(roots)
    return points


def _smooth(expr: sympy.Expr, x: sympy.Symbol, at: sympy.Rational) -> sympy.Expr:
    """Công thức không còn chỗ gãy, đúng trên khoảng chứa `at`."""
    if isinstance(expr, sympy.Piecewise):
        for value, condition in expr.args:
            if condition.subs(x, at) == True:  # noqa: E712 - a SymPy truth value
                return _smooth(value, x, at)
        return sympy.nan
    if not expr.args:
        return expr
    if isinstance(expr, sympy.Abs):
        inner = _smooth(expr.args[0], x, at)
        return inner if inner.subs(x, at) >= 0 else -inner
    if isinstance(expr, (sympy.sign, sympy.Heaviside)):
        return expr.func(expr.args[0].subs(x, at))
    if isinstance(expr, (sympy.Max, sympy.Min)):
        choose = max if isinstance(expr, sympy.Max) else min
        return choose((_smooth(a, x, at) for a in expr.args), key=lambda value: value.subs(x, at))
    return expr.func(*(_smooth(a, x, at) for a in expr.args))
