"""Hình "ô nhớ đếm" ở chương 17: một LSTM ba ô nhớ đã học aⁿbⁿ, đọc chuỗi mà bạn chọn.

Trọng số do `hocsau train counting --full` ghi. Trang HTML tự tính (book/live/counting.js).

    from hocsau.interactive import explore
    from hocsau.live import counting
    explore(counting.draw, page="counting", data=counting.page_data(), alt="…", **counting.controls())
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from hocsau.interactive import Choice, Slider, slider
from hocsau.plotting.shapes import Shape, fixed, place, svg
from hocsau.recorded import recorded

SIGNS, NEXT = "ab", "ab$"
LONGEST = 60
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 360, 196, 34, 10, 166


def controls() -> dict[str, Slider | Choice]:
    """Mấy chữ a, rồi mấy chữ b."""
    return {
        "a": slider(1, LONGEST, 1, value=8, label="số chữ a"),
        "b": slider(0, LONGEST, 1, value=5, label="số chữ b"),
    }


@lru_cache
def page_data() -> dict[str, Any]:
    """Trọng số của mạng, ô nhớ nào đếm, khung của đồ thị."""
    found = recorded("counting")
    network = found["details"]["network"]
    weights = {name: network[name] for name in ("weight_x", "weight_h", "bias", "head.weight", "head.bias")}
    far = scan("a" * LONGEST, weights)["c"]
    spans = [max(row[k] for row in far) - min(row[k] for row in far) for k in range(len(far[0]))]
    unit = spans.index(max(spans))
    ends = [row[unit] for text in ("a" * LONGEST, "ab" + "b" * LONGEST) for row in scan(text, weights)["c"]]
    return {
        "weights": weights,
        "unit": unit,
        "low": math.floor(min(0.0, *ends)),
        "high": math.ceil(max(0.0, *ends)),
        "learnt": found["details"]["learnt"],
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "top": TOP,
        "bottom": BOTTOM,
    }


def scan(text: str, weights: dict[str, Any]) -> dict[str, list[list[float]]]:
    """c và xác suất của a, b, $ sau mỗi chữ; trước chữ đầu tiên c là 0."""
    size = len(weights["weight_h"])
    h, c = [0.0] * size, [0.0] * size
    memory, chances = [list(c)], []
    for letter in text:
        row = weights["weight_x"][SIGNS.index(letter)]
        z = []
        for k in range(4 * size):
            total = row[k] + weights["bias"][k]
            for j in range(size):
                total += h[j] * weights["weight_h"][j][k]
            z.append(total)
        for j in range(size):
            i, f, o = (sigmoid(z[block * size + j]) for block in (0, 1, 3))
            c[j] = f * c[j] + i * math.tanh(z[2 * size + j])
            h[j] = o * math.tanh(c[j])
        logits = []
        for k in range(len(NEXT)):
            total = weights["head.bias"][k]
            for j in range(size):
                total += h[j] * weights["head.weight"][j][k]
            logits.append(total)
        top = max(logits)
        parts = [math.exp(v - top) for v in logits]
        chances.append([part / sum(parts) for part in parts])
        memory.append(list(c))
    return {"c": memory, "chances": chances}


def sigmoid(value: float) -> float:
    """(1 + tanh(v / 2)) / 2: không tràn."""
    return 0.5 * math.tanh(0.5 * value) + 0.5


def reading(a: int, b: int) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    data = page_data()
    found = scan("a" * a + "b" * b, data["weights"])
    p = found["chances"][-1]
    best = p.index(max(p))
    said = f"Đọc {a} chữ a, {b} chữ b: ô nhớ {data['unit'] + 1} = {fixed(found['c'][-1][data['unit']], 2)}. "
    what = "hết chuỗi ($)" if NEXT[best] == "$" else f"chữ {NEXT[best]}"
    return said + f"Mạng đoán kế tiếp là {what}, {fixed(100 * p[best], 0)} %."


def shapes(a: int, b: int) -> list[Shape]:
    """Đường cam là ô nhớ đếm, đường xám là những ô kia; vạch đứng là chỗ chữ b bắt đầu."""
    data = page_data()
    found = scan("a" * a + "b" * b, data["weights"])["c"]
    span = data["high"] - data["low"]

    def x(t: int) -> float:
        return place(LEFT + t * (WIDTH - LEFT - 10) / max(20, a + b))

    def y(value: float) -> float:
        inside = max(data["low"], min(data["high"], value))
        return place(BOTTOM - (inside - data["low"]) * (BOTTOM - TOP) / span)

    made: list[Shape] = []
    for level in (data["low"], 0, data["high"]):
        made.append(["line", "thin", {"x1": LEFT, "y1": y(level), "x2": WIDTH - 10, "y2": y(level)}, ""])
        made.append(["text", "middle", {"x": 16, "y": y(level) + 4}, fixed(level, 0)])
    made.append(["line", "dashed", {"x1": x(a), "y1": TOP, "x2": x(a), "y2": BOTTOM}, ""])
    order = [k for k in range(len(found[0])) if k != data["unit"]] + [data["unit"]]
    for k in order:
        kind = "moves-line" if k == data["unit"] else "ink"
        for t in range(1, len(found)):
            at = {"x1": x(t - 1), "y1": y(found[t - 1][k]), "x2": x(t), "y2": y(found[t][k])}
            made.append(["line", kind, at, ""])
    made.append(["circle", "moves", {"cx": x(a + b), "cy": y(found[-1][data["unit"]]), "r": 4}, ""])
    made.append(["text", "middle", {"x": place((x(0) + x(a)) / 2), "y": HEIGHT - 8}, f"{a} chữ a"])
    if b:
        made.append(["text", "middle", {"x": place((x(a) + x(a + b)) / 2), "y": HEIGHT - 22}, f"{b} chữ b"])
    return made


def draw(a: int, b: int) -> tuple[str, str]:
    """Ba ô nhớ qua từng chữ của aᵃbᵇ.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    return svg(shapes(a, b), WIDTH, HEIGHT), reading(a, b)
