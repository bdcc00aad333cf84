"""Phép tính ma trận bằng hình: mỗi ma trận là một hình chữ nhật đúng tỉ lệ, ghi shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from hocsau.plotting.canvas import FONT, PAGE, POINTS, canvas, number, text_size
from hocsau.plotting.style import BLUE, DARK, GREEN, GREY, ORANGE, PURPLE, RED

Item = str | tuple[str, Any]

_COLOURS = (BLUE, RED, GREEN, PURPLE, ORANGE, GREY)
_PALE = ("#e6effc", "#fdeae8", "#e5f4ea", "#f1e9f8", "#fbeedd", "#eef0f2")
_SMALL = 6  # arrays of at most so many rows and columns show their numbers
_SIGN, _GAP, _MARGIN, _LINE, _ROW = 14.0, 8.0, 8.0, 18.0, 22.0
_LEAST, _TALLEST = 16.0, 190.0  # sides of a rectangle, in points


@dataclass
class _Block:
    name: str
    shape: tuple[int, ...]
    array: np.ndarray | None
    cell: float = 0.0  # width of a number's cell, 0 when no numbers are written
    width: float = 0.0  # of the rectangle
    height: float = 0.0

    @property
    def slot(self) -> float:
        """The room it takes in the row, with its name and shape."""
        return max(self.width, text_size(self.caption)[0], text_size(self.name, FONT + 2)[0])

    @property
    def rows_columns(self) -> tuple[int, int]:
        return (1, self.shape[0]) if len(self.shape) == 1 else (self.shape[0], self.shape[1])

    @property
    def caption(self) -> str:
        return f"({self.shape[0]},)" if len(self.shape) == 1 else f"{self.shape[0]} × {self.shape[1]}"


def matrices(
    items: Sequence[Item],
    *,
    digits: int = 3,
    size: tuple[float, float] | None = None,
) -> tuple[Figure, Any]:
    """Vẽ một dòng ma trận và dấu, ví dụ matrices([("X", (4, 2)), "·", ("W", (2, 3)), "=", ("Z", (4, 3))]).

    Cùng một tỉ lệ cho mọi hình: cạnh chung của hai ma trận nhân được với nhau thì dài bằng nhau (cạnh quá nhỏ
    thì được vẽ to hơn để còn nhìn thấy). Mảng có tối đa 6 hàng và 6 cột thì viết cả số, nếu trang đủ rộng.

    Tham số:
        items: dấu ("·", "=", "+", "⊙" …) hoặc cặp (tên, shape) hay (tên, mảng), shape 1 hoặc 2 chiều.
        digits: số chữ số có nghĩa.
        size: rộng × cao (inch), mặc định vừa đủ.

    Trả về:
        (figure, axes).

    Lỗi:
        ValueError: phần tử không đúng dạng, shape không có 1 hoặc 2 chiều dương, hoặc không đủ chỗ.
    """
    parts = [item if isinstance(item, str) else _block(item) for item in items]
    blocks = [part for part in parts if isinstance(part, _Block)]
    if not blocks:
        raise ValueError("items không có ma trận nào; mỗi ma trận là một cặp (tên, shape) hoặc (tên, mảng)")
    page = PAGE if size is None else size[0] * POINTS
    signs = sum(max(_SIGN, text_size(part, FONT + 4)[0]) for part in parts if isinstance(part, str))
    free = page - 2 * _MARGIN - signs - _GAP * (len(parts) - 1)
    tallest = _TALLEST if size is None else size[1] * POINTS - 2 * _LINE - 2 * _MARGIN
    _measure(blocks, free, tallest, digits)
    total = sum(block.slot for block in blocks)
    if not _fit(blocks, free + 0.5, tallest + 0.5):
        raise ValueError(
            f"{len(blocks)} ma trận không vừa bề rộng {page / POINTS:.1f} inch; hãy tách làm hai hình"
        )
    high = max(block.height for block in blocks)
    height = high + 2 * _LINE + 2 * _MARGIN if size is None else size[1] * POINTS
    figure, ax = canvas(page, height)
    x = (page - total - signs - _GAP * (len(parts) - 1)) / 2
    middle = height / 2
    order: dict[str, int] = {}
    for part in parts:
        if isinstance(part, str):
            wide = max(_SIGN, text_size(part, FONT + 4)[0])
            style = {"ha": "center", "va": "center", "size": FONT + 4, "color": DARK}
            ax.text(x + wide / 2, middle, part, gid="sign", **style)
        else:
            wide = part.slot
            # the same name has the same colour
            _draw(ax, part, x, middle, order.setdefault(part.name, len(order)) % len(_COLOURS), digits)
        x += wide + _GAP
    return figure, ax


def _block(item: Any) -> _Block:
    if not isinstance(item, tuple) or len(item) != 2 or not isinstance(item[0], str):
        raise ValueError(f"{item!r} không phải dấu, cặp (tên, shape) hay cặp (tên, mảng)")
    name, what = item
    shaped = isinstance(what, tuple) and all(isinstance(n, int | np.integer) for n in what)
    array = None if shaped else np.asarray(what, float)
    shape = tuple(int(n) for n in what) if array is None else array.shape
    if len(shape) not in (1, 2) or min(shape, default=0) < 1:
        raise ValueError(f"{name} có shape {shape}; cần 1 hoặc 2 chiều, mỗi chiều ít nhất 1")
    return _Block(name, shape, array)


def _measure(blocks: list[_Block], free: float, tallest: float, digits: int) -> None:
    """Numbers decide the unit when they fit; else the largest unit for which all rectangles fit."""
    widest = 0.0
    for block in blocks:
        if block.array is not None and max(block.rows_columns) <= _SMALL:
            widest = max(widest, *(text_size(number(v, digits))[0] for v in block.array.ravel()))
    if widest:
        cell = max(widest + 8, 24.0)
        for block in blocks:
            rows, columns = block.rows_columns
            block.cell = cell if block.array is not None and max(rows, columns) <= _SMALL else 0.0
            block.width, block.height = columns * cell, rows * _ROW
        if _fit(blocks, free, tallest):
            return
    low, high = 1e-6, 40.0
    for _ in range(60):  # bisection: the sum of widths grows with the unit
        unit = (low + high) / 2
        _scale(blocks, unit)
        low, high = (unit, high) if _fit(blocks, free, tallest) else (low, unit)
    _scale(blocks, low)


def _fit(blocks: list[_Block], free: float, tallest: float) -> bool:
    return sum(b.slot for b in blocks) <= free and max(b.height for b in blocks) <= tallest


def _scale(blocks: list[_Block], unit: float) -> None:
    for block in blocks:
        rows, columns = block.rows_columns
        block.cell, block.width, block.height = 0.0, max(columns * unit, _LEAST), max(rows * unit, _LEAST)


def _draw(ax: Any, block: _Block, x: float, middle: float, colour: int, digits: int) -> None:
    rows, columns = block.rows_columns
    left, bottom = x + (block.slot - block.width) / 2, middle - block.height / 2
    style = {"fc": _PALE[colour], "ec": _COLOURS[colour], "lw": 1.6}
    ax.add_patch(Rectangle((left, bottom), block.width, block.height, **style))
    centre = x + block.slot / 2
    text = {"ha": "center", "va": "center", "color": _COLOURS[colour]}
    ax.text(centre, bottom - _LINE / 2, block.caption, size=FONT, gid="shape", **text)
    ax.text(centre, bottom + block.height + _LINE / 2, block.name, size=FONT + 2, gid="name", **text)
    if not block.cell or block.array is None:
        return
    row_height = block.height / rows
    for (i, j), value in np.ndenumerate(block.array.reshape(rows, columns)):
        at = left + (j + 0.5) * block.cell, bottom + (rows - i - 0.5) * row_height
        shown = {"ha": "center", "va": "center_baseline", "size": FONT, "color": DARK}
        ax.text(*at, number(value, digits), gid="number", **shown)
