"""Học trên đặc trưng, và chấm bằng kiểm định chéo: ảnh nào cũng được đoán bởi một bộ chưa từng thấy nó."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hocsau.models.softmax_head import DEFAULT, FOLDS, SoftmaxHead, choose_c, fit_head, fold_numbers

Z95 = 1.959964  # of the normal distribution: 95 % within


@dataclass(frozen=True)
class Learnt:
    """Bộ phân loại học từ mọi ảnh, và điều mà các bộ chưa thấy ảnh đã đoán.

    Thuộc tính:
        head: bộ phân loại.
        probability: (N, K), xác suất của từng ảnh, do bộ không học ảnh ấy nói.
        folds: số phần đã chia.
    """

    head: SoftmaxHead
    probability: np.ndarray
    folds: int

    @property
    def said(self) -> np.ndarray:
        """Lớp được đoán của từng ảnh (N,)."""
        return self.probability.argmax(axis=1)


def learn(x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> Learnt:
    """Chia các ảnh thành vài phần; mỗi phần được đoán bởi bộ phân loại học từ các phần kia.

    C cũng chọn trong các phần kia, nên độ chính xác không được nhìn trước. Bộ cuối cùng học từ mọi ảnh.

    Lỗi:
        DataError: một lớp có ít hơn hai ảnh, hoặc đặc trưng có NaN.
    """
    folds = min(FOLDS, int(np.bincount(y).min()))
    parts = fold_numbers(y, folds, rng)
    probability = np.empty((len(y), int(y.max()) + 1))
    for k in range(folds):
        rest = parts != k
        probability[~rest] = _fit(x[rest], y[rest], rng).probability(x[~rest])
    return Learnt(_fit(x, y, rng), probability, folds)


def _fit(x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> SoftmaxHead:
    alone = np.bincount(y).min() < 2  # nothing can be held out to choose C by
    return fit_head(x, y, DEFAULT if alone else choose_c(x, y, rng=rng)[0])


def interval(right: int, n: int) -> tuple[float, float]:
    """Khoảng 95 % của độ chính xác khi đoán đúng `right` trong n ảnh.

    (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n), với z = 1.96.

    Lỗi:
        ValueError: n < 1, hoặc right ngoài 0 … n.

    Nguồn: Wilson, 1927.
    """
    if n < 1 or not 0 <= right <= n:
        raise ValueError(f"right = {right}, n = {n}; cần n ≥ 1 và 0 ≤ right ≤ n")
    p, z2 = right / n, Z95**2
    middle = p + z2 / (2 * n)
    half = Z95 * np.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, float((middle - half) / (1 + z2 / n))), min(1.0, float((middle + half) / (1 + z2 / n)))
