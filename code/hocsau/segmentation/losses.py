"""Loss cho ảnh lệch lớp: cross-entropy có trọng số từng điểm, và Dice mềm."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.activations import sigmoid
from hocsau.nn.arrays import as_float, wide


def weighted_bce(logits: ArrayLike, target: ArrayLike, weight: ArrayLike) -> tuple[float, np.ndarray]:
    """Binary cross-entropy, mỗi điểm ảnh một trọng số.

    L = Σ w·[max(z, 0) − z·y + ln(1 + e^(−|z|))] / Σ w,   ∂L/∂z = w·(σ(z) − y) / Σ w

    Tham số:
        logits: z, shape bất kì.
        target: y trong [0, 1], cùng shape.
        weight: w ≥ 0, cùng shape hoặc phát được ra shape ấy; w = 1 ở mọi nơi thì là trung bình thường.

    Trả về:
        (loss, gradient cùng shape với logits).

    Lỗi:
        ValueError: shape khác nhau, target ngoài [0, 1], trọng số âm hay không hữu hạn, hay tổng bằng 0.
    """
    z, y = _pair(logits, target)
    w = as_float(weight, "weight")
    try:
        w = np.broadcast_to(w, z.shape)
    except ValueError:
        raise ValueError(f"weight có shape {w.shape}; cần {z.shape} như logits") from None
    w = w.astype(np.float64)
    total = w.sum()
    if not np.isfinite(total) or w.min() < 0 or total == 0:
        raise ValueError("weight phải gồm các số hữu hạn không âm, không cùng bằng 0")
    given, z = z.dtype, wide(z)
    terms = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
    gradient = w * (sigmoid(z) - y) / total
    return float((w * terms).sum() / total), gradient.astype(given, copy=False)


def soft_dice(logits: ArrayLike, target: ArrayLike, smooth: float = 1.0) -> tuple[float, np.ndarray]:
    """1 − Dice, với xác suất p = σ(z) thay cho mặt nạ cứng, nên có đạo hàm.

    L = 1 − (2 Σ p·y + s) / (Σ p + Σ y + s), tính gộp mọi điểm của cả batch;
    ∂L/∂p = −[2y·(Σp + Σy + s) − (2 Σ p·y + s)] / (Σp + Σy + s)²,   ∂L/∂z = ∂L/∂p · p(1 − p)

    Tham số:
        logits: z, shape bất kì, một logit mỗi điểm ảnh.
        target: y trong [0, 1], cùng shape.
        smooth: s > 0, để hai mặt nạ trống cho loss 0 chứ không phải 0/0.

    Trả về:
        (loss, gradient cùng shape với logits).

    Lỗi:
        ValueError: shape khác nhau, không có điểm nào, target ngoài [0, 1], hay s ≤ 0.
    """
    z, y = _pair(logits, target)
    if not np.isfinite(smooth) or smooth <= 0:
        raise ValueError(f"smooth = {smooth}; cần một số dương")
    given = z.dtype
    # Millions of pixels are added up: in double precision, whatever the logits are.
    p, y = sigmoid(wide(z)).astype(np.float64), y.astype(np.float64)
    top, bottom = 2 * np.sum(p * y) + smooth, p.sum() + y.sum() + smooth
    slope = (top - 2 * y * bottom) / bottom**2
    return float(1 - top / bottom), (slope * p * (1 - p)).astype(given, copy=False)


def _pair(logits: ArrayLike, target: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    z, y = as_float(logits, "logits"), as_float(target, "target")
    if z.shape != y.shape:
        raise ValueError(f"logits có shape {z.shape}, target {y.shape}; cần cùng shape")
    if z.size == 0:
        raise ValueError(f"logits có shape {z.shape}: không có điểm ảnh nào")
    if not (y.min() >= 0 and y.max() <= 1):  # NaN too
        raise ValueError(
            f"target có giá trị ngoài [0, 1] (từ {y.min()} đến {y.max()}); mặt nạ 0/255 thì chia 255"
        )
    return z, y
