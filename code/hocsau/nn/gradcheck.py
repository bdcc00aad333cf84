"""Kiểm gradient bằng sai phân: bản để học (mọi phần tử) và bản để test (một hướng ngẫu nhiên)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hocsau.nn.module import Module


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


def gradcheck(layer: Module, x: np.ndarray, rng: np.random.Generator, h: float = 1e-5) -> dict[str, float]:
    """Sai số tương đối của backward với đầu vào và với từng tham số, dy ngẫu nhiên.

    Trả về: {"x": …, "weight": …, …}. Với float64, dưới 1e-6 là đúng. dy ngẫu nhiên là bắt buộc: với dy
    toàn số 1, một backward lẫn chuyển vị vẫn qua được.
    """
    y = layer.forward(x)
    dy = rng.normal(size=y.shape)
    for p in layer.parameters():
        p.zero_grad()
    dx = layer.backward(dy)
    analytic = {"x": dx} | {name: p.grad.copy() for name, p in layer.named_parameters()}
    arrays = {"x": x} | {name: p.data for name, p in layer.named_parameters()}
    return {
        name: relative_error(
            analytic[name], numerical_gradient(lambda _: float((layer.forward(x) * dy).sum()), array, h)
        )
        for name, array in arrays.items()
    }


def gradcheck_projection(layer: Module, x: np.ndarray, rng: np.random.Generator, h: float = 1e-5) -> float:
    """Như gradcheck nhưng chỉ so đạo hàm theo một hướng ngẫu nhiên: hai lần forward cho cả tầng lớn."""
    y = layer.forward(x)
    dy = rng.normal(size=y.shape)
    for p in layer.parameters():
        p.zero_grad()
    gradients = [layer.backward(dy)] + [p.grad.copy() for p in layer.parameters()]
    arrays = [x] + [p.data for p in layer.parameters()]
    directions = [rng.normal(size=a.shape) for a in arrays]
    analytic = sum(float((g * v).sum()) for g, v in zip(gradients, directions, strict=True))
    values = []
    for sign in (1, -1):
        for a, v in zip(arrays, directions, strict=True):
            a += sign * h * v
        values.append(float((layer.forward(x) * dy).sum()))
        for a, v in zip(arrays, directions, strict=True):
            a -= sign * h * v
    numeric = (values[0] - values[1]) / (2 * h)
    return abs(analytic - numeric) / max(abs(analytic), abs(numeric), 1e-8)
