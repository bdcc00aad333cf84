"""Bảng các hàm đã biết: mỗi hàm một dòng, với cách in, bản SymPy và bản numpy/torch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import sympy


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
