"""Hình "gradient còn lại bao nhiêu ở từng tầng" ở chương 12: đổi độ sâu, activation, khởi tạo, chuẩn hoá.

Trang HTML tự chạy lượt đi và lượt về khi bạn đổi điều khiển (book/live/depth.js); ở đây là cùng phép tính ấy,
bằng các tầng của `hocsau.nn`, trên cùng những con số ngẫu nhiên (trang tự rút lại chúng từ cùng một mầm).

    from hocsau.interactive import explore
    from hocsau.live import depth
    explore(depth.draw, page="depth", data=depth.page_data(), alt="…", **depth.controls())
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from hocsau import nn
from hocsau.interactive import Choice, Slider, choice, slider

WIDTH, BATCH, DEEPEST = 16, 16, 30
EPS = 1e-5  # of both normalisations
SEED, FACTOR, SHIFT = 2, 1664525, 1013904223  # of the 32-bit generator that the page has, too
BYTES = 12  # of one number: their sum has a standard deviation of 256
SPREADS = {
    "nhỏ: N(0, 0.01²)": 0.01,
    "Xavier": math.sqrt(1 / WIDTH),
    "He": math.sqrt(2 / WIDTH),
    "lớn: N(0, 1)": 1.0,
}
ACTIVATIONS = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "ReLU": nn.ReLU, "SiLU": nn.SiLU}
NORMS = ("không", "batch norm", "layer norm")
LOW, HIGH = -21, 15  # powers of ten that the picture shows


def controls() -> dict[str, Slider | Choice]:
    """Năm điều khiển của hình."""
    return {
        "layers": slider(2, DEEPEST, 1, value=20, label="độ sâu: số tầng"),
        "activation": choice(list(ACTIVATIONS), value="sigmoid", label="activation"),
        "init": choice(list(SPREADS), value="Xavier", label="khởi tạo"),
        "norm": choice(list(NORMS), value="không", label="chuẩn hoá"),
        "residual": choice(["không", "có"], value="không", label="đường nối tắt"),
    }


@lru_cache
def draws() -> np.ndarray:
    """Số ngẫu nhiên gần chuẩn: đầu vào, gradient ở cuối, rồi trọng số của từng tầng. Chỉ đọc.

    Mỗi số là tổng 12 byte cao nhất của bộ sinh đồng dư state ← 1664525·state + 1013904223 (mod 2³²), trừ
    trung bình, chia độ lệch chuẩn 256. Nhờ thế trang rút lại được đúng từng số, khỏi phải tải chúng.
    """
    size = 2 * BATCH * WIDTH + DEEPEST * WIDTH * WIDTH
    state, found = SEED, np.empty(size * BYTES)
    for k in range(len(found)):
        state = (FACTOR * state + SHIFT) % 2**32
        found[k] = state >> 24
    numbers = (found.reshape(size, BYTES).sum(axis=1) - BYTES * 255 / 2) / 256
    numbers.flags.writeable = False
    return numbers


def page_data() -> dict[str, Any]:
    """Mầm của các số ngẫu nhiên và các hệ số, cho trang HTML."""
    return {
        "seed": SEED,
        "deepest": DEEPEST,
        "width": WIDTH,
        "batch": BATCH,
        "spreads": SPREADS,
        "eps": EPS,
        "low": LOW,
        "high": HIGH,
    }


def measure(
    layers: int, activation: str, init: str, norm: str, residual: str
) -> tuple[np.ndarray, np.ndarray]:
    """Một lượt đi, một lượt về qua `layers` tầng rộng 16, batch 16 mẫu.

    Trả về:
        (cỡ gradient theo trọng số, độ lệch chuẩn của đầu ra) của từng tầng, mỗi thứ (layers,); cỡ là
        căn của trung bình bình phương.
    """
    numbers = draws()
    x, last = (part.reshape(BATCH, WIDTH) for part in np.split(numbers[: 2 * BATCH * WIDTH], 2))
    weights = numbers[2 * BATCH * WIDTH :].reshape(DEEPEST, WIDTH, WIDTH)
    linear, blocks = [], []
    for k in range(layers):
        layer = nn.Linear(WIDTH, WIDTH, bias=False, rng=np.random.default_rng(0))
        layer.weight.data[...] = SPREADS[init] * weights[k]
        parts = [layer, *_norm(norm), ACTIVATIONS[activation]()]
        blocks.append(nn.Residual(*parts) if residual == "có" else nn.Sequential(*parts))
        linear.append(layer)
    spread = []
    for block in blocks:
        x = block(x)
        spread.append(x.std())
    dx = last / BATCH
    for block in reversed(blocks):
        dx = block.backward(dx)
    slope = [math.sqrt(float(np.mean(layer.weight.grad**2))) for layer in linear]
    return np.array(slope), np.array(spread)


def _norm(norm: str) -> list[nn.Module]:
    if norm == "không":
        return []
    return [nn.BatchNorm1d(WIDTH, eps=EPS) if norm == "batch norm" else nn.LayerNorm(WIDTH, eps=EPS)]


def number(value: float) -> str:
    """Hai chữ số có nghĩa và số mũ, như trang viết: 3.2e-13."""
    if value == 0:
        return "0"
    digits, power = f"{value:.1e}".split("e")
    return f"{digits}e{int(power)}"


def reading(slope: np.ndarray) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    first, last = float(slope[0]), float(slope[-1])
    ratio = first / last if last else 0.0
    if slope.max() < 1e-6:
        verdict = "tầng nào cũng gần như không có gradient"
    elif slope.min() > 1e3:
        verdict = "gradient của tầng nào cũng quá lớn"
    elif ratio < 1e-3:
        verdict = "gradient tắt dần khi đi ngược về đầu"
    elif ratio > 1e3:
        verdict = "gradient nổ khi đi ngược về đầu"
    else:
        verdict = "tầng đầu và tầng cuối không lệch nhau quá nghìn lần"
    return f"Cỡ gradient: tầng 1 {number(first)}, tầng {len(slope)} {number(last)}; {verdict}."


def draw(layers: int, activation: str, init: str, norm: str, residual: str) -> tuple[Any, str]:
    """Cỡ gradient (cam) và độ lệch chuẩn của đầu ra (xanh) theo tầng, trục đứng theo thang log.

    Trả về:
        (figure, dòng chữ nêu gradient của tầng đầu và tầng cuối), dùng cho `explore`.
    """
    from hocsau import plotting

    slope, spread = measure(layers, activation, init, norm, residual)
    figure, ax = plotting.axes(xlabel="tầng", size=(4.8, 3.6))
    places = np.arange(1, layers + 1)
    low, high = 10.0**LOW, 10.0**HIGH
    ax.plot(
        places, np.clip(spread, low, high), "--s", ms=3, color=plotting.BLUE, label="đầu ra (độ lệch chuẩn)"
    )
    ax.plot(places, np.clip(slope, low, high), "-o", ms=4, color=plotting.ORANGE, label="gradient theo W")
    ax.set(yscale="log", xlim=(0, DEEPEST + 1), ylim=(low / 3, high * 3))
    ax.legend(loc="upper left", fontsize=10)
    return figure, reading(slope)
