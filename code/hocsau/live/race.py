"""Hình "cuộc đua của năm optimizer" ở chương 12: năm mặt loss, bạn đặt vạch xuất phát.

Trang HTML tự tính khi bạn kéo (book/live/race.js); ở đây là bản Python của cùng phép tính, cùng thứ tự, nên
hai bên đi cùng một đường. Công thức của từng optimizer là của `hocsau.nn` (test so hai bên).

    from hocsau.interactive import explore
    from hocsau.live import race
    explore(race.draw, page="race", data=race.page_data(), alt="…", **race.controls())
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import numpy as np

from hocsau.interactive import Choice, Slider, choice, slider

RACERS = ("SGD", "momentum", "RMSProp", "Adam", "AdamW")
MOMENTUM, ALPHA, BETA1, BETA2, DECAY, EPS = 0.9, 0.9, 0.9, 0.999, 0.1, 1e-8
HALF = 2.0  # every surface is drawn over the square from −2 to 2
STEPS = 200
LOST = 1e6  # farther than this, a racer is out
SIGMA = 4.0  # spread of the gradient of one sample; of a batch of B it is SIGMA / √B


class Surface(NamedTuple):
    """Đáy thấp nhất trong khung, và các độ cao vẽ đường đồng mức."""

    bottom: tuple[float, float]
    levels: tuple[float, ...]


SURFACES = {
    "thung lũng dài": Surface((0.0, 0.0), (0.1, 0.5, 1.5, 4, 8, 14, 22, 32, 44)),
    "quả chuối": Surface((1.0, 1.0), (0.1, 0.5, 2, 6, 15, 35, 70, 130, 220)),
    "yên ngựa": Surface((0.0, 1.0), (-0.22, -0.12, -0.02, 0.02, 0.2, 0.6, 1.2, 2, 3)),
    "hai hố": Surface((-1.035579, 0.0), (-0.28, -0.1, 0.1, 0.28, 0.34, 0.6, 1.2, 2.5, 5)),
    "cao nguyên": Surface((0.0, 0.0), (0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97, 0.995)),
}
BATCHES = {"cả tập": 0, "64": 64, "16": 16, "4": 4, "1": 1}


def controls() -> dict[str, Slider | Choice]:
    """Mặt loss, learning rate, batch, vạch xuất phát, số bước."""
    return {
        "surface": choice(list(SURFACES), value="thung lũng dài", label="mặt loss"),
        "rate": choice([0.001, 0.003, 0.01, 0.03, 0.07, 0.1, 0.3, 1], value=0.03, label="learning rate"),
        "batch": choice(list(BATCHES), value="cả tập", label="batch"),
        "x": slider(-2, 2, 0.1, value=-1.8, label="xuất phát: x"),
        "y": slider(-2, 2, 0.1, value=1.1, label="xuất phát: y"),
        "steps": slider(0, STEPS, 2, value=40, label="số bước"),
    }


def page_data() -> dict[str, Any]:
    """Nhiễu của từng bước, các mặt loss và các hệ số, cho trang HTML."""
    return {
        "noise": noise().tolist(),
        "surfaces": {
            name: {"bottom": list(s.bottom), "levels": list(s.levels)} for name, s in SURFACES.items()
        },
        "racers": list(RACERS),
        "batches": BATCHES,
        "half": HALF,
        "sigma": SIGMA,
        "lost": LOST,
        "momentum": MOMENTUM,
        "alpha": ALPHA,
        "betas": [BETA1, BETA2],
        "decay": DECAY,
        "eps": EPS,
    }


def noise() -> np.ndarray:
    """(STEPS, 2): nhiễu của hai đạo hàm ở từng bước; cả năm optimizer gặp cùng nhiễu ấy."""
    return np.random.default_rng(12).normal(size=(STEPS, 2)).round(2)


def height(surface: str, x: float, y: float) -> float:
    """Loss ở điểm (x, y)."""
    if surface == "thung lũng dài":
        return 0.5 * (x * x + 25 * y * y)
    if surface == "quả chuối":
        return (1 - x) * (1 - x) + 10 * (y - x * x) * (y - x * x)
    if surface == "yên ngựa":
        return 0.5 * x * x - 0.5 * y * y + 0.25 * y * y * y * y
    if surface == "hai hố":
        return (x * x - 1) * (x * x - 1) + 0.3 * x + y * y
    return 1 - math.exp(-1.2 * (x * x + y * y))


def slopes(surface: str, x: float, y: float) -> tuple[float, float]:
    """Hai đạo hàm riêng ở điểm (x, y)."""
    if surface == "thung lũng dài":
        return x, 25 * y
    if surface == "quả chuối":
        return -2 * (1 - x) - 40 * x * (y - x * x), 20 * (y - x * x)
    if surface == "yên ngựa":
        return x, -y + y * y * y
    if surface == "hai hố":
        return 4 * x * (x * x - 1) + 0.3, 2 * y
    fall = 2.4 * math.exp(-1.2 * (x * x + y * y))
    return fall * x, fall * y


def path(
    racer: str, surface: str, rate: float, batch: str, start: tuple[float, float], steps: int
) -> list[list[float]]:
    """Các điểm đã qua, kể cả vạch xuất phát; bay xa quá thì dừng ở điểm cuối còn trong tầm."""
    at, points, kicks = list(start), [list(start)], noise().tolist()
    mean, square = [0.0, 0.0], [0.0, 0.0]
    size = BATCHES[batch]
    spread = SIGMA / math.sqrt(size) if size else 0.0
    for t in range(steps):
        slope = slopes(surface, at[0], at[1])
        for i in range(2):
            g = slope[i] + spread * kicks[t][i]
            if racer == "SGD":
                move = rate * g
            elif racer == "momentum":
                mean[i] = MOMENTUM * mean[i] + g
                move = rate * mean[i]
            elif racer == "RMSProp":
                square[i] = ALPHA * square[i] + (1 - ALPHA) * g * g
                move = rate * g / (math.sqrt(square[i]) + EPS)
            else:
                mean[i] = BETA1 * mean[i] + (1 - BETA1) * g
                square[i] = BETA2 * square[i] + (1 - BETA2) * g * g
                m_hat, s_hat = mean[i] / (1 - BETA1 ** (t + 1)), square[i] / (1 - BETA2 ** (t + 1))
                move = rate * m_hat / (math.sqrt(s_hat) + EPS)
                if racer == "AdamW":
                    move += rate * DECAY * at[i]
            at[i] -= move
        if not (abs(at[0]) < LOST and abs(at[1]) < LOST):
            break
        points.append(at.copy())
    return points


def finish(surface: str, points: list[list[float]], steps: int) -> str:
    """Độ cao ở điểm cuối, bốn chữ số; "văng mất" khi đã bay khỏi tầm."""
    if len(points) <= steps:
        return "văng mất"
    value = height(surface, *points[-1])
    if abs(value) >= 1000:
        return "trên 1000"
    return f"{Decimal(value).quantize(Decimal('0.0001'), ROUND_HALF_UP):f}".replace("-", "−")


def reading(surface: str, rate: float, batch: str, x: float, y: float, steps: int) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    ends = ", ".join(
        f"{racer} {finish(surface, path(racer, surface, rate, batch, (x, y), steps), steps)}"
        for racer in RACERS
    )
    start = f"{Decimal(height(surface, x, y)).quantize(Decimal('0.0001'), ROUND_HALF_UP):f}"
    return f"Loss từ {start.replace('-', '−')}, sau {steps} bước: {ends}."


def draw(surface: str, rate: float, batch: str, x: float, y: float, steps: int) -> tuple[Any, str]:
    """Đường đồng mức, đường đi của năm optimizer, đáy (dấu cộng).

    Trả về:
        (figure, dòng chữ nêu loss của từng optimizer), dùng cho `explore`.
    """
    from hocsau import plotting
    from hocsau.plotting.style import DARK

    figure, ax = plotting.axes(xlabel="x", ylabel="y", size=(4.8, 4.6))
    grid = np.linspace(-HALF, HALF, 81)
    z = [[height(surface, u, v) for u in grid] for v in grid]
    ax.contour(grid, grid, z, levels=SURFACES[surface].levels, colors="#b9c4d3", linewidths=0.9)
    ax.plot(*SURFACES[surface].bottom, "+", color=plotting.BLUE, markersize=12, markeredgewidth=2.5)
    colours = (plotting.GREY, plotting.PURPLE, plotting.GREEN, plotting.ORANGE, plotting.RED)
    styles = ("-", (0, (7, 2)), (0, (2, 1.5)), "-", (0, (6, 2, 1.5, 2)))
    for racer, colour, style in zip(RACERS, colours, styles, strict=True):
        points = np.array(path(racer, surface, rate, batch, (x, y), steps))
        ax.plot(*points.T, linestyle=style, color=colour, label=racer)
        ax.plot(*points[-1], "o", color=colour, markersize=6)
    ax.plot(x, y, "s", color=DARK, markersize=7)
    ax.set(xlim=(-HALF, HALF), ylim=(-HALF, HALF))
    ax.legend(loc="lower right", fontsize=10, frameon=True, framealpha=0.85)
    return figure, reading(surface, rate, batch, x, y, steps)
