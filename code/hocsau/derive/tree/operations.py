"""Các phép toán không phải + - * / @: hàm số, tổng, đạo hàm, tích phân, ma trận ghép, nhiều trường hợp."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from hocsau.derive.errors import ShapeError
from hocsau.derive.tree.expression import (
    Both,
    Expr,
    Number,
    Relation,
    Shape,
    dim,
    is_scalar,
    lift,
    shape_text,
)
from hocsau.derive.tree.symbols import Constant, Item, Let, Matrix, Scalar, Unknown


@dataclass(frozen=True, repr=False)
class Apply(Expr):
    """Hàm đã biết; với ma trận thì tính từng phần tử."""

    name: str
    arguments: tuple[Expr, ...]

    def __post_init__(self) -> None:
        self.shape  # noqa: B018 - a wrong shape is refused when it is written

    @cached_property
    def shape(self) -> Shape:
        shapes = {a.shape for a in self.arguments} - {None}
        if len(shapes) > 1:
            found = ", ".join(shape_text(a.shape) for a in self.arguments)
            raise ShapeError(f"{self.name}: các đối số có shape {found}; cần cùng shape")
        return shapes.pop() if shapes else None


@dataclass(frozen=True, repr=False)
class MatrixFunction(Expr):
    """inv, pinv, norm, total, trace, diag của một ma trận."""

    name: str
    body: Expr

    def __post_init__(self) -> None:
        shape = self.body.shape
        if shape is None:
            raise ShapeError(f"{self.name}({self.body}): cần một ma trận, nhận một số")
        if self.name in ("inv", "trace") and shape[0] != shape[1]:
            raise ShapeError(f"{self.name}({self.body}): cần ma trận vuông, nhận shape {shape_text(shape)}")
        if self.name == "diag" and shape[1] != 1:
            raise ShapeError(f"diag({self.body}): cần một vector cột, nhận shape {shape_text(shape)}")

    @cached_property
    def shape(self) -> Shape:
        if self.name in ("norm", "total", "trace"):
            return None
        rows, columns = self.body.shape
        return {"inv": (rows, rows), "pinv": (columns, rows), "diag": (rows, rows)}[self.name]


@dataclass(frozen=True, repr=False)
class Filled(Expr):
    """Ma trận toàn 1, toàn 0 hoặc đơn vị."""

    name: str
    rows: object
    columns: object

    @cached_property
    def shape(self) -> Shape:
        return self.rows, self.columns


@dataclass(frozen=True, repr=False)
class Fold(Expr):
    """Tổng hoặc tích theo một chỉ số."""

    name: str
    body: Expr
    index: Scalar
    start: Expr
    stop: Expr

    @cached_property
    def shape(self) -> Shape:
        return self.body.shape


@dataclass(frozen=True, repr=False)
class Derivative(Expr):
    """`diff` (số theo số), `gradient` (số theo ma trận, cùng shape), `jacobian` (vector theo vector)."""

    kind: str
    body: Expr
    variable: Expr

    @cached_property
    def shape(self) -> Shape:
        if self.kind == "diff":
            return self.body.shape
        if self.kind == "gradient":
            return self.variable.shape
        return self.body.shape[0], self.variable.shape[0]


@dataclass(frozen=True, repr=False)
class Integral(Expr):
    body: Expr
    variable: Scalar
    limits: tuple[Expr, ...]  # empty: an antiderivative


@dataclass(frozen=True, repr=False)
class Array(Expr):
    """Ma trận viết rõ từng phần tử."""

    entries: tuple[tuple[Expr, ...], ...]

    @cached_property
    def shape(self) -> Shape:
        return len(self.entries), len(self.entries[0])


@dataclass(frozen=True, repr=False)
class Rows(Expr):
    """Ma trận mà hàng thứ i (i = 1 … count) là `entries`."""

    index: Scalar
    count: object
    entries: tuple[Expr, ...]

    @cached_property
    def shape(self) -> Shape:
        return self.count, len(self.entries)


@dataclass(frozen=True, repr=False)
class Cases(Expr):
    """Nhiều trường hợp; điều kiện đúng đầu tiên được chọn."""

    pieces: tuple[tuple[Expr, Expr], ...]
    default: Expr


def eq(left: object, right: object) -> Relation:
    """Phương trình hai vế."""
    return Relation("=", lift(left), lift(right))


def frac(numerator: int, denominator: int) -> Number:
    """Phân số chính xác."""
    return Number(Fraction(numerator, denominator))


def cases(*pieces: tuple[object, Expr] | object) -> Cases:
    """`cases((a, x < 0), (b, x <= 1), c)`: a khi x < 0, b khi 0 ≤ x ≤ 1, còn lại c."""
    *conditional, default = pieces
    if not conditional or isinstance(default, tuple):
        raise ValueError(
            "cases cần các cặp (biểu thức, điều kiện) rồi tới một biểu thức cho các trường hợp còn lại"
        )
    for _, condition in conditional:
        if not isinstance(condition, (Relation, Both)):
            raise TypeError(f"Điều kiện phải là một bất phương trình như x <= 1, nhận {condition}")
    return Cases(tuple((lift(value), condition) for value, condition in conditional), lift(default))


def _folded(name: str, body: object, counter: Expr, start: object, stop: object) -> Fold:
    if not isinstance(counter, Scalar) or not counter.integer:
        raise TypeError(f"Chỉ số của tổng phải tạo bằng index(...), nhận {counter}")
    return Fold(name, lift(body), counter, lift(start), lift(stop))


def Sum(body: object, counter: Expr, start: object, stop: object) -> Fold:
    """Tổng Σ của `body` khi chỉ số chạy từ `start` tới `stop` (kể cả hai đầu)."""
    return _folded("sum", body, counter, start, stop)


def Product(body: object, counter: Expr, start: object, stop: object) -> Fold:
    """Tích Π, như `Sum`."""
    return _folded("product", body, counter, start, stop)


def diff(body: object, variable: Expr) -> Derivative:
    """Đạo hàm (riêng) theo một biến số, một phần tử x[i], hoặc một tên đặt bằng `let`/`function`."""
    body = lift(body)
    if not isinstance(variable, (Scalar, Item, Let, Unknown)) or variable.shape is not None:
        raise TypeError(f"diff lấy đạo hàm theo một biến số, nhận {variable}; theo vector thì dùng gradient")
    return Derivative("diff", body, variable)


def gradient(body: object, variable: Expr) -> Derivative:
    """Gradient của một số theo vector hay ma trận; có cùng shape với biến."""
    body = lift(body)
    if not is_scalar(body):
        raise ShapeError(f"gradient cần một hàm có giá trị là số; {body} có shape {shape_text(body.shape)}")
    if not isinstance(variable, (Matrix, Let)) or variable.shape is None:
        raise TypeError(
            f"gradient lấy theo một vector hay ma trận, nhận {variable}; theo một số thì dùng diff"
        )
    return Derivative("gradient", body, variable)


def jacobian(body: object, variable: Expr) -> Derivative:
    """Ma trận Jacobi của vector cột theo vector cột: hàng i, cột j là ∂fᵢ/∂xⱼ."""
    body = lift(body)
    for part in (body, variable):
        if part.shape is None or part.shape[1] != 1:
            raise ShapeError(
                f"jacobian cần vector cột theo vector cột; {part} có shape {shape_text(part.shape)}"
            )
    if not isinstance(variable, (Matrix, Let)):
        raise TypeError(f"jacobian lấy theo một vector có tên, nhận {variable}")
    return Derivative("jacobian", body, variable)


def integral(body: object, variable: Scalar, *limits: object) -> Integral:
    """Tích phân; không có cận thì là nguyên hàm, khi ấy hai vế chỉ cần bằng nhau sai khác một hằng số."""
    if len(limits) not in (0, 2):
        raise ValueError("integral cần hai cận, hoặc không cận nào")
    return Integral(lift(body), variable, tuple(lift(end) for end in limits))


def array(rows_: list[list[object]]) -> Array:
    """Ma trận viết rõ: `array([[a, b], [c, d]])`."""
    entries = tuple(tuple(lift(value) for value in row) for row in rows_)
    if not entries or not entries[0] or len({len(row) for row in entries}) != 1:
        raise ShapeError("array cần ít nhất một hàng và các hàng dài bằng nhau")
    if any(value.shape is not None for row in entries for value in row):
        raise ShapeError("Phần tử của array phải là số")
    return Array(entries)


def column(*values: object) -> Array:
    """Vector cột viết rõ từng phần tử."""
    return array([[value] for value in values])


def rows(counter: Scalar, count: object, entries: list[object]) -> Rows:
    """Ma trận có `count` hàng, hàng i là `entries`: `rows(i, N, [1, x[i]])`."""
    return Rows(counter, dim(count), tuple(lift(value) for value in entries))


def ones(row_count: object, column_count: object = 1) -> Filled:
    """Ma trận toàn số 1, (row_count, column_count); không nêu số cột thì là một cột."""
    return Filled("ones", dim(row_count), dim(column_count))


def zeros(row_count: object, column_count: object = 1) -> Filled:
    """Ma trận toàn số 0, (row_count, column_count); không nêu số cột thì là một cột."""
    return Filled("zeros", dim(row_count), dim(column_count))


def identity(count: object) -> Filled:
    """Ma trận đơn vị (count, count)."""
    return Filled("identity", dim(count), dim(count))


e, pi, half = Constant("e"), Constant("pi"), frac(1, 2)
