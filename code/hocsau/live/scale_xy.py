"""Hình "sigmoid không chạm được mép ô" ở chương 14: b = s·σ(t) − (s − 1)/2.

Trang HTML tự tính khi bạn kéo (book/live/scale_xy.js); ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import scale_xy
    explore(scale_xy.draw, page="scale_xy", data=scale_xy.page_data(), alt="…",
            **scale_xy.controls())
"""

from __future__ import annotations

import math
from typing import Any

from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.plotting.shapes import Shape, fixed, place, svg

REACH = 8  # t goes from −8 to 8
LOW, HIGH = -0.4, 1.4  # of the vertical axis
LEFT, TOP, WIDTH, HEIGHT = 30, 8, 290, 180  # of the plot, in CSS pixels
SCALES = (1, 1.05, 1.1, 1.2, 1.5)


def controls() -> dict[str, Slider | Choice]:
    """Logit của mạng, và scale_x_y."""
    return {
        "t": slider(-REACH, REACH, 0.1, value=4, label="t: số mạng đưa ra"),
        "s": choice(list(SCALES), value=1, label="s: scale_x_y"),
    }


def page_data() -> dict[str, Any]:
    """Số đo của hình, cho trang HTML."""
    names = ("reach", "low", "high", "left", "top", "width", "height")
    return dict(zip(names, (REACH, LOW, HIGH, LEFT, TOP, WIDTH, HEIGHT), strict=True))


def centre(t: float, s: float) -> float:
    """b = s·σ(t) − (s − 1)/2: tâm của khung, tính từ mép trái của ô, đơn vị là cạnh ô."""
    return s / (1 + math.exp(-t)) - (s - 1) / 2


def logit_of_edge(s: float) -> float:
    """t cho b = 1, tức mép phải của ô: ln((s + 1)/(s − 1)).

    Lỗi:
        ValueError: s ≤ 1, khi đó không t nào tới được mép.
    """
    if s <= 1:
        raise ValueError(f"s = {s}; cần s > 1: với s = 1, sigmoid không chạm tới 1")
    return math.log((s + 1) / (s - 1))


def reading(t: float, s: float) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    said = f"t = {fixed(t, 1)}: tâm ở {fixed(centre(t, s), 4)} của ô. "
    if s <= 1:
        return said + "Mép phải (1) cần t lớn vô hạn."
    return said + f"Mép phải (1) chỉ cần t = {fixed(logit_of_edge(s), 2)}."


def shapes(t: float, s: float) -> list[Shape]:
    """Dải của ô, đường b theo t, và điểm đang chọn."""

    def x(value: float) -> float:
        return place(LEFT + (value + REACH) / (2 * REACH) * WIDTH)

    def y(value: float) -> float:
        return place(TOP + (HIGH - value) / (HIGH - LOW) * HEIGHT)

    steps = [k / 4 for k in range(-4 * REACH, 4 * REACH + 1)]
    curve = " ".join(f"{x(v)},{y(centre(v, s))}" for v in steps)
    end = LEFT + WIDTH
    made: list[Shape] = [
        ["rect", "pad", {"x": LEFT, "y": y(1), "width": WIDTH, "height": place(y(0) - y(1))}, ""],
        ["line", "ink", {"x1": LEFT, "x2": end, "y1": y(1), "y2": y(1)}, ""],
        ["line", "ink", {"x1": LEFT, "x2": end, "y1": y(0), "y2": y(0)}, ""],
        ["text", "word", {"x": 8, "y": place(y(1) + 4)}, "1"],
        ["text", "word", {"x": 8, "y": place(y(0) + 4)}, "0"],
        ["text", "word", {"x": LEFT + 4, "y": place(y(1) - 5)}, "mép phải của ô"],
        ["text", "word", {"x": LEFT + 4, "y": place(y(0) + 15)}, "mép trái của ô"],
    ]
    for tick in (-8, -4, 0, 4, 8):
        made.append(["text", "middle", {"x": x(tick), "y": TOP + HEIGHT + 14}, fixed(tick, 0)])
    made.append(["polyline", "given-line", {"points": curve}, ""])
    down = {"x1": x(t), "x2": x(t), "y1": y(centre(t, s)), "y2": TOP + HEIGHT}
    made.append(["line", "dashed", down, ""])
    made.append(["circle", "moves", {"cx": x(t), "cy": y(centre(t, s)), "r": 6}, ""])
    return made


def draw(t: float, s: float) -> tuple[str, str]:
    """Đường cong và điểm đang chọn.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    return svg(shapes(t, s), LEFT + WIDTH + 10, TOP + HEIGHT + 20), reading(t, s)
