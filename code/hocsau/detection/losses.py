"""Hai loss của object detection: smooth L1 cho khung, focal loss cho lớp."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.detection.checking import fraction, positive, real
from hocsau.nn.activations import sigmoid
from hocsau.nn.losses import check_reduction


def smooth_l1(
    prediction: ArrayLike, target: ArrayLike, beta: float = 1.0, reduction: str = "mean"
) -> tuple[float, np.ndarray]:
    """Smooth L1: cong như bình phương khi sai ít, thẳng như trị tuyệt đối khi sai nhiều.

    Với e = prediction − target:  ½e²/β nếu |e| < β, còn lại |e| − ½β;  gradient là e/β cắt vào [−1, 1].

    Tham số:
        prediction: shape bất kì.
        target: cùng shape.
        beta: chỗ hai đường nối nhau, dương.
        reduction: "mean" (chia số phần tử) hay "sum".

    Trả về:
        (loss, gradient cùng shape với prediction).

    Lỗi:
        ValueError: hai shape khác nhau, mảng rỗng, beta không dương, reduction lạ.
    """
    check_reduction(reduction)
    beta = positive(beta, "beta")
    guess, truth = _same_shape(prediction, target)
    error = guess - truth
    size = np.abs(error)
    terms = np.where(size < beta, error**2 / (2 * beta), size - beta / 2)
    scale = 1 / error.size if reduction == "mean" else 1.0
    return float(scale * terms.sum()), scale * np.clip(error / beta, -1, 1)


def focal_loss(
    logits: ArrayLike,
    target: ArrayLike,
    gamma: float = 2.0,
    alpha: float | None = 0.25,
    reduction: str = "sum",
) -> tuple[float, np.ndarray]:
    """Focal loss: cross-entropy nhị phân, mà mẫu đã đoán chắc đúng thì gần như không tính.

    p_t = σ(z) khi y = 1, 1 − σ(z) khi y = 0;  L = −α_t (1 − p_t)^γ ln p_t. γ = 0 và alpha = None là
    cross-entropy thường. Tính từ logit, đúng cả khi |z| = 1e4.

    Tham số:
        logits: z, shape bất kì.
        target: 0 hay 1, cùng shape.
        gamma: γ ≥ 0; càng lớn càng ít để ý mẫu dễ.
        alpha: trọng số của lớp 1, lớp 0 nhận 1 − alpha; None là không dùng.
        reduction: "sum" (bài báo chia tổng cho số anchor là vật) hay "mean".

    Trả về:
        (loss, gradient cùng shape với logits).

    Lỗi:
        ValueError: hai shape khác nhau, target khác 0 và 1, gamma âm, alpha ngoài [0, 1], mảng rỗng.

    Nguồn: Lin và cộng sự (2017).
    """
    check_reduction(reduction)
    if gamma != 0:
        gamma = positive(gamma, "gamma")
    z, y = _same_shape(logits, target)
    if not np.isin(y, (0, 1)).all():
        raise ValueError(f"target phải gồm 0 và 1, nhận {np.setdiff1d(y, (0, 1))[:3].tolist()}")
    weight: np.ndarray | float = 1.0
    if alpha is not None:
        alpha = fraction(alpha, "alpha")
        weight = np.where(y == 1, alpha, 1 - alpha).astype(z.dtype)
    toward = np.where(y == 1, z, -z)  # the logit of the right answer
    wrong, surprise = sigmoid(-toward), np.logaddexp(0, -toward)  # 1 − p_t, −ln p_t
    fade = wrong**gamma
    # d/dz of (1 − p)^γ (−ln p) = −(1 − p)^γ (γ p (−ln p) + 1 − p)
    slope = -fade * (gamma * sigmoid(toward) * surprise + wrong)
    scale = 1 / z.size if reduction == "mean" else 1.0
    gradient = scale * weight * slope * np.where(y == 1, 1, -1)
    return float(scale * np.sum(weight * fade * surprise)), gradient.astype(z.dtype, copy=False)


def _same_shape(prediction: ArrayLike, target: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    guess, truth = real(prediction, "prediction"), real(target, "target")
    if guess.shape != truth.shape:
        raise ValueError(f"model đoán shape {guess.shape}, target có shape {truth.shape}; cần bằng nhau")
    if not guess.size:
        raise ValueError("không có phần tử nào để tính loss")
    return guess, truth.astype(guess.dtype, copy=False)
