"""Hình "ROI pooling bên cạnh ROIAlign" ở chương 13: một vùng của feature map 10 × 10 thành 3 × 3.

Trang HTML tự tính khi bạn kéo (book/live/roi.js); ở đây là bản Python, bằng `hocsau.detection`.

    from hocsau.interactive import explore
    from hocsau.live import roi
    explore(roi.draw, page="roi", data=roi.page_data(), alt="…", **roi.controls())
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hocsau.detection import ROIAlign, ROIPool, parts
from hocsau.detection.roi import cells
from hocsau.interactive import Slider, slider
from hocsau.plotting.vector import Shape, box, svg

SIDE, OUT, CELL, SMALL, STRIDE = 10, 3, 20, 33, 16
LEFT, GAP, TITLE = 2, 16, 18  # the two tables stand to the right of the map, each below its name
WIDTH, HEIGHT = LEFT + SIDE * CELL + GAP + OUT * SMALL + 2, 2 * (TITLE + OUT * SMALL) + 2


def controls() -> dict[str, Slider]:
    """Góc trái trên và cỡ của vùng, tính bằng ô của feature map."""
    return {
        "x": slider(0, 3, 0.1, value=0, label="vùng: trái"),
        "y": slider(0, 3, 0.1, value=0, label="vùng: trên"),
        "w": slider(3, 10, 0.1, value=10, label="vùng: rộng"),
        "h": slider(3, 10, 0.1, value=10, label="vùng: cao"),
    }


def feature_map() -> np.ndarray:
    """(10, 10) số nguyên 0 … 9: hai chỗ sáng trên nền lốm đốm."""
    i, j = np.indices((SIDE, SIDE))
    first, second = 8 - 2 * abs(i - 2) - abs(j - 3), 9 - abs(i - 7) - 2 * abs(j - 7)
    return np.maximum(np.maximum(first, second), (3 * i + 5 * j + i * j) % 4)


def page_data() -> dict[str, Any]:
    """Feature map và số đo của hình, cho trang HTML."""
    return {
        "map": feature_map().tolist(),
        "out": OUT,
        "cell": CELL,
        "small": SMALL,
        "stride": STRIDE,
        "left": LEFT,
        "gap": GAP,
        "title": TITLE,
        "width": WIDTH,
        "height": HEIGHT,
    }


def region(x: float, y: float, w: float, h: float) -> tuple[float, float, float, float]:
    """(x1, y1, x2, y2), cắt ở mép feature map."""
    return x, y, min(x + w, SIDE), min(y + h, SIDE)


def outputs(x: float, y: float, w: float, h: float) -> tuple[np.ndarray, np.ndarray]:
    """(ROI pooling, ROIAlign), mỗi thứ (3, 3)."""
    maps, rois = feature_map()[np.newaxis, np.newaxis].astype(float), [[0, *region(x, y, w, h)]]
    return ROIPool(OUT)(maps, rois)[0, 0], ROIAlign(OUT)(maps, rois)[0, 0]


def rounded(x: float, y: float, w: float, h: float) -> tuple[tuple[int, int], tuple[int, int]]:
    """Ô đầu và ô cuối (không kể) mà ROI pooling lấy, theo chiều ngang và chiều dọc."""
    x1, y1, x2, y2 = region(x, y, w, h)
    return cells(x1, x2, SIDE), cells(y1, y2, SIDE)


def shapes(x: float, y: float, w: float, h: float) -> list[Shape]:
    """Feature map, vùng thật, các phần của ROI pooling, các điểm của ROIAlign; bên phải là hai bảng 3 × 3."""
    made: list[Shape] = []
    for i, row in enumerate(feature_map().tolist()):
        for j, value in enumerate(row):
            made.append(box("faint", (j, i, j + 1, i + 1), CELL, LEFT))
            at = {"x": LEFT + (j + 0.5) * CELL, "y": (i + 0.5) * CELL + 4, "text-anchor": "middle"}
            made.append(("text", "text", at, str(value)))
    (left, right), (top, bottom) = rounded(x, y, w, h)
    for a, b in parts(bottom - top, OUT):
        for c, d in parts(right - left, OUT):
            made.append(box("part", (left + c, top + a, left + d, top + b), CELL, LEFT))
    x1, y1, x2, y2 = region(x, y, w, h)
    made.append(box("given", (x1, y1, x2, y2), CELL, LEFT))
    points = 2 * OUT
    for i in range(points):
        for j in range(points):
            along, down = x1 + (j + 0.5) * (x2 - x1) / points, y1 + (i + 0.5) * (y2 - y1) / points
            made.append(("circle", "dot-given", {"cx": LEFT + along * CELL, "cy": down * CELL, "r": 2}, ""))
    pooled, aligned = outputs(x, y, w, h)
    start = LEFT + SIDE * CELL + GAP
    for table, look, top, name in (
        (pooled.tolist(), "moves", TITLE, "ROI pooling"),
        (aligned.tolist(), "given", 2 * TITLE + OUT * SMALL, "ROIAlign"),
    ):
        title = {"x": start + OUT * SMALL / 2, "y": top - 5, "text-anchor": "middle"}
        made.append(("text", f"text-{look}", title, name))
        for i, row in enumerate(table):
            for j, value in enumerate(row):
                made.append(box("faint", (j, i, j + 1, i + 1), SMALL, start, top))
                at = {"x": start + (j + 0.5) * SMALL, "y": top + (i + 0.5) * SMALL + 4}
                made.append(("text", "text", at | {"text-anchor": "middle"}, said(value)))
    return made


def said(value: float) -> str:
    """Số nguyên viết gọn, còn lại hai chữ số sau dấu chấm, nửa thì làm tròn lên."""
    hundredths = int(value * 100 + 0.5 + 1e-9)
    return str(hundredths // 100) if hundredths % 100 == 0 else f"{hundredths // 100}.{hundredths % 100:02d}"


def reading(x: float, y: float, w: float, h: float) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    (left, right), (top, bottom) = rounded(x, y, w, h)
    x1, y1, x2, y2 = region(x, y, w, h)
    off = max(abs(x1 - left), abs(x2 - right), abs(y1 - top), abs(y2 - bottom))
    across = ", ".join(str(b - a) for a, b in parts(right - left, OUT))
    down = ", ".join(str(b - a) for a, b in parts(bottom - top, OUT))
    return (
        f"ROI pooling lấy {right - left} × {bottom - top} ô, chia ngang {across}, dọc {down}; "
        f"mép lệch nhiều nhất {said(off)} ô, tức {said(STRIDE * off)} điểm ảnh khi stride {STRIDE}. "
        "ROIAlign không làm tròn."
    )


def draw(x: float, y: float, w: float, h: float) -> tuple[str, str]:
    """Vùng thật và điểm lấy mẫu của ROIAlign (xanh), các phần của ROI pooling (cam).

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    return svg(shapes(x, y, w, h), WIDTH, HEIGHT), reading(x, y, w, h)
