"""Backbone nhỏ của các detector ở chương 13: ảnh → một feature map, mỗi ô ứng với 8 điểm ảnh."""

from __future__ import annotations

import numpy as np
import torch

from hocsau.torch.layers.convolution import drawn_convolution

STRIDE = 8


def block(
    channels: int, filters: int, rng: np.random.Generator, *, kernel: int = 3, stride: int = 1
) -> torch.nn.Sequential:
    """Convolution có đệm, không bias → batch normalization → ReLU."""
    return torch.nn.Sequential(
        drawn_convolution(
            channels,
            filters,
            kernel,
            rng,
            torch.float32,
            stride=stride,
            padding=kernel // 2,
            bias=False,
        ),
        torch.nn.BatchNorm2d(filters),
        torch.nn.ReLU(),
    )


class Backbone(torch.nn.Module):
    """(N, 3, H, W) → (N, 4 width, H / 8, W / 8).

    Ba lần chia đôi cho map ở stride 8; thêm một lần nữa cho map ở stride 16, map ấy được phóng lại gấp đôi
    rồi cộng vào: mỗi ô của kết quả vừa sắc nét như map trước, vừa nhìn rộng như map sau. Đó là một bậc của
    feature pyramid (FPN).

    Tham số:
        width: số kernel của tầng đầu; map ra có 4 width kênh.
        rng: bộ sinh số của trọng số "he".
        merge: False thì bỏ nhánh stride 16.

    Lỗi:
        ValueError: x không phải (N, 3, H, W) với H, W chia hết cho 16.
    """

    def __init__(self, width: int = 24, *, rng: np.random.Generator, merge: bool = True) -> None:
        super().__init__()
        self.channels = 4 * width
        self.stem = block(3, width, rng, kernel=5, stride=2)
        self.to4 = torch.nn.Sequential(torch.nn.MaxPool2d(2), block(width, 2 * width, rng))
        self.to8 = torch.nn.Sequential(
            torch.nn.MaxPool2d(2), block(2 * width, 4 * width, rng), block(4 * width, 4 * width, rng)
        )
        self.to16 = block(4 * width, 4 * width, rng, stride=2) if merge else None
        self.forward_passes = 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Feature map, và đếm thêm số ảnh đã đi qua backbone vào `forward_passes`."""
        if x.ndim != 4 or x.shape[1] != 3 or x.shape[2] % 16 or x.shape[3] % 16 or not x.numel():
            raise ValueError(
                f"x có shape {tuple(x.shape)}; cần (N, 3, H, W) với H, W chia hết cho 16 (đệm thêm cho đủ)"
            )
        self.forward_passes += len(x)
        fine = self.to8(self.to4(self.stem(x)))
        if self.to16 is None:
            return fine
        return fine + torch.nn.functional.interpolate(self.to16(fine), scale_factor=2.0, mode="nearest")
