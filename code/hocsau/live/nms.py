"""Hình "NMS từng bước" ở chương 13: mỗi bước giữ khung chắc nhất, bỏ những khung trùm lên nó.

Trang HTML tự tính khi bạn kéo (book/live/nms.js); ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import nms
    explore(nms.draw, page="nms", data=nms.page_data(), alt="…", **nms.controls())
"""

from __future__ import annotations

from typing import Any

from hocsau.detection import iou_naive
from hocsau.interactive import Slider, slider
from hocsau.live.boxes import three
from hocsau.plotting.vector import Shape, box, svg

WIDTH, HEIGHT = 288, 176
# two cats close together, and a dog: nine boxes about them, the surest first
BOXES = (
    (24, 40, 120, 150),
    (176, 60, 264, 156),
    (32, 48, 128, 150),
    (84, 48, 168, 150),
    (16, 34, 112, 156),
    (184, 52, 272, 150),
    (92, 56, 176, 156),
    (40, 20, 160, 164),
    (168, 80, 240, 160),
)
SCORES = (0.95, 0.92, 0.88, 0.83, 0.74, 0.66, 0.58, 0.41, 0.33)


def controls() -> dict[str, Slider]:
    """Bước, và ngưỡng IoU."""
    return {
        "step": slider(0, len(BOXES), 1, value=1, label="bước"),
        "threshold": slider(0.1, 0.9, 0.05, value=0.5, label="ngưỡng IoU"),
    }


def page_data() -> dict[str, Any]:
    """Chín khung và điểm của chúng, cho trang HTML."""
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "boxes": [list(b) for b in BOXES],
        "scores": list(SCORES),
    }


def rounds(threshold: float) -> list[tuple[int, list[int]]]:
    """Mỗi bước: (khung được giữ, các khung bị bỏ), tới khi không còn khung nào."""
    left, made = list(range(len(BOXES))), []
    while left:
        best = left[0]
        gone = [i for i in left[1:] if iou_naive(BOXES[i], BOXES[best]) > threshold]
        left = [i for i in left[1:] if i not in gone]
        made.append((best, gone))
    return made


def shapes(step: int, threshold: float) -> list[Shape]:
    """Các nét của hình: khung chưa xét, khung bị bỏ, khung được giữ."""
    done = rounds(threshold)[:step]
    kept, gone = [best for best, _ in done], [i for _, some in done for i in some]
    made: list[Shape] = [("rect", "ground", {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}, "")]
    made += scene()
    rest = [i for i in range(len(BOXES)) if i not in kept and i not in gone]
    for look, some in (("gone", gone), ("thin", rest), ("moves", kept)):
        made += [box(look, BOXES[i]) for i in some]
    for look, some in (("text", rest), ("text-moves", kept)):
        for i in some:
            x1, y1, *_ = BOXES[i]
            made.append(("text", look, {"x": x1 + 3, "y": y1 + 12}, f"{i + 1}"))
    return made


def scene() -> list[Shape]:
    """Hai con mèo và một con chó, vẽ bằng vài nét."""
    made: list[Shape] = []
    for x in (36, 92):
        made += [
            ("ellipse", "thing", {"cx": x + 36, "cy": 122, "rx": 30, "ry": 27}, ""),
            ("circle", "thing", {"cx": x + 36, "cy": 76, "r": 20}, ""),
            ("path", "thing", {"d": f"M{x + 18} 70l2-24 14 12zM{x + 54} 70l-2-24-14 12z"}, ""),
        ]
    made += [
        ("ellipse", "thing", {"cx": 226, "cy": 120, "rx": 34, "ry": 24}, ""),
        ("circle", "thing", {"cx": 204, "cy": 88, "r": 18}, ""),
        ("path", "thing", {"d": "M202 136h10v18h-10zM238 136h10v18h-10z"}, ""),
    ]
    return made


def reading(step: int, threshold: float) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    every = rounds(threshold)
    if not step:
        return f"Chín khung, đánh số theo điểm: khung 1 chắc nhất ({SCORES[0]:.2f})."
    if step > len(every):
        kept = ", ".join(str(best + 1) for best, _ in every)
        return f"Xong sau {len(every)} bước: giữ {len(every)} khung ({kept}), bỏ {len(BOXES) - len(every)}."
    best, gone = every[step - 1]
    said = [f"{i + 1} (IoU {three(iou_naive(BOXES[i], BOXES[best]))})" for i in gone]
    left = len(BOXES) - sum(1 + len(some) for _, some in every[:step])
    threw = f"bỏ khung {', '.join(said)}" if gone else "không phải bỏ khung nào"
    return f"Bước {step}: giữ khung {best + 1} (điểm {SCORES[best]:.2f}); {threw}. Còn {left} khung."


def draw(step: int, threshold: float) -> tuple[str, str]:
    """Khung được giữ (cam đậm), chưa xét (cam mảnh), bị bỏ (xám đứt nét).

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    return svg(shapes(step, threshold), WIDTH, HEIGHT), reading(step, threshold)
