"""Giá trị của một đạo hàm tại một điểm: autograd của torch, hay bước phức khi máy không có torch.

Cả hai đúng tới khoảng 1e-15, nên một bước chỉ sai một phần mười triệu cũng lộ ra; sai phân thì không thấy.
Bước phức: f(x + ih) = f(x) + ih f'(x) + …, nên f'(x) là phần ảo chia h, không có phép trừ nào làm mất chữ số.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np

from hocsau.derive.errors import DerivationError
from hocsau.derive.prove.differences import slopes
from hocsau.derive.prove.numeric import Evaluator
from hocsau.derive.tree.expression import Expr
from hocsau.derive.tree.operations import Derivative
from hocsau.derive.tree.symbols import Item, Unknown

TOLERANCE = 1e-9
DIFFERENCES_TOLERANCE = 1e-6
TINY = 1e-30


@functools.cache
def torch_is_here() -> bool:
    return importlib.util.find_spec("torch") is not None


def tolerance_of(*exprs: Expr) -> float:
    """Sai số tương đối cho phép; đạo hàm của đạo hàm mà không có torch thì phải dùng sai phân."""
    derivatives = [node for expr in exprs for node in expr.walk() if isinstance(node, Derivative)]
    twice = any(isinstance(inner, Derivative) for node in derivatives for inner in node.body.walk())
    return DIFFERENCES_TOLERANCE if twice and not torch_is_here() else TOLERANCE


def place_of(evaluate: Evaluator, variable: Expr) -> tuple[object, Any, tuple[int, ...] | None]:
    """Biến nằm ở đâu: chìa khoá trong `values`, giá trị đang có, chỗ trong mảng nếu là một phần tử x[i]."""
    if isinstance(variable, Unknown):
        raise DerivationError(f"Không lấy đạo hàm bằng số theo hàm chưa biết {variable} được")
    if isinstance(variable, Item):
        key = variable.sequence
        return key, evaluate.values[key], tuple(evaluate.integer(k) - 1 for k in variable.index)
    return variable, evaluate(variable), None


@Evaluator.value.register(Derivative)
def _derivative(evaluate: Evaluator, expr: Derivative) -> Any:
    return slope(evaluate, expr.body, expr.variable, jacobian=expr.kind == "jacobian")


def slope(evaluate: Evaluator, body: Expr, variable: Expr, *, jacobian: bool = False) -> Any:
    """Đạo hàm của `body` theo `variable` tại các giá trị mà `evaluate` đang giữ.

    Số theo ma trận: cùng shape với ma trận. Vector theo vector (`jacobian`): hàng là hàm, cột là biến.
    """
    if torch_is_here():
        return autograd(evaluate, body, variable, jacobian=jacobian)
    return _complex_step(evaluate, body, variable, jacobian=jacobian)


def autograd(evaluate: Evaluator, body: Expr, variable: Expr, *, jacobian: bool = False) -> Any:
    """Như `slope`, bằng torch. Bên trong một đạo hàm khác thì kết quả còn lấy đạo hàm tiếp được."""
    import torch

    nested = evaluate.xp is torch
    key, start, place = place_of(evaluate, variable)
    tensors = {k: _tensor(v) for k, v in evaluate.values.items()}
    leaf = _tensor(start, always=True)
    leaf = leaf.clone() if leaf.requires_grad else leaf.requires_grad_()
    value = torch.as_tensor(Evaluator({**tensors, key: leaf}, torch)(body), dtype=torch.float64)

    if jacobian:
        found = torch.stack(
            [_grad(element, leaf, create_graph=nested).reshape(-1) for element in value.reshape(-1)]
        )
    elif value.numel() == 1:
        found = _grad(value.reshape(()), leaf, create_graph=nested)
        found = found if place is None else found[place]
    else:  # many values, one variable: the gradient of Σ v·value is linear in v; its slopes are wanted
        v = torch.zeros_like(value, requires_grad=True)
        along = _grad((v * value).sum(), leaf, create_graph=True)
        found = _grad(along[place or ()], v, create_graph=nested)
    if nested:
        return found
    return found.detach().numpy() if found.ndim else found.item()


def _grad(value: Any, variable: Any, *, create_graph: bool) -> Any:
    """Gradient của một số; 0 khi biến không có mặt trong nó."""
    import torch

    if not value.requires_grad:
        return torch.zeros_like(variable)
    how = {"retain_graph": True, "create_graph": create_graph, "allow_unused": True}
    (found,) = torch.autograd.grad(value, variable, **how)
    return torch.zeros_like(variable) if found is None else found


def _tensor(value: Any, *, always: bool = False) -> Any:
    """Số nguyên (kích thước, chỉ số) giữ nguyên, trừ khi chính nó là biến."""
    import torch

    if torch.is_tensor(value) or (isinstance(value, int) and not always):
        return value
    return torch.tensor(value, dtype=torch.float64)


def _complex_step(evaluate: Evaluator, body: Expr, variable: Expr, *, jacobian: bool) -> Any:
    key, start, place = place_of(evaluate, variable)
    start = np.asarray(start)

    def at(moved: Any) -> Any:
        return evaluate.where(key, moved)(body)

    inside_another = any(np.iscomplexobj(value) for value in evaluate.values.values())
    return slopes(at, start, place, jacobian=jacobian, one=None if inside_another else _imaginary)


def _imaginary(function: Callable, start: np.ndarray, place: tuple[int, ...]) -> Any:
    moved = start.astype(np.complex128)
    moved[place] += 1j * TINY
    return np.imag(function(moved if moved.ndim else moved[()])) / TINY
