"""Kiểm gradient bằng sai phân: bản để học (mọi phần tử) và bản để test (một hướng ngẫu nhiên)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hocsau.nn.module import Module

Inputs = np.ndarray | tuple[np.ndarray, ...]
Arrays = dict[str, np.ndarray]


def numerical_gradient(f: Callable[[np.ndarray], float], x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """∂f/∂x từng phần tử: (f(x + h) − f(x − h)) / 2h; x (float64) được trả về nguyên vẹn."""
    if x.dtype != np.float64:
        raise ValueError(f"x có dtype {x.dtype}; cần float64: với float32 sai phân chỉ đúng một hai chữ số")
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        kept = x[i]
        x[i] = kept + h
        above = f(x)
        x[i] = kept - h
        below = f(x)
        x[i] = kept
        gradient[i] = (above - below) / (2 * h)
    return gradient


def relative_error(a: np.ndarray, b: np.ndarray) -> float:
    """max |a − b| / max(|a|, |b|, 1e-8), trên toàn mảng."""
    scale = max(float(np.abs(a).max(initial=0)), float(np.abs(b).max(initial=0)), 1e-8)
    return float(np.abs(np.asarray(a) - np.asarray(b)).max(initial=0)) / scale


def gradcheck(layer: Module, x: Inputs, rng: np.random.Generator, h: float = 1e-5) -> dict[str, float]:
    """Sai số tương đối của backward với từng đầu vào và từng tham số, dy ngẫu nhiên.

    dy ngẫu nhiên là bắt buộc: với dy toàn số 1, một backward lẫn chuyển vị vẫn qua được.

    Tham số:
        layer: tầng hay model cần kiểm.
        x: đầu vào float64; nhiều đầu vào thì một tuple, đầu vào số nguyên (như số thứ tự từ) thì bỏ qua.
        rng: bộ sinh số của dy.
        h: bước của sai phân.

    Trả về:
        {"x": …, "weight": …}, nhiều đầu vào thì {"x0": …, "x1": …, …}. Với float64, dưới 1e-6 là đúng.

    Lỗi:
        ValueError: backward trả về khác số đầu vào.
    """
    inputs, arrays, gradients, dy = _differentiated(layer, x, rng)
    return {
        name: relative_error(
            gradients[name], numerical_gradient(lambda _: float((layer(*inputs) * dy).sum()), array, h)
        )
        for name, array in arrays.items()
    }


def gradcheck_projection(layer: Module, x: Inputs, rng: np.random.Generator, h: float = 1e-5) -> float:
    """Như gradcheck nhưng chỉ so đạo hàm theo một hướng ngẫu nhiên: hai lần forward cho cả tầng lớn."""
    inputs, arrays, gradients, dy = _differentiated(layer, x, rng)
    directions = {name: rng.normal(size=a.shape) for name, a in arrays.items()}
    analytic = sum(float((gradients[name] * v).sum()) for name, v in directions.items())
    values = []
    for sign in (1, -1):
        for name, v in directions.items():
            arrays[name][...] += sign * h * v
        values.append(float((layer(*inputs) * dy).sum()))
        for name, v in directions.items():
            arrays[name][...] -= sign * h * v
    numeric = (values[0] - values[1]) / (2 * h)
    return abs(analytic - numeric) / max(abs(analytic), abs(numeric), 1e-8)


def _differentiated(
    layer: Module, x: Inputs, rng: np.random.Generator
) -> tuple[tuple[np.ndarray, ...], Arrays, Arrays, np.ndarray]:
    """All inputs; by name those with a gradient and the parameters; their gradients; the random dy."""
    inputs = x if isinstance(x, tuple) else (x,)
    y = layer(*inputs)
    dy = rng.normal(size=y.shape)
    for p in layer.parameters():
        p.zero_grad()
    given = layer.backward(dy)
    found = given if isinstance(given, tuple) else (given,)
    if len(found) != len(inputs):
        raise ValueError(f"tầng nhận {len(inputs)} đầu vào mà backward trả về {len(found)} gradient")
    names = [f"x{i}" for i in range(len(inputs))] if isinstance(x, tuple) else ["x"]
    smooth = [i for i, a in enumerate(inputs) if a.dtype.kind == "f"]
    arrays = {names[i]: inputs[i] for i in smooth} | {n: p.data for n, p in layer.named_parameters()}
    gradients = {names[i]: found[i] for i in smooth} | {n: p.grad.copy() for n, p in layer.named_parameters()}
    return inputs, arrays, gradients, dy
