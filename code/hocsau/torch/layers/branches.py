"""Đường tắt quanh một nhánh."""

from __future__ import annotations

import torch


class Residual(torch.nn.Module):
    """y = shortcut(x) + f(x), như `hocsau.nn.Residual`; không có shortcut thì y = x + f(x).

    Tham số:
        layers: các tầng của nhánh f, nối tiếp nhau.
        shortcut: một tầng cho đường tắt, khi f đổi số kênh hay cỡ ảnh.
    """

    def __init__(self, *layers: torch.nn.Module, shortcut: torch.nn.Module | None = None) -> None:
        super().__init__()
        self.branch = torch.nn.Sequential(*layers)
        self.shortcut = shortcut

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x -> shortcut(x) + f(x)."""
        return (x if self.shortcut is None else self.shortcut(x)) + self.branch(x)
