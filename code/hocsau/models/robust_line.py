"""Hai đường thẳng khớp dữ liệu: L2 (bình phương nhỏ nhất) và L1 (tổng trị tuyệt đối nhỏ nhất).

Trang HTML tính lại hai đường này bằng JavaScript khi bạn kéo một điểm (book/live/outlier.js);
cùng một thuật toán, cùng thứ tự phép tính, nên hai bên cho cùng con số.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

MAX_POINTS = 200  # the search below is O(N^3)


def l2_line(x: ArrayLike, y: ArrayLike) -> tuple[float, float]:
    """Đường thẳng w0 + w1·x có tổng bình phương sai số nhỏ nhất.

    w1 = Σ (x_i - x̄)(y_i - ȳ) / Σ (x_i - x̄)²,   w0 = ȳ - w1·x̄

    Tham số: x, y (N,), N ≥ 2. Trả về: (w0, w1).
    Lỗi: ValueError khi hai dãy khác độ dài, có NaN, hoặc mọi x bằng nhau.
    """
    x, y = _points(x, y)
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    slope /= sum((a - mean_x) * (a - mean_x) for a in x)
    return mean_y - slope * mean_x, slope


def l1_line(x: ArrayLike, y: ArrayLike) -> tuple[float, float]:
    """Đường thẳng w0 + w1·x có tổng trị tuyệt đối sai số nhỏ nhất.

    Luôn có một đường tốt nhất đi qua hai điểm dữ liệu, nên chỉ cần thử mọi cặp điểm.
    Bằng nhau thì giữ cặp gặp trước.

    Tham số: x, y (N,), 2 ≤ N ≤ 200. Trả về: (w0, w1).
    Lỗi: ValueError khi hai dãy khác độ dài, có NaN, mọi x bằng nhau, hoặc quá nhiều điểm.
    """
    x, y = _points(x, y)
    best, line = float("inf"), (0.0, 0.0)
    for i in range(len(x)):
        for j in range(i + 1, len(x)):
            if x[i] == x[j]:
                continue
            w1 = (y[j] - y[i]) / (x[j] - x[i])
            w0 = y[i] - w1 * x[i]
            loss = 0.0
            for a, b in zip(x, y, strict=True):
                loss += abs(b - (w0 + w1 * a))
            if loss < best - 1e-9 * (1 + loss):  # rounding must not decide between equals
                best, line = loss, (w0, w1)
    return line


def outlier_data() -> dict[str, Any]:
    """Mười hai điểm gần thẳng hàng y ≈ 1 + 0.8x và khung vẽ, cho hình "kéo một điểm" ở mục 3.5."""
    return {
        "x": [0.5, 1.0, 2.0, 2.5, 3.5, 4.0, 5.0, 5.5, 6.5, 7.0, 8.0, 9.5],
        "y": [1.1, 2.3, 2.1, 3.6, 3.4, 4.8, 4.6, 5.9, 5.8, 7.1, 7.2, 8.9],
        "xlim": [0, 10],
        "ylim": [-5, 25],
    }


def draw_outlier(x: float, y: float) -> tuple[Any, str]:
    """Vẽ các điểm của `outlier_data`, điểm kéo được (x, y) và hai đường L1, L2 của tất cả.

    Trả về: (figure, dòng chữ nêu độ dốc và loss của hai đường), dùng cho `explore`.
    """
    from hocsau import plotting

    data = outlier_data()
    xs, ys = np.array([*data["x"], x]), np.array([*data["y"], y])
    figure, ax = plotting.axes(xlabel="x", ylabel="y")
    ends = np.array(data["xlim"])
    for name, line, colour, style in (
        ("L2", l2_line(xs, ys), plotting.RED, "-"),
        ("L1", l1_line(xs, ys), plotting.BLUE, "--"),
    ):
        ax.plot(ends, line[0] + line[1] * ends, style, color=colour, label=name)
    ax.scatter(xs[:-1], ys[:-1], s=18, color=plotting.BLUE)
    ax.scatter(xs[-1:], ys[-1:], s=70, color=plotting.ORANGE)
    ax.set(xlim=data["xlim"], ylim=data["ylim"])
    ax.legend(loc="upper left")
    return figure, outlier_reading(xs, ys)


def outlier_reading(x: ArrayLike, y: ArrayLike) -> str:
    """Độ dốc và loss của hai đường, đúng như trang HTML viết."""
    (a0, a1), (b0, b1) = l2_line(x, y), l1_line(x, y)
    x, y = np.asarray(x, float), np.asarray(y, float)
    mse, mae = np.mean((y - a0 - a1 * x) ** 2), np.mean(np.abs(y - b0 - b1 * x))
    return f"Đường L2: độ dốc {a1:.2f}, MSE = {mse:.2f}. Đường L1: độ dốc {b1:.2f}, MAE = {mae:.2f}."


def _points(x: ArrayLike, y: ArrayLike) -> tuple[Sequence[float], Sequence[float]]:
    x, y = np.asarray(x, float), np.asarray(y, float)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(f"x có shape {x.shape}, y có shape {y.shape}; cần hai dãy (N,) dài bằng nhau")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("x và y phải là số hữu hạn, không có NaN")
    if len(np.unique(x)) < 2:
        raise ValueError("cần ít nhất hai giá trị x khác nhau; một giá trị thì không xác định được độ dốc")
    if len(x) > MAX_POINTS:
        raise ValueError(f"có {len(x)} điểm; thử mọi cặp điểm chỉ hợp với nhiều nhất {MAX_POINTS} điểm")
    return x.tolist(), y.tolist()
