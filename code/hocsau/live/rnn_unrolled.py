"""Hình "RNN trải ra" ở chương 16: đi xuôi từng bước, rồi gradient đi lùi từng bước, mọi con số hiện ra.

Một nút duy nhất: s_t = tanh(u x_t + w s_{t−1}), ŷ = v s_T, L = ½(ŷ − y)². Trang HTML tự tính khi bạn kéo
(book/live/rnn_unrolled.js); ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import rnn_unrolled
    explore(rnn_unrolled.draw, page="rnn_unrolled", data=rnn_unrolled.page_data(), alt="…",
            **rnn_unrolled.controls())
"""

from __future__ import annotations

import math
from typing import Any

from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.plotting.shapes import Shape, fixed, place, svg

X = (1.0, -0.5, 0.8, 0.3)  # what is read
U, V, TARGET = 0.8, 1.2, 0.5
WIDTH, HEIGHT, RADIUS, MIDDLE = 340, 236, 23, 120
LOWER = "₀₁₂₃₄"


def controls() -> dict[str, Slider | Choice]:
    """Trọng số của đường nhớ, số bước thời gian, và đang ở đâu."""
    return {
        "w": slider(-1.5, 1.5, 0.1, value=0.9, label="w: trọng số của trí nhớ"),
        "length": choice([2, 3, 4], value=3, label="T: số bước"),
        "step": slider(0, 9, 1, value=3, label="đang ở bước tính thứ"),
    }


def page_data() -> dict[str, Any]:
    """Input, các trọng số đứng yên và số đo của hình, cho trang HTML."""
    names = ("x", "u", "v", "target", "width", "height", "radius", "middle", "lower")
    return dict(zip(names, (list(X), U, V, TARGET, WIDTH, HEIGHT, RADIUS, MIDDLE, LOWER), strict=True))


def passes(w: float, length: int) -> dict[str, Any]:
    """Mọi số của một lượt xuôi và một lượt ngược.

    Trả về:
        s: T + 1 trạng thái, s[0] = 0; y, loss; ds, da: đạo hàm của L theo s_t, theo tổng trước tanh, số thứ t
        (số đầu bỏ trống); parts: phần mỗi bước góp vào ∂L/∂w.
    """
    s = [0.0]
    for t in range(length):
        s.append(math.tanh(U * X[t] + w * s[-1]))
    y = V * s[length]
    ds, da, parts = ([0.0] * (length + 1) for _ in range(3))
    ds[length] = V * (y - TARGET)
    for t in range(length, 0, -1):
        da[t] = ds[t] * (1 - s[t] * s[t])
        parts[t] = da[t] * s[t - 1]
        ds[t - 1] = w * da[t]
    return {"s": s, "y": y, "loss": (y - TARGET) ** 2 / 2, "ds": ds, "da": da, "parts": parts}


def reading(w: float, length: int, step: int) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    p, now = passes(w, length), min(step, 2 * length + 1)
    s = p["s"]
    if now == 0:
        return f"Chưa tính gì. s{LOWER[0]} = 0; kéo “đang ở bước tính thứ” để đi."
    if now <= length:
        inside = f"{fixed(U, 1)}·({fixed(X[now - 1], 1)}) + {fixed(w, 1)}·({fixed(s[now - 1], 2)})"
        return f"Xuôi: s{LOWER[now]} = tanh({inside}) = {fixed(s[now], 2)}."
    last = LOWER[length]
    if now == length + 1:
        said = f"ŷ = {fixed(V, 1)}·({fixed(s[length], 2)}) = {fixed(p['y'], 2)}, L = {fixed(p['loss'], 3)}. "
        return said + f"Lùi bắt đầu: ∂L/∂s{last} = {fixed(p['ds'][length], 3)}."
    t = 2 * length + 2 - now
    done = sum(p["parts"][t:])
    said = f"Lùi: a{LOWER[t]} nhận {fixed(p['ds'][t], 3)}·(1 − s{LOWER[t]}²) = {fixed(p['da'][t], 3)}, "
    said += f"góp {fixed(p['parts'][t], 3)} vào ∂L/∂w"
    return said + (f", tới đây {fixed(done, 3)}." if t > 1 else f". Xong: ∂L/∂w = {fixed(done, 3)}.")


def shapes(w: float, length: int, step: int) -> list[Shape]:
    """Các trạng thái từ trái sang phải; xanh là đi xuôi, cam là gradient đi lùi."""
    p, now = passes(w, length), min(step, 2 * length + 1)
    gap = WIDTH / (length + 1)

    def x(t: int) -> float:
        return place(gap * (t + 0.5))

    reached = 2 * length + 2 - now  # of the way back
    made: list[Shape] = []
    for t in range(1, length + 1):
        seen, back = t <= now, reached <= t
        kind = "moves-line" if back else "given-line" if seen else "thin"
        ends = {"x1": place(x(t - 1) + RADIUS), "x2": place(x(t) - RADIUS), "y1": MIDDLE, "y2": MIDDLE}
        made.append(["line", kind, ends, ""])
        half = place((x(t - 1) + x(t)) / 2)
        made.append(["text", "middle", {"x": half, "y": MIDDLE - 8}, "w"])
        up = {"x1": x(t), "x2": x(t), "y1": MIDDLE + RADIUS, "y2": HEIGHT - 46}
        made.append(["line", "given-line" if seen else "thin", up, ""])
        made.append(["text", "middle", {"x": x(t), "y": HEIGHT - 30}, f"x{LOWER[t]} = {fixed(X[t - 1], 1)}"])
        if back:
            said = fixed(p["parts"][t], 3)
            made.append(["text", "middle", {"x": half, "y": MIDDLE + 20}, said])
    out = now > length
    top = {"x1": x(length), "x2": x(length), "y1": 40, "y2": MIDDLE - RADIUS}
    made.append(["line", "moves-line" if out else "thin", top, ""])
    said = f"ŷ = {fixed(p['y'], 2)}, L = {fixed(p['loss'], 3)}" if out else "ŷ"
    made.append(["text", "middle", {"x": place(x(length) - (30 if out else 0)), "y": 30}, said])
    for t in range(length + 1):
        seen, back = t <= now, t > 0 and reached <= t
        made.append(["circle", "paper", {"cx": x(t), "cy": MIDDLE, "r": RADIUS}, ""])
        ring = "moves-line" if back else "given-line" if seen else "thin"
        made.append(["circle", ring, {"cx": x(t), "cy": MIDDLE, "r": RADIUS}, ""])
        made.append(["text", "middle", {"x": x(t), "y": MIDDLE - RADIUS - 8}, f"s{LOWER[t]}"])
        if seen:
            made.append(["text", "middle", {"x": x(t), "y": MIDDLE + 4}, fixed(p["s"][t], 2)])
        if back:
            made.append(["text", "middle", {"x": x(t), "y": HEIGHT - 8}, fixed(p["da"][t], 3)])
    if reached <= length:
        made.append(["text", "word", {"x": 4, "y": HEIGHT - 8}, "∂L/∂a:"])
        made.append(["text", "word", {"x": 4, "y": 30}, "góp vào ∂L/∂w: dưới mỗi w"])
    return made


def draw(w: float, length: int, step: int) -> tuple[str, str]:
    """RNN một nút, trải ra T bước.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    return svg(shapes(w, length, step), WIDTH, HEIGHT), reading(w, length, step)
