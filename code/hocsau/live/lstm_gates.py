"""Hình "vặn ba cái cổng" ở chương 17: một ô nhớ LSTM, các cổng do tay bạn giữ.

Trang HTML tự tính khi bạn kéo (book/live/lstm_gates.js); ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import lstm_gates
    explore(lstm_gates.draw, page="lstm_gates", data=lstm_gates.page_data(), alt="…",
            **lstm_gates.controls())
"""

from __future__ import annotations

import math
from typing import Any

from hocsau.interactive import Choice, Slider, slider
from hocsau.plotting.shapes import Shape, fixed, place, svg

STEPS = 10
WIDTH, HEIGHT = 360, 236
BELT, PLOT = 34, 168  # where the belt runs, and the middle of the chart below
REACH, COLUMN, LEFT = 58, 30, 44  # half the chart's height, its columns
MOST = 4.0  # the chart goes from −MOST to MOST


def controls() -> dict[str, Slider | Choice]:
    """Ba cổng, thứ đưa vào, trí nhớ lúc đầu, và số bước."""
    return {
        "f": slider(0, 1, 0.05, value=0.9, label="cổng quên f"),
        "i": slider(0, 1, 0.05, value=0.5, label="cổng vào i"),
        "g": slider(-1, 1, 0.1, value=0.4, label="nội dung g"),
        "o": slider(0, 1, 0.05, value=0.5, label="cổng ra o"),
        "start": slider(-2, 2, 0.5, value=2, label="trí nhớ ban đầu"),
        "step": slider(1, STEPS, 1, value=1, label="bước"),
    }


def page_data() -> dict[str, Any]:
    """Số đo của hình."""
    return {
        "steps": STEPS,
        "width": WIDTH,
        "height": HEIGHT,
        "belt": BELT,
        "plot": PLOT,
        "reach": REACH,
        "column": COLUMN,
        "left": LEFT,
        "most": MOST,
    }


def memories(f: float, i: float, g: float, start: float, step: int) -> list[float]:
    """c_0 … c_step: c_t = f c_{t−1} + i g, cổng giữ nguyên qua các bước."""
    found = [start]
    for _ in range(step):
        found.append(f * found[-1] + i * g)
    return found


def reading(f: float, i: float, g: float, o: float, start: float, step: int) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    c = memories(f, i, g, start, step)
    said = f"Bước {step}: c = {fixed(f, 2)}·{sign(c[-2])} + {fixed(i, 2)}·{sign(g, 1)} = {fixed(c[-1], 2)}; "
    said += f"h = {fixed(o, 2)}·tanh({fixed(c[-1], 2)}) = {fixed(o * math.tanh(c[-1]), 2)}. "
    return said + f"Trí nhớ ban đầu còn lại {fixed(100 * f**step, 1)} %."


def sign(value: float, digits: int = 2) -> str:
    """Số âm thì nằm trong ngoặc."""
    text = fixed(value, digits)
    return f"({text})" if text.startswith("−") else text


def shapes(f: float, i: float, g: float, o: float, start: float, step: int) -> list[Shape]:
    """Trên: băng chuyền và ba van, mở càng to cột càng cao. Dưới: c qua các bước (cam), h lúc này (xanh)."""
    c = memories(f, i, g, start, step)
    made: list[Shape] = [["line", "ink", {"x1": 20, "y1": BELT, "x2": 340, "y2": BELT}, ""]]
    made.append(["text", "middle", {"x": 34, "y": BELT - 8}, "c cũ " + fixed(c[-2], 2)])
    made.append(["text", "middle", {"x": 232, "y": BELT - 8}, "c mới " + fixed(c[-1], 2)])
    made.append(["text", "middle", {"x": 318, "y": BELT + 44}, "h " + fixed(o * math.tanh(c[-1]), 2)])
    made.append(["line", "ink", {"x1": 168, "y1": BELT, "x2": 168, "y2": BELT + 56}, ""])
    made.append(["line", "ink", {"x1": 282, "y1": BELT, "x2": 282, "y2": BELT + 56}, ""])
    made.append(["line", "ink", {"x1": 282, "y1": BELT + 56, "x2": 340, "y2": BELT + 56}, ""])
    made.append(["circle", "paper", {"cx": 168, "cy": BELT, "r": 9}, ""])
    made.append(["text", "middle", {"x": 168, "y": BELT + 4}, "+"])
    made.append(["text", "middle", {"x": 168, "y": BELT + 70}, "g " + fixed(g, 1)])
    for name, x, y, value in (
        ("f", 96, BELT, f),
        ("i", 168, BELT + 32, i),
        ("o", 282, BELT + 32, o),
    ):
        made.append(["rect", "paper", {"x": x - 22, "y": y - 12, "width": 44, "height": 24}, ""])
        tall = place(22 * value)
        at = {"x": x - 21, "y": place(y + 11 - tall), "width": 9, "height": tall}
        made.append(["rect", "given", at, ""])
        made.append(["text", "middle", {"x": x + 6, "y": y + 4}, f"{name} {fixed(value, 2)}"])
    made.append(["line", "thin", {"x1": 24, "y1": PLOT, "x2": 352, "y2": PLOT}, ""])
    made.append(["text", "middle", {"x": 12, "y": PLOT + 4}, "0"])
    spots = [(place(LEFT + k * COLUMN), place(PLOT - REACH * clipped(v) / MOST)) for k, v in enumerate(c)]
    for (x1, y1), (x2, y2) in zip(spots, spots[1:], strict=False):
        made.append(["line", "moves-line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, ""])
    for x, y in spots:
        made.append(["circle", "moves", {"cx": x, "cy": y, "r": 4}, ""])
    x, y = spots[-1][0], place(PLOT - REACH * o * math.tanh(c[-1]) / MOST)
    made.append(["circle", "given", {"cx": x, "cy": y, "r": 4}, ""])
    for k in range(0, STEPS + 1, 5):
        made.append(["text", "middle", {"x": LEFT + k * COLUMN, "y": HEIGHT - 2}, str(k)])
    return made


def clipped(value: float) -> float:
    """Trong khung của đồ thị."""
    return max(-MOST, min(MOST, value))


def draw(f: float, i: float, g: float, o: float, start: float, step: int) -> tuple[str, str]:
    """Ô nhớ sau `step` bước.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    values = {"f": f, "i": i, "g": g, "o": o, "start": start, "step": step}
    return svg(shapes(**values), WIDTH, HEIGHT), reading(**values)
