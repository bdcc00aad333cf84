"""Hình "kéo ngưỡng dọc đường precision–recall" ở chương 13, và ba cách lấy diện tích.

Trang HTML tự tính khi bạn kéo (book/live/pr_curve.js); ở đây là bản Python, bằng `hocsau.detection`.

    from hocsau.interactive import explore
    from hocsau.live import pr_curve
    explore(pr_curve.draw, page="pr_curve", data=pr_curve.page_data(), alt="…", **pr_curve.controls())
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hocsau.detection import average_precision, precision_recall
from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.live.boxes import three
from hocsau.plotting.vector import Shape, svg

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 300, 236, 34, 12, 46, 36
# fourteen boxes found in pictures with ten things: a 1 hit one
SCORES = (0.97, 0.94, 0.91, 0.88, 0.82, 0.77, 0.71, 0.66, 0.58, 0.52, 0.44, 0.37, 0.28, 0.15)
HITS = (1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0)
COUNT = 10
AREAS = {"đúng diện tích": "area", "101 chỗ (COCO)": "coco", "11 chỗ (VOC 2007)": "voc07"}


def controls() -> dict[str, Slider | Choice]:
    """Ngưỡng điểm, và cách lấy diện tích."""
    return {
        "threshold": slider(0, 1, 0.01, value=0.6, label="giữ khung có điểm từ"),
        "area": choice(list(AREAS), value="đúng diện tích", label="diện tích"),
    }


def page_data() -> dict[str, Any]:
    """Mười bốn khung, số vật, các cách lấy diện tích và số đo của hình, cho trang HTML."""
    return {
        "scores": list(SCORES),
        "hits": list(HITS),
        "count": COUNT,
        "areas": AREAS,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": RIGHT,
        "top": TOP,
        "bottom": BOTTOM,
    }


def measure(threshold: float, area: str) -> dict[str, float]:
    """kept, right, precision (1 khi không giữ khung nào), recall ở ngưỡng ấy, và ap của cả đường."""
    kept = sum(score >= threshold for score in SCORES)
    right = sum(HITS[:kept])
    curve = precision_recall(SCORES, np.array(HITS, bool), COUNT)
    ap = average_precision(curve.recall, curve.precision, AREAS[area])
    return {
        "kept": kept,
        "right": right,
        "precision": right / kept if kept else 1.0,
        "recall": right / COUNT,
        "ap": ap,
    }


def across(value: float) -> float:
    """Chỗ nằm ngang của một recall (hay một điểm số) trong hình."""
    return LEFT + value * (WIDTH - LEFT - RIGHT)


def up(value: float) -> float:
    """Chỗ nằm dọc của một precision trong hình."""
    return HEIGHT - BOTTOM - value * (HEIGHT - TOP - BOTTOM)


def shapes(threshold: float, area: str) -> list[Shape]:
    """Hàng chấm (mỗi khung một chấm, theo điểm), đường thật, đường đã nâng lên, và chỗ đang đứng."""
    m = measure(threshold, area)
    made: list[Shape] = []
    for k in range(6):
        v = k / 5
        made += [
            ("line", "faint", {"x1": across(v), "x2": across(v), "y1": up(0), "y2": up(1)}, ""),
            ("line", "faint", {"x1": across(0), "x2": across(1), "y1": up(v), "y2": up(v)}, ""),
            ("text", "text", {"x": across(v), "y": up(0) + 14, "text-anchor": "middle"}, f"{v:.1f}"),
            ("text", "text", {"x": LEFT - 5, "y": up(v) + 4, "text-anchor": "end"}, f"{v:.1f}"),
        ]
    made.append(("text", "text", {"x": across(0.5), "y": HEIGHT - 5, "text-anchor": "middle"}, "recall"))
    made.append(("text", "text", {"x": 2, "y": TOP - 10}, "precision"))
    for score, hit in zip(SCORES, HITS, strict=True):
        look = ("dot-good" if hit else "dot-aside") if score >= threshold else "dot-faint"
        if hit:
            made.append(("circle", look, {"cx": across(score), "cy": 12, "r": 5}, ""))
        else:
            d = f"M{fixed(across(score))} 7l5 9h-10z"
            made.append(("path", look, {"d": d}, ""))
    made.append(("line", "moves", {"x1": across(threshold), "x2": across(threshold), "y1": 2, "y2": 22}, ""))
    curve = precision_recall(SCORES, np.array(HITS, bool), COUNT)
    recall, precision = curve.recall.tolist(), curve.precision.tolist()
    highest = np.maximum.accumulate(precision[::-1])[::-1].tolist()
    if area == "đúng diện tích":
        before = 0.0
        for r, p in zip(recall, highest, strict=True):
            if r > before:
                place = {"x": across(before), "y": up(p)}
                size = {"width": across(r) - across(before), "height": up(0) - up(p)}
                made.append(("rect", "area", place | size, ""))
                before = r
    else:
        for v in np.linspace(0, 1, 101) if AREAS[area] == "coco" else np.arange(11) / 10:
            at = int(np.searchsorted(recall, v, side="left"))
            p = highest[at] if at < len(highest) else 0.0
            made.append(
                ("line", "given-thin", {"x1": across(v), "x2": across(v), "y1": up(0), "y2": up(p)}, "")
            )
    corners = " ".join(
        f"{fixed(across(r))},{fixed(up(p))}" for r, p in zip([0, *recall], [1, *precision], strict=True)
    )
    made.append(("polyline", "given", {"points": corners}, ""))
    made.append(("circle", "dot-moves", {"cx": across(m["recall"]), "cy": up(m["precision"]), "r": 6}, ""))
    return made


def fixed(value: float) -> str:
    """Hai chữ số sau dấu chấm, nửa thì làm tròn lên."""
    hundredths = int(value * 100 + 0.5 + 1e-9)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def reading(threshold: float, area: str) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    m = measure(threshold, area)
    kept, right = m["kept"], m["right"]
    precision = f"{right}/{kept} = {three(m['precision'])}" if kept else "chưa có khung nào để tính"
    return (
        f"Từ điểm {fixed(threshold)}: giữ {kept} khung, {right} trúng. Precision {precision}, "
        f"recall {right}/{COUNT} = {three(m['recall'])}. AP của cả đường, {area}: {three(m['ap'])}."
    )


def draw(threshold: float, area: str) -> tuple[str, str]:
    """Đường precision–recall (xanh), diện tích được lấy, và chỗ ứng với ngưỡng (cam).

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    return svg(shapes(threshold, area), WIDTH, HEIGHT), reading(threshold, area)
