"""Mạng nhiều tầng bằng torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from hocsau.models.mlp import checked_sizes, default_init
from hocsau.nn import init
from hocsau.nn.dropout import check_probability
from hocsau.torch.layers.activations import make_activation
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import linear


class MLP(torch.nn.Sequential):
    """Như `hocsau.models.MLP`: cùng tham số khởi tạo, cùng tên trọng số, cùng rng thì cùng trọng số đầu.

    Riêng mặt nạ của dropout do bộ sinh số của torch rút (`torch.manual_seed`), vì `torch.nn.Dropout` không
    nhận rng.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str = "relu",
        output: str = "identity",
        dropout: float = 0.0,
        batch_norm: bool = False,
        bias: bool = True,
        weight_init: str | None = None,
        *,
        rng: np.random.Generator,
        dtype: type | torch.dtype = np.float64,
    ) -> None:
        sizes, dtype = checked_sizes(sizes), torch_dtype(dtype)
        check_probability(dropout)
        weight_init = weight_init or default_init(activation)
        layers: list[torch.nn.Module] = []
        for i, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:], strict=True), start=1):
            layers.append(linear(n_in, n_out, bias, init.make(weight_init, (n_in, n_out), rng), dtype))
            hidden = i < len(sizes) - 1
            if hidden and batch_norm:
                layers.append(torch.nn.BatchNorm1d(n_out, dtype=dtype))
            if hidden or output != "identity":
                layers.append(make_activation(activation if hidden else output))
            if hidden and dropout:
                layers.append(torch.nn.Dropout(dropout))
        super().__init__(*layers)
        self.sizes = sizes
