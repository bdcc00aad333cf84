"""Mạng convolution nhận ra chữ số của chương 9, bằng torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from hocsau import models
from hocsau.torch.layers.dtypes import numpy_dtype
from hocsau.torch.layers.twins import sequential


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
        ours = models.CNN(image, classes, activation, rng=rng, dtype=numpy_dtype(dtype))
        super().__init__(*sequential(ours))
