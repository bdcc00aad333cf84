"""Bảng các hàm đã biết: mỗi hàm một dòng, với bản SymPy và bản numpy/torch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import sympy

from hocsau.derive.expression import Expr, lift
from hocsau.derive.operations import Apply, MatrixFunction


@dataclass(frozen=True)
class Known:
    latex: str
    text: str
    symbolic: Callable  # SymPy
    numeric: Callable  # (xp, *values), xp being numpy or torch


def _relu(xp: ModuleType, x: object) -> object:
    return xp.where(x > 0, x, 0.0 * x)


def _absolute(xp: ModuleType, x: object) -> object:
    return xp.where(x > 0, x, -x)  # also under a complex step, which abs would forget


def _maximum(xp: ModuleType, a: object, b: object) -> object:
    return xp.where(a > b, a, b)


KNOWN: dict[str, Known] = {
    "exp": Known(r"\exp", "exp", sympy.exp, lambda xp, x: xp.exp(x)),
    "log": Known(r"\ln", "ln", sympy.log, lambda xp, x: xp.log(x)),
    "sqrt": Known(r"\sqrt", "√", sympy.sqrt, lambda xp, x: xp.sqrt(x)),
    "absolute": Known("|", "|", sympy.Abs, _absolute),
    "sigmoid": Known(r"\sigma", "σ", lambda x: 1 / (1 + sympy.exp(-x)), lambda xp, x: 1 / (1 + xp.exp(-x))),
    "tanh": Known(r"\tanh", "tanh", sympy.tanh, lambda xp, x: xp.tanh(x)),
    "relu": Known(r"\operatorname{ReLU}", "ReLU", lambda x: sympy.Max(0, x), _relu),
    "sin": Known(r"\sin", "sin", sympy.sin, lambda xp, x: xp.sin(x)),
    "cos": Known(r"\cos", "cos", sympy.cos, lambda xp, x: xp.cos(x)),
    "sign": Known(r"\operatorname{sign}", "sign", sympy.sign, lambda xp, x: xp.sign(x.real)),
    "maximum": Known(r"\max", "max", sympy.Max, _maximum),
}


def _apply(name: str, *arguments: object) -> Apply:
    return Apply(name, tuple(lift(a) for a in arguments))


def exp(x: object) -> Expr:
    return _apply("exp", x)


def log(x: object) -> Expr:
    """Logarit tự nhiên."""
    return _apply("log", x)


def sqrt(x: object) -> Expr:
    return _apply("sqrt", x)


def absolute(x: object) -> Expr:
    """|x|."""
    return _apply("absolute", x)


def sigmoid(x: object) -> Expr:
    """σ(x) = 1 / (1 + e⁻ˣ)."""
    return _apply("sigmoid", x)


def tanh(x: object) -> Expr:
    return _apply("tanh", x)


def relu(x: object) -> Expr:
    return _apply("relu", x)


def sin(x: object) -> Expr:
    return _apply("sin", x)


def cos(x: object) -> Expr:
    return _apply("cos", x)


def sign(x: object) -> Expr:
    return _apply("sign", x)


def maximum(a: object, b: object) -> Expr:
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
