"""Một nơ-ron bằng torch: z = x·w + b."""

from __future__ import annotations

from typing import Self

import numpy as np
import torch
from numpy.typing import ArrayLike

from hocsau.models.neuron import checked_weights, first_weights
from hocsau.torch.layers.dtypes import torch_dtype


class Neuron(torch.nn.Module):
    """z = x w + b, x (N, in_features) -> z (N,); cùng rng thì cùng trọng số đầu với bản numpy."""

    def __init__(
        self, in_features: int, *, rng: np.random.Generator, dtype: type | torch.dtype = np.float64
    ) -> None:
        super().__init__()
        dtype = torch_dtype(dtype)
        self.weight = torch.nn.Parameter(torch.tensor(first_weights(in_features, rng), dtype=dtype))
        self.bias = torch.nn.Parameter(torch.zeros((), dtype=dtype))
        self.in_features = in_features

    def set_weights(self, bias: float, weight: ArrayLike) -> Self:
        """Đặt b và w rồi trả lại chính model; ValueError khi sai số lượng hoặc có số không hữu hạn."""
        bias, weight = checked_weights(bias, weight, self.in_features)
        with torch.no_grad():
            self.bias.copy_(torch.tensor(bias))
            self.weight.copy_(torch.tensor(weight))
        return self

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """z = x w + b, x (N, in_features) -> (N,)."""
        if x.ndim != 2 or x.shape[1] != self.in_features:
            raise ValueError(
                f"x có shape {tuple(x.shape)}; cần (N, {self.in_features}): mỗi hàng một mẫu, "
                "mỗi cột một đầu vào"
            )
        return x @ self.weight + self.bias  # (N, in) @ (in,) -> (N,)
