"""Một tầng của bảng ở mọi bước của chuỗi."""

from __future__ import annotations

import torch


class TimeDistributed(torch.nn.Module):
    """Như `hocsau.nn.TimeDistributed`: (N, T, …) xếp thành (N·T, …), qua tầng, rồi xếp lại.

    Tham số:
        layer: tầng nhận (M, …).
    """

    def __init__(self, layer: torch.nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, T, …) -> y (N, T, …)."""
        steps = x.shape[:2]
        return self.layer(x.flatten(0, 1)).unflatten(0, steps)
