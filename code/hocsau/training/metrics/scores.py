"""Thước đo của phân loại và hồi quy."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.arrays import as_float
from hocsau.nn.losses import class_labels, counted_places


def accuracy(
    outputs: ArrayLike,
    target: ArrayLike,
    *,
    axis: int = 1,
    ignore: int | None = None,
    mask: ArrayLike | None = None,
) -> float:
    """Tỉ lệ mẫu (hay điểm ảnh, vị trí trong chuỗi) đoán đúng lớp.

    Tham số:
        outputs: điểm (logit hay xác suất) của K ≥ 2 lớp, (N, K), (N, K, H, W) …; lớp đoán là chỗ lớn nhất.
            Số thực (N,), hay trục lớp chỉ có 1: **logit** của lớp 1, đoán 1 khi logit > 0 (xác suất > 0.5);
            có xác suất thì trừ đi ngưỡng: accuracy(p - 0.5, y). Số nguyên hay bool cùng shape với target:
            chính là lớp đã đoán.
        target: số thứ tự lớp, shape của outputs bỏ trục lớp.
        axis: trục của các lớp trong outputs; chuỗi (N, T, K) thì axis=-1.
        ignore: nhãn của những vị trí không được tính.
        mask: bool, cùng shape với target; chỗ False không được tính.

    Trả về:
        Số từ 0 đến 1.

    Lỗi:
        ValueError: shape không khớp, target là one-hot, hoặc không còn vị trí nào để chấm.
    """
    scores = as_float(outputs, "outputs")
    as_float(target, "target")
    truth = np.asarray(target)
    whole = np.asarray(outputs).dtype.kind in "biu"
    if scores.ndim == 0 or (scores.ndim > 1 and not -scores.ndim <= axis < scores.ndim):
        raise ValueError(f"outputs có shape {scores.shape}; cần (N, K), (N, K, H, W), hay (N,)")
    if (whole and scores.ndim != 2 and scores.shape == truth.shape) or scores.ndim == 1:
        predicted = np.asarray(outputs) if whole else scores > 0
    elif scores.shape[axis] > 1:
        if truth.shape == scores.shape:
            raise ValueError(
                f"target là one-hot; cần số thứ tự lớp, đổi bằng target.argmax(axis={axis}). (Mỗi vị trí một "
                "logit thì đưa vào lớp đã đoán: accuracy(z > 0, target))"
            )
        predicted = scores.argmax(axis=axis)
        if truth.dtype.kind in "iu":
            class_labels(truth, scores.shape, predicted.shape, axis)
    else:
        predicted = np.squeeze(np.asarray(outputs) if whole else scores > 0, axis)
        if truth.shape == scores.shape:
            truth = np.squeeze(truth, axis)
    _check("outputs", predicted, truth)
    counted = counted_places(truth, ignore, mask)
    if counted is not None:
        predicted, truth = predicted[counted], truth[counted]
        _check("outputs", predicted, truth)
    return float(np.mean(predicted == truth))


def confusion_matrix(
    predicted: ArrayLike,
    target: ArrayLike,
    classes: int,
    *,
    ignore: int | None = None,
    mask: ArrayLike | None = None,
) -> np.ndarray:
    """Ma trận nhầm lẫn C: C[i, j] là số mẫu thuộc lớp i được đoán là lớp j.

    Tham số:
        predicted: số thứ tự lớp 0 … K−1, (N,), (N, H, W) …
        target: cùng shape.
        classes: K.
        ignore: nhãn (của target) của những vị trí không được tính.
        mask: bool, cùng shape; chỗ False không được tính.

    Trả về:
        (K, K) số nguyên; đường chéo là đoán đúng, cộng theo hàng là số mẫu thật của lớp ấy.

    Lỗi:
        ValueError: có nhãn ngoài 0 … K−1, không nguyên, hai mảng khác shape, hoặc không còn vị trí nào.
    """
    if isinstance(classes, bool) or not isinstance(classes, (int, np.integer)) or classes < 1:
        raise ValueError(f"classes = {classes!r}; cần số lớp, một số nguyên dương")
    as_float(predicted, "predicted"), as_float(target, "target")
    guess, truth = np.asarray(predicted), np.asarray(target)
    _check("predicted", guess, truth)
    for name, labels in (("predicted", guess), ("target", truth)):
        if labels.ndim == 0 or labels.dtype.kind not in "iub":
            raise ValueError(
                f"{name} có shape {labels.shape}, dtype {labels.dtype}; cần số thứ tự lớp (N,), số nguyên "
                "(từ logit: logits.argmax(axis=1))"
            )
    counted = counted_places(truth, ignore, mask)
    if counted is not None:
        guess, truth = guess[counted], truth[counted]
        _check("predicted", guess, truth)
    for name, labels in (("predicted", guess), ("target", truth)):
        if labels.min() < 0 or labels.max() >= classes:
            raise ValueError(f"{name} có lớp ngoài 0 … {classes - 1} (từ {labels.min()} đến {labels.max()})")
    # Each pair (i, j) becomes one number i·K + j, and bincount counts them all at once.
    pairs = truth.ravel().astype(np.int64) * classes + guess.ravel().astype(np.int64)
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

    Tham số:
        prediction: ŷ, (N,) hoặc (N, 1).
        target: y, cùng shape.

    Lỗi:
        ValueError: mọi y bằng nhau (mẫu số bằng 0), hoặc shape sai.
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
    guess = as_float(prediction, "prediction").astype(np.float64)
    truth = as_float(target, "target").astype(np.float64)
    _check("prediction", guess, truth)
    return guess - truth


def _check(name: str, guess: np.ndarray, target: np.ndarray) -> None:
    if guess.shape != target.shape:
        raise ValueError(f"{name} có shape {guess.shape}, target có shape {target.shape}; hai bên phải khớp")
    if guess.size == 0:
        raise ValueError("không có mẫu nào để chấm")
