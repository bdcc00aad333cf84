"""Khởi tạo trọng số: bắt đầu từ đâu thì gradient không tắt, không nổ."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """(fan_in, fan_out): số đầu vào, đầu ra của một nơ-ron. Linear (in, out); conv (F, C, K, K)."""
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) == 4:
        area = shape[2] * shape[3]
        return shape[1] * area, shape[0] * area
    raise ValueError(f"shape {shape} không phải của Linear (in, out) hay convolution (F, C, K, K)")


def he(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """He: chuẩn N(0, 2 / fan_in); giữ phương sai qua ReLU. Nguồn: He et al., 2015."""
    return rng.normal(0.0, np.sqrt(2 / fans(shape)[0]), shape)


def xavier(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Xavier: chuẩn N(0, 2 / (fan_in + fan_out)); hợp với sigmoid, tanh. Nguồn: Glorot, Bengio, 2010."""
    return rng.normal(0.0, np.sqrt(2 / sum(fans(shape))), shape)


def normal(shape: tuple[int, ...], rng: np.random.Generator, std: float = 1.0) -> np.ndarray:
    """Chuẩn N(0, std²)."""
    return rng.normal(0.0, std, shape)


def fan_in(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Chuẩn chia cho fan_in, như chương trình ở chương 6: N(0, 1) / fan_in."""
    return rng.normal(0.0, 1.0, shape) / fans(shape)[0]


def zeros(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Toàn số 0: chỉ dùng để thấy vì sao không nên dùng (mọi nơ-ron học giống hệt nhau)."""
    return np.zeros(shape)


METHODS: dict[str, Callable[..., np.ndarray]] = {
    "he": he,
    "xavier": xavier,
    "normal": normal,
    "fan_in": fan_in,
    "zeros": zeros,
}


def make(method: str, shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Mảng khởi tạo theo tên; ValueError khi không có cách ấy hoặc thiếu rng."""
    if method not in METHODS:
        raise ValueError(f"không có cách khởi tạo {method!r}; các cách có: {', '.join(METHODS)}")
    if not isinstance(rng, np.random.Generator):
        raise ValueError("cần rng = np.random.default_rng(số) để lần chạy sau giống lần này")
    return METHODS[method](shape, rng)
