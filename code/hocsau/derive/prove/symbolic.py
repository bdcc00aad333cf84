"""Đổi biểu thức thành biểu thức SymPy, để chứng minh; đạo hàm được SymPy tính ngay khi đổi."""

from __future__ import annotations

import operator
from functools import singledispatch

import sympy

from hocsau.derive.tree import expression as ex
from hocsau.derive.tree import operations as op
from hocsau.derive.tree import symbols as sy
from hocsau.derive.tree.expression import Expr
from hocsau.derive.tree.known import KNOWN

_OPERATIONS = {ex.Add: operator.add, ex.Sub: operator.sub, ex.MatMul: operator.mul, ex.Both: sympy.And}
_RELATIONS = {"=": sympy.Eq, "<": sympy.Lt, "<=": sympy.Le, ">": sympy.Gt, ">=": sympy.Ge}


class NotSymbolic(Exception):
    """Biểu thức có phần mà SymPy không đảm nhận (ma trận kích thước kí hiệu …)."""


def symbol(expr: sy.Scalar) -> sympy.Symbol:
    assumptions: dict[str, bool] = {"integer": True} if expr.integer else {"real": True}
    if expr.low is not None and expr.low >= 0:
        assumptions["positive"] = True
    if expr.high is not None and expr.high <= 0:
        assumptions["negative"] = True
    return sympy.Symbol(expr.name, **assumptions)


def item(expr: sy.Item) -> sympy.Expr:
    positive = expr.low is not None and expr.low >= 0
    base = sympy.IndexedBase(expr.name, **({"positive": True} if positive else {"real": True}))
    return base[tuple(to_sympy(k) for k in expr.index)]


@singledispatch
def to_sympy(expr: Expr) -> sympy.Basic:
    """Biểu thức SymPy tương ứng; `NotSymbolic` nếu không đổi được."""
    raise NotSymbolic


to_sympy.register(symbol)
to_sympy.register(item)


@to_sympy.register
def _mul(expr: ex.Mul) -> sympy.Basic:
    left, right = to_sympy(expr.left), to_sympy(expr.right)
    if expr.elementwise:
        return left.multiply_elementwise(right)
    return _scalar(left) * right if ex.is_scalar(expr.left) else left * _scalar(right)


def _is_matrix(value: sympy.Basic) -> bool:
    return getattr(value, "is_Matrix", False)


def _scalar(value: sympy.Basic) -> sympy.Basic:
    return value[0, 0] if _is_matrix(value) else value


@to_sympy.register
def _div(expr: ex.Div) -> sympy.Basic:
    if not ex.is_scalar(expr.right):
        raise NotSymbolic
    return to_sympy(expr.left) / _scalar(to_sympy(expr.right))


@to_sympy.register
def _power(expr: ex.Power) -> sympy.Basic:
    if not ex.is_scalar(expr.left):
        raise NotSymbolic
    return _scalar(to_sympy(expr.left)) ** to_sympy(expr.right)


@to_sympy.register
def _matrix(expr: sy.Matrix) -> sympy.Basic:
    if not (isinstance(expr.rows, int) and isinstance(expr.columns, int)) or expr.sample is not None:
        raise NotSymbolic
    bounds = (expr.low, expr.high)
    return sympy.ImmutableMatrix(
        expr.rows,
        expr.columns,
        lambda i, j: item(sy.Item(expr.name, *bounds, (ex.lift(int(i) + 1), ex.lift(int(j) + 1)))),
    )


@to_sympy.register
def _entry(expr: ex.Entry) -> sympy.Basic:
    if isinstance(expr.matrix, sy.Matrix) and expr.matrix.sample is None:
        return item(sy.Item(expr.matrix.name, expr.matrix.low, expr.matrix.high, (expr.row, expr.column)))
    row, column = to_sympy(expr.row), to_sympy(expr.column)
    if not (row.is_Integer and column.is_Integer):
        raise NotSymbolic
    return to_sympy(expr.matrix)[int(row) - 1, int(column) - 1]


@to_sympy.register
def _apply(expr: op.Apply) -> sympy.Basic:
    if any(a.shape is not None for a in expr.arguments):
        if len(expr.arguments) > 1:
            raise NotSymbolic
        return to_sympy(expr.arguments[0]).applyfunc(KNOWN[expr.name].symbolic)
    return KNOWN[expr.name].symbolic(*(to_sympy(a) for a in expr.arguments))


@to_sympy.register
def _matrix_function(expr: op.MatrixFunction) -> sympy.Basic:
    body = to_sympy(expr.body)
    match expr.name:
        case "inv":
            return body.inv()
        case "norm":
            return sympy.sqrt(sum(value**2 for value in body))
        case "total":
            return sum(body, sympy.S.Zero)
        case "trace":
            return body.trace()
        case "diag":
            return sympy.ImmutableMatrix(sympy.diag(*body))
    raise NotSymbolic


@to_sympy.register
def _filled(expr: op.Filled) -> sympy.Basic:
    if not (isinstance(expr.rows, int) and isinstance(expr.columns, int)):
        raise NotSymbolic
    make = {"ones": sympy.ones, "zeros": sympy.zeros, "identity": sympy.eye}[expr.name]
    return sympy.ImmutableMatrix(make(expr.rows, expr.columns))


@to_sympy.register
def _fold(expr: op.Fold) -> sympy.Basic:
    if expr.shape is not None:
        raise NotSymbolic
    kind = {"sum": sympy.Sum, "product": sympy.Product}[expr.name]
    return kind(to_sympy(expr.body), (symbol(expr.index), to_sympy(expr.start), to_sympy(expr.stop)))


@to_sympy.register
def _derivative(expr: op.Derivative) -> sympy.Basic:
    if expr.kind != "diff":
        raise NotSymbolic
    if isinstance(expr.variable, (sy.Scalar, sy.Item)):
        return to_sympy(expr.body).diff(to_sympy(expr.variable))
    # By a name (dL/dŷ): the name becomes a variable, then takes its value again.
    place = sy.Scalar(f"{expr.variable.name}__variable")
    outcome = to_sympy(expr.body.replace(expr.variable, place)).diff(symbol(place))
    return outcome.subs(symbol(place), to_sympy(expr.variable))


@to_sympy.register
def _integral(expr: op.Integral) -> sympy.Basic:
    variable = symbol(expr.variable)
    limits = [to_sympy(end) for end in expr.limits]
    return sympy.Integral(to_sympy(expr.body), (variable, *limits) if limits else variable)


@to_sympy.register
def _array(expr: op.Array) -> sympy.Basic:
    return sympy.ImmutableMatrix([[_scalar(to_sympy(value)) for value in row] for row in expr.entries])


@to_sympy.register
def _cases(expr: op.Cases) -> sympy.Basic:
    pieces = [(to_sympy(value), to_sympy(condition)) for value, condition in expr.pieces]
    return sympy.Piecewise(*pieces, (to_sympy(expr.default), True))


@to_sympy.register
def _constant(expr: sy.Constant) -> sympy.Basic:
    return {"e": sympy.E, "pi": sympy.pi}[expr.name]


@to_sympy.register
def _let(expr: sy.Let) -> sympy.Basic:
    return to_sympy(expr.body)


@to_sympy.register
def _unknown(expr: sy.Unknown) -> sympy.Basic:
    return sympy.Function(expr.name, real=True)(*(to_sympy(a) for a in expr.arguments))


@to_sympy.register
def _neg(expr: ex.Neg) -> sympy.Basic:
    return -to_sympy(expr.body)


@to_sympy.register
def _transpose(expr: ex.Transpose) -> sympy.Basic:
    return to_sympy(expr.body).T if expr.body.shape else to_sympy(expr.body)


@to_sympy.register
def _relation(expr: ex.Relation) -> sympy.Basic:
    return _RELATIONS[expr.sign](to_sympy(expr.left), to_sympy(expr.right))


@to_sympy.register
def _number(expr: ex.Number) -> sympy.Basic:
    return sympy.Rational(expr.value.numerator, expr.value.denominator)


@to_sympy.register(ex.MatMul)
@to_sympy.register(ex.Both)
@to_sympy.register(ex.Add)
@to_sympy.register(ex.Sub)
def _binary(expr: ex.Binary | ex.Both) -> sympy.Basic:
    left, right = to_sympy(expr.left), to_sympy(expr.right)
    if isinstance(expr, (ex.Add, ex.Sub)) and _is_matrix(left) != _is_matrix(right):
        raise NotSymbolic  # a number added to every element
    return _OPERATIONS[type(expr)](left, right)
