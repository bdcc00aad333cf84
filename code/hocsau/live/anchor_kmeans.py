"""Hình "k-means tìm anchor" ở chương 14: mỗi khung một chấm (rộng, cao), khoảng cách là 1 − IoU.

Trang HTML tự tính khi bạn kéo (book/live/anchor_kmeans.js); ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import anchor_kmeans
    explore(anchor_kmeans.draw, page="anchor_kmeans", data=anchor_kmeans.page_data(), alt="…",
            **anchor_kmeans.controls())
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.plotting.shapes import Shape, fixed, place, svg

Size = tuple[float, float]
LEFT, TOP, PLOT, WIDEST = 30, 8, 280, 280  # the plot's corner and side; the largest box that fits it
MOTORBIKE, BOTH = "biển xe máy", "thêm biển ô tô"
PLATES = {"motorbike": (190, 140), "car, short": (330, 165), "car, long": (520, 110)}  # millimetres
FOCAL = 1100  # of the camera, in pixels


def controls() -> dict[str, Slider | Choice]:
    """Những biển nào, mấy anchor, đi mấy bước."""
    return {
        "kind": choice([MOTORBIKE, BOTH], value=BOTH, label="các khung"),
        "k": slider(1, 6, 1, value=3, label="k: số anchor"),
        "step": slider(0, 15, 1, value=0, label="bước"),
    }


@lru_cache
def boxes(kind: str) -> tuple[tuple[int, int], ...]:
    """120 khung (rộng, cao) tính bằng pixel: biển cỡ thật, xa 0.8 đến 4 mét, nghiêng tới 15 độ.

    Biển rộng w, cao h nghiêng góc θ thì khung đứng quanh nó rộng w·cos θ + h·sin θ, cao w·sin θ + h·cos θ.
    """
    rng = np.random.default_rng(14)
    names = ["motorbike"] if kind == MOTORBIKE else list(PLATES)
    made = []
    while len(made) < 120:
        w, h = PLATES[names[len(made) % len(names)]]
        far, angle = 800 * 5 ** rng.random(), abs(rng.normal(0, 6)) * math.pi / 180
        cos, sin = math.cos(angle), math.sin(angle)
        size = [round(FOCAL / far * side) for side in (w * cos + h * sin, w * sin + h * cos)]
        if max(size) < WIDEST:
            made.append((size[0], size[1]))
    return tuple(made)


def page_data() -> dict[str, Any]:
    """Các khung và số đo của hình, cho trang HTML."""
    return {
        "boxes": {kind: boxes(kind) for kind in (MOTORBIKE, BOTH)},
        "left": LEFT,
        "top": TOP,
        "plot": PLOT,
        "widest": WIDEST,
    }


def iou(a: Size, b: Size) -> float:
    """IoU của hai khung cùng tâm: chỉ bề rộng, bề cao có nghĩa."""
    both = min(a[0], b[0]) * min(a[1], b[1])
    return both / (a[0] * a[1] + b[0] * b[1] - both)


def nearest(box: Size, anchors: list[Size]) -> int:
    """Anchor có IoU lớn nhất với khung; bằng nhau thì cái đứng trước."""
    best = 0
    for j in range(1, len(anchors)):
        if iou(box, anchors[j]) > iou(box, anchors[best]):
            best = j
    return best


def run(kind: str, k: int, step: int) -> tuple[list[Size], list[int]]:
    """Các anchor sau chừng ấy bước, và mỗi khung theo anchor nào.

    Khởi đầu: k khung nhỏ nhất, một chỗ dở có ý. Một bước: mỗi anchor dời về
    trung bình (rộng, cao) của những khung theo nó; không khung nào theo thì nó đứng yên.
    """
    sizes = boxes(kind)
    order = sorted(range(len(sizes)), key=lambda i: (sizes[i][0] * sizes[i][1], i))
    anchors: list[Size] = [sizes[i] for i in order[:k]]
    for _ in range(step):
        follow = [nearest(box, anchors) for box in sizes]
        for j in range(k):
            own = [sizes[i] for i in range(len(sizes)) if follow[i] == j]
            if own:
                anchors[j] = (sum(w for w, _ in own) / len(own), sum(h for _, h in own) / len(own))
    return anchors, [nearest(box, anchors) for box in sizes]


def mean_iou(kind: str, k: int, step: int) -> float:
    """IoU trung bình của mỗi khung với anchor của nó."""
    anchors, follow = run(kind, k, step)
    return sum(iou(box, anchors[j]) for box, j in zip(boxes(kind), follow, strict=True)) / len(follow)


def reading(kind: str, k: int, step: int) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    anchors, _ = run(kind, k, step)
    named = ", ".join(f"{fixed(w, 0)}×{fixed(h, 0)}" for w, h in anchors)
    return f"Sau {step} bước: IoU trung bình {fixed(mean_iou(kind, k, step), 3)}; anchor {named}."


def shapes(kind: str, k: int, step: int) -> list[Shape]:
    """Mỗi khung một chấm, nối bằng một sợi mảnh với góc của anchor mà nó theo; anchor là khung cam."""
    anchors, follow = run(kind, k, step)
    bottom = TOP + PLOT

    def x(w: float) -> float:
        return place(LEFT + w / WIDEST * PLOT)

    def y(h: float) -> float:
        return place(bottom - h / WIDEST * PLOT)

    made: list[Shape] = [["rect", "ink", {"x": LEFT, "y": TOP, "width": PLOT, "height": PLOT}, ""]]
    for tick in (100, 200):
        made.append(["text", "middle", {"x": x(tick), "y": bottom + 14}, str(tick)])
        made.append(["text", "word", {"x": 2, "y": place(y(tick) + 4)}, str(tick)])
    made.append(["text", "middle", {"x": LEFT + PLOT / 2, "y": bottom + 28}, "rộng (pixel)"])
    made.append(["text", "word", {"x": LEFT + 6, "y": TOP + 16}, "cao (pixel)"])
    for (w, h), j in zip(boxes(kind), follow, strict=True):
        to = anchors[j]
        made.append(["line", "thin", {"x1": x(w), "y1": y(h), "x2": x(to[0]), "y2": y(to[1])}, ""])
    for w, h in boxes(kind):
        made.append(["circle", "given", {"cx": x(w), "cy": y(h), "r": 2.2}, ""])
    for w, h in anchors:
        frame = {"x": LEFT, "y": y(h), "width": place(x(w) - LEFT), "height": place(bottom - y(h))}
        made.append(["rect", "moves-line", frame, ""])
        made.append(["circle", "moves", {"cx": x(w), "cy": y(h), "r": 5}, ""])
    return made


def draw(kind: str, k: int, step: int) -> tuple[str, str]:
    """Các chấm và các anchor.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    return svg(shapes(kind, k, step), LEFT + PLOT + 10, TOP + PLOT + 34), reading(kind, k, step)
