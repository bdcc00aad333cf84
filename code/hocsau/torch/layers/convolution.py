"""Tầng convolution của torch với trọng số cho trước."""

from __future__ import annotations

import numpy as np
import torch


def convolution(
    weight: np.ndarray, dtype: torch.dtype, *, stride: int = 1, padding: int = 0, bias: bool = True
) -> torch.nn.Conv2d:
    """torch.nn.Conv2d với weight (F, C, K, K) cho trước và bias 0; không động tới bộ sinh số của torch."""
    filters, channels, kernel = weight.shape[:3]
    layer = torch.nn.utils.skip_init(
        torch.nn.Conv2d, channels, filters, kernel, stride, padding, bias=bias, dtype=dtype
    )
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(weight))
        if bias:
            layer.bias.zero_()
    return layer
