"""Nhãn mềm: thay vì "chắc chắn lớp 3", mỗi lớp một xác suất (label smoothing, mixup, bắt chước mạng khác)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from hocsau.nn.arrays import expect_shape, wide
from hocsau.nn.losses import check_reduction, cross_entropy
from hocsau.nn.optim import is_number


def smooth_labels(
    labels: ArrayLike, classes: int, smoothing: float = 0.0, dtype: DTypeLike = np.float64
) -> np.ndarray:
    """(1 − ε)·one_hot(y) + ε/K: bớt ε khỏi lớp đúng, chia đều cho K lớp.

    ε = 0 thì là one-hot. Nguồn: Szegedy et al., 2016.

    Tham số:
        labels: (N,) số nguyên 0 … K − 1.
        classes: K.
        smoothing: ε trong [0, 1].
        dtype: kiểu số của kết quả.

    Trả về:
        (N, K), mỗi hàng cộng lại bằng 1.

    Lỗi:
        ValueError: nhãn không nguyên hoặc ngoài khoảng, ε ngoài [0, 1].
    """
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise ValueError(f"labels có shape {labels.shape}, dtype {labels.dtype}; cần (N,) số nguyên")
    if labels.size and (labels.min() < 0 or labels.max() >= classes):
        raise ValueError(f"labels có lớp ngoài 0 … {classes - 1} (từ {labels.min()} đến {labels.max()})")
    if not (is_number(smoothing) and 0 <= smoothing <= 1):
        raise ValueError(f"smoothing = {smoothing!r}; cần một số trong [0, 1]")
    target = np.full((len(labels), classes), smoothing / classes, dtype)
    target[np.arange(len(labels)), labels] += 1 - smoothing
    return target


def soft_cross_entropy(
    logits: ArrayLike, target: ArrayLike, reduction: str = "mean"
) -> tuple[float, np.ndarray]:
    """Cross-entropy với nhãn mềm, tính thẳng từ logit.

    L = Σ_n Σ_k y_nk·[ln Σ_j e^(z_nj) − z_nk]·scale,   ∂L/∂z = (softmax(z) − y)·scale

    Nhãn cứng (N,) cũng nhận, khi ấy như `cross_entropy`: trong `fit`, batch train có thể mềm mà tập kiểm định
    vẫn cứng.

    Tham số:
        logits: (N, K).
        target: (N, K), mỗi hàng là các xác suất cộng lại bằng 1; hoặc (N,) số thứ tự lớp.
        reduction: "mean" (scale = 1/N) hay "sum".

    Trả về:
        (loss, gradient cùng shape với logits).

    Lỗi:
        ValueError: sai shape, xác suất âm hoặc hàng không cộng lại bằng 1, không có hàng nào.
    """
    if np.ndim(target) == 1:
        return cross_entropy(logits, target, reduction)
    check_reduction(reduction)
    given = expect_shape(logits, "N K", name="logits")
    y = expect_shape(target, f"{given.shape[0]} {given.shape[1]}", name="target")
    if not given.size:
        raise ValueError(f"logits có shape {given.shape}; cần ít nhất một hàng và một lớp")
    z, y = wide(given), wide(y)
    if not (y.min() >= 0 and np.allclose(y.sum(axis=1), 1, atol=1e-3)):
        raise ValueError("mỗi hàng của target phải gồm các xác suất không âm cộng lại bằng 1")
    scale = 1 / len(z) if reduction == "mean" else 1.0
    shifted = z - z.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    total = e.sum(axis=1, keepdims=True)
    terms = (y * (np.log(total) - shifted)).sum()
    return float(scale * terms), (scale * (e / total - y)).astype(given.dtype, copy=False)
