"""Chứng minh hai biểu thức chứa Σ bằng nhau với N bất kì: gộp các tổng cùng cận, tách hệ số ra ngoài."""

from __future__ import annotations

import sympy


def same_sums(difference: sympy.Expr) -> bool:
    """`difference` có bằng 0 nhờ các tính chất của tổng không: tuyến tính, đổi tên chỉ số, Σ hằng số, và tổng
    có công thức gọn như Σ i = N(N+1)/2."""
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
    """Mỗi Σ thành tổng các hệ số nhân Σ của một đơn thức; Σ ấy là công thức gọn, không có thì một kí hiệu.

    Kí hiệu của tổng trong phụ thuộc chỉ số của tổng ngoài, nên là một hàm của chỉ số ấy.
    """
    names: dict[sympy.Basic, sympy.Expr] = {}

    def named(key: sympy.Basic, common: sympy.Symbol) -> sympy.Expr:
        if key not in names:
            free = sorted((s for s in key.free_symbols - {common} if s.is_Symbol), key=str)
            name = sympy.Dummy(real=True)
            names[key] = sympy.Function(name.name + str(len(names)), real=True)(*free) if free else name
        return names[key]

    def one(body: sympy.Expr, index: sympy.Symbol, start: sympy.Expr, stop: sympy.Expr) -> sympy.Expr:
        common = sympy.Symbol("_index", integer=True)
        outcome = sympy.S.Zero
        for term in sympy.Add.make_args(sympy.expand(body.xreplace({index: common}))):
            outside, inside = term.as_independent(common, as_Add=False)
            if inside == 1:
                outcome += outside * (stop - start + 1)
            else:
                found = _closed(inside, common, start, stop)
                outcome += outside * (found or named(sympy.Tuple(inside, start, stop), common))
        return outcome

    def split(node: sympy.Sum) -> sympy.Expr:
        body = node.function
        for limits in node.limits:  # the innermost first
            body = one(body, *limits)
        return body

    return expr.replace(lambda node: isinstance(node, sympy.Sum), split)


def _closed(body: sympy.Expr, index: sympy.Symbol, start: sympy.Expr, stop: sympy.Expr) -> sympy.Expr | None:
    """Công thức của Σ body không còn dấu Σ; None nếu SymPy không có công thức đúng với mọi giá trị."""
    if not body.is_rational_function(index) or body.has(sympy.Indexed, sympy.core.function.AppliedUndef):
        return None
    found = sympy.Sum(body, (index, start, stop)).doit()
    return None if found.has(sympy.Sum, sympy.Piecewise) else found
