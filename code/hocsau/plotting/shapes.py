"""SVG nhỏ cho hình sống: một danh sách hình, mà bản JavaScript cũng vẽ được y như thế.

Một hình là `[thẻ, lớp, thuộc tính, chữ]`, ví dụ `["rect", "given-line", {"x": 0, "y": 0, "width": 9,
"height": 9}, ""]`. Trang HTML tô màu theo lớp (book/live/shapes.css); ở notebook thì `svg` tô.
"""

from __future__ import annotations

import math
from html import escape
from typing import Any

from hocsau.plotting.style import BLUE, GREY, ORANGE

Shape = list[Any]  # [tag, class, attributes, text]

PAINT = {
    "given": f'fill="{BLUE}"',
    "given-line": f'fill="none" stroke="{BLUE}" stroke-width="2"',
    "moves": f'fill="{ORANGE}"',
    "moves-line": f'fill="none" stroke="{ORANGE}" stroke-width="2"',
    "ink": 'fill="none" stroke="#555555"',
    "thin": 'fill="none" stroke="#c4c9d1" stroke-width="0.8"',
    "dashed": f'fill="none" stroke="{GREY}" stroke-dasharray="4 3"',
    "pad": 'fill="#c4c9d1"',
    "paper": 'fill="#ffffff" stroke="#555555"',
    "word": 'fill="currentColor"',
    "middle": 'fill="currentColor" text-anchor="middle"',
}


def svg(shapes: list[Shape], width: int, height: int, *, mark: str = "") -> str:
    """Chuỗi SVG của một danh sách hình.

    Tham số:
        shapes: các hình, cái sau nằm trên cái trước; lớp phải có trong `PAINT`.
        width, height: cỡ của tờ giấy, tính bằng đơn vị của các hình.
        mark: lớp ghi thêm cho cả hình.

    Lỗi:
        ValueError: lớp lạ.
    """
    parts = []
    for tag, kind, attributes, text in shapes:
        if kind not in PAINT:
            raise ValueError(f"svg: lớp {kind!r} chưa có màu; các lớp có màu: {', '.join(PAINT)}")
        place = " ".join(f'{name}="{value}"' for name, value in attributes.items())
        parts.append(f'<{tag} class="{kind}" {PAINT[kind]} {place}>{escape(text)}</{tag}>')
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-size="12"'
    names = f"hs-shapes {mark}".strip()
    return f'<svg class="{names}" {box} aria-hidden="true">{"".join(parts)}</svg>'


def fixed(value: float, digits: int) -> str:
    """`value` với `digits` chữ số sau dấu chấm, nửa thì làm tròn lên, dấu trừ là "−"; như bản JavaScript."""
    scale = 10**digits
    text = f"{math.floor(value * scale + 0.5) / scale:.{digits}f}"
    if text.startswith("-") and not float(text):
        text = text[1:]
    return text.replace("-", "−")


def place(value: float) -> float:
    """Toạ độ làm tròn hai chữ số, như bản JavaScript."""
    return math.floor(value * 100 + 0.5) / 100
