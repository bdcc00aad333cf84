"""Perceptron bằng torch."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike

from hocsau.torch.activations import make_activation
from hocsau.torch.neuron import Neuron


class Perceptron(Neuron):
    """y = f(x w + b), như `hocsau.models.Perceptron`; gradient do autograd tính."""

    def __init__(
        self,
        in_features: int,
        activation: str = "sigmoid",
        *,
        rng: np.random.Generator,
        dtype: type | torch.dtype = np.float64,
    ) -> None:
        if activation == "softmax":
            raise ValueError("softmax cần ít nhất hai đầu ra; perceptron có một, hãy dùng 'sigmoid'")
        super().__init__(in_features, rng=rng, dtype=dtype)
        self.activation = make_activation(activation)

    @classmethod
    def gate(cls, bias: float, weights: ArrayLike) -> Perceptron:
        """Nơ-ron "step" với đúng những trọng số này; cổng AND là gate(-1.5, [1, 1])."""
        # the drawn weights are replaced at once, so any generator does
        neuron = cls(len(np.atleast_1d(weights)), "step", rng=np.random.default_rng(0))
        return neuron.set_weights(bias, weights)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """y = f(x w + b), x (N, in_features) -> (N,)."""
        return self.activation(super().forward(x))
