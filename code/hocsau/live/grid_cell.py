"""Hình "ô nào, anchor nào chịu trách nhiệm" ở chương 14: một khung thật thành năm con số mà YOLO phải học.

Trang HTML tự tính khi bạn kéo (book/live/grid_cell.js); ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import grid_cell
    explore(grid_cell.draw, page="grid_cell", data=grid_cell.page_data(), alt="…",
            **grid_cell.controls())
"""

from __future__ import annotations

import math
from typing import Any

from hocsau.interactive import Slider, slider
from hocsau.live.anchor_kmeans import iou
from hocsau.plotting.shapes import Shape, fixed, place, svg

SIDE = 416  # of the network's input
PLOT = 300  # of the picture, in CSS pixels
ANCHORS = ((10, 14), (23, 27), (37, 58), (81, 82), (135, 169), (344, 319))  # yolov4-tiny.cfg
STRIDES = (16, 16, 16, 32, 32, 32)  # of the head that each of them belongs to


def controls() -> dict[str, Slider]:
    """Tâm và bề rộng của biển số."""
    return {
        "x": slider(8, 408, 4, value=148, label="tâm x (pixel)"),
        "y": slider(8, 408, 4, value=212, label="tâm y (pixel)"),
        "w": slider(12, 400, 4, value=96, label="bề rộng (pixel)"),
    }


def page_data() -> dict[str, Any]:
    """Các anchor và số đo của hình, cho trang HTML."""
    return {"side": SIDE, "plot": PLOT, "anchors": ANCHORS, "strides": STRIDES}


def height(w: float) -> float:
    """Biển xe máy: cao 140, rộng 190."""
    return w * 140 / 190


def best_anchor(w: float) -> int:
    """Trong sáu anchor, cái có IoU lớn nhất với khung khi đặt cùng tâm."""
    found = [iou((w, height(w)), anchor) for anchor in ANCHORS]
    return found.index(max(found))


def target(x: float, y: float, w: float) -> dict[str, float]:
    """Ô (cột, hàng), anchor, và bốn số phải học: bx, by trong ô; tw = ln(w/anchor), th = ln(h/anchor)."""
    best = best_anchor(w)
    stride, (aw, ah) = STRIDES[best], ANCHORS[best]
    return {
        "anchor": best,
        "stride": stride,
        "column": x // stride,
        "row": y // stride,
        "bx": x / stride - x // stride,
        "by": y / stride - y // stride,
        "tw": math.log(w / aw),
        "th": math.log(height(w) / ah),
    }


def reading(x: float, y: float, w: float) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    goal = target(x, y, w)
    aw, ah = ANCHORS[goal["anchor"]]
    cells = SIDE // goal["stride"]
    overlap = iou((w, height(w)), (aw, ah))
    return (
        f"Lưới {cells} × {cells}, ô cột {goal['column']}, hàng {goal['row']}; anchor {aw}×{ah} "
        f"(IoU {fixed(overlap, 2)}). Đích: b = ({fixed(goal['bx'], 2)}, {fixed(goal['by'], 2)}), "
        f"t = ({fixed(goal['tw'], 2)}, {fixed(goal['th'], 2)})."
    )


def shapes(x: float, y: float, w: float) -> list[Shape]:
    """Lưới, ô chịu trách nhiệm, ba anchor của lưới ấy đặt giữa ô, và khung thật."""
    goal, zoom = target(x, y, w), PLOT / SIDE
    stride = goal["stride"]

    def rect(cx: float, cy: float, wide: float, tall: float) -> dict[str, float]:
        left, top = max(cx - wide / 2, 0), max(cy - tall / 2, 0)
        right, bottom = min(cx + wide / 2, SIDE), min(cy + tall / 2, SIDE)
        return {
            "x": place(left * zoom + 1),
            "y": place(top * zoom + 1),
            "width": place((right - left) * zoom),
            "height": place((bottom - top) * zoom),
        }

    made: list[Shape] = [["rect", "paper", rect(SIDE / 2, SIDE / 2, SIDE, SIDE), ""]]
    for k in range(stride, SIDE, stride):
        at, end = place(k * zoom + 1), PLOT + 1
        made.append(["line", "thin", {"x1": at, "x2": at, "y1": 1, "y2": end}, ""])
        made.append(["line", "thin", {"x1": 1, "x2": end, "y1": at, "y2": at}, ""])
    middle = ((goal["column"] + 0.5) * stride, (goal["row"] + 0.5) * stride)
    made.append(["rect", "pad", rect(*middle, stride, stride), ""])
    for k, anchor in enumerate(ANCHORS):
        if STRIDES[k] == stride:
            kind = "moves-line" if k == goal["anchor"] else "dashed"
            made.append(["rect", kind, rect(*middle, *anchor), ""])
    made.append(["rect", "given-line", rect(x, y, w, height(w)), ""])
    made.append(["circle", "given", {"cx": place(x * zoom + 1), "cy": place(y * zoom + 1), "r": 3.5}, ""])
    return made


def draw(x: float, y: float, w: float) -> tuple[str, str]:
    """Lưới và khung thật.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    return svg(shapes(x, y, w), PLOT + 2, PLOT + 2), reading(x, y, w)
