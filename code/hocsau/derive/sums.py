"""Chứng minh hai biểu thức chứa Σ bằng nhau với N bất kì: gộp các tổng cùng cận, tách hệ số ra ngoài."""

from __future__ import annotations

import sympy


def same_sums(difference: sympy.Expr) -> bool:
    """`difference` có bằng 0 nhờ các tính chất của tổng không (tuyến tính, đổi tên chỉ số, Σ hằng số)."""
    return _merged_is_zero(difference) or sympy.simplify(_canonical(difference)) == 0


def _merged_is_zero(difference: sympy.Expr) -> bool:
    """c₁Σf + c₂Σg + r: gộp thành Σ(c₁f + c₂g) + r rồi rút gọn phần trong."""
    groups: dict[tuple, sympy.Expr] = {}
    rest = sympy.S.Zero
    for term in sympy.Add.make_args(sympy.expand(difference, deep=False)):
        factors = sympy.Mul.make_args(term)
        sums = [f for f in factors if isinstance(f, sympy.Sum) and len(f.limits) == 1]
        others = sympy.Mul(*(f for f in factors if f not in sums))
        if len(sums) != 1 or others.has(sympy.Sum):
            rest += term
            continue
        index, start, stop = sums[0].limits[0]
        common = sympy.Symbol("_index", integer=True)
        body = sums[0].function.xreplace({index: common})
        groups[start, stop] = groups.get((start, stop), 0) + others * body
    if rest.has(sympy.Sum) or sympy.simplify(rest) != 0:
        return False
    return all(sympy.simplify(body) == 0 for body in groups.values())


def _canonical(expr: sympy.Expr) -> sympy.Expr:
    """Mỗi Σ thành tổng các hệ số nhân Σ của một đơn thức; mỗi Σ đơn thức thành một kí hiệu."""
    names: dict[sympy.Basic, sympy.Dummy] = {}

    def split(node: sympy.Sum) -> sympy.Expr:
        if len(node.limits) != 1:
            return names.setdefault(node, sympy.Dummy(real=True))
        index, start, stop = node.limits[0]
        common = sympy.Symbol("_index", integer=True)
        outcome = sympy.S.Zero
        for term in sympy.Add.make_args(sympy.expand(node.function.xreplace({index: common}))):
            outside, inside = term.as_independent(common, as_Add=False)
            if inside == 1:
                outcome += outside * (stop - start + 1)
            else:
                key = sympy.Tuple(inside, start, stop)
                outcome += outside * names.setdefault(key, sympy.Dummy(real=True))
        return outcome

    return expr.replace(lambda node: isinstance(node, sympy.Sum), split)
