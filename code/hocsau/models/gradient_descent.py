"""Gradient descent cho một hàm bất kì, giữ lại cả đường đi để vẽ."""

from collections.abc import Callable

import numpy as np


def gradient_descent(
    gradient: Callable[[np.ndarray], np.ndarray],
    start: float | np.ndarray,
    learning_rate: float,
    steps: int,
) -> np.ndarray:
    """Đi ngược chiều gradient `steps` bước và trả về mọi điểm đã đi qua.

    x_{k+1} = x_k − learning_rate · gradient(x_k)

    Bước nhảy quá lớn không bị chặn lại: đường đi ra vô cực chính là điều cần nhìn thấy (overshoot).

    Tham số:
        gradient: hàm nhận x, trả về đạo hàm cùng shape với x.
        start: điểm xuất phát, số hoặc mảng shape (D,).
        learning_rate: > 0.
        steps: ≥ 0.

    Trả về:
        mảng float64 shape (steps + 1,) hoặc (steps + 1, D); dòng 0 là điểm xuất phát.

    Lỗi:
        ValueError: learning_rate không phải số dương hữu hạn, steps âm, start không hữu hạn, hoặc gradient
            trả về shape khác shape của x.

    Nguồn: chương 3, mục 3.3.2.
    """
    if not (np.isfinite(learning_rate) and learning_rate > 0):
        raise ValueError(f"learning_rate = {learning_rate}; cần một số dương hữu hạn, ví dụ 0.1")
    if steps < 0 or int(steps) != steps:
        raise ValueError(f"steps = {steps}; cần một số nguyên không âm")
    x = np.array(start, dtype=np.float64)
    if not np.all(np.isfinite(x)):
        raise ValueError(f"start = {start}; điểm xuất phát phải là số hữu hạn")
    path = np.empty((int(steps) + 1, *x.shape))
    path[0] = x
    for k in range(int(steps)):
        g = np.asarray(gradient(x), dtype=np.float64)
        if g.shape != x.shape:
            raise ValueError(f"gradient trả về shape {g.shape}; cần {x.shape} như x")
        with np.errstate(over="ignore", invalid="ignore"):
            x = x - learning_rate * g
        path[k + 1] = x
    return path
