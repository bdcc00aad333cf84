"""Cây biểu thức: giữ nguyên thứ tự người viết, biết shape của mình, dùng phép toán như numpy.

SymPy tự sắp lại các số hạng, nên một bài giảng không hiện được đúng cách viết của mình; vì thế có cây này.
Việc chứng minh thì giao lại cho SymPy (`symbolic.py`) hoặc numpy (`numeric.py`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from numbers import Rational, Real

from hocsau.derive.errors import ShapeError

Dim = "int | Expr"
Shape = "tuple[Dim, Dim] | None"  # None: a scalar


def lift(value: object) -> Expr:
    """Đổi số Python (hay numpy) thành `Number`; biểu thức thì giữ nguyên."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, bool):
        raise TypeError("Biểu thức không nhận True/False; so sánh hai vế thì dùng eq(a, b)")
    if isinstance(value, Rational):
        return Number(Fraction(value))
    if isinstance(value, Real) or hasattr(value, "item"):
        shown = repr(float(value))
        return Number(Fraction(shown), shown)
    raise TypeError(f"Không đổi được {type(value).__name__} thành biểu thức; cần một số hoặc một biểu thức")


class Expr:
    """Gốc của mọi biểu thức. `shape` là None với số, (hàng, cột) với ma trận. Nó chỉ được tính một lần: hỏi
    lại từng thừa số của một tích dài thì mỗi dấu nhân tốn gấp đôi."""

    __array_ufunc__ = None  # numpy scalars on the left leave the operation to us

    @property
    def shape(self) -> Shape:
        """None với số, (hàng, cột) với ma trận."""
        return None

    def children(self) -> Iterator[Expr]:
        """Các biểu thức con trực tiếp, trái sang phải."""
        for field in dataclasses.fields(self):
            yield from _expressions(getattr(self, field.name))

    def map(self, change: Callable[[Expr], Expr]) -> Expr:
        """Bản sao, mỗi biểu thức con đã qua `change`."""
        fields = dataclasses.fields(self)
        return type(self)(**{f.name: _mapped(getattr(self, f.name), change) for f in fields})

    def walk(self) -> Iterator[Expr]:
        """Chính nó rồi mọi biểu thức nằm trong nó."""
        yield self
        for child in self.children():
            yield from child.walk()

    def replace(self, old: Expr, new: Expr) -> Expr:
        """Bản sao, mọi chỗ là `old` được thay bằng `new`."""
        return new if self == old else self.map(lambda child: child.replace(old, new))

    def __add__(self, other: object) -> Expr:
        return Add(self, lift(other))

    def __radd__(self, other: object) -> Expr:
        return Add(lift(other), self)

    def __sub__(self, other: object) -> Expr:
        return Sub(self, lift(other))

    def __rsub__(self, other: object) -> Expr:
        return Sub(lift(other), self)

    def __mul__(self, other: object) -> Expr:
        return Mul(self, lift(other))

    def __rmul__(self, other: object) -> Expr:
        return Mul(lift(other), self)

    def __truediv__(self, other: object) -> Expr:
        return Div(self, lift(other))

    def __rtruediv__(self, other: object) -> Expr:
        return Div(lift(other), self)

    def __pow__(self, other: object) -> Expr:
        return Power(self, lift(other))

    def __rpow__(self, other: object) -> Expr:
        return Power(lift(other), self)

    def __matmul__(self, other: object) -> Expr:
        return MatMul(self, lift(other))

    def __neg__(self) -> Expr:
        return Neg(self)

    def __lt__(self, other: object) -> Relation:
        return Relation("<", self, lift(other))

    def __le__(self, other: object) -> Relation:
        return Relation("<=", self, lift(other))

    def __gt__(self, other: object) -> Relation:
        return Relation(">", self, lift(other))

    def __ge__(self, other: object) -> Relation:
        return Relation(">=", self, lift(other))

    def __bool__(self) -> bool:
        raise TypeError("Biểu thức không có giá trị đúng/sai; viết (1 < x) & (x <= 2) thay cho 1 < x <= 2")

    @property
    def T(self) -> Expr:
        """Chuyển vị."""
        return Transpose(self)

    def __getitem__(self, key: object) -> Expr:
        if self.shape is None or not isinstance(key, tuple) or len(key) != 2:
            raise TypeError(f"Chỉ lấy được phần tử [hàng, cột] của ma trận; {self} nhận {key!r}")
        return Entry(self, *(lift(k) for k in key))

    def __iter__(self) -> Iterator[Expr]:
        raise TypeError("Không lặp qua một biểu thức được")


def _expressions(value: object) -> Iterator[Expr]:
    if isinstance(value, Expr):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _expressions(item)


def _mapped(value: object, change: Callable[[Expr], Expr]) -> object:
    if isinstance(value, Expr):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    return value


def is_scalar(expr: Expr) -> bool:
    """Số, hoặc ma trận 1×1 (như yᵀy) dùng như một số."""
    return expr.shape is None or expr.shape == (1, 1)


def dim(value: object) -> Dim:
    """Một chiều của shape: int dương hoặc biểu thức chứa size."""
    value = lift(value)
    if isinstance(value, Number):
        if value.value.denominator != 1 or value.value < 1:
            raise ShapeError(f"Một chiều của ma trận phải là số nguyên dương, nhận {value}")
        return int(value.value)
    return value


def shape_text(shape: Shape) -> str:
    return "số" if shape is None else f"({shape[0]}, {shape[1]})"


def _same_shape(left: Expr, right: Expr, sign: str) -> Shape:
    if left.shape == right.shape or right.shape is None:
        return left.shape
    if left.shape is None:
        return right.shape
    raise ShapeError(
        f"{left} {sign} {right}: shape {shape_text(left.shape)} và {shape_text(right.shape)} khác nhau; "
        "cần cùng shape (muốn nhân ma trận thì dùng @, muốn chuyển vị thì dùng .T)"
    )


@dataclass(frozen=True, repr=False)
class Number(Expr):
    value: Fraction
    shown: str | None = dataclasses.field(default=None, compare=False)  # 0.1 stays 0.1


@dataclass(frozen=True, repr=False)
class Binary(Expr):
    left: Expr
    right: Expr
    sign = "?"

    def __post_init__(self) -> None:
        self.shape  # noqa: B018 - a wrong shape is refused when it is written

    @cached_property
    def shape(self) -> Shape:
        return _same_shape(self.left, self.right, self.sign)


class Add(Binary):
    sign = "+"


class Sub(Binary):
    sign = "-"


class Div(Binary):
    sign = "/"


class Mul(Binary):
    """Số nhân số, số nhân ma trận, hoặc ⊙ của hai ma trận cùng shape."""

    sign = "⊙"

    @cached_property
    def shape(self) -> Shape:
        if self.left.shape != self.right.shape:
            for one, other in ((self.left, self.right), (self.right, self.left)):
                if is_scalar(one):
                    return other.shape
        return _same_shape(self.left, self.right, self.sign)

    @property
    def elementwise(self) -> bool:
        return not is_scalar(self.left) and not is_scalar(self.right)


class MatMul(Binary):
    sign = "@"

    @cached_property
    def shape(self) -> Shape:
        left, right = self.left.shape, self.right.shape
        if left is None or right is None:
            raise ShapeError(f"{self.left} @ {self.right}: @ cần hai ma trận; nhân với một số thì dùng *")
        if left[1] != right[0]:
            raise ShapeError(
                f"{self.left} @ {self.right}: shape {shape_text(left)} và {shape_text(right)}; "
                "số cột của ma trận trái phải bằng số hàng của ma trận phải"
            )
        return left[0], right[1]


class Power(Binary):
    sign = "**"

    @cached_property
    def shape(self) -> Shape:
        if not is_scalar(self.right):
            raise ShapeError(f"{self.left} ** {self.right}: số mũ phải là một số")
        return self.left.shape


@dataclass(frozen=True, repr=False)
class Neg(Expr):
    body: Expr

    @cached_property
    def shape(self) -> Shape:
        return self.body.shape


@dataclass(frozen=True, repr=False)
class Transpose(Expr):
    body: Expr

    @cached_property
    def shape(self) -> Shape:
        return None if self.body.shape is None else self.body.shape[::-1]


@dataclass(frozen=True, repr=False)
class Entry(Expr):
    """A[i, j], đếm từ 1."""

    matrix: Expr
    row: Expr
    column: Expr


@dataclass(frozen=True, repr=False)
class Relation(Expr):
    """Một phương trình hay bất phương trình."""

    sign: str
    left: Expr
    right: Expr

    def __post_init__(self) -> None:
        if not (is_scalar(self.left) and is_scalar(self.right)):
            _same_shape(self.left, self.right, self.sign)

    def __and__(self, other: Relation) -> Both:
        return Both(self, other)


@dataclass(frozen=True, repr=False)
class Both(Expr):
    """Hai điều kiện cùng đúng."""

    left: Relation
    right: Relation
