"""Khung vẽ đè lên ảnh, có tên ở góc; nhìn rõ trên nền nào cũng được."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from hocsau.plotting.style import BLUE

FONT = 9.0


def draw_boxes(
    ax: Axes,
    boxes: np.ndarray,
    names: Sequence[str] | None = None,
    *,
    color: str | Sequence[str] = BLUE,
    style: str = "-",
    width: float = 1.8,
) -> None:
    """Vẽ các khung (k, 4) lên một ô đã `imshow` ảnh; mép trái của điểm ảnh đầu ở toạ độ 0.

    Tham số:
        ax: ô vẽ.
        boxes: (k, 4), x1 y1 x2 y2, cùng toạ độ với ảnh: điểm ảnh đầu phủ từ 0 đến 1.
        names: chữ ở góc trên bên trái của từng khung.
        color: một màu, hay mỗi khung một màu.
        style: kiểu nét của matplotlib.
        width: bề dày nét.

    Lỗi:
        ValueError: boxes không phải (k, 4), hoặc số tên, số màu khác số khung.
    """
    boxes = np.asarray(boxes, np.float64)
    boxes = boxes.reshape(-1, 4) if boxes.size == 0 else boxes
    if boxes.ndim != 2 or boxes.shape[1] != 4:
        raise ValueError(f"boxes có shape {boxes.shape}; cần (k, 4): x1, y1, x2, y2")
    colours = [color] * len(boxes) if isinstance(color, str) else list(color)
    for what, given in (("tên", names), ("màu", colours)):
        if given is not None and len(given) != len(boxes):
            raise ValueError(f"có {len(boxes)} khung mà {len(given)} {what}; mỗi khung cần một {what}")
    halo = [patheffects.Stroke(linewidth=width + 1.6, foreground="white", alpha=0.8), patheffects.Normal()]
    for k, (box, colour) in enumerate(zip(boxes, colours, strict=True)):
        x1, y1, x2, y2 = box - 0.5  # imshow puts the middle of the first pixel at 0
        frame = Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=colour, linewidth=width, ls=style)
        frame.set_path_effects(halo)
        ax.add_patch(frame)
        if names is not None and names[k]:
            ground = {"boxstyle": "square,pad=0.15", "facecolor": colour, "edgecolor": "none"}
            inside = y1 < 0.06 * abs(np.diff(ax.get_ylim())[0])  # no room above it
            ax.text(x1, y1, names[k], size=FONT, color="white", bbox=ground, va="top" if inside else "bottom")
