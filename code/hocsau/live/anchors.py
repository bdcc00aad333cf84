"""Hình "anchor nào theo vật nào" ở chương 13: gán theo hai ngưỡng và luật khớp nhất.

Trang HTML tự tính khi bạn kéo (book/live/anchors.js); ở đây là bản Python, bằng `hocsau.detection`.

    from hocsau.interactive import explore
    from hocsau.live import anchors
    explore(anchors.draw, page="anchors", data=anchors.page_data(), alt="…", **anchors.controls())
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hocsau.detection import assign, grid_anchors
from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.plotting.vector import Shape, box, svg

WIDTH, HEIGHT, STRIDE = 288, 192, 16
SIZES, RATIOS = (32, 64, 128), (0.5, 1.0, 2.0)
# a lorry, a walker, a balloon, and a small dog that no anchor fits well
THINGS = ((8, 92, 158, 176), (176, 76, 216, 160), (212, 10, 268, 70), (240, 152, 260, 166))
NAMES = ("xe tải", "người", "bóng bay", "chó con")


def controls() -> dict[str, Slider | Choice]:
    """Hai ngưỡng, và luật khớp nhất."""
    return {
        "high": slider(0.3, 0.9, 0.05, value=0.7, label="từ đây là vật"),
        "low": slider(0.1, 0.3, 0.05, value=0.3, label="dưới đây là nền"),
        "best": choice(["có", "không"], value="có", label="luật khớp nhất"),
    }


def page_data() -> dict[str, Any]:
    """Cỡ ảnh, lưới anchor và các vật, cho trang HTML."""
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "stride": STRIDE,
        "sizes": list(SIZES),
        "ratios": list(RATIOS),
        "things": [list(thing) for thing in THINGS],
        "names": list(NAMES),
    }


def assigned(high: float, low: float, best: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(anchors (N, 4), labels (N,), matched (N,)) như `hocsau.detection.assign`."""
    made = grid_anchors(HEIGHT // STRIDE, WIDTH // STRIDE, STRIDE, SIZES, RATIOS)
    return made, *assign(made, THINGS, high, low, best == "có")


def counts(high: float, low: float, best: str) -> dict[str, int]:
    """total, objects, rescued (chỉ nhờ luật khớp nhất), ignored, ground, alone (vật không có anchor nào)."""
    made, labels, matched = assigned(high, low, best)
    sure = assign(made, THINGS, high, low, False)[0] == 1
    return {
        "total": len(labels),
        "objects": int((labels == 1).sum()),
        "rescued": int(((labels == 1) & ~sure).sum()),
        "ignored": int((labels == -1).sum()),
        "ground": int((labels == 0).sum()),
        "alone": len(THINGS) - len(np.unique(matched[matched >= 0])),
    }


def shapes(high: float, low: float, best: str) -> list[Shape]:
    """Các nét của hình: cảnh, tâm của mọi ô, những anchor là vật, khung thật."""
    made, labels, _ = assigned(high, low, best)
    sure = assign(made, THINGS, high, low, False)[0] == 1
    strokes: list[Shape] = [("rect", "ground", {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}, "")]
    strokes += scene()
    by_cell = labels.reshape(HEIGHT // STRIDE, WIDTH // STRIDE, -1)
    for i in range(by_cell.shape[0]):
        for j in range(by_cell.shape[1]):
            kinds = by_cell[i, j]
            look = "dot-moves" if (kinds == 1).any() else "dot-aside" if (kinds == -1).any() else "dot-faint"
            at = {
                "cx": (j + 0.5) * STRIDE,
                "cy": (i + 0.5) * STRIDE,
                "r": 1.6 if look == "dot-faint" else 2.6,
            }
            strokes.append(("circle", look, at, ""))
    for k in np.flatnonzero(labels == 1):
        strokes.append(box("thin" if sure[k] else "good", made[k].tolist()))
    strokes += [box("given", thing) for thing in THINGS]
    return strokes


def scene() -> list[Shape]:
    """Bốn vật, vẽ bằng vài nét."""
    return [
        ("rect", "thing", {"x": 8, "y": 92, "width": 104, "height": 70}, ""),
        ("rect", "thing", {"x": 114, "y": 114, "width": 44, "height": 48}, ""),
        ("circle", "thing", {"cx": 38, "cy": 162, "r": 14}, ""),
        ("circle", "thing", {"cx": 132, "cy": 162, "r": 14}, ""),
        ("circle", "thing", {"cx": 196, "cy": 89, "r": 13}, ""),
        ("path", "thing", {"d": "M180 104h32l4 30h-9l-2 26h-18l-2-26h-9z"}, ""),
        ("ellipse", "thing", {"cx": 240, "cy": 37, "rx": 28, "ry": 27}, ""),
        ("path", "thing", {"d": "M238 62h4v8h-4z"}, ""),
        ("path", "thing", {"d": "M240 156h13l2-4h5v6l-2 8h-3v-4h-9v4h-4z"}, ""),
    ]


def reading(high: float, low: float, best: str) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    c = counts(high, low, best)
    alone = f"{c['alone']} vật không có anchor nào" if c["alone"] else "vật nào cũng có anchor"
    return (
        f"{c['total']} anchor: {c['objects']} là vật ({c['rescued']} nhờ luật khớp nhất), "
        f"{c['ignored']} bỏ qua, {c['ground']} là nền; {alone}."
    )


def draw(high: float, low: float, best: str) -> tuple[str, str]:
    """Khung thật (xanh), anchor là vật (cam; lục đứt nét là nhờ luật khớp nhất), tâm các ô.

    Trả về:
        (SVG, dòng chữ), dùng cho `explore`.
    """
    return svg(shapes(high, low, best), WIDTH, HEIGHT), reading(high, low, best)
