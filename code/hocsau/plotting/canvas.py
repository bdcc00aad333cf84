"""Mặt giấy đo bằng point: đặt hình và chữ chính xác, đo chữ trước khi vẽ."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from hocsau.plotting.style import STYLE, axes

POINTS = 72  # points in an inch
PAGE = 4.8 * POINTS  # the book's width: wider pictures have smaller letters on a phone
FONT = 12.0
_MEASURE = 10  # measured at ten times the size, so that hinting does not round


@dataclass(frozen=True)
class Box:
    """Hình chữ nhật: hai góc (x0, y0) và (x1, y1), bằng point."""

    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> Box:
        """Hình chữ nhật có tâm (x, y)."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def canvas(width: float, height: float) -> tuple[Figure, Any]:
    """Hình rộng × cao (point) mà toạ độ cũng là point, y hướng lên; không có trục."""
    figure, ax = axes(size=(width / POINTS, height / POINTS))
    figure.set_layout_engine("none")  # the axes fill the picture: one unit is one point
    ax.set_position((0, 0, 1, 1))
    blank(ax, width, height)
    return figure, ax


def blank(ax: Any, width: float, height: float) -> None:
    """Bỏ trục của ô vẽ và đặt toạ độ của nó bằng point."""
    ax.set_axis_off()
    ax.set(xlim=(0, width), ylim=(0, height))


def room(ax: Any) -> tuple[float, float]:
    """Bề rộng và bề cao (point) của một ô vẽ có sẵn, sau khi bỏ trục."""
    ax.set_axis_off()
    ax.figure.draw_without_rendering()  # the layout engine moves axes only when drawing
    box = ax.get_window_extent()
    return box.width * POINTS / ax.figure.dpi, box.height * POINTS / ax.figure.dpi


@functools.lru_cache(maxsize=4096)
def text_size(text: str, size: float = FONT, weight: str = "normal") -> tuple[float, float]:
    """Bề rộng và bề cao (point) của chữ, nhiều dòng cũng được."""
    renderer = RendererAgg(8, 8, POINTS * _MEASURE)
    font = FontProperties(family=STYLE["font.family"], size=size, weight=weight)
    sizes = [
        renderer.get_text_width_height_descent(line, font, ismath=line.count("$") >= 2)[:2]
        for line in text.split("\n")
    ]
    widths, heights = np.array(sizes).T / _MEASURE
    return float(widths.max()), float(max(heights.sum(), 1.2 * size * len(sizes)))


def capsule(ax: Any, box: Box, **style: Any) -> PathPatch:
    """Hình viên thuốc (hình tròn khi rộng bằng cao) khít trong `box`."""
    radius, middle = (box.y1 - box.y0) / 2, (box.y0 + box.y1) / 2
    right, left = Path.arc(-90, 90), Path.arc(90, 270)
    ends = [
        right.vertices * radius + (box.x1 - radius, middle),
        left.vertices * radius + (box.x0 + radius, middle),
    ]
    codes = np.concatenate([right.codes, [Path.LINETO], left.codes[1:], [Path.CLOSEPOLY]])
    outline = Path(np.concatenate([*ends, ends[0][:1]]), codes)
    return ax.add_patch(PathPatch(outline, **style))


def number(value: float, digits: int = 3) -> str:
    """Số gọn với `digits` chữ số có nghĩa: 0.0822, −1.5, 3.1e+04 thành 3.1·10⁴."""
    if value == 0:
        return "0"
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        text = f"{mantissa}·10{raised}"
    return text.replace("-", "−")


_NAME = re.compile(r"([^\W\d_]\u0302?)_?(\d+(?:,\d+)?|[a-z]{2})?(?:\^\((\w+)\))?")
_GREEK = {"σ": r"\sigma", "η": r"\eta", "λ": r"\lambda", "θ": r"\theta", "α": r"\alpha", "β": r"\beta"}


def symbol(name: str) -> str:
    """Tên viết thường thành kí hiệu toán: "w1" -> w₁, "w_12^(3)", "ŷ"; tên khác giữ nguyên.

    Tên đã có dấu $ được giữ nguyên.
    """
    found = _NAME.fullmatch(name)
    if "$" in name or found is None:
        return name
    letter, below, above = found.groups()
    letter = r"\hat{y}" if letter in ("ŷ", "y\u0302") else _GREEK.get(letter, letter)
    return f"${letter}{f'_{{{below}}}' if below else ''}{f'^{{({above})}}' if above else ''}$"
