"""Hình "kéo hai khung" ở chương 13: phần chung, phần gộp, IoU và GIoU đếm bằng ô.

Trang HTML tự tính khi bạn kéo (book/live/boxes.js); ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import boxes
    explore(boxes.draw, page="boxes", data=boxes.page_data(), alt="…", **boxes.controls())
"""

from __future__ import annotations

from typing import Any

from hocsau.interactive import Slider, slider
from hocsau.plotting.vector import Shape, box, svg

COLUMNS, ROWS, CELL = 18, 11, 16
START = {"ax": 3, "ay": 2, "aw": 6, "ah": 5, "bx": 6, "by": 4, "bw": 6, "bh": 5}
LABELS = {"x": "trái", "y": "trên", "w": "rộng", "h": "cao"}


def controls() -> dict[str, Slider]:
    """Tám thanh trượt: góc trái trên, rộng, cao của hai khung, tính bằng ô."""
    made = {}
    for name, value in START.items():
        who, what = "xanh" if name[0] == "a" else "cam", name[1]
        low, high = {"x": (0, COLUMNS - 2), "y": (0, ROWS - 2), "w": (1, COLUMNS), "h": (1, ROWS)}[what]
        made[name] = slider(low, high, 1, value=value, label=f"{who}: {LABELS[what]}")
    return made


def page_data() -> dict[str, Any]:
    """Cỡ lưới, cho trang HTML."""
    return {"columns": COLUMNS, "rows": ROWS, "cell": CELL}


def corners(x: int, y: int, w: int, h: int) -> list[int]:
    """(x1, y1, x2, y2) của khung, cắt ở mép lưới."""
    return [x, y, min(x + w, COLUMNS), min(y + h, ROWS)]


def measure(**values: int) -> dict[str, float]:
    """common, union, hull (ô), iou, giou của hai khung."""
    a, b = (corners(*(values[who + what] for what in "xywh")) for who in "ab")
    high, wide = min(a[3], b[3]) - max(a[1], b[1]), min(a[2], b[2]) - max(a[0], b[0])
    common = wide * high if wide > 0 and high > 0 else 0
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common
    hull = (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))
    iou = common / union
    return {"common": common, "union": union, "hull": hull, "iou": iou, "giou": iou - (hull - union) / hull}


def shapes(**values: int) -> list[Shape]:
    """Các nét của hình, cùng thứ tự với bản JavaScript."""
    a, b = (corners(*(values[who + what] for what in "xywh")) for who in "ab")
    made: list[Shape] = []
    for i in range(COLUMNS + 1):
        made.append(("line", "faint", {"x1": i * CELL, "x2": i * CELL, "y1": 0, "y2": ROWS * CELL}, ""))
    for i in range(ROWS + 1):
        made.append(("line", "faint", {"x1": 0, "x2": COLUMNS * CELL, "y1": i * CELL, "y2": i * CELL}, ""))
    hull = [min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])]
    common = [max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])]
    if common[2] > common[0] and common[3] > common[1]:
        made.append(box("common", common, CELL))
    made += [box("gone", hull, CELL), box("given", a, CELL), box("moves", b, CELL)]
    return made


def reading(**values: int) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    m = measure(**values)
    union, hull = m["union"], m["hull"]
    return (
        f"Chung {m['common']} ô, gộp {union} ô: IoU = {m['common']}/{union} = {three(m['iou'])}. "
        f"Hình ôm {hull} ô: GIoU = {three(m['iou'])} − {hull - union}/{hull} = {three(m['giou'])}."
    )


def three(value: float) -> str:
    """Ba chữ số sau dấu chấm, nửa thì làm tròn lên theo trị tuyệt đối."""
    thousandths = int(abs(value) * 1000 + 0.5)
    return ("−" if value < 0 and thousandths else "") + f"{thousandths // 1000}.{thousandths % 1000:03d}"


def draw(ax: int, ay: int, aw: int, ah: int, bx: int, by: int, bw: int, bh: int) -> tuple[str, str]:
    """Hai khung trên lưới ô; khung đứt nét là khung nhỏ nhất chứa cả hai.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    values = {"ax": ax, "ay": ay, "aw": aw, "ah": ah, "bx": bx, "by": by, "bw": bw, "bh": bh}
    return svg(shapes(**values), COLUMNS * CELL, ROWS * CELL), reading(**values)
