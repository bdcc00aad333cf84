"""Hai đường thẳng khớp dữ liệu: L2 (bình phương nhỏ nhất) và L1 (tổng trị tuyệt đối nhỏ nhất).

Trang HTML tính lại hai đường này bằng JavaScript khi bạn kéo một điểm (book/live/outlier.js);
cùng một thuật toán, cùng thứ tự phép tính, nên hai bên cho cùng con số.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

MAX_POINTS = 200  # the search below is O(N^3)


def l2_line(x: ArrayLike, y: ArrayLike) -> tuple[float, float]:
    """Đường thẳng w0 + w1·x có tổng bình phương sai số nhỏ nhất.

    w1 = Σ (x_i - x̄)(y_i - ȳ) / Σ (x_i - x̄)²,   w0 = ȳ - w1·x̄

    Tham số:
        x, y: (N,), N ≥ 2.

    Trả về:
        (w0, w1).

    Lỗi:
        ValueError: hai dãy khác độ dài, có NaN, hoặc mọi x bằng nhau.
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

    Tham số:
        x, y: (N,), 2 ≤ N ≤ 200.

    Trả về:
        (w0, w1).

    Lỗi:
        ValueError: hai dãy khác độ dài, có NaN, mọi x bằng nhau, hoặc quá nhiều điểm.
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
