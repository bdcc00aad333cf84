"""Chứng minh với |·|, max và nhiều trường hợp: xét từng khoảng giữa các điểm gãy của một biến thực."""

from __future__ import annotations

import sympy

BROKEN = (sympy.Abs, sympy.Piecewise, sympy.Max, sympy.Min, sympy.sign)


def same_pieces(left: sympy.Expr, right: sympy.Expr) -> bool:
    """Hai vế bằng nhau trên mọi khoảng và tại mọi điểm gãy không. False nghĩa là không chứng minh được."""
    variables = left.free_symbols | right.free_symbols
    if len(variables) != 1 or not (left.has(*BROKEN) or right.has(*BROKEN)):
        return False
    x = next(iter(variables))
    breaks = _breakpoints(left, x), _breakpoints(right, x)
    if None in breaks:
        return False
    points = sorted(breaks[0] | breaks[1])
    if not points:
        return False
    for point in points:
        if x.is_positive and point <= 0:
            continue
        if sympy.simplify(left.subs(x, point) - right.subs(x, point)) != 0:
            return False
    inside = [points[0] - 1, *((a + b) / 2 for a, b in zip(points, points[1:], strict=False)), points[-1] + 1]
    return all(
        sympy.simplify(_smooth(left, x, at) - _smooth(right, x, at)) == 0
        for at in inside
        if not (x.is_positive and at <= 0)
    )


def _breakpoints(expr: sympy.Expr, x: sympy.Symbol) -> set[sympy.Rational] | None:
    """Các điểm mà biểu thức đổi công thức; None nếu không tìm được đủ (chỉ nhận nghiệm hữu tỉ của đa thức)."""
    crossings: list[sympy.Expr] = [node.args[0] for node in expr.atoms(sympy.Abs, sympy.sign)]
    for node in expr.atoms(sympy.Max, sympy.Min):
        crossings += [a - b for k, a in enumerate(node.args) for b in node.args[k + 1 :]]
    for node in expr.atoms(sympy.Piecewise):
        for _, condition in node.args:
            crossings += [
                relation.lhs - relation.rhs for relation in condition.atoms(sympy.core.relational.Relational)
            ]
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
    if isinstance(expr, sympy.sign):
        return sympy.sign(expr.args[0].subs(x, at))
    if isinstance(expr, (sympy.Max, sympy.Min)):
        choose = max if isinstance(expr, sympy.Max) else min
        return choose((_smooth(a, x, at) for a in expr.args), key=lambda value: value.subs(x, at))
    return expr.func(*(_smooth(a, x, at) for a in expr.args))
