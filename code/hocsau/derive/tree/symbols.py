"""Kí hiệu: số, chỉ số, kích thước, dãy, ma trận, tên đặt cho một biểu thức, và hàm chưa biết."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from hocsau.derive.tree.expression import Dim, Expr, Shape, dim, lift


@dataclass(frozen=True, repr=False)
class Constant(Expr):
    """e hoặc π."""

    name: str


@dataclass(frozen=True, repr=False)
class Scalar(Expr):
    """Một biến số thực; `low`, `high` là miền giá trị (mở), `integer` cho chỉ số và kích thước."""

    name: str
    low: Fraction | None = None
    high: Fraction | None = None
    integer: bool = False


@dataclass(frozen=True, repr=False)
class Item(Expr):
    """Phần tử của một dãy: x[i]. Dãy được ghi bằng tên và miền giá trị."""

    name: str
    low: Fraction | None
    high: Fraction | None
    index: tuple[Expr, ...]

    @property
    def sequence(self) -> tuple[str, str, int]:
        """Chìa khoá của cả dãy trong các giá trị thử."""
        return "sequence", self.name, len(self.index)


@dataclass(frozen=True, repr=False)
class Matrix(Expr):
    """Ma trận kí hiệu. `sample(rng, hàng, cột)` sinh giá trị thử; để None thì lấy ngẫu nhiên trong miền."""

    name: str
    rows: Dim
    columns: Dim
    low: Fraction | None = None
    high: Fraction | None = None
    sample: Callable | None = None

    @cached_property
    def shape(self) -> Shape:
        return self.rows, self.columns

    def map(self, change: Callable[[Expr], Expr]) -> Expr:
        return self  # its dimensions are part of its name


@dataclass(frozen=True, repr=False)
class Let(Expr):
    """Tên đặt cho một biểu thức: hiện bằng tên, kiểm bằng nội dung."""

    name: str
    body: Expr

    @cached_property
    def shape(self) -> Shape:
        return self.body.shape


@dataclass(frozen=True, repr=False)
class Unknown(Expr):
    """Hàm chưa biết, như e(w): đạo hàm của nó chỉ là e'."""

    name: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True)
class Sequence:
    """Dãy số x₁, x₂, …; `x[i]` là một phần tử, `x[i, j]` cho dãy hai chỉ số."""

    name: str
    low: Fraction | None = None
    high: Fraction | None = None

    def __getitem__(self, index: object) -> Item:
        index = index if isinstance(index, tuple) else (index,)
        return Item(self.name, self.low, self.high, tuple(lift(k) for k in index))

    def __iter__(self) -> None:
        raise TypeError(f"Dãy {self.name} không có độ dài; viết {self.name}[i] với một chỉ số")


def _bounds(positive: bool, domain: tuple[object, object] | None) -> tuple[Fraction | None, Fraction | None]:
    if domain is None:
        return (Fraction(0) if positive else None), None
    if len(domain) != 2:
        raise ValueError(f"domain cần hai đầu mút (thấp, cao), nhận {domain!r}")
    low, high = (None if end is None else Fraction(str(end)) for end in domain)
    if low is not None and high is not None and low >= high:
        raise ValueError(f"domain rỗng: cần đầu thấp < đầu cao, nhận {domain!r}")
    return low, high


def _names(names: str) -> list[str]:
    found = names.split()
    if not found:
        raise ValueError("Cần ít nhất một tên kí hiệu")
    return found


def scalar(name: str, *, positive: bool = False, domain: tuple | None = None) -> Scalar:
    """Một biến số thực. `domain=(0, 1)`: chỉ xét và chỉ thử các giá trị trong khoảng mở ấy."""
    return Scalar(name, *_bounds(positive, domain))


def scalars(names: str, *, positive: bool = False, domain: tuple | None = None) -> tuple[Scalar, ...]:
    """Nhiều biến, tên cách nhau bằng dấu cách: `w0, w1 = scalars("w_0 w_1")`."""
    return tuple(scalar(name, positive=positive, domain=domain) for name in _names(names))


def index(name: str) -> Scalar:
    """Chỉ số của một tổng."""
    return Scalar(name, integer=True)


def size(name: str) -> Scalar:
    """Một kích thước (số nguyên dương): N điểm, n hàng …"""
    return Scalar(name, low=Fraction(0), integer=True)


def sizes(names: str) -> tuple[Scalar, ...]:
    """Nhiều kích thước, tên cách nhau bằng dấu cách: `N, D = sizes("N D")`."""
    return tuple(size(name) for name in _names(names))


def sequence(name: str, *, positive: bool = False, domain: tuple | None = None) -> Sequence:
    """Một dãy số x; dùng `x[i]`, chỉ số bắt đầu từ 1."""
    return Sequence(name, *_bounds(positive, domain))


def sequences(names: str, *, positive: bool = False, domain: tuple | None = None) -> tuple[Sequence, ...]:
    """Nhiều dãy, tên cách nhau bằng dấu cách: `x, y = sequences("x y")`."""
    return tuple(sequence(name, positive=positive, domain=domain) for name in _names(names))


def matrix(
    name: str, rows: object, columns: object, *, domain: tuple | None = None, sample: Callable | None = None
) -> Matrix:
    """Ma trận rows × columns. `sample(rng, rows, columns)` sinh giá trị thử khi cần loại ma trận riêng
    (đối xứng, hạng thiếu …); mọi kết luận khi ấy chỉ nói về loại ma trận đó."""
    return Matrix(name, dim(rows), dim(columns), *_bounds(False, domain), sample)


def vector(name: str, rows: object, *, domain: tuple | None = None, sample: Callable | None = None) -> Matrix:
    """Vector cột, tức ma trận rows × 1."""
    return matrix(name, rows, 1, domain=domain, sample=sample)


def function(name: str, *arguments: object) -> Unknown:
    """Hàm chưa biết của các đối số: `e = function("e", w)` hiện là e, đạo hàm theo w hiện là e'."""
    if not arguments:
        raise ValueError(f"Hàm {name} cần ít nhất một đối số")
    return Unknown(name, tuple(lift(a) for a in arguments))


def let(name: str, body: object) -> Let:
    """Đặt tên: `y_hat = let(r"\\hat{y}", X @ w)` hiện là ŷ, còn khi kiểm thì là Xw."""
    return Let(name, lift(body))
