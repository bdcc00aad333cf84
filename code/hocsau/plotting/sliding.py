"""Kernel trượt trên ma trận từng chỗ một: cửa sổ đang xét, kernel, và các số đã tính được."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from hocsau.plotting.canvas import FONT, PAGE, POINTS, canvas, number
from hocsau.plotting.style import BLUE, DARK, GREEN, GREY, ORANGE

_CELL, _MARGIN, _HEAD, _GAP = 25.0, 4.0, 20.0, 22.0  # points


def positions(x: np.ndarray, kernel: np.ndarray, padding: int = 0, stride: int = 1) -> list[tuple[int, int]]:
    """Ô trên cùng bên trái của mỗi cửa sổ trên ma trận đã đệm, trái sang phải rồi trên xuống dưới."""
    x, kernel = _checked(x, kernel, padding, stride)
    (h, w), k = x.shape, len(kernel)
    rows, columns = range(0, h + 2 * padding - k + 1, stride), range(0, w + 2 * padding - k + 1, stride)
    return [(i, j) for i in rows for j in columns]


def sliding_kernel(
    x: np.ndarray,
    kernel: np.ndarray,
    step: int,
    *,
    padding: int = 0,
    stride: int = 1,
    size: tuple[float, float] | None = None,
) -> tuple[Figure, Any]:
    """Vẽ bước thứ `step` (đếm từ 1) của phép trượt: X đã đệm, W, và Y với các ô đã tính.

    Tham số:
        x: (H, W).
        kernel: (K, K).
        size: rộng × cao (inch), mặc định vừa đủ.

    Trả về:
        (figure, axes).

    Lỗi:
        ValueError: shape sai, kernel lớn hơn ma trận đã đệm, step ngoài khoảng, hoặc hình không đủ chỗ.
    """
    x, kernel, places, y = _state(x, kernel, step, padding, stride)
    padded, k = np.pad(x, padding), len(kernel)
    side = max(kernel.shape[1], y.shape[1])
    width = (padded.shape[1] + side) * _CELL + _GAP + 2 * _MARGIN
    right = (k + y.shape[0]) * _CELL + 2 * _HEAD + 8
    height = max(padded.shape[0] * _CELL + _HEAD, right) + 2 * _MARGIN
    page, tall = (PAGE, height) if size is None else (size[0] * POINTS, size[1] * POINTS)
    if width > page + 0.5 or height > tall + 0.5:
        raise ValueError(
            f"hình cần {width / POINTS:.1f} × {height / POINTS:.1f} inch, chỗ chỉ có "
            f"{page / POINTS:.1f} × {tall / POINTS:.1f}; hãy dùng ma trận nhỏ hơn"
        )
    figure, ax = canvas(page, tall)
    left, top = (page - width) / 2 + _MARGIN, tall - _MARGIN
    i, j = places[step - 1]
    for (r, c), value in np.ndenumerate(padded):
        rim = not (padding <= r < padding + x.shape[0] and padding <= c < padding + x.shape[1])
        inside = i <= r < i + k and j <= c < j + k
        fill = "#fbe3c0" if inside else "white"
        _cell(ax, left, top - _HEAD, r, c, value, fill, GREY if rim else DARK)
    name = f"X thêm viền {padding}" if padding else "X"
    _title(ax, left, top, padded.shape[1], name, DARK)
    _frame(ax, left, top - _HEAD, i, j, k, ORANGE)
    beside = left + padded.shape[1] * _CELL + _GAP
    _title(ax, beside, top, k, "W", BLUE)
    for (r, c), value in np.ndenumerate(kernel):
        _cell(ax, beside, top - _HEAD, r, c, value, "#e6effc", DARK)
    below = top - _HEAD - k * _CELL - 8
    _title(ax, beside, below, y.shape[1], "Y", GREEN)
    for place, (r, c) in enumerate(np.ndindex(y.shape), 1):
        value = y[r, c] if place <= step else None
        _cell(ax, beside, below - _HEAD, r, c, value, "#e5f4ea" if place <= step else "white", DARK)
    _frame(ax, beside, below - _HEAD, *divmod(step - 1, y.shape[1]), 1, ORANGE)
    return figure, ax


def sliding_reading(
    x: np.ndarray, kernel: np.ndarray, step: int, *, padding: int = 0, stride: int = 1
) -> str:
    """Phép tính của bước ấy bằng chữ: từng tích, tổng, và ô được ghi."""
    x, kernel, places, y = _state(x, kernel, step, padding, stride)
    (i, j), k = places[step - 1], len(kernel)
    window = np.pad(x, padding)[i : i + k, j : j + k]
    products = " + ".join(
        f"{_factor(a)}·{_factor(b)}" for a, b in zip(window.ravel(), kernel.ravel(), strict=True)
    )
    row, column = divmod(step - 1, y.shape[1])
    place = f"hàng {row + 1}, cột {column + 1} của Y"
    return f"Chỗ {step}/{len(places)}: {products} = {number(y[row, column])}, ghi vào {place}."


def _factor(value: float) -> str:
    return f"({number(value)})" if value < 0 else number(value)


def _checked(x: Any, kernel: Any, padding: int, stride: int) -> tuple[np.ndarray, np.ndarray]:
    x, kernel = np.asarray(x, float), np.asarray(kernel, float)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.shape[0] != kernel.shape[1]:
        raise ValueError(f"x có shape {x.shape}, kernel {kernel.shape}; cần (H, W) và (K, K)")
    if padding < 0 or stride < 1:
        raise ValueError(f"padding = {padding}, stride = {stride}; cần padding ≥ 0 và stride ≥ 1")
    if len(kernel) > min(x.shape) + 2 * padding:
        raise ValueError(f"kernel {len(kernel)}×{len(kernel)} lớn hơn ma trận đã đệm")
    return x, kernel


def _state(
    x: Any, kernel: Any, step: int, padding: int, stride: int
) -> tuple[np.ndarray, np.ndarray, list[tuple[int, int]], np.ndarray]:
    from hocsau.nn.conv import conv2d

    x, kernel = _checked(x, kernel, padding, stride)
    places = positions(x, kernel, padding, stride)
    if not 1 <= step <= len(places):
        raise ValueError(f"step = {step}; kernel chỉ có {len(places)} chỗ đặt, đếm từ 1")
    y = conv2d(x[None, None], kernel[None, None], stride=stride, padding=padding)[0, 0]
    return x, kernel, places, y


def _cell(
    ax: Any, left: float, top: float, row: int, column: int, value: float | None, fill: str, ink: str
) -> None:
    x, y = left + column * _CELL, top - (row + 1) * _CELL
    ax.add_patch(Rectangle((x, y), _CELL, _CELL, fc=fill, ec=GREY, lw=0.8))
    if value is not None:
        style = {"ha": "center", "va": "center_baseline", "size": FONT, "color": ink, "gid": "number"}
        ax.text(x + _CELL / 2, y + _CELL / 2, number(value), **style)


def _title(ax: Any, left: float, top: float, columns: int, text: str, colour: str) -> None:
    middle = left + columns * _CELL / 2
    ax.text(middle, top - _HEAD / 2, text, ha="center", va="center", size=FONT, color=colour, gid="name")


def _frame(ax: Any, left: float, top: float, row: int, column: int, side: int, colour: str) -> None:
    corner = left + column * _CELL, top - (row + side) * _CELL
    ax.add_patch(Rectangle(corner, side * _CELL, side * _CELL, fill=False, ec=colour, lw=2.5))
