"""Dự báo ngày mai từ những ngày đã qua: cửa sổ, mốc "mai bằng hôm nay", và chấm tiến dần (walk-forward)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Forecaster = Callable[[np.ndarray, np.ndarray], np.ndarray]


def windows(series: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Mọi cửa sổ liền nhau và số đứng ngay sau.

    Tham số:
        series: (T,).
        length: số ngày của một cửa sổ.

    Trả về:
        (x, y): x (T − length, length), y (T − length,); y[i] = series[i + length].

    Lỗi:
        ValueError: series không phải một dãy, hay ngắn hơn length + 1.
    """
    series = np.asarray(series, float)
    if series.ndim != 1 or not 1 <= length < len(series):
        raise ValueError(f"series có shape {series.shape}, length = {length}; cần (T,) với T > length ≥ 1")
    x = np.lib.stride_tricks.sliding_window_view(series, length)[:-1]
    return x.copy(), series[length:].copy()


def walk_forward(
    series: np.ndarray, forecast: Forecaster, *, folds: int, days: int, length: int
) -> np.ndarray:
    """Đoán `folds` đoạn cuối, mỗi đoạn `days` ngày; trước mỗi đoạn, học lại trên *mọi ngày trước đoạn ấy*.

    Tham số:
        series: (T,), theo thứ tự thời gian.
        forecast: hàm (những ngày đã qua (t,), các cửa sổ (days, length)) → (days,) số đoán. Muốn chuẩn hoá
            thì hàm ấy tự tính trung bình, độ lệch từ những ngày đã qua.
        folds, days: số đoạn, số ngày mỗi đoạn.
        length: số ngày của cửa sổ đưa cho hàm.

    Trả về:
        (folds · days,) số đoán cho những ngày cuối của series.

    Lỗi:
        ValueError: series quá ngắn, hay forecast trả về sai số lượng.
    """
    series = np.asarray(series, float)
    first = len(series) - folds * days
    if min(folds, days, length) < 1 or first <= 2 * length:
        raise ValueError(
            f"{len(series)} ngày không đủ cho {folds} đoạn {days} ngày và cửa sổ {length} ngày; "
            f"cần hơn {folds * days + 2 * length} ngày"
        )
    x, _ = windows(series, length)
    made = []
    for start in range(first, len(series), days):
        asked = x[start - length : start - length + days]  # window i ends the day before i + length
        found = np.asarray(forecast(series[:start].copy(), asked.copy()), float)
        if found.shape != (days,):
            raise ValueError(f"forecast trả về shape {found.shape}; cần ({days},)")
        made.append(found)
    return np.concatenate(made)


def same_as_today(past: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Mốc: ngày mai bằng hôm nay."""
    return asked[:, -1]


def linear_forecast(past: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Hồi quy tuyến tính của *mức thay đổi* ngày mai trên các mức thay đổi trong cửa sổ."""
    length = asked.shape[1]
    x, y = windows(np.diff(past), length - 1)
    ones = np.ones((len(x), 1))
    w = np.linalg.lstsq(np.hstack([ones, x]), y, rcond=None)[0]
    steps = np.diff(asked, axis=1)
    return asked[:, -1] + w[0] + steps @ w[1:]


def rmse(guess: np.ndarray, truth: np.ndarray) -> float:
    """Căn của sai số bình phương trung bình."""
    return float(np.sqrt(np.mean((np.asarray(guess) - np.asarray(truth)) ** 2)))
