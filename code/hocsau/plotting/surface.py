"""Mặt cong ba chiều z = f(x, y)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from hocsau.plotting.style import DARK, RED, axes

_RESOLUTION = 25  # 24 × 24 patches: smooth enough, and an SVG of 150 kB (33: 250 kB)
# viridis without its ends: pictures are inverted on a dark page, where its yellow would melt away
_COLOURS = LinearSegmentedColormap.from_list(
    "heights", matplotlib.colormaps["viridis"](np.linspace(0.2, 0.8, 32))
)


def surface(
    f: Callable[[np.ndarray, np.ndarray], np.ndarray],
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    *,
    zlim: tuple[float, float] | None = None,
    points: np.ndarray | None = None,
    xlabel: str = "x",
    ylabel: str = "y",
    zlabel: str = "z",
    view: tuple[float, float] = (30, -60),
    resolution: int = _RESOLUTION,
    size: tuple[float, float] = (4.8, 4.0),
) -> tuple[Figure, Any]:
    """Vẽ mặt z = f(x, y) trên hình chữ nhật xlim × ylim.

    Tham số:
        f: nhận X, Y cùng shape (R, R), trả về Z shape (R, R).
        zlim: khung trục đứng, cho cố định khi vẽ nhiều hình cho một thanh trượt.
        points: các điểm (n, 3) đánh dấu đỏ, nối với nhau theo thứ tự.
        view: góc nhìn (độ cao, góc quay) tính bằng độ.
        resolution: số điểm lưới mỗi chiều.

    Trả về:
        (figure, axes 3 chiều). Màu chỉ nhắc lại độ cao: càng sáng càng cao.

    Lỗi:
        ValueError: f trả về sai shape, có NaN, points không phải (n, 3), hoặc khung rỗng.
    """
    for name, limits in (("xlim", xlim), ("ylim", ylim), ("zlim", zlim)):
        if limits is not None and not (np.isfinite(limits).all() and limits[0] < limits[1]):
            raise ValueError(f"{name} = {limits}; cần hai số hữu hạn, số đầu nhỏ hơn số sau")
    if resolution < 2:
        raise ValueError(f"resolution = {resolution}; cần ít nhất 2")
    x, y = np.meshgrid(np.linspace(*xlim, resolution), np.linspace(*ylim, resolution))
    z = np.asarray(f(x, y), float)
    if z.shape != x.shape:
        raise ValueError(f"f trả về shape {z.shape}; cần {x.shape}, như X và Y")
    if not np.isfinite(z).all():
        raise ValueError("f trả về NaN hoặc vô cùng ở vài điểm trong khung")
    figure, ax = axes(size=size, subplot_kw={"projection": "3d"})
    low, high = zlim if zlim is not None else (z.min(), z.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    style = {"cmap": _COLOURS, "vmin": low, "vmax": high, "rstride": 1, "cstride": 1}
    # parts outside zlim would stick out of the box
    ax.plot_surface(
        x, y, np.clip(z, low, high), linewidth=0.2, edgecolor="#ffffff55", antialiased=True, **style
    )
    if points is not None:
        path = np.atleast_2d(np.asarray(points, float))
        if path.ndim != 2 or path.shape[1] != 3:
            raise ValueError(f"points có shape {path.shape}; cần (n, 3)")
        ax.plot(*path.T, color=RED, lw=2, marker="o", ms=6, mec="white", zorder=10)
    ax.set(xlim=xlim, ylim=ylim, zlim=(low, high))
    for axis, text, prune in (
        (ax.xaxis, xlabel, None),
        (ax.yaxis, ylabel, "lower"),
        (ax.zaxis, zlabel, None),
    ):
        # x and y meet in a corner, where their numbers would touch
        axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10], prune=prune))
        axis.set_label_text(text, color=DARK)
        axis.set_pane_color("white")
        axis.labelpad = 12
    ax.view_init(*view)
    ax.set_box_aspect((4, 4, 3), zoom=0.8)  # room for the letters, which the layout engine does not see
    figure.set_layout_engine("none")
    ax.set_position((0, 0.03, 1, 1.07))  # the letters are below and beside the box: less room above it
    return figure, ax
