"""Điểm 2 chiều của sân chơi: bốn bộ dữ liệu, hai lớp."""

import math
from collections.abc import Callable

import numpy as np

from hocsau.live.playground.generator import Mulberry32

COUNT = 100  # points to train on; as many again to test on
LIMIT = 3.0  # the picture shows −3 … 3 on both axes


def xor(label: int, rng: Mulberry32) -> tuple[float, float]:
    """Bốn góc: x₁ và x₂ cùng dấu là lớp 0, khác dấu là lớp 1 (bài toán XOR)."""
    a, b = 0.25 + 2.25 * rng.random(), 0.25 + 2.25 * rng.random()
    sign = 1 if rng.random() < 0.5 else -1
    return sign * a, sign * b * (1 - 2 * label)


def circles(label: int, rng: Mulberry32) -> tuple[float, float]:
    """Đĩa ở giữa (lớp 1) và vành khăn bao quanh (lớp 0)."""
    radius = (0 if label else 1.7) + (1.1 if label else 0.8) * rng.random()
    angle = 2 * math.pi * rng.random()
    return radius * math.cos(angle), radius * math.sin(angle)


def moons(label: int, rng: Mulberry32) -> tuple[float, float]:
    """Hai vầng trăng khuyết cài vào nhau."""
    angle = math.pi * rng.random()
    x, y = 1.5 * math.cos(angle), 1.5 * math.sin(angle)
    return (0.75 - x, 0.4 - y) if label else (x - 0.75, y - 0.4)


def spirals(label: int, rng: Mulberry32) -> tuple[float, float]:
    """Hai cánh xoắn ốc, mỗi cánh hơn một vòng."""
    t = rng.random()
    radius, angle = 0.2 + 2.4 * t, 2.6 * math.pi * t + math.pi * label
    return radius * math.cos(angle), radius * math.sin(angle)


SHAPES: dict[str, Callable[[int, Mulberry32], tuple[float, float]]] = {
    "xor": xor,
    "circles": circles,
    "moons": moons,
    "spirals": spirals,
}


def points(shape: str, noise: float, seed: int, count: int = COUNT) -> tuple[np.ndarray, np.ndarray]:
    """Rải 2·count điểm: count điểm đầu để huấn luyện, còn lại để kiểm tra.

    Mỗi điểm lệch khỏi chỗ của nó một lượng chuẩn N(0, (noise/100)²) theo cả hai trục; nhãn giữ nguyên.

    Tham số:
        shape: một tên trong SHAPES.
        noise: phần trăm, không âm.
        seed: seed của dữ liệu.

    Trả về:
        x (2·count, 2), y (2·count,) gồm 0 và 1 xen kẽ.

    Lỗi:
        ValueError: không có bộ dữ liệu ấy, noise âm hoặc count < 1.
    """
    if shape not in SHAPES:
        raise ValueError(f"không có bộ dữ liệu {shape!r}; các bộ có: {', '.join(SHAPES)}")
    if not (math.isfinite(noise) and noise >= 0):
        raise ValueError(f"noise = {noise}; cần số phần trăm không âm")
    if count < 1:
        raise ValueError(f"count = {count}; cần ít nhất một điểm")
    rng = Mulberry32(seed)
    x, y = np.empty((2 * count, 2)), np.arange(2 * count) % 2
    for i, label in enumerate(y.tolist()):
        a, b = SHAPES[shape](label, rng)
        x[i] = a + noise / 100 * rng.normal(), b + noise / 100 * rng.normal()
    return x, y.astype(float)
