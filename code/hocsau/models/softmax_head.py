"""Bộ phân loại trên đặc trưng có sẵn: softmax (hay một-đấu-tất-cả), C chọn bằng kiểm định chéo.

Đặc trưng được rút căn rồi chia cho chuẩn của hàng trước khi vào softmax: vài số thật lớn không còn lấn át số
còn lại.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hocsau.errors import DataError

__all__ = [
    "SoftmaxHead",
    "choose_c",
    "fit_head",
    "fold_numbers",
    "unit_roots",
]

CHOICES = (1.0, 10.0, 100.0, 1000.0)
DEFAULT = 10.0  # where nothing can be held out
FOLDS = 4


@dataclass(frozen=True)
class SoftmaxHead:
    """logit = u(x) · weight + bias, với u(x) = √x / ‖√x‖ (số âm giữ dấu); xác suất là softmax của logit.

    Thuộc tính:
        weight: (D, K).
        bias: (K,).
        c: số C đã dùng; C càng lớn thì trọng số càng ít bị ghìm.
    """

    weight: np.ndarray
    bias: np.ndarray
    c: float

    def logits(self, x: ArrayLike) -> np.ndarray:
        """x (N, D) → (N, K).

        Lỗi:
            ValueError: sai số cột.
        """
        x = np.asarray(x, np.float64)
        if x.ndim != 2 or x.shape[1] != len(self.weight):
            raise ValueError(f"x có shape {x.shape}; cần (N, {len(self.weight)})")
        return unit_roots(x) @ self.weight + self.bias

    def probability(self, x: ArrayLike) -> np.ndarray:
        """Xác suất (N, K), mỗi hàng cộng lại bằng 1."""
        z = self.logits(x)
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def predict(self, x: ArrayLike) -> np.ndarray:
        """Số thứ tự lớp (N,)."""
        return self.logits(x).argmax(axis=1)


def unit_roots(x: ArrayLike) -> np.ndarray:
    """u(x) = √x / ‖√x‖ từng hàng; số âm giữ dấu, hàng toàn 0 giữ nguyên. (N, D) → (N, D).

    Nguồn: Arandjelović, Zisserman, 2012 (RootSIFT).
    """
    x = np.asarray(x, np.float64)
    roots = np.sign(x) * np.sqrt(np.abs(x))
    length = np.linalg.norm(roots, axis=1, keepdims=True)
    return roots / np.where(length > 0, length, 1)


def fit_head(x: ArrayLike, y: ArrayLike, c: float = DEFAULT, *, one_vs_all: bool = False) -> SoftmaxHead:
    """Tìm weight, bias làm nhỏ nhất  ½‖weight‖² + C Σ cross-entropy.

    one_vs_all thì thay softmax bằng K logistic regression riêng, mỗi lớp đấu với mọi lớp còn lại.

    Tham số:
        x: (N, D), đặc trưng.
        y: (N,), số thứ tự lớp 0 … K − 1, lớp nào cũng có mặt.
        c: số dương.
        one_vs_all: K bộ hai lớp thay cho softmax.

    Lỗi:
        DataError: ít hơn hai lớp, một lớp không có mẫu, x có NaN hay vô hạn.
        ValueError: shape hay C sai.
    """
    x, y = _checked(x, y)
    if not (np.isfinite(c) and c > 0):
        raise ValueError(f"c = {c}; cần một số dương hữu hạn")
    model = _model(c, one_vs_all).fit(unit_roots(x), y)
    if one_vs_all:
        weight = np.concatenate([one.coef_ for one in model.estimators_])
        bias = np.concatenate([one.intercept_ for one in model.estimators_])
    else:
        weight, bias = model.coef_, model.intercept_
    if len(bias) == 1:  # two classes: one logit z, which is softmax of (0, z)
        weight, bias = np.concatenate([0 * weight, weight]), np.concatenate([0 * bias, bias])
    return SoftmaxHead(weight.T, bias, float(c))


def choose_c(
    x: ArrayLike,
    y: ArrayLike,
    *,
    choices: Sequence[float] = CHOICES,
    folds: int = FOLDS,
    rng: np.random.Generator,
) -> tuple[float, dict[float, float]]:
    """(C, bảng C → độ chính xác kiểm định chéo): C có độ chính xác cao nhất.

    Hay bằng nhau khi ít ảnh: khi ấy lấy C có cross-entropy trên phần kiểm định nhỏ hơn. Số phần chia là
    `folds`, hay số mẫu của lớp nhỏ nhất nếu ít hơn.

    Lỗi:
        DataError: một lớp chỉ có một mẫu, nên không chia được; và như `fit_head`.
    """
    x, y = _checked(x, y)
    smallest = int(np.bincount(y).min())
    if smallest < 2:
        raise DataError("có lớp chỉ có một mẫu: không chia được thành phần học và phần kiểm định để chọn C")
    parts = fold_numbers(y, min(folds, smallest), rng)
    scores, losses = {}, {}
    for c in map(float, choices):
        right, loss = 0, 0.0
        for k in range(parts.max() + 1):
            asked, labels = x[parts == k], y[parts == k]
            chances = fit_head(x[parts != k], y[parts != k], c).probability(asked)
            right += int((chances.argmax(axis=1) == labels).sum())
            loss -= float(np.log(chances[np.arange(len(labels)), labels] + 1e-300).sum())
        scores[c], losses[c] = right / len(y), loss
    return max(scores, key=lambda c: (scores[c], -losses[c])), scores


def fold_numbers(y: np.ndarray, folds: int, rng: np.random.Generator) -> np.ndarray:
    """Mỗi mẫu thuộc phần nào (0 … folds − 1); mẫu của mỗi lớp được chia đều cho các phần."""
    parts = np.empty(len(y), np.int64)
    for number, k in enumerate(np.unique(y)):
        rows = rng.permutation(np.flatnonzero(y == k))
        parts[rows] = (np.arange(len(rows)) + number) % folds  # the next class goes on at the next part
    return parts


def _checked(x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.asarray(x, np.float64), np.asarray(y)
    if x.ndim != 2 or y.shape != x.shape[:1] or y.dtype.kind not in "iu" or x.size == 0:
        raise ValueError(
            f"x có shape {x.shape}, y có shape {y.shape} kiểu {y.dtype}; cần (N, D) và N số nguyên"
        )
    if not np.isfinite(x).all():
        raise DataError("x có NaN hoặc vô hạn")
    counts = np.bincount(y) if y.min() >= 0 else np.zeros(1)
    if len(counts) < 2 or not counts.all():
        raise DataError("cần từ hai lớp, nhãn 0 … K − 1, lớp nào cũng có mẫu")
    return x, y


def _model(c: float, one_vs_all: bool) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    one = LogisticRegression(C=c, max_iter=1000, tol=1e-4)
    return OneVsRestClassifier(one) if one_vs_all else one
