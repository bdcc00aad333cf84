"""Loss function: nhận điều model đoán và sự thật, trả về (loss, gradient theo điều model đoán)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.activations import sigmoid
from hocsau.nn.arrays import as_float, expect_shape, wide, wide_dtype
from hocsau.nn.optim import is_number

REDUCTIONS = ("mean", "sum")


def mse(
    prediction: ArrayLike, target: ArrayLike, reduction: str = "mean", *, mask: ArrayLike | None = None
) -> tuple[float, np.ndarray]:
    """Mean squared error.

    mean: L = (1/M) Σ (ŷ − y)²;   sum: L = Σ (ŷ − y)², M là số phần tử. ∂L/∂ŷ = 2(ŷ − y)·scale.
    Các nguồn nhân thêm ½: khi ấy loss và gradient giảm một nửa.

    Tham số:
        prediction: ŷ, shape bất kì.
        target: y, cùng shape.
        reduction: "mean" hay "sum".
        mask: bool, cùng shape hoặc thiếu vài trục cuối, như (N, T) cho (N, T, D); chỗ False không được tính.

    Trả về:
        (loss, gradient cùng shape với prediction).

    Lỗi:
        ValueError: hai shape khác nhau, không còn phần tử nào để tính, hoặc reduction lạ.
    """
    given, error, scale = _errors(prediction, target, reduction, mask)
    return float(scale * np.sum(error**2)), (2 * scale * error).astype(given, copy=False)


def mae(
    prediction: ArrayLike, target: ArrayLike, reduction: str = "mean", *, mask: ArrayLike | None = None
) -> tuple[float, np.ndarray]:
    """Mean absolute error: L = (1/M) Σ |ŷ − y|, gradient là dấu của ŷ − y (tại 0 lấy 0).

    Tham số, trả về, lỗi như `mse`.
    """
    given, error, scale = _errors(prediction, target, reduction, mask)
    return float(scale * np.abs(error).sum()), (scale * np.sign(error)).astype(given, copy=False)


def bce_with_logits(
    logits: ArrayLike, target: ArrayLike, reduction: str = "mean", *, mask: ArrayLike | None = None
) -> tuple[float, np.ndarray]:
    """Binary cross-entropy tính thẳng từ logit z, đúng cả khi |z| = 1e4.

    L = Σ [max(z, 0) − z·y + ln(1 + e^(−|z|))]·scale,   ∂L/∂z = (σ(z) − y)·scale

    Tham số:
        logits: z, shape bất kì.
        target: y trong [0, 1], cùng shape.
        reduction: "mean" hay "sum".
        mask: như ở `mse`.

    Trả về:
        (loss, gradient cùng shape với logits).

    Lỗi:
        ValueError: như `mse`, và khi target ngoài [0, 1].
    """
    z, y = _pair(logits, target)
    given, counted = z.dtype, _mask(mask, z.shape)
    if counted is not None:
        y, z = np.where(counted, y, 0), np.where(counted, z, 0)
    if y.size and not (y.min() >= 0 and y.max() <= 1):  # NaN too
        raise ValueError(f"target có giá trị ngoài [0, 1] (từ {y.min()} đến {y.max()})")
    scale = _scale(reduction, z.size if counted is None else int(counted.sum()))
    z = wide(z)
    terms = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
    gradient = scale * (sigmoid(z) - y)
    if counted is not None:
        terms, gradient = terms * counted, gradient * counted
    return float(scale * terms.sum()), gradient.astype(given, copy=False)


def cross_entropy(
    logits: ArrayLike,
    target: ArrayLike,
    reduction: str = "mean",
    *,
    axis: int = 1,
    ignore: int | None = None,
    mask: ArrayLike | None = None,
    weight: ArrayLike | None = None,
) -> tuple[float, np.ndarray]:
    """Cross-entropy của softmax tính thẳng từ logit.

    L = Σ_n w_{y_n}·[ln Σ_j e^(z_nj) − z_n,y_n]·scale,   ∂L/∂z = w_y·(softmax(z) − one_hot(y))·scale
    mean: scale = 1 / Σ_n w_{y_n}, tổng trên những vị trí được tính (mọi w bằng 1 thì là 1/N), như torch.

    Tham số:
        logits: (N, K); ảnh (N, K, H, W); chuỗi (N, T, K) với axis=-1.
        target: số thứ tự lớp 0 … K−1 (không phải one-hot), shape của logits bỏ trục lớp: (N,), (N, H, W),
            (N, T).
        reduction: "mean" hay "sum".
        axis: trục của các lớp trong logits.
        ignore: nhãn của những vị trí không được tính, như −1 ở chỗ đệm của chuỗi (torch: ignore_index).
        mask: bool, cùng shape với target; chỗ False không được tính.
        weight: (K,) không âm, mỗi lớp một trọng số.

    Trả về:
        (loss, gradient cùng shape với logits; ở vị trí không được tính gradient là 0).

    Lỗi:
        ValueError: target là one-hot, không nguyên, ngoài khoảng, sai shape; hoặc không còn vị trí nào.
    """
    z = _numbers(logits, "logits")
    moved = _classes_last(z, axis, "logits")
    classes, places = moved.shape[-1], moved.shape[:-1]
    labels = class_labels(target, z.shape, places, axis)
    counted = counted_places(labels, ignore, mask)
    rows = np.arange(labels.size) if counted is None else np.flatnonzero(counted)
    chosen = labels.reshape(-1) if counted is None else labels.reshape(-1)[rows]
    if chosen.size and (chosen.min() < 0 or chosen.max() >= classes):
        raise ValueError(f"target có lớp ngoài 0 … {classes - 1} (từ {chosen.min()} đến {chosen.max()})")
    w = None if weight is None else _class_weights(weight, classes)[chosen].astype(wide(z).dtype)
    scale = _scale(reduction, len(rows), None if w is None else float(w.sum()))
    table = wide(moved.reshape(labels.size, classes) if counted is None else moved[counted])  # (M, K)
    all_rows = rows if counted is None else np.arange(len(table))
    shifted = table - table.max(axis=1, keepdims=True)
    e = np.exp(shifted)  # never above 1
    total = e.sum(axis=1, keepdims=True)  # (M, 1)
    terms = np.log(total[:, 0]) - shifted[all_rows, chosen]
    gradient = e / total  # softmax(logits), without a second exp
    gradient[all_rows, chosen] -= 1
    if w is not None:
        terms, gradient = terms * w, gradient * w[:, np.newaxis]
    gradient = (scale * gradient).astype(z.dtype, copy=False)
    if counted is not None:
        some, gradient = gradient, np.zeros((labels.size, classes), z.dtype)
        gradient[rows] = some
    gradient = gradient.reshape(*places, classes)
    if axis % z.ndim < z.ndim - 1:
        gradient = np.ascontiguousarray(np.moveaxis(gradient, -1, axis))
    return float(scale * terms.sum()), gradient


def l2_penalty(weights: Sequence[np.ndarray], strength: float) -> tuple[float, list[np.ndarray]]:
    """Phạt L2: λ/2 Σ w², gradient λ·w (thêm vào p.grad của trọng số, không phạt bias)."""
    check_strength(strength)
    arrays = [as_float(w, "weights") for w in weights]
    return (
        strength / 2 * sum(float((wide(w) ** 2).sum()) for w in arrays),
        [strength * w for w in arrays],
    )


def l1_penalty(weights: Sequence[np.ndarray], strength: float) -> tuple[float, list[np.ndarray]]:
    """Phạt L1: λ Σ |w|, gradient λ·dấu(w)."""
    check_strength(strength)
    arrays = [as_float(w, "weights") for w in weights]
    return (
        strength * sum(float(np.abs(wide(w)).sum()) for w in arrays),
        [strength * np.sign(w) for w in arrays],
    )


def check_strength(strength: float) -> None:
    """ValueError khi hệ số phạt không phải số hữu hạn không âm."""
    if not (is_number(strength) and strength >= 0):
        raise ValueError(f"hệ số phạt {strength!r} phải là số hữu hạn không âm")


def check_reduction(reduction: str) -> None:
    """ValueError khi reduction không phải "mean" hay "sum"."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction = {reduction!r}; cần 'mean' hoặc 'sum'")


def class_labels(target: ArrayLike, shape: tuple[int, ...], places: tuple[int, ...], axis: int) -> np.ndarray:
    """target thành mảng số nguyên shape `places`, tức `shape` của logits bỏ trục lớp `axis`.

    Lỗi:
        ValueError: target là one-hot, không nguyên, hoặc sai shape.
    """
    labels = np.asarray(target)
    if labels.shape == shape:
        raise ValueError(f"target là one-hot; cần số thứ tự lớp, đổi bằng target.argmax(axis={axis})")
    if labels.shape != places:
        elsewhere = [i for i in range(1, len(shape)) if labels.shape == shape[:i] + shape[i + 1 :]]
        hint = f" (các lớp nằm ở trục {elsewhere[0]}? hãy thêm axis={elsewhere[0]})" if elsewhere else ""
        raise ValueError(f"target có shape {labels.shape}; cần {places}: mỗi vị trí một lớp{hint}")
    if labels.dtype.kind not in "iu":
        raise ValueError(f"target có dtype {labels.dtype}; cần số nguyên chỉ lớp")
    return labels


def counted_places(target: np.ndarray, ignore: int | None, mask: ArrayLike | None) -> np.ndarray | None:
    """Những vị trí được tính, bool cùng shape với target; None khi là tất cả.

    Lỗi:
        ValueError: ignore không phải số nguyên, mask không phải bool hoặc sai shape.
    """
    counted = _mask(mask, target.shape)
    if ignore is None:
        return counted
    if isinstance(ignore, bool) or not isinstance(ignore, (int, np.integer)):
        raise ValueError(f"ignore = {ignore!r}; cần một nhãn, số nguyên")
    kept = target != ignore
    return kept if counted is None else kept & counted


def _mask(mask: ArrayLike | None, shape: tuple[int, ...]) -> np.ndarray | None:
    if mask is None:
        return None
    a = np.asarray(mask)
    if a.dtype != np.bool_ or a.shape != shape[: a.ndim]:
        raise ValueError(f"mask có shape {a.shape}, dtype {a.dtype}; cần bool, shape {shape} (True là tính)")
    return np.broadcast_to(a.reshape(a.shape + (1,) * (len(shape) - a.ndim)), shape)


def _numbers(values: ArrayLike, name: str) -> np.ndarray:
    """As `as_float`, with float64 for whole numbers: here they are summed, and no network is the slower."""
    a = as_float(values, name)
    return a if a is values or np.asarray(values).dtype.kind == "f" else a.astype(np.float64)


def _classes_last(z: np.ndarray, axis: int, name: str) -> np.ndarray:
    if z.ndim < 2 or not -z.ndim <= axis < z.ndim or axis % z.ndim == 0 or z.shape[axis] == 0:
        raise ValueError(f"{name} có shape {z.shape}; cần (N, K), (N, K, H, W), hay (N, T, K) với axis=-1")
    return z if axis % z.ndim == z.ndim - 1 else np.moveaxis(z, axis, -1)


def _class_weights(weight: ArrayLike, classes: int) -> np.ndarray:
    w = expect_shape(weight, f"{classes}", "mỗi lớp một trọng số", "weight")
    if not (np.isfinite(w).all() and (w >= 0).all()):
        raise ValueError("weight phải là các số hữu hạn không âm")
    return w


def _pair(prediction: ArrayLike, target: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    guess, truth = _numbers(prediction, "prediction"), _numbers(target, "target")
    if guess.shape != truth.shape:
        raise ValueError(
            f"model đoán shape {guess.shape}, target có shape {truth.shape}; hai shape phải bằng nhau "
            "(numpy sẽ âm thầm nhân bản thành bảng lớn nếu không kiểm)"
        )
    # a float64 target would turn the whole backward pass of a float32 model into float64
    return guess, truth.astype(wide_dtype(guess.dtype), copy=False)


def _errors(
    prediction: ArrayLike, target: ArrayLike, reduction: str, mask: ArrayLike | None
) -> tuple[np.dtype, np.ndarray, float]:
    guess, truth = _pair(prediction, target)
    counted = _mask(mask, guess.shape)
    scale = _scale(reduction, guess.size if counted is None else int(counted.sum()))
    error = wide(guess) - truth
    return guess.dtype, error if counted is None else np.where(counted, error, 0), scale


def _scale(reduction: str, count: int, total: float | None = None) -> float:
    check_reduction(reduction)
    if count == 0 or total == 0:
        raise ValueError("không có mẫu nào để tính loss")
    return 1 / (count if total is None else total) if reduction == "mean" else 1.0
