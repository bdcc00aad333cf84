"""Mạng nhiều tầng bằng torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from hocsau import models
from hocsau.torch.layers.dtypes import numpy_dtype
from hocsau.torch.layers.twins import sequential


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
        settings = (sizes, activation, output, dropout, batch_norm, bias, weight_init)
        ours = models.MLP(*settings, rng=rng, dtype=numpy_dtype(dtype))  # draws the weights, checks the rest
        super().__init__(*sequential(ours))
        self.sizes = ours.sizes
