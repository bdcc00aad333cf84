"""Mạng kiểu VGG thu nhỏ cho ảnh 28×28 của chương 8, bằng torch."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
import torch

from hocsau.nn import init
from hocsau.nn.dropout import check_probability
from hocsau.torch.layers.convolution import convolution
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import linear

BLOCKS = (16, 32)  # kernels of each block: two 3×3 convolutions with padding 1, then max pooling 2×2
HIDDEN = 64


class SmallVGG(torch.nn.Sequential):
    """Ảnh (N, C, H, W) → logit (N, classes): hai khối convolution như VGG16, rồi hai tầng kết nối đầy đủ.

    Mỗi khối: Conv2d 3×3 padding 1 → ReLU → Conv2d 3×3 padding 1 → ReLU → MaxPool2d 2×2. Các tầng có tên
    `block1-conv1`, `block1-relu1`, …, `block2-pool`, `flatten`, `linear1`, `relu`, `dropout`, `linear2`.
    Với ảnh (1, 28, 28) và 10 lớp: 117 434 tham số.

    Tham số:
        image: shape (C, H, W) của một ảnh.
        classes: số lớp.
        blocks: số kernel của từng khối.
        hidden: số node ẩn.
        dropout: xác suất tắt node ẩn; trọng số khởi tạo "he" từ rng.

    Lỗi:
        ValueError: ảnh nhỏ hơn 4×4 (mỗi khối chia đôi một lần), số lớp dưới 2, dropout ngoài [0, 1), thiếu
            rng, hoặc x sai shape.

    Nguồn: theo lối của Simonyan, Zisserman, 2015.
    """

    def __init__(
        self,
        image: Sequence[int] = (1, 28, 28),
        classes: int = 10,
        *,
        blocks: Sequence[int] = BLOCKS,
        hidden: int = HIDDEN,
        dropout: float = 0.3,
        rng: np.random.Generator,
        dtype: type | torch.dtype = np.float32,
    ) -> None:
        image, blocks = tuple(image), tuple(blocks)
        check_probability(dropout)
        if len(image) != 3 or image[0] < 1 or min(image[1:]) < 2 ** len(blocks):
            raise ValueError(
                f"image = {image}; cần (C, H, W) với H và W từ {2 ** len(blocks)} trở lên: "
                f"{len(blocks)} khối, mỗi khối chia đôi một lần"
            )
        if min((classes - 1, hidden, *blocks)) < 1:
            raise ValueError(
                f"classes = {classes}, hidden = {hidden}, blocks = {blocks}; "
                "cần từ hai lớp, và mọi tầng có ít nhất một kernel hay node"
            )
        dtype = torch_dtype(dtype)
        layers: OrderedDict[str, torch.nn.Module] = OrderedDict()
        channels, height, width = image
        for block, filters in enumerate(blocks, start=1):
            for i in (1, 2):
                weight = init.make("he", (filters, channels, 3, 3), rng)
                layers[f"block{block}-conv{i}"] = convolution(weight, dtype, padding=1)
                layers[f"block{block}-relu{i}"] = torch.nn.ReLU()
                channels = filters
            layers[f"block{block}-pool"] = torch.nn.MaxPool2d(2)
            height, width = height // 2, width // 2
        layers["flatten"] = torch.nn.Flatten()
        features = channels * height * width
        layers["linear1"] = linear(features, hidden, True, init.make("he", (features, hidden), rng), dtype)
        layers["relu"] = torch.nn.ReLU()
        layers["dropout"] = torch.nn.Dropout(dropout)
        layers["linear2"] = linear(hidden, classes, True, init.make("he", (hidden, classes), rng), dtype)
        super().__init__(layers)
        self.image = image

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, C, H, W) → logit (N, classes)."""
        if x.ndim != 4 or tuple(x.shape[1:]) != self.image:
            raise ValueError(f"x có shape {tuple(x.shape)}; cần (N, {', '.join(map(str, self.image))})")
        return super().forward(x)
