"""Tầng kết nối đầy đủ của torch với trọng số cho trước, hay rút từ rng."""

from __future__ import annotations

import numpy as np
import torch

from hocsau.nn import init


def linear(
    in_features: int, out_features: int, bias: bool, weight: np.ndarray, dtype: torch.dtype
) -> torch.nn.Linear:
    """torch.nn.Linear với weight (in, out) cho trước và bias 0; bộ sinh số của torch không bị động tới."""
    layer = torch.nn.utils.skip_init(torch.nn.Linear, in_features, out_features, bias=bias, dtype=dtype)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(weight.T))  # torch keeps (out, in)
        if bias:
            layer.bias.zero_()
    return layer


def drawn_linear(
    in_features: int, out_features: int, rng: np.random.Generator | None, dtype: torch.dtype
) -> torch.nn.Linear:
    """Như `linear`, trọng số "he" rút từ rng; không có rng thì chỉ có shape (thiết bị meta)."""
    if rng is None:
        return torch.nn.Linear(in_features, out_features, dtype=dtype, device="meta")
    return linear(in_features, out_features, True, init.make("he", (in_features, out_features), rng), dtype)
