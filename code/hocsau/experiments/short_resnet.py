"""Mạng convolution ngắn của hai lượt "tốt nhất" ở chương 12: pooling sớm, batch norm, ba nhánh thặng dư."""

from __future__ import annotations

import numpy as np
import torch

from hocsau.nn import init
from hocsau.torch.layers.branches import Residual
from hocsau.torch.layers.convolution import drawn_convolution
from hocsau.torch.layers.linear import linear


def short_resnet(
    channels: int,
    classes: int,
    widths: tuple[int, ...],
    *,
    residual: bool = True,
    norm: bool = True,
    head: str = "he",
    rng: np.random.Generator,
) -> torch.nn.Sequential:
    """Ảnh (N, C, H, W) → logit. Mỗi chặng: conv 3×3, max pooling 2, norm, ReLU, rồi x + ReLU(norm(conv(x))).

    Pooling đứng trước norm và ReLU cho đỡ phải tính. Cuối cùng là max pooling toàn ảnh và một tầng kết nối
    đầy đủ. Trọng số "he" từ rng.

    Tham số:
        widths: số kernel của từng chặng.
        residual: False thì bỏ đường tắt.
        norm: False thì bỏ batch normalization (convolution khi ấy có bias).
        head: cách khởi tạo tầng cuối; "fan_in" thì logit lúc đầu gần 0, loss gần ln(classes).
    """
    layers: list[torch.nn.Module] = []

    def convolution(inside: int, outside: int) -> torch.nn.Conv2d:
        return drawn_convolution(inside, outside, 3, rng, torch.float32, padding=1, bias=not norm)

    def after(width: int) -> list[torch.nn.Module]:
        return [torch.nn.BatchNorm2d(width)] * norm + [torch.nn.ReLU()]

    for width in widths:
        layers += [convolution(channels, width), torch.nn.MaxPool2d(2), *after(width)]
        branch = [convolution(width, width), *after(width)]
        layers += [Residual(*branch)] if residual else branch
        channels = width
    layers += [torch.nn.AdaptiveMaxPool2d(1), torch.nn.Flatten()]
    weight = init.make(head, (channels, classes), rng)
    return torch.nn.Sequential(*layers, linear(channels, classes, True, weight, torch.float32))
