"""Nhiều ảnh nhỏ xếp thành lưới."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from hocsau.plotting.canvas import FONT, text_size
from hocsau.plotting.style import DARK, axes


def gallery(
    images: Sequence[np.ndarray] | np.ndarray,
    *,
    titles: Sequence[str] | None = None,
    columns: int = 5,
    title_colours: Sequence[str] | None = None,
    size: tuple[float, float] | None = None,
    vmin: float | None = None,
    vmax: float | None = None,
) -> tuple[Figure, Any]:
    """Xếp các ảnh thành lưới, mỗi ảnh một dòng tựa; tựa dài tự xuống dòng.

    Tham số:
        images: (N, H, W) ảnh xám, hoặc (N, H, W, 3) hay (N, H, W, 4) ảnh màu, hoặc một danh sách ảnh.
        titles: N dòng chữ.
        title_colours: N màu chữ (kèm chữ hay dấu ✓ ✗, đừng chỉ dựa vào màu).
        columns: số ảnh một hàng.
        vmin, vmax: độ sáng của đen và trắng (ảnh xám), mặc định theo mọi ảnh.

    Trả về:
        (figure, mảng axes (hàng, cột)).

    Lỗi:
        ValueError: không có ảnh, ảnh sai shape, số tựa hay số màu không khớp.
    """
    pictures = checked_pictures(images, columns, (3, 4), titles=titles, title_colours=title_colours)
    columns = min(columns, len(pictures))
    rows = math.ceil(len(pictures) / columns)
    width = 4.8 if size is None else size[0]
    cell = width * 72 / columns
    lines = [wrap(str(title), cell - 6) for title in titles] if titles is not None else [""] * len(pictures)
    tall = max(p.shape[0] / p.shape[1] for p in pictures)
    text = 1.35 * FONT * max(line.count("\n") + 1 for line in lines) if titles is not None else 0.0
    height = rows * ((cell - 8) * tall + text + 8) / 72
    figure, grid = axes(rows, columns, size=size or (width, height), squeeze=False)
    figure.get_layout_engine().set(w_pad=0.03, h_pad=0.03, wspace=0.02, hspace=0.02)
    grey = [p for p in pictures if p.ndim == 2]
    low = min((float(p.min()) for p in grey), default=0.0) if vmin is None else vmin
    high = max((float(p.max()) for p in grey), default=1.0) if vmax is None else vmax
    for ax in grid.ravel():
        ax.set_axis_off()
    for k, (ax, picture) in enumerate(zip(grid.ravel(), pictures, strict=False)):
        ax.imshow(picture, cmap="gray", vmin=low, vmax=high)
        if titles is not None:
            colour = DARK if title_colours is None else title_colours[k]
            ax.set_title(lines[k], size=FONT, color=colour, pad=3)
    return figure, grid


def wrap(text: str, width: float) -> str:
    """Ngắt chữ thành nhiều dòng không rộng quá `width` point; một từ dài hơn thì để nguyên."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.append("")
        for word in paragraph.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and text_size(longer)[0] > width:
                lines.append(word)
            else:
                lines[-1] = longer
    return "\n".join(lines)


def checked_pictures(
    images: Sequence[np.ndarray] | np.ndarray,
    columns: int,
    channels: tuple[int, ...],
    **given: Sequence[Any] | None,
) -> list[np.ndarray]:
    """Các ảnh thành mảng, khi đều là (H, W) hay (H, W, C) với C trong `channels`.

    Lỗi:
        ValueError: không có ảnh, ảnh sai shape, columns nhỏ hơn 1, hoặc một danh sách trong `given` không có
            đúng một phần tử cho mỗi ảnh.
    """
    pictures = [np.asarray(image) for image in images]
    if not pictures:
        raise ValueError("images không có ảnh nào")
    *others, last = ("(H, W)", *(f"(H, W, {c})" for c in channels))
    for k, picture in enumerate(pictures):
        if picture.ndim != 2 and not (picture.ndim == 3 and picture.shape[2] in channels):
            raise ValueError(f"images[{k}] có shape {picture.shape}; cần {', '.join(others)} hoặc {last}")
    for name, items in given.items():
        if items is not None and len(items) != len(pictures):
            raise ValueError(f"{name} có {len(items)} phần tử; có {len(pictures)} ảnh")
    if columns < 1:
        raise ValueError(f"columns = {columns}; cần ít nhất 1")
    return pictures
