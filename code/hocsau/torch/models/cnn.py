"""Mạng convolution nhận ra chữ số của chương 9, bằng torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from hocsau.models.cnn import FILTERS, HIDDEN, KERNEL, POOL, checked_sizes
from hocsau.models.mlp import default_init
from hocsau.nn import init
from hocsau.torch.layers.activations import make_activation
from hocsau.torch.layers.convolution import convolution
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import linear


class CNN(torch.nn.Sequential):
    """Như `hocsau.models.CNN`: cùng tham số khởi tạo, cùng tên trọng số, cùng rng thì cùng trọng số đầu."""

    def __init__(
        self,
        image: Sequence[int] = (1, 28, 28),
        classes: int = 10,
        activation: str = "relu",
        *,
        rng: np.random.Generator,
        dtype: type | torch.dtype = np.float64,
    ) -> None:
        channels, features = checked_sizes(image, classes)
        dtype, method = torch_dtype(dtype), default_init(activation)

        def conv(n_in: int) -> torch.nn.Conv2d:
            return convolution(init.make(method, (FILTERS, n_in, KERNEL, KERNEL), rng), dtype)

        def full(n_in: int, n_out: int) -> torch.nn.Linear:
            return linear(n_in, n_out, True, init.make(method, (n_in, n_out), rng), dtype)

        super().__init__(
            conv(channels),
            make_activation(activation),
            conv(FILTERS),
            make_activation(activation),
            torch.nn.MaxPool2d(POOL),
            torch.nn.Flatten(),
            full(features, HIDDEN),
            make_activation(activation),
            full(HIDDEN, classes),
        )
