"""Thước đo: model đoán tốt đến đâu. Đầu vào là mảng numpy (hoặc thứ đổi được sang numpy)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def accuracy(outputs: ArrayLike, target: ArrayLike) -> float:
    """Tỉ lệ mẫu đoán đúng lớp.

    outputs (N, K), K ≥ 2: điểm (logit hay xác suất) của K lớp, lớp đoán là cột lớn nhất; target (N,).
    outputs (N,) hoặc (N, 1), số thực: **logit** của lớp 1, đoán 1 khi logit > 0 (xác suất > 0.5); target 0/1
    có cùng số phần tử. Có xác suất thay vì logit thì trừ đi ngưỡng: accuracy(p - 0.5, y).
    outputs (N,) số nguyên hoặc bool: chính là lớp đã đoán.
    Lỗi: ValueError khi shape không khớp, hoặc target là one-hot.
    """
    outputs, target = np.asarray(outputs), np.asarray(target)
    if outputs.ndim == 2 and outputs.shape[1] > 1:
        if target.shape == outputs.shape:
            raise ValueError("target là one-hot; cần số thứ tự lớp, đổi bằng target.argmax(axis=1)")
        predicted = outputs.argmax(axis=1)
    elif outputs.ndim == 1 or outputs.ndim == 2:
        if outputs.ndim == 2:
            outputs, target = outputs[:, 0], target.reshape(len(target), -1)[:, 0]
        predicted = outputs > 0 if outputs.dtype.kind == "f" else outputs
    else:
        raise ValueError(f"outputs có shape {outputs.shape}; cần (N, K) hoặc (N,)")
    _check("outputs", predicted, target)
    return float(np.mean(predicted == target))


def confusion_matrix(predicted: ArrayLike, target: ArrayLike, classes: int) -> np.ndarray:
    """Ma trận nhầm lẫn C: C[i, j] là số mẫu thuộc lớp i được đoán là lớp j.

    Tham số: predicted, target (N,) là số thứ tự lớp 0 … K−1; classes = K.
    Trả về: (K, K) số nguyên; đường chéo là đoán đúng, cộng theo hàng là số mẫu thật của lớp ấy.
    Lỗi: ValueError khi có nhãn ngoài 0 … K−1, không nguyên, hoặc hai mảng khác độ dài.
    """
    predicted, target = np.asarray(predicted), np.asarray(target)
    if not isinstance(classes, (int, np.integer)) or classes < 1:
        raise ValueError(f"classes = {classes!r}; cần số lớp, một số nguyên dương")
    _check("predicted", predicted, target)
    for name, labels in (("predicted", predicted), ("target", target)):
        if labels.ndim != 1 or labels.dtype.kind not in "iub":
            raise ValueError(
                f"{name} có shape {labels.shape}, dtype {labels.dtype}; cần số thứ tự lớp (N,), số nguyên "
                "(từ logit: logits.argmax(axis=1))"
            )
        if labels.min() < 0 or labels.max() >= classes:
            raise ValueError(f"{name} có lớp ngoài 0 … {classes - 1} (từ {labels.min()} đến {labels.max()})")
    # Each pair (i, j) becomes one number i·K + j, and bincount counts them all at once.
    pairs = target.astype(np.int64) * classes + predicted.astype(np.int64)
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)


def mse(prediction: ArrayLike, target: ArrayLike) -> float:
    """MSE = (1/M) Σ (ŷ − y)², M là số phần tử."""
    return float(np.mean(_errors(prediction, target) ** 2))


def rmse(prediction: ArrayLike, target: ArrayLike) -> float:
    """RMSE = √MSE: cùng đơn vị với y."""
    return float(np.sqrt(mse(prediction, target)))


def mae(prediction: ArrayLike, target: ArrayLike) -> float:
    """MAE = (1/M) Σ |ŷ − y|."""
    return float(np.mean(np.abs(_errors(prediction, target))))


def r2(prediction: ArrayLike, target: ArrayLike) -> float:
    """R² = 1 − Σ(ŷ − y)² / Σ(y − ȳ)²: 1 là đoán đúng hết, 0 là chỉ đoán số trung bình, âm là tệ hơn thế.

    Shape: (N,) hoặc (N, 1). Lỗi: ValueError khi mọi y bằng nhau (mẫu số bằng 0).
    """
    errors = _errors(prediction, target)
    if errors.ndim > 1 and errors.shape != (len(errors), 1):
        raise ValueError(f"R² cần shape (N,) hoặc (N, 1), nhận được {errors.shape}")
    y = np.asarray(target, dtype=np.float64)
    if np.all(y == y.flat[0]):
        raise ValueError("mọi giá trị y bằng nhau: R² không xác định (mẫu số bằng 0)")
    return float(1 - np.sum(errors**2) / np.sum((y - y.mean()) ** 2))


def _errors(prediction: ArrayLike, target: ArrayLike) -> np.ndarray:
    """ŷ − y in float64, whatever the inputs: a sum of a million float32 squares loses digits."""
    prediction, target = np.asarray(prediction, dtype=np.float64), np.asarray(target, dtype=np.float64)
    _check("prediction", prediction, target)
    return prediction - target


def _check(name: str, guess: np.ndarray, target: np.ndarray) -> None:
    if guess.shape != target.shape:
        raise ValueError(f"{name} có shape {guess.shape}, target có shape {target.shape}; hai bên phải khớp")
    if guess.size == 0:
        raise ValueError("không có mẫu nào để chấm")
