"""Hình "kéo một điểm" ở mục 3.5: hai đường L1, L2 đổi theo điểm mà bạn kéo.

Trang HTML tự tính lại khi bạn kéo (book/live/outlier.js); ở đây là bản Python của cùng phép tính.

    from hocsau.interactive import explore
    from hocsau.live import outlier
    explore(outlier.draw, page="outlier", data=outlier.page_data(), alt="…", **outlier.controls())
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hocsau.interactive import Slider, slider
from hocsau.models.robust_line import l1_line, l2_line


def controls() -> dict[str, Slider]:
    """Hai thanh trượt đặt chấm cam, dùng cho `explore(draw, …, **controls())`."""
    return {
        "x": slider(0, 10, 0.5, value=9, label="chấm cam: x"),
        "y": slider(-5, 25, 1, value=20, label="chấm cam: y"),
    }


def page_data() -> dict[str, Any]:
    """Mười hai điểm gần thẳng hàng y ≈ 1 + 0.8x và khung vẽ, cho hình "kéo một điểm" ở mục 3.5."""
    return {
        "x": [0.5, 1.0, 2.0, 2.5, 3.5, 4.0, 5.0, 5.5, 6.5, 7.0, 8.0, 9.5],
        "y": [1.1, 2.3, 2.1, 3.6, 3.4, 4.8, 4.6, 5.9, 5.8, 7.1, 7.2, 8.9],
        "xlim": [0, 10],
        "ylim": [-5, 25],
    }


def draw(x: float, y: float) -> tuple[Any, str]:
    """Vẽ các điểm của `page_data`, điểm kéo được (x, y) và hai đường L1, L2 của tất cả.

    Trả về:
        (figure, dòng chữ nêu độ dốc và loss của hai đường), dùng cho `explore`.
    """
    from hocsau import plotting

    data = page_data()
    xs, ys = np.array([*data["x"], x]), np.array([*data["y"], y])
    figure, ax = plotting.axes(xlabel="x", ylabel="y")
    ends = np.array(data["xlim"])
    for name, line, colour, style in (
        ("L2", l2_line(xs, ys), plotting.RED, "-"),
        ("L1", l1_line(xs, ys), plotting.GREEN, "--"),
    ):
        ax.plot(ends, line[0] + line[1] * ends, style, color=colour, label=name)
    ax.scatter(xs[:-1], ys[:-1], s=18, color=plotting.BLUE)
    ax.scatter(xs[-1:], ys[-1:], s=70, color=plotting.ORANGE)
    ax.set(xlim=data["xlim"], ylim=data["ylim"])
    ax.legend(loc="upper left")
    return figure, reading(xs, ys)


def reading(x: ArrayLike, y: ArrayLike) -> str:
    """Độ dốc và loss của hai đường, đúng như trang HTML viết."""
    (a0, a1), (b0, b1) = l2_line(x, y), l1_line(x, y)
    x, y = np.asarray(x, float), np.asarray(y, float)
    mse, mae = np.mean((y - a0 - a1 * x) ** 2), np.mean(np.abs(y - b0 - b1 * x))
    return f"Đường L2: độ dốc {a1:.2f}, MSE = {mse:.2f}. Đường L1: độ dốc {b1:.2f}, MAE = {mae:.2f}."
