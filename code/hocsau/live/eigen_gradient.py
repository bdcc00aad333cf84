"""Hình "gradient đi lùi bao xa" ở chương 16: mỗi bước lùi nhân với trị riêng λ, và với độ dốc của tanh.

Trang HTML tự tính khi bạn kéo (book/live/eigen_gradient.js); ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import eigen_gradient
    explore(eigen_gradient.draw, page="eigen_gradient", data=eigen_gradient.page_data(), alt="…",
            **eigen_gradient.controls())
"""

from __future__ import annotations

import math
from typing import Any

from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.plotting.shapes import Shape, fixed, place, svg

LONGEST = 50  # steps
LOW, HIGH = -16, 4  # powers of ten
LEFT, TOP, WIDTH, HEIGHT = 44, 14, 280, 180
LINEAR, TANH = "không có", "tanh"
INPUT = 0.2  # of every step, when there is a tanh
MARKS = (0.5, 1, 1.1)  # three lines to compare with


def controls() -> dict[str, Slider | Choice]:
    """Trị riêng lớn nhất của W, số bước, và hàm kích hoạt."""
    return {
        "size": slider(0.5, 1.2, 0.05, value=0.9, label="|λ|: trị riêng lớn nhất"),
        "steps": slider(0, LONGEST, 1, value=30, label="số bước đi lùi"),
        "activation": choice([LINEAR, TANH], value=LINEAR, label="hàm kích hoạt"),
    }


def page_data() -> dict[str, Any]:
    """Số đo của hình, cho trang HTML."""
    names = ("longest", "low", "high", "left", "top", "width", "height", "tanh", "input", "marks")
    values = (LONGEST, LOW, HIGH, LEFT, TOP, WIDTH, HEIGHT, TANH, INPUT, list(MARKS))
    return dict(zip(names, values, strict=True))


def powers(size: float, activation: str) -> list[float]:
    """log₁₀ của độ lớn gradient sau 0, 1, …, 50 bước lùi, lúc đầu là 1.

    Không có hàm kích hoạt: |λ|ᵏ. Có tanh: mỗi bước nhân λ(1 − s²), với s = tanh(λ s + 0.2) chạy từ s = 0;
    bước lùi đầu tiên ứng với trạng thái cuối.
    """
    if activation == LINEAR:
        return [k * math.log10(size) for k in range(LONGEST + 1)]
    states, s = [], 0.0
    for _ in range(LONGEST):
        s = math.tanh(size * s + INPUT)
        states.append(s)
    found = [0.0]
    for s in reversed(states):
        found.append(found[-1] + math.log10(size * (1 - s * s)))
    return found


def amount(power: float) -> str:
    """10^power, đọc được: "0.042", "17.4" hay "9.3·10^−10"."""
    whole = math.floor(power)
    if -3 <= whole <= 4:
        return fixed(10**power, 3 if whole < 1 else 1)
    mantissa = fixed(10 ** (power - whole), 1)
    if mantissa == "10.0":
        mantissa, whole = "1.0", whole + 1
    return f"{mantissa}·10^{fixed(whole, 0)}"


def reading(size: float, steps: int, activation: str) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    power = powers(size, activation)[steps]
    said = f"|λ| = {fixed(size, 2)}: lùi {steps} bước, gradient còn {amount(power)} lần. "
    if power < -4:
        return said + "Tan biến."
    return said + ("Bùng nổ." if power > 1 else "Vẫn học được.")


def shapes(size: float, steps: int, activation: str) -> list[Shape]:
    """Trục log, ba đường mốc, đường của |λ| đang chọn, và điểm ở số bước đang chọn."""

    def x(k: float) -> float:
        return place(LEFT + k / LONGEST * WIDTH)

    def y(power: float) -> float:
        return place(TOP + (HIGH - power) / (HIGH - LOW) * HEIGHT)

    def line(values: list[float]) -> str:
        return " ".join(f"{x(k)},{y(v)}" for k, v in enumerate(values))

    end = LEFT + WIDTH
    made: list[Shape] = []
    for power in range(LOW, HIGH + 1, 4):
        made.append(["line", "thin", {"x1": LEFT, "x2": end, "y1": y(power), "y2": y(power)}, ""])
        made.append(["text", "word", {"x": 4, "y": place(y(power) + 4)}, f"10^{fixed(power, 0)}"])
    for k in range(0, LONGEST + 1, 10):
        made.append(["text", "middle", {"x": x(k), "y": TOP + HEIGHT + 16}, str(k)])
    for mark in MARKS:
        made.append(["polyline", "dashed", {"points": line(powers(mark, LINEAR))}, ""])
    found = powers(size, activation)
    made.append(["polyline", "moves-line", {"points": line(found)}, ""])
    down = {"x1": x(steps), "x2": x(steps), "y1": y(found[steps]), "y2": TOP + HEIGHT}
    made.append(["line", "dashed", down, ""])
    made.append(["circle", "moves", {"cx": x(steps), "cy": y(found[steps]), "r": 6}, ""])
    return made


def draw(size: float, steps: int, activation: str) -> tuple[str, str]:
    """Đường gradient theo số bước lùi.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    return svg(shapes(size, steps, activation), LEFT + WIDTH + 12, TOP + HEIGHT + 24), reading(
        size, steps, activation
    )
