"""Nhiều ảnh chụp cạnh nhau trên một nền xám vừa: không có viền trắng nào chói lên khi trang đổi sang nền tối.

Tên của mỗi ảnh nằm ngay trong ảnh. Dưới ảnh có thể có một bảng số nhỏ: kernel đã làm ra ảnh ấy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from hocsau.plotting.canvas import POINTS, number
from hocsau.plotting.gallery import checked_pictures
from hocsau.plotting.style import axes

MOUNT = "#7d838c"  # as far from a white page as from a dark one
LABEL, WHITE = "#14213d", "white"
# Grounds of the numbers, white on each at 4.5:1 or more: below 0, 0, above 0.
BELOW, NONE, ABOVE = "#8f4a00", "#4a515c", "#1f4f9c"
GAP, FONT, ROW = 4.0, 11.0, 14.0  # points


def photos(
    images: Sequence[np.ndarray],
    names: Sequence[str] | None = None,
    *,
    columns: int = 2,
    numbers: Sequence[np.ndarray] | None = None,
    width: float = 4.8,
) -> tuple[Figure, list[Axes]]:
    """Xếp các ảnh thành lưới, không lề; ô nào cũng có tỉ lệ của ảnh đầu.

    Tham số:
        images: mỗi ảnh (H, W) có độ xám 0–255, hoặc (H, W, 3).
        names: tên viết trong góc trên bên trái mỗi ảnh.
        columns: số ảnh một hàng.
        numbers: mỗi ảnh một ma trận, viết ở dưới ảnh.
        width: bề rộng (inch).

    Trả về:
        (figure, danh sách axes của các ảnh).

    Lỗi:
        ValueError: không có ảnh, ảnh sai shape, hoặc số tên, số ma trận không khớp số ảnh.
    """
    pictures = checked_pictures(images, columns, (3,), names=names, numbers=numbers)
    columns = min(columns, len(pictures))
    rows = math.ceil(len(pictures) / columns)
    wide = (width * POINTS - (columns - 1) * GAP) / columns
    tall = wide * pictures[0].shape[0] / pictures[0].shape[1]
    below = 0.0 if numbers is None else max(len(np.atleast_2d(m)) for m in numbers) * ROW
    page = (width * POINTS, rows * (tall + below) + (rows - 1) * GAP)
    figure, first = axes(size=(page[0] / POINTS, page[1] / POINTS))
    first.remove()
    figure.set_layout_engine("none")
    # Jupyter adds a margin when it saves a figure: that stays clear, the mount ends with the photos.
    figure.set_facecolor("none")
    figure.add_artist(Rectangle((0, 0), 1, 1, facecolor=MOUNT, linewidth=0, zorder=-1))
    placed = []
    for k, picture in enumerate(pictures):
        row, column = divmod(k, columns)
        left, top = column * (wide + GAP), page[1] - row * (tall + below + GAP)
        ax = _part(figure, page, left, top - tall, wide, tall)
        # An SVG keeps a small picture as it is ("none"); enlarged first, it would weigh four times as much.
        small = picture.shape[1] <= 2 * wide
        ax.imshow(picture, cmap="gray", vmin=0, vmax=255, interpolation="none" if small else "nearest")
        if names is not None:
            _label(ax, names[k], wide, tall)
        if numbers is not None:
            part = _part(figure, page, left, top - tall - below, wide, below)
            _chips(part, np.atleast_2d(numbers[k]))
        placed.append(ax)
    return figure, placed


def _part(figure: Figure, page: tuple[float, float], x: float, y: float, w: float, h: float) -> Axes:
    ax = figure.add_axes((x / page[0], y / page[1], w / page[0], h / page[1]))
    ax.set_axis_off()
    return ax


def _label(ax: Axes, name: str, wide: float, tall: float) -> None:
    box: dict[str, Any] = {
        "boxstyle": "square,pad=0.2",
        "facecolor": LABEL,
        "edgecolor": "none",
        "alpha": 0.85,
    }
    corner = (2.2 / wide, 1 - 2.2 / tall)  # the padding of the box: it stands in the corner
    ax.text(*corner, name, transform=ax.transAxes, va="top", size=FONT, color=WHITE, bbox=box)


def _chips(ax: Axes, matrix: np.ndarray) -> None:
    rows, columns = matrix.shape
    ax.set(xlim=(0, columns), ylim=(rows, 0))
    for (i, j), value in np.ndenumerate(matrix):
        ground = BELOW if value < 0 else ABOVE if value > 0 else NONE
        ax.add_patch(Rectangle((j, i), 1, 1, facecolor=ground, edgecolor=MOUNT, linewidth=1))
        ax.text(j + 0.5, i + 0.53, number(value), ha="center", va="center", size=FONT - 1, color=WHITE)
