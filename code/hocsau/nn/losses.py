"""Loss function: nhận điều model đoán và sự thật, trả về (loss, gradient theo điều model đoán)."""

from __future__ import annotations

import numpy as np

from hocsau.nn.activations import sigmoid

REDUCTIONS = ("mean", "sum")


def mse(prediction: np.ndarray, target: np.ndarray, reduction: str = "mean") -> tuple[float, np.ndarray]:
    """Mean squared error.

    mean: L = (1/M) Σ (ŷ − y)²;   sum: L = Σ (ŷ − y)², M là số phần tử. ∂L/∂ŷ = 2(ŷ − y)·scale.
    Các nguồn nhân thêm ½: khi ấy loss và gradient giảm một nửa.
    """
    target = _same_shape(prediction, target)
    scale = _scale(reduction, prediction.size)
    error = prediction - target
    return float(scale * np.sum(error**2)), 2 * scale * error


def mae(prediction: np.ndarray, target: np.ndarray, reduction: str = "mean") -> tuple[float, np.ndarray]:
    """Mean absolute error: L = (1/M) Σ |ŷ − y|, gradient là dấu của ŷ − y (tại 0 lấy 0)."""
    target = _same_shape(prediction, target)
    scale = _scale(reduction, prediction.size)
    error = prediction - target
    return float(scale * np.abs(error).sum()), scale * np.sign(error)


def bce_with_logits(
    logits: np.ndarray, target: np.ndarray, reduction: str = "mean"
) -> tuple[float, np.ndarray]:
    """Binary cross-entropy tính thẳng từ logit z, đúng cả khi |z| = 1e4.

    L = Σ [max(z, 0) − z·y + ln(1 + e^(−|z|))]·scale,   ∂L/∂z = (σ(z) − y)·scale

    Tham số: logits và target cùng shape; target trong [0, 1].
    """
    target = _same_shape(logits, target)
    if target.size and not (target.min() >= 0 and target.max() <= 1):  # NaN too
        raise ValueError(f"target có giá trị ngoài [0, 1] (từ {target.min()} đến {target.max()})")
    scale = _scale(reduction, logits.size)
    terms = np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits)))
    return float(scale * terms.sum()), scale * (sigmoid(logits) - target)


def cross_entropy(
    logits: np.ndarray, target: np.ndarray, reduction: str = "mean"
) -> tuple[float, np.ndarray]:
    """Cross-entropy của softmax tính thẳng từ logit.

    L = Σ_n [ln Σ_j e^(z_nj) − z_n,y_n]·scale,   ∂L/∂z = (softmax(z) − one_hot(y))·scale

    Tham số: logits (N, K); target (N,) là số thứ tự lớp 0 … K−1 (không phải one-hot).
    Lỗi: ValueError khi target là one-hot, không nguyên, hoặc ngoài khoảng.
    """
    target = np.asarray(target)
    if logits.ndim != 2:
        raise ValueError(f"logits có shape {logits.shape}; cần (N, K)")
    if target.shape == logits.shape:
        raise ValueError("target là one-hot; cần số thứ tự lớp, đổi bằng target.argmax(axis=1)")
    if target.shape != (len(logits),):
        raise ValueError(f"target có shape {target.shape}; cần ({len(logits)},): mỗi hàng một lớp")
    if target.dtype.kind not in "iu":
        raise ValueError(f"target có dtype {target.dtype}; cần số nguyên chỉ lớp")
    classes = logits.shape[1]
    if target.size and (target.min() < 0 or target.max() >= classes):
        raise ValueError(f"target có lớp ngoài 0 … {classes - 1} (từ {target.min()} đến {target.max()})")
    scale = _scale(reduction, len(logits))
    rows = np.arange(len(logits))
    shifted = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(shifted)  # never above 1
    total = e.sum(axis=1, keepdims=True)  # (N, 1)
    loss = float(scale * (np.log(total[:, 0]) - shifted[rows, target]).sum())
    gradient = e / total  # softmax(logits), without a second exp
    gradient[rows, target] -= 1
    return loss, scale * gradient


def l2_penalty(weights: list[np.ndarray], strength: float) -> tuple[float, list[np.ndarray]]:
    """Phạt L2: λ/2 Σ w², gradient λ·w (thêm vào p.grad của trọng số, không phạt bias)."""
    check_strength(strength)
    return strength / 2 * sum(float((w**2).sum()) for w in weights), [strength * w for w in weights]


def l1_penalty(weights: list[np.ndarray], strength: float) -> tuple[float, list[np.ndarray]]:
    """Phạt L1: λ Σ |w|, gradient λ·dấu(w)."""
    check_strength(strength)
    return strength * sum(float(np.abs(w).sum()) for w in weights), [strength * np.sign(w) for w in weights]


def check_strength(strength: float) -> None:
    """ValueError khi hệ số phạt không phải số hữu hạn không âm."""
    if not (np.isfinite(strength) and strength >= 0):
        raise ValueError(f"hệ số phạt {strength} phải là số hữu hạn không âm")


def check_reduction(reduction: str) -> None:
    """ValueError khi reduction không phải "mean" hay "sum"."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction = {reduction!r}; cần 'mean' hoặc 'sum'")


def _same_shape(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    target = np.asarray(target)
    if prediction.shape != target.shape:
        raise ValueError(
            f"model đoán shape {prediction.shape}, target có shape {target.shape}; hai shape phải bằng nhau "
            "(numpy sẽ âm thầm nhân bản thành bảng lớn nếu không kiểm)"
        )
    # a float64 target would turn the whole backward pass of a float32 model into float64
    return target.astype(prediction.dtype, copy=False) if prediction.dtype.kind == "f" else target


def _scale(reduction: str, count: int) -> float:
    check_reduction(reduction)
    if count == 0:
        raise ValueError("không có mẫu nào để tính loss")
    return 1 / count if reduction == "mean" else 1.0
