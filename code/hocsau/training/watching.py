"""Nhìn vào bên trong một model numpy hay torch: đầu ra, gradient, trọng số của từng tầng."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np

from hocsau.nn.module import Module
from hocsau.training.trees import leaves

Note = Callable[[str, np.ndarray], None]


@contextmanager
def watched(model: Any, note: Note) -> Iterator[None]:
    """Trong khối này, mỗi tầng không có tầng con gọi note(tên, đầu ra) sau khi tính; ra khỏi thì thôi.

    Lỗi:
        ValueError: model không phải của `hocsau.nn` hay torch.
    """
    with ExitStack() as undo:
        if isinstance(model, Module):
            for name, layer in model.named_modules():
                if not any(True for _ in layer.children()):
                    # on the instance, so that Module.__call__ finds it before the method of the class
                    vars(layer)["forward"] = _noting(layer.forward, name, note)
                    undo.callback(vars(layer).pop, "forward")
        else:
            for name, layer in _torch(model).named_modules():
                if not any(True for _ in layer.children()):
                    undo.callback(layer.register_forward_hook(_hook(name, note)).remove)
        yield


def _noting(forward: Callable[..., Any], name: str, note: Note) -> Callable[..., Any]:
    def noting(*inputs: Any, **named: Any) -> Any:
        y = forward(*inputs, **named)
        for _, leaf in leaves("", y):
            note(name, np.asarray(leaf))
        return y

    return noting


def _hook(name: str, note: Note) -> Callable[[Any, Any, Any], None]:
    def hook(layer: Any, inputs: Any, y: Any) -> None:
        for _, leaf in leaves("", y):
            note(name, leaf.detach().cpu().numpy())

    return hook


def parameters(model: Any) -> dict[str, np.ndarray]:
    """Tên → bản sao của từng tham số."""
    return {name: np.array(_array(p.data)) for name, p in _named(model)}


def gradients(model: Any) -> dict[str, np.ndarray]:
    """Tên → gradient của lần lan truyền ngược gần nhất; tham số chưa có gradient thì vắng mặt."""
    return {name: _array(p.grad) for name, p in _named(model) if p.grad is not None}


def _named(model: Any) -> Iterator[tuple[str, Any]]:
    return iter((model if isinstance(model, Module) else _torch(model)).named_parameters())


def _array(a: Any) -> np.ndarray:
    return a if isinstance(a, np.ndarray) else a.detach().cpu().numpy()


def _torch(model: Any) -> Any:
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(model, torch.nn.Module):
        raise ValueError(
            f"model có kiểu {type(model).__name__}; cần một hocsau.nn.Module hoặc torch.nn.Module"
        )
    return model
