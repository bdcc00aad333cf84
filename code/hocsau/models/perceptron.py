"""Perceptron: một nơ-ron có activation."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from hocsau.models.neuron import Neuron
from hocsau.nn.activations import make_activation


class Gate:
    """Nơ-ron bậc thang với trọng số cho sẵn, chung cho bản numpy và bản torch."""

    @classmethod
    def gate(cls, bias: float, weights: ArrayLike) -> Self:
        """Nơ-ron "step" với đúng những trọng số này; cổng AND là gate(-1.5, [1, 1])."""
        # the drawn weights are replaced at once, so any generator does
        neuron = cls(len(np.atleast_1d(weights)), "step", rng=np.random.default_rng(0))
        return neuron.set_weights(bias, weights)


def check_activation(activation: str) -> None:
    """ValueError khi activation cần hơn một đầu ra."""
    if activation == "softmax":
        raise ValueError("softmax cần ít nhất hai đầu ra; perceptron có một, hãy dùng 'sigmoid'")


class Perceptron(Gate, Neuron):
    """y = f(x w + b) với f là activation.

    Shape: x (N, in_features) -> y (N,). Tham số: activation – một tên trong `nn.ACTIVATIONS`, trừ "softmax"
    (một nơ-ron thì không có gì để chia phần).
    Nguồn: chương 5, mục 5.1.1; Rosenblatt, 1958 (bản gốc dùng "step").
    """

    def __init__(
        self,
        in_features: int,
        activation: str = "sigmoid",
        *,
        rng: np.random.Generator,
        dtype: DTypeLike = np.float64,
    ) -> None:
        check_activation(activation)
        super().__init__(in_features, rng=rng, dtype=dtype)
        self.activation = make_activation(activation)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """y = f(x w + b), x (N, in_features) -> (N,)."""
        return self.activation(super().forward(x))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N,) -> dx (N, in_features)."""
        return super().backward(self.activation.backward(dy))
