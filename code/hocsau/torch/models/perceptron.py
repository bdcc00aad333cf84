"""Perceptron bằng torch."""

from __future__ import annotations

import numpy as np
import torch

from hocsau.models.perceptron import Gate, check_activation
from hocsau.torch.layers.activations import make_activation
from hocsau.torch.layers.neuron import Neuron


class Perceptron(Gate, Neuron):
    """y = f(x w + b), như `hocsau.models.Perceptron`; gradient do autograd tính."""

    def __init__(
        self,
        in_features: int,
        activation: str = "sigmoid",
        *,
        rng: np.random.Generator,
        dtype: type | torch.dtype = np.float64,
    ) -> None:
        check_activation(activation)
        super().__init__(in_features, rng=rng, dtype=dtype)
        self.activation = make_activation(activation)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """y = f(x w + b), x (N, in_features) -> (N,)."""
        return self.activation(super().forward(x))
