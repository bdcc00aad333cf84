"""Mạng convolution nhận ra chữ số của chương 9."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hocsau.models.mlp import default_init
from hocsau.nn.activations import make_activation
from hocsau.nn.conv import Conv2d
from hocsau.nn.linear import Linear
from hocsau.nn.module import Sequential
from hocsau.nn.pooling import MaxPool2d
from hocsau.nn.shape import Flatten

FILTERS, KERNEL, POOL, HIDDEN = 32, 3, 2, 128


class CNN(Sequential):
    """Ảnh (N, C, H, W) → logit (N, classes): hai tầng convolution, max pooling, hai tầng kết nối đầy đủ.

    Conv2d 32 kernel 3×3 → f → Conv2d 32 kernel 3×3 → f → MaxPool2d 2×2 → Flatten → Linear 128 → f → Linear.
    Với ảnh (1, 28, 28) và 10 lớp: 600 810 tham số.

    Tham số:
        image: shape (C, H, W) của một ảnh.
        classes: số lớp.
        activation: tên của f trong `nn.ACTIVATIONS`; trọng số khởi tạo "he" cho họ ReLU, còn lại "xavier".

    Lỗi:
        ValueError: ảnh nhỏ hơn 6×6, classes < 2, không có activation ấy, hoặc thiếu rng.

    Nguồn: chương 9, mục 9.3.
    """

    def __init__(
        self,
        image: Sequence[int] = (1, 28, 28),
        classes: int = 10,
        activation: str = "relu",
        *,
        rng: np.random.Generator,
        dtype: type = np.float64,
    ) -> None:
        channels, features = checked_sizes(image, classes)
        settings = {"rng": rng, "weight_init": default_init(activation), "dtype": dtype}
        super().__init__(
            Conv2d(channels, FILTERS, KERNEL, **settings),
            make_activation(activation),
            Conv2d(FILTERS, FILTERS, KERNEL, **settings),
            make_activation(activation),
            MaxPool2d(POOL),
            Flatten(),
            Linear(features, HIDDEN, **settings),
            make_activation(activation),
            Linear(HIDDEN, classes, **settings),
        )


def checked_sizes(image: Sequence[int], classes: int) -> tuple[int, int]:
    """(số kênh của ảnh, số đặc trưng sau Flatten); ValueError khi mạng không dựng được."""
    image = tuple(image)
    smallest = 2 * (KERNEL - 1) + POOL  # one cell is left after the pooling
    whole = all(isinstance(n, (int, np.integer)) and n >= 1 for n in image)
    if len(image) != 3 or not whole or min(image[1:]) < smallest:
        raise ValueError(f"image = {image}; cần (C, H, W) với H và W từ {smallest} trở lên")
    if not isinstance(classes, (int, np.integer)) or classes < 2:
        raise ValueError(f"classes = {classes}; cần từ hai lớp trở lên")
    height, width = ((side - 2 * (KERNEL - 1)) // POOL for side in image[1:])
    return int(image[0]), FILTERS * height * width
