"""Tầng convolution của torch với trọng số cho trước, hay rút từ rng."""

from __future__ import annotations

import numpy as np
import torch

from hocsau.nn import init


def convolution(
    weight: np.ndarray,
    dtype: torch.dtype,
    *,
    stride: int = 1,
    padding: int = 0,
    groups: int = 1,
    bias: bool = True,
    kind: type[torch.nn.Conv2d] = torch.nn.Conv2d,
) -> torch.nn.Conv2d:
    """torch.nn.Conv2d với weight (F, C / groups, K, K) cho trước và bias 0.

    Bộ sinh số của torch không bị động tới. `kind` là lớp con của Conv2d, khi cần một cách đệm khác.
    """
    filters, channels, kernel = weight.shape[:3]
    layer = torch.nn.utils.skip_init(
        kind, channels * groups, filters, kernel, stride, padding, groups=groups, bias=bias, dtype=dtype
    )
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(weight))
        if bias:
            layer.bias.zero_()
    return layer


def drawn_convolution(
    channels: int,
    filters: int,
    kernel: int,
    rng: np.random.Generator | None,
    dtype: torch.dtype,
    *,
    stride: int = 1,
    padding: int = 0,
    groups: int = 1,
    bias: bool = True,
    kind: type[torch.nn.Conv2d] = torch.nn.Conv2d,
) -> torch.nn.Conv2d:
    """Như `convolution`, trọng số "he" rút từ rng; không có rng thì chỉ có shape (thiết bị meta)."""
    settings = {"stride": stride, "padding": padding, "groups": groups, "bias": bias}
    if rng is None:
        return kind(channels, filters, kernel, dtype=dtype, device="meta", **settings)
    weight = init.make("he", (filters, channels // groups, kernel, kernel), rng)
    return convolution(weight, dtype, kind=kind, **settings)
