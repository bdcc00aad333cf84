"""Hình "mọi đường đọc ra cùng một chữ" ở chương 14: lưới của CTC, tính từng bước.

Trang HTML tự tính khi bạn kéo (book/live/ctc.js); ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import ctc
    explore(ctc.draw, page="ctc", data=ctc.page_data(), alt="…", **ctc.controls())
"""

from __future__ import annotations

from typing import Any

from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.plotting.shapes import Shape, fixed, place, svg

BLANK = "–"
SIGNS = (BLANK, "A", "B")
NEW, LEARNT = "chưa học", "đã học “AB”"
FRAMES = {  # the chances of –, A, B in each frame, in tenths
    NEW: None,
    LEARNT: ((1, 8, 1), (2, 7, 1), (8, 1, 1), (3, 1, 6), (1, 1, 8), (7, 1, 2), (8, 1, 1)),
}
MOST = 7  # frames
LEFT, TOP, COLUMN, ROW, RADIUS = 46, 26, 46, 34, 13  # of the picture, in CSS pixels
ROWS = 7  # of the longest word: 2 · 3 + 1


def controls() -> dict[str, Slider | Choice]:
    """Chữ phải đọc, mạng nào, mấy bước, đã tính tới bước mấy."""
    return {
        "word": choice(["A", "AB", "AA", "ABA"], value="AB", label="chữ"),
        "net": choice([NEW, LEARNT], value=LEARNT, label="mạng"),
        "frames": slider(1, MOST, 1, value=5, label="T: số bước"),
        "step": slider(1, MOST, 1, value=MOST, label="đã tính tới bước"),
    }


def page_data() -> dict[str, Any]:
    """Xác suất của từng bước và số đo của hình, cho trang HTML."""
    return {
        "signs": SIGNS,
        "frames": FRAMES,
        "most": MOST,
        "left": LEFT,
        "top": TOP,
        "column": COLUMN,
        "row": ROW,
        "radius": RADIUS,
        "rows": ROWS,
    }


def chance(net: str, t: int, sign: str) -> float:
    """Xác suất của kí hiệu ở bước t (đếm từ 0)."""
    row = FRAMES[net]
    return 1 / 3 if row is None else row[t][SIGNS.index(sign)] / 10


def states(word: str) -> list[str]:
    """Chữ xen với ô trống: "AB" thành – A – B –."""
    made = [BLANK]
    for sign in word:
        made += [sign, BLANK]
    return made


def sources(row: list[str], s: int) -> list[int]:
    """Tới hàng s thì từ hàng nào: chính nó, hàng trước, và cách một hàng nếu hai chữ ấy khác nhau."""
    found = [s]
    if s >= 1:
        found.append(s - 1)
    if s >= 2 and row[s] != BLANK and row[s] != row[s - 2]:
        found.append(s - 2)
    return found


def lattice(word: str, net: str, frames: int) -> dict[str, list[list[float]]]:
    """Ba bảng (bước, hàng): tổng xác suất, số đường, và xác suất của đường lớn nhất, tới mỗi ô."""
    row = states(word)
    total = [[chance(net, 0, sign) if s < 2 else 0.0 for s, sign in enumerate(row)]]
    count = [[1.0 if s < 2 else 0.0 for s in range(len(row))]]
    best = [list(total[0])]
    for t in range(1, frames):
        ways = [sources(row, s) for s in range(len(row))]
        p = [chance(net, t, sign) for sign in row]
        total.append([p[s] * sum(total[-1][k] for k in ways[s]) for s in range(len(row))])
        count.append([sum(count[-1][k] for k in ways[s]) for s in range(len(row))])
        best.append([p[s] * max(best[-1][k] for k in ways[s]) for s in range(len(row))])
    return {"total": total, "count": count, "best": best}


def reading(word: str, net: str, frames: int, step: int) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    found = lattice(word, net, frames)
    now = min(step, frames)
    if now < frames:
        part = sum(found["total"][now - 1])
        return f"Tới bước {now} trên {frames}: các đường dở dang cộng lại {fixed(part, 4)}."
    end = [found[name][-1][-2:] for name in ("total", "count", "best")]
    ways = int(sum(end[1]))
    if not ways:
        need = len(word) + sum(a == b for a, b in zip(word, word[1:], strict=False))
        return f"“{word}” cần ít nhất {need} bước; {frames} bước thì không đường nào tới đích."
    said = f"p(“{word}”) = {fixed(sum(end[0]), 4)}, cộng từ {ways} đường"
    return f"{said}; riêng đường lớn nhất {fixed(max(end[2]), 4)}."


def shapes(word: str, net: str, frames: int, step: int) -> list[Shape]:
    """Lưới: cột là bước, hàng là kí hiệu; số trong ô là số đường tới đó, độ đậm là xác suất trong cột."""
    row, found, now = states(word), lattice(word, net, frames), min(step, frames)

    def x(t: int) -> int:
        return LEFT + t * COLUMN

    def y(s: int) -> int:
        return TOP + RADIUS + s * ROW

    made: list[Shape] = [["text", "middle", {"x": 14, "y": y(s) + 4}, sign] for s, sign in enumerate(row)]
    for t in range(frames):
        made.append(["text", "middle", {"x": x(t), "y": 14}, str(t + 1)])
        for s in range(len(row)) if t else []:
            for k in sources(row, s):
                kind = "ink" if t < now and found["count"][t - 1][k] else "thin"
                made.append(["line", kind, {"x1": x(t - 1), "y1": y(k), "x2": x(t), "y2": y(s)}, ""])
    for t in range(frames):
        most = max(found["total"][t])
        for s in range(len(row)):
            at = {"cx": x(t), "cy": y(s), "r": RADIUS}
            made.append(["circle", "paper", at, ""])
            ways = int(found["count"][t][s])
            if t < now and ways:
                dark = place(0.45 * found["total"][t][s] / most)
                made.append(["circle", "moves", at | {"fill-opacity": dark}, ""])
                made.append(["text", "middle", {"x": x(t), "y": y(s) + 4}, str(ways)])
    for s in (len(row) - 2, len(row) - 1):
        made.append(["circle", "given-line", {"cx": x(frames - 1), "cy": y(s), "r": RADIUS + 2}, ""])
    return made


def draw(word: str, net: str, frames: int, step: int) -> tuple[str, str]:
    """Lưới đã tính tới bước `step`.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    width, height = LEFT + (MOST - 1) * COLUMN + RADIUS + 4, TOP + 2 * RADIUS + (ROWS - 1) * ROW + 4
    return svg(shapes(word, net, frames, step), width, height), reading(word, net, frames, step)
