"""Logistic regression học bằng gradient descent trên toàn bộ dữ liệu."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from hocsau.models.neuron import Neuron
from hocsau.nn.activations import sigmoid
from hocsau.nn.losses import bce_with_logits, check_reduction, check_strength, l2_penalty
from hocsau.nn.optim import SGD, check_learning_rate


class LogisticRegression(Neuron):
    """Xác suất của lớp 1: ŷ = σ(x w + b); đường ranh giới ŷ = ½ là đường thẳng x w + b = 0.

    `model(x)` trả về logit z = x w + b chứ không phải xác suất: loss tính từ z thì không gặp ln 0.

    Shape: x (N, in_features) -> (N,). Sau `fit`: `losses` là J trước bước đầu rồi sau từng bước, shape
    (steps + 1,).
    Nguồn: chương 4.
    """

    def __init__(self, in_features: int, *, rng: np.random.Generator, dtype: type = np.float64) -> None:
        super().__init__(in_features, rng=rng, dtype=dtype)
        self.losses = np.empty(0)

    def probability(self, x: np.ndarray) -> np.ndarray:
        """ŷ = σ(x w + b), x (N, in_features) -> (N,)."""
        return sigmoid(self.forward(x))

    def predict(self, x: np.ndarray, threshold: float = 0.5) -> np.ndarray:
        """1 nếu ŷ ≥ threshold, ngược lại 0; mảng số nguyên (N,).

        Lỗi:
            ValueError: threshold không nằm giữa 0 và 1.
        """
        check_threshold(threshold)
        return (self.probability(x) >= threshold).astype(np.int64)

    def fit(
        self,
        x: ArrayLike,
        y: ArrayLike,
        *,
        learning_rate: float,
        steps: int,
        l2: float = 0.0,
        reduction: str = "mean",
    ) -> Self:
        """Đi `steps` bước gradient descent từ bộ trọng số đang có, mỗi bước dùng mọi mẫu.

        J = scale · Σ_n BCE(z_n, y_n) + l2/2 · Σ_j w_j²,   scale = 1/N ("mean") hoặc 1 ("sum")

        Bias không bị phạt. Cùng lời giải với scikit-learn khi C = 1 / l2 ("sum") hoặc 1 / (N · l2) ("mean").

        Tham số:
            x: (N, in_features).
            y: (N,) gồm 0 và 1.

        Lỗi:
            ValueError: shape không khớp, dữ liệu rỗng, có NaN, nhãn không phải 0 hoặc 1, steps âm,
                learning_rate không dương, hoặc J ra vô cực (khi ấy trọng số cũ được giữ nguyên).
        """
        x, y = checked_data(x, y, self.weight.data.dtype)
        check_settings(learning_rate, steps, l2, reduction)
        optimizer = SGD(self.parameters(), learning_rate)
        start, losses = self.state_dict(), np.empty(int(steps) + 1)
        for step in range(int(steps) + 1):
            with np.errstate(over="ignore", invalid="ignore"):  # divergence is caught by name just below
                losses[step], dz = bce_with_logits(self(x), y, reduction)
                penalty, (d_penalty,) = l2_penalty([self.weight.data], l2)
                losses[step] += penalty
            if not np.isfinite(losses[step]):
                self.load_state_dict(start)
                raise ValueError(diverged(losses[step], step, learning_rate))
            if step < steps:
                optimizer.zero_grad()
                self.backward(dz)
                self.weight.grad += d_penalty
                optimizer.step()
        self.losses = losses
        return self


def diverged(loss: float, step: int, learning_rate: float) -> str:
    """Câu báo khi gradient descent đi ra vô cực."""
    return (
        f"loss thành {loss} ở bước {step}: learning_rate = {learning_rate} quá lớn, "
        "hãy giảm nó hoặc đưa các cột của x về cùng thang đo"
    )


def check_threshold(threshold: float) -> None:
    """ValueError khi ngưỡng xác suất không nằm giữa 0 và 1."""
    if not 0 < threshold < 1:
        raise ValueError(f"threshold = {threshold}; ngưỡng xác suất phải nằm giữa 0 và 1")


def check_settings(learning_rate: float, steps: int, l2: float, reduction: str) -> None:
    """ValueError khi một tuỳ chọn của `fit` không dùng được."""
    check_learning_rate(learning_rate)
    if steps < 0 or int(steps) != steps:
        raise ValueError(f"steps = {steps}; cần một số nguyên không âm")
    check_strength(l2)
    check_reduction(reduction)


def checked_data(x: ArrayLike, y: ArrayLike, dtype: np.dtype) -> tuple[np.ndarray, np.ndarray]:
    """x (N, in_features) và y (N,) gồm 0 và 1, cùng dtype; ValueError nói rõ dòng nào sai."""
    x, y = np.asarray(x, dtype=dtype), np.asarray(y, dtype=dtype)
    if y.ndim != 1 or x.ndim != 2 or len(x) != len(y) or len(y) == 0:
        raise ValueError(
            f"x có shape {x.shape}, y có shape {y.shape}; cần (N, in_features) và (N,) với N ≥ 1"
        )
    if not np.all(np.isfinite(x)):
        row = int(np.argwhere(~np.isfinite(x))[0][0])
        raise ValueError(f"x có giá trị không hữu hạn (NaN hoặc inf) ở dòng {row} (đếm từ 0)")
    if not np.all((y == 0) | (y == 1)):
        row = int(np.argwhere((y != 0) & (y != 1))[0][0])
        raise ValueError(f"y có nhãn {y[row]} ở dòng {row} (đếm từ 0); cần 0 hoặc 1")
    return x, y
