"""Phác hoạ một cửa sổ phần mềm: khung, nút, chữ, và số khoanh tròn chỉ chỗ phải bấm."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from hocsau.plotting.canvas import FONT, PAGE, Box, canvas, capsule, text_size
from hocsau.plotting.style import BLUE, DARK, GREY, RED

PANEL, LINE = "#f3f4f6", "#b9bec6"
_BAR, _PAD = 24.0, 8.0


def window(height: float, title: str = "", width: float = PAGE) -> tuple[Figure, Any]:
    """Cửa sổ rộng × cao (point) có thanh tiêu đề; trả về (figure, ax) mà toạ độ là point, y hướng lên."""
    figure, ax = canvas(width, height)
    panel(ax, Box(1, 1, width - 1, height - 1), "white")
    ax.plot([1, width - 1], [height - _BAR] * 2, color=LINE, linewidth=1)
    for k in range(3):
        ax.plot(14 + 12 * k, height - _BAR / 2, "o", color=LINE, markersize=6)
    words(ax, 52, height - _BAR / 2, title)
    return figure, ax


def panel(ax: Any, box: Box, colour: str = PANEL, edge: str = LINE) -> Box:
    """Vùng chữ nhật bo góc; trả về chính `box`."""
    ax.add_patch(
        FancyBboxPatch(
            (box.x0, box.y0),
            box.x1 - box.x0,
            box.y1 - box.y0,
            boxstyle="round,pad=0,rounding_size=4",
            facecolor=colour,
            edgecolor=edge,
            linewidth=1,
        )
    )
    return box


def words(ax: Any, x: float, y: float, text: str, **style: Any) -> float:
    """Chữ bắt đầu ở x, giữa theo chiều cao ở y; trả về hoành độ chỗ chữ kết thúc."""
    size = style.get("fontsize", FONT)
    style = {"color": DARK, "fontsize": size, "ha": "left", "va": "center"} | style
    ax.text(x, y, text, **style)
    return x + text_size(text, size, style.get("weight", "normal"))[0]


def button(ax: Any, x: float, y: float, text: str, *, pressed: bool = False) -> Box:
    """Nút có chữ, mép trái ở x, giữa theo chiều cao ở y; `pressed`: nút đang được chọn. Trả về khung nút."""
    width = text_size(text)[0] + 2 * _PAD
    colour, edge, ink = (BLUE, BLUE, "white") if pressed else (PANEL, LINE, DARK)
    box = panel(ax, Box(x, y - 11, x + width, y + 11), colour, edge)
    words(ax, x + _PAD, y, text, color=ink)
    return box


def code(ax: Any, x: float, y: float, text: str) -> float:
    """Chữ kiểu code; trả về hoành độ chỗ chữ kết thúc."""
    ax.text(x, y, text, family="DejaVu Sans Mono", fontsize=FONT, color=DARK, ha="left", va="center")
    return x + 0.602 * FONT * len(text)  # every letter of this font is that wide


def grey_lines(ax: Any, x: float, y: float, widths: list[float], step: float = 12.0) -> None:
    """Vài gạch xám thay cho chữ không cần đọc, gạch đầu ở y, các gạch sau xuống dần."""
    for k, width in enumerate(widths):
        ax.plot([x, x + width], [y - step * k] * 2, color=LINE, linewidth=4, solid_capstyle="round")


def mark(ax: Any, number: int, x: float, y: float) -> None:
    """Số khoanh tròn đỏ, tâm (x, y): chỗ mà lời giải thích gọi là số `number`."""
    capsule(ax, Box.around(x, y, 18, 18), facecolor=RED, edgecolor="white", linewidth=1.2, zorder=5)
    style = {"color": "white", "weight": "bold", "fontsize": FONT, "ha": "center", "va": "center_baseline"}
    ax.text(x, y, str(number), zorder=6, gid="mark", **style)


def arrow(ax: Any, start: tuple[float, float], end: tuple[float, float], colour: str = GREY) -> None:
    """Mũi tên thẳng từ start tới end."""
    style = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, start, arrowprops=style)
