"""Vùng quyết định: model 2 chiều đoán gì ở từng điểm của mặt phẳng."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, ListedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from hocsau.plotting.style import BLUE, GREEN, ORANGE, PURPLE, RED, axes

# Class 0, 1, 2, …: the colour of its points, its marker, and the pale colour of its region.
_POINTS = (RED, BLUE, GREEN, PURPLE, ORANGE)
_MARKERS = ("o", "^", "s", "D", "v")
_PALE = ("#fadcd8", "#d5e3f8", "#d7eedd", "#e8dbf4", "#f8e4c8")
_SHADES = {
    "classes": LinearSegmentedColormap.from_list("hai lớp", ["#f3aea6", "#ffffff", "#a3c3f2"]),
    # orange is what a model says: the data keep blue and grey for themselves
    "chance": LinearSegmentedColormap.from_list("xác suất", ["#ffffff", "#fdf1e0", "#f0b56a"]),
}


def decision_regions(
    predict: Callable[[np.ndarray], np.ndarray],
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    *,
    x: np.ndarray | None = None,
    y: np.ndarray | None = None,
    ax: Any = None,
    resolution: int = 200,
    probabilities: bool = True,
    threshold: float = 0.5,
    shades: str = "classes",
    classes: Sequence[str] | None = None,
    xlabel: str = "$x_1$",
    ylabel: str = "$x_2$",
    aspect: str = "auto",
    point_size: float = 52,
    size: tuple[float, float] = (4.8, 3.6),
) -> tuple[Figure, Any]:
    """Tô mặt phẳng theo dự đoán của model và vẽ đường biên.

    Tham số:
        predict: hàm nhận (M, 2), trả về (M,): xác suất của lớp 1 trong [0, 1], hoặc số thứ tự lớp 0, 1, 2, …
            khi probabilities=False.
        xlim, ylim: khung nhìn.
        x, y: (N, 2) và (N,), các điểm dữ liệu và lớp của chúng, mỗi lớp một màu và một dấu.
        resolution: số điểm lưới mỗi chiều.
        threshold: đường biên là nơi xác suất bằng ngưỡng này.
        shades: nền của xác suất: "classes" đi từ màu nhạt của lớp 0 tới màu nhạt của lớp 1;
            "chance" đi từ trắng tới cam, màu của điều model đoán.
        classes: tên các lớp cho chú giải (mặc định "lớp 0", "lớp 1" …).
        aspect: "equal" khi hai trục cùng đơn vị, để hình vuông vẫn là hình vuông.
        point_size: diện tích dấu của một điểm (point²), lớn hơn khi chỉ có vài điểm.

    Trả về:
        (figure, axes).

    Lỗi:
        ValueError: shape của predict, x, y không đúng, xác suất ngoài [0, 1], khung nhìn rỗng,
            hoặc shades không có.
    """
    for name, limits in (("xlim", xlim), ("ylim", ylim)):
        if len(limits) != 2 or not np.isfinite(limits).all() or not limits[0] < limits[1]:
            raise ValueError(f"{name} = {limits}; cần hai số hữu hạn, số đầu nhỏ hơn số sau")
    if resolution < 2:
        raise ValueError(f"resolution = {resolution}; cần ít nhất 2")
    if shades not in _SHADES:
        raise ValueError(f"shades = {shades!r}; cần một trong: {', '.join(map(repr, _SHADES))}")
    points, labels = _data(x, y)
    horizontal, vertical = np.linspace(*xlim, resolution), np.linspace(*ylim, resolution)
    grid = np.stack(np.meshgrid(horizontal, vertical), axis=-1)  # (R, R, 2)
    guess = np.asarray(predict(grid.reshape(-1, 2)), float)
    if guess.shape != (resolution**2,):
        raise ValueError(
            f"predict trả về shape {guess.shape} cho {resolution**2} điểm; cần ({resolution**2},)"
        )
    guess = guess.reshape(resolution, resolution)
    if not np.isfinite(guess).all():
        raise ValueError("predict trả về NaN hoặc vô cùng")
    if ax is None:
        figure, ax = axes(size=size)
    else:
        figure = ax.figure
    ax.set(xlim=xlim, ylim=ylim, xlabel=xlabel, ylabel=ylabel)
    ax.grid(False)
    ax.tick_params(axis="x", pad=5)  # else the first numbers of both axes touch (matplotlib 3.9)
    ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    ax.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    extent = (*xlim, *ylim)
    if probabilities:
        _shade(ax, guess, horizontal, vertical, extent, threshold, shades)
        count = 2
    else:
        count = _regions(ax, guess, horizontal, vertical, extent)
    ax.set_aspect(aspect)
    if points is not None:
        _scatter(ax, points, labels, classes, count, point_size)
    return figure, ax


def _data(x: np.ndarray | None, y: np.ndarray | None) -> tuple[np.ndarray | None, np.ndarray | None]:
    if x is None:
        if y is not None:
            raise ValueError("có y nhưng thiếu x (N, 2)")
        return None, None
    points = np.asarray(x, float)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"x có shape {points.shape}; cần (N, 2)")
    if y is None:
        return points, np.zeros(len(points), int)
    labels = np.asarray(y).reshape(-1)
    if len(labels) != len(points):
        raise ValueError(f"x có {len(points)} điểm nhưng y có {len(labels)} nhãn")
    if not np.isin(labels, range(len(_MARKERS))).all():
        raise ValueError(f"y phải gồm các số nguyên từ 0 đến {len(_MARKERS) - 1}; có {np.unique(labels)[:6]}")
    return points, labels.astype(int)


def _shade(
    ax: Any,
    guess: np.ndarray,
    across: np.ndarray,
    up: np.ndarray,
    extent: tuple,
    threshold: float,
    shades: str,
) -> None:
    if guess.min() < 0 or guess.max() > 1:
        raise ValueError(
            f"predict cho các số từ {guess.min():.3g} đến {guess.max():.3g}; xác suất phải trong [0, 1] "
            f"(nếu là số thứ tự lớp thì đặt probabilities=False)"
        )
    style = {"origin": "lower", "aspect": "auto", "interpolation": "bilinear", "zorder": 0}
    ax.imshow(guess, cmap=_SHADES[shades], vmin=0, vmax=1, extent=extent, **style)
    if guess.min() < threshold < guess.max():
        ax.contour(across, up, guess, levels=[threshold], colors=[ORANGE], linewidths=2.2, zorder=1)


def _regions(ax: Any, guess: np.ndarray, across: np.ndarray, up: np.ndarray, extent: tuple) -> int:
    if not np.isin(guess, range(len(_PALE))).all():
        raise ValueError(
            f"predict phải trả về số thứ tự lớp từ 0 đến {len(_PALE) - 1}; có {np.unique(guess)[:6]} "
            f"(nếu là xác suất thì bỏ probabilities=False)"
        )
    style = {"origin": "lower", "aspect": "auto", "interpolation": "nearest", "zorder": 0}
    ax.imshow(guess, cmap=ListedColormap(_PALE), vmin=-0.5, vmax=len(_PALE) - 0.5, extent=extent, **style)
    for k in range(1, len(_PALE)):
        mask = (guess >= k).astype(float)
        if 0 < mask.mean() < 1:
            ax.contour(across, up, mask, levels=[0.5], colors=[ORANGE], linewidths=1.8, zorder=1)
    return int(guess.max()) + 1


def _scatter(
    ax: Any,
    points: np.ndarray,
    labels: np.ndarray,
    classes: Sequence[str] | None,
    count: int,
    point_size: float,
) -> None:
    count = max(count, labels.max(initial=0) + 1)
    if classes is not None and len(classes) < count:
        raise ValueError(f"classes có {len(classes)} tên; cần {count}")
    for k in np.unique(labels):
        name = f"lớp {k}" if classes is None else classes[k]
        mine = points[labels == k]
        style = {"color": _POINTS[k], "marker": _MARKERS[k], "edgecolors": "white", "linewidths": 0.8}
        ax.scatter(*mine.T, s=point_size, label=name, zorder=3, **style)
    # above the axes, where it hides no point
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=count, borderaxespad=0.2, handletextpad=0.2)
