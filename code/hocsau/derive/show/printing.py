"""In biểu thức: `latex` cho trang sách, `text` cho máy đọc màn hình và cửa sổ lệnh. Không sắp lại gì cả."""

from __future__ import annotations

import re
from functools import singledispatchmethod

from hocsau.derive.show.marks import LATEX, TEXT, Marks, bare
from hocsau.derive.tree import expression as ex
from hocsau.derive.tree import operations as op
from hocsau.derive.tree import symbols as sy
from hocsau.derive.tree.expression import Expr, is_scalar
from hocsau.derive.tree.known import KNOWN

# How tightly the outermost operation of a printed piece binds.
RELATION, ADD, FOLD, HADAMARD, MUL, POWER, ATOM = range(7)
Printed = tuple[str, int]


def latex(expr: Expr) -> str:
    """LaTeX của biểu thức, đúng thứ tự người viết."""
    return Printer(LATEX).show(expr)[0]


def text(expr: Expr) -> str:
    """Chữ Unicode của biểu thức."""
    return Printer(TEXT).show(expr)[0]


def variables(expr: Expr) -> set[Expr]:
    """Các biến tự do: số, phần tử của dãy, ma trận (không kể chỉ số của tổng)."""
    return {
        node
        for node in expr.walk()
        if isinstance(node, (sy.Item, sy.Matrix)) or (isinstance(node, sy.Scalar) and not node.integer)
    }


class Printer:
    def __init__(self, marks: Marks) -> None:
        self.marks = marks

    @singledispatchmethod
    def show(self, expr: Expr) -> Printed:
        raise TypeError(f"Chưa biết cách in {type(expr).__name__}")

    def group(self, expr: Expr, binding: int) -> str:
        """In `expr`, thêm ngoặc nếu nó liên kết lỏng hơn `binding`."""
        printed, level = self.show(expr)
        return self.marks.parentheses(printed) if level < binding else printed

    # Leaves

    @show.register
    def _number(self, expr: ex.Number) -> Printed:
        if expr.shown is not None and "e" not in expr.shown:
            printed = expr.shown.removesuffix(".0")
        elif expr.value.denominator == 1:
            printed = str(expr.value)
        else:
            minus = "-" if expr.value < 0 else ""
            ratio = self.marks.number_fraction(str(abs(expr.value.numerator)), str(expr.value.denominator))
            return minus + ratio, ADD if minus else MUL
        return printed, ADD if expr.value < 0 else ATOM

    @show.register
    def _constant(self, expr: sy.Constant) -> Printed:
        return self.marks.constant(expr.name), ATOM

    @show.register(sy.Let)
    @show.register(sy.Matrix)
    @show.register
    def _scalar(self, expr: sy.Scalar) -> Printed:
        return self.marks.name(expr.name), ATOM

    @show.register
    def _item(self, expr: sy.Item) -> Printed:
        index = ("" if all(len(self.show(k)[0]) == 1 for k in expr.index) else ",").join(
            self.show(k)[0] for k in expr.index
        )
        name = self.marks.name(expr.name)
        if "_" in expr.name and "^" not in expr.name:  # x_1 of point i is x_1^{(i)}, as the book writes it
            return self.marks.superscript(name, f"({index})"), ATOM
        return self.marks.subscript(name, index), ATOM

    @show.register
    def _entry(self, expr: ex.Entry) -> Printed:
        parts = [self.show(k)[0] for k in (expr.row, expr.column)]
        index = ("" if all(len(k) == 1 for k in parts) else ",").join(parts)
        return self.marks.subscript(self.group(expr.matrix, ATOM), index), ATOM

    @show.register
    def _unknown(self, expr: sy.Unknown) -> Printed:
        name = self.marks.name(expr.name)
        if all(isinstance(a, sy.Scalar) for a in expr.arguments):
            return name, ATOM
        return name + self.marks.parentheses(", ".join(self.show(a)[0] for a in expr.arguments)), ATOM

    # Arithmetic

    @show.register
    def _add(self, expr: ex.Add) -> Printed:
        left, right = self.group(expr.left, ADD), self.group(expr.right, ADD)
        if right.startswith("-"):
            return f"{left} - {right[1:].lstrip()}", ADD
        return f"{left} + {right}", ADD

    @show.register
    def _sub(self, expr: ex.Sub) -> Printed:
        left, right = self.group(expr.left, ADD), self.group(expr.right, ADD + 1)
        return f"{left} - {self.marks.parentheses(right) if right.startswith('-') else right}", ADD

    @show.register
    def _neg(self, expr: ex.Neg) -> Printed:
        body = self.group(expr.body, ADD + 1)
        return f"-{self.marks.parentheses(body) if body.startswith('-') else body}", ADD

    @show.register
    def _mul(self, expr: ex.Mul) -> Printed:
        if expr.elementwise:
            parts = [self._factor_of_hadamard(side) for side in (expr.left, expr.right)]
            return f" {self.marks.hadamard} ".join(parts), HADAMARD
        return self._product(expr)

    @show.register
    def _matmul(self, expr: ex.MatMul) -> Printed:
        return self._product(expr)

    def _factor_of_hadamard(self, expr: Expr) -> str:
        printed, level = self.show(expr)
        chained = level == HADAMARD or level > MUL or not isinstance(expr, (ex.MatMul, ex.Mul))
        return printed if chained and level >= HADAMARD else self.marks.parentheses(printed)

    @show.register
    def _product(self, expr: ex.Binary) -> Printed:
        left, level = self.show(expr.left)
        negative = left.startswith("-") and not isinstance(expr.left, (ex.Add, ex.Sub))
        if level < MUL and not (negative and self._is_leading_minus(expr.left)):
            left = self.marks.parentheses(left)
        right, right_level = self.show(expr.right)
        if right_level < MUL and right_level != FOLD:
            right, right_level = self.marks.parentheses(right), ATOM
        sign = self.marks.dot if self._needs_dot(expr, right) else self.marks.juxtapose
        binding = FOLD if right_level == FOLD else MUL
        return left + sign + right, ADD if left.startswith("-") else binding

    def _is_leading_minus(self, expr: Expr) -> bool:
        """−2, −2x: dấu trừ đứng đầu tích, không cần ngoặc."""
        if isinstance(expr, (ex.Mul, ex.MatMul)) and not getattr(expr, "elementwise", False):
            return self._is_leading_minus(expr.left) and self.show(expr.right)[1] != FOLD
        return isinstance(expr, ex.Number) or (isinstance(expr, ex.Neg) and self.show(expr.body)[1] != FOLD)

    def _needs_dot(self, expr: ex.Binary, right: str) -> bool:
        last = expr.left
        while isinstance(last, (ex.Mul, ex.MatMul)):
            last = last.right
        first = expr.right
        while isinstance(first, (ex.Mul, ex.MatMul)):
            first = first.left
        ratios = (op.Derivative, ex.Div)
        return (
            bare(right)[0].isdigit()
            or isinstance(last, op.Derivative)
            or isinstance(first, op.Derivative)
            or (isinstance(last, ratios) and isinstance(first, ratios))
            or (isinstance(last, op.Apply) and not bare(self.show(last)[0]).endswith((")", "|", "}")))
            or (isinstance(last, ex.Number) and isinstance(first, ex.Number))
        )

    @show.register
    def _div(self, expr: ex.Div) -> Printed:
        if self.marks.flat_fractions:
            return self.marks.fraction(self.group(expr.left, POWER), self.group(expr.right, POWER)), MUL
        return self.marks.fraction(self.show(expr.left)[0], self.show(expr.right)[0]), MUL

    @show.register
    def _power(self, expr: ex.Power) -> Printed:
        base, level = self.show(expr.left)
        if level < ATOM or "^" in re.sub(r"\{[^{}]*\}|\\left.*\\right", "", base):
            base = self.marks.parentheses(base)
        exponent = self.show(expr.right)[0]
        return self.marks.superscript(
            base, exponent if is_scalar(expr.left) else f"{self.marks.hadamard} {exponent}"
        ), POWER

    @show.register
    def _transpose(self, expr: ex.Transpose) -> Printed:
        base, level = self.show(expr.body)
        if level < ATOM or "^" in base:
            base = self.marks.parentheses(base)
        return self.marks.superscript(base, self.marks.top), POWER

    # Functions

    @show.register
    def _apply(self, expr: op.Apply) -> Printed:
        known = KNOWN[expr.name]
        shown = [self.show(a)[0] for a in expr.arguments]
        if expr.name == "exp":
            return self.marks.superscript(self.marks.constant("e"), shown[0]), POWER
        if expr.name == "sqrt":
            return self.marks.root(shown[0]), ATOM
        if expr.name == "absolute":
            return self.marks.absolute(shown[0]), ATOM
        if expr.name in ("log", "sin", "cos") and isinstance(expr.arguments[0], (sy.Scalar, sy.Item, sy.Let)):
            return f"{self.marks.function(known)} {shown[0]}", MUL
        return self.marks.function(known) + self.marks.parentheses(", ".join(shown)), ATOM

    @show.register
    def _matrixfunction(self, expr: op.MatrixFunction) -> Printed:
        if expr.name in ("inv", "pinv"):
            base, level = self.show(expr.body)
            base = self.marks.parentheses(base) if level < ATOM or "^" in base else base
            return self.marks.superscript(base, "-1" if expr.name == "inv" else "+"), POWER
        if expr.name == "norm":
            return self.marks.norm(self.show(expr.body)[0]), ATOM
        name = {"total": "sum", "trace": "tr", "diag": "diag"}[expr.name]
        return self.marks.operator(name) + self.marks.parentheses(self.show(expr.body)[0]), ATOM

    @show.register
    def _filled(self, expr: op.Filled) -> Printed:
        return self.marks.filled(expr.name), ATOM

    # Sums, derivatives, integrals

    @show.register
    def _fold(self, expr: op.Fold) -> Printed:
        index, start, stop = (self.show(part)[0] for part in (expr.index, expr.start, expr.stop))
        return self.marks.fold(expr.name, index, start, stop) + self.group(expr.body, FOLD), FOLD

    @show.register
    def _derivative(self, expr: op.Derivative) -> Printed:
        body, level = self.show(expr.body)
        variable = self.show(expr.variable)[0]
        if isinstance(expr.body, sy.Unknown) and expr.body.arguments == (expr.variable,):
            name = self.marks.name(expr.body.name)
            return body.replace(name, name + "'", 1), ATOM
        named = isinstance(expr.body, (sy.Scalar, sy.Let, sy.Item, sy.Unknown, sy.Matrix))
        if expr.kind == "gradient":
            return self.marks.gradient(variable) + (body if named else self.marks.parentheses(body)), MUL
        d = "d" if expr.kind == "diff" and self._is_only_variable(expr) else self.marks.partial
        below = d + self.marks.thin(d) + variable
        if named:
            return self.marks.fraction(d + self.marks.thin(d) + body, below), MUL
        return self.marks.fraction(d, below) + self.marks.parentheses(body), MUL

    def _is_only_variable(self, expr: op.Derivative) -> bool:
        marker = sy.Scalar("\0")
        return variables(expr.body.replace(expr.variable, marker)) <= {marker}

    @show.register
    def _integral(self, expr: op.Integral) -> Printed:
        limits = [self.show(end)[0] for end in expr.limits]
        body = self.group(expr.body, FOLD)
        end = self.marks.differential(self.show(expr.variable)[0])
        return self.marks.integral(limits) + body + end, FOLD

    # Written-out matrices, cases, relations

    @show.register
    def _array(self, expr: op.Array) -> Printed:
        return self.marks.matrix([[self.show(value)[0] for value in row] for row in expr.entries]), ATOM

    @show.register
    def _rows(self, expr: op.Rows) -> Printed:
        last = ex.lift(expr.count)
        written = [
            [self.show(value.replace(expr.index, at))[0] for value in expr.entries]
            for at in (ex.lift(1), ex.lift(2), last)
        ]
        return self.marks.matrix([*written[:2], [self.marks.dots] * len(expr.entries), written[2]]), ATOM

    @show.register
    def _cases(self, expr: op.Cases) -> Printed:
        pieces = [(self.show(value)[0], self.show(condition)[0]) for value, condition in expr.pieces]
        return self.marks.cases(pieces, self.show(expr.default)[0]), ATOM if self.marks is LATEX else RELATION

    @show.register
    def _relation(self, expr: ex.Relation) -> Printed:
        left, right = self.show(expr.left)[0], self.show(expr.right)[0]
        return f"{left} {self.marks.relation(expr.sign)} {right}", RELATION

    @show.register
    def _both(self, expr: ex.Both) -> Printed:
        left, right = expr.left, expr.right
        if left.left == right.left and left.sign in (">", ">="):  # Python turns 1 < x into x > 1
            left = ex.Relation({">": "<", ">=": "<="}[left.sign], left.right, left.left)
        if left.right == right.left:
            return (
                f"{self.show(left)[0]} {self.marks.relation(right.sign)} {self.show(right.right)[0]}",
                RELATION,
            )
        return f"{self.show(left)[0]}, {self.show(right)[0]}", RELATION


# The tree does not know how it is shown.
Expr.__str__ = text
Expr._repr_latex_ = lambda expr: f"$\\displaystyle {latex(expr)}$"
