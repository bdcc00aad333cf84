"""Các hàm để viết công thức: exp, log, sigmoid … (tính từng phần tử) và các hàm của ma trận."""

from __future__ import annotations

from hocsau.derive.tree.expression import Expr, lift
from hocsau.derive.tree.operations import Apply, MatrixFunction


def _apply(name: str, *arguments: object) -> Apply:
    return Apply(name, tuple(lift(a) for a in arguments))


def exp(x: object) -> Expr:
    """Hàm mũ eˣ, từng phần tử nếu x là ma trận."""
    return _apply("exp", x)


def log(x: object) -> Expr:
    """Logarit tự nhiên."""
    return _apply("log", x)


def sqrt(x: object) -> Expr:
    """Căn bậc hai √x, từng phần tử."""
    return _apply("sqrt", x)


def absolute(x: object) -> Expr:
    """Giá trị tuyệt đối |x|, từng phần tử."""
    return _apply("absolute", x)


def sigmoid(x: object) -> Expr:
    """Hàm sigmoid σ(x) = 1 / (1 + e⁻ˣ), từng phần tử."""
    return _apply("sigmoid", x)


def tanh(x: object) -> Expr:
    """Hàm tanh x = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ), từng phần tử."""
    return _apply("tanh", x)


def relu(x: object) -> Expr:
    """Hàm max(x, 0), từng phần tử."""
    return _apply("relu", x)


def sin(x: object) -> Expr:
    """Hàm sin, từng phần tử; x tính bằng radian."""
    return _apply("sin", x)


def cos(x: object) -> Expr:
    """Hàm cos, từng phần tử; x tính bằng radian."""
    return _apply("cos", x)


def sign(x: object) -> Expr:
    """Dấu của x: −1, 0 hoặc 1, từng phần tử."""
    return _apply("sign", x)


def maximum(a: object, b: object) -> Expr:
    """Số lớn hơn trong a và b, từng phần tử."""
    return _apply("maximum", a, b)


def inv(a: Expr) -> Expr:
    """Ma trận nghịch đảo; chỗ không khả nghịch thì không được kiểm."""
    return MatrixFunction("inv", a)


def pinv(a: Expr) -> Expr:
    """Giả nghịch đảo Moore–Penrose."""
    return MatrixFunction("pinv", a)


def norm(a: Expr) -> Expr:
    """Chuẩn Euclid (Frobenius với ma trận)."""
    return MatrixFunction("norm", a)


def total(a: Expr) -> Expr:
    """Tổng mọi phần tử."""
    return MatrixFunction("total", a)


def trace(a: Expr) -> Expr:
    """Vết: tổng đường chéo."""
    return MatrixFunction("trace", a)


def diag(a: Expr) -> Expr:
    """Ma trận chéo dựng từ một vector cột."""
    return MatrixFunction("diag", a)
