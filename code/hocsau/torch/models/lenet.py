"""LeNet-5: mạng convolution đọc chữ số của năm 1998, bằng torch."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
import torch

from hocsau.models.mlp import default_init
from hocsau.nn import init
from hocsau.torch.layers.activations import make_activation
from hocsau.torch.layers.convolution import convolution
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import linear

CONVOLUTIONS = ((6, 2), (16, 0))  # filters, padding; every kernel is 5×5
KERNEL, SIDE, CLASSES = 5, 28, 10
HIDDEN = (120, 84)


class LeNet(torch.nn.Sequential):
    """Ảnh (N, 1, 28, 28) → logit (N, 10).

    Conv2d 6 kernel 5×5 padding 2 → AvgPool2d 2×2 → Conv2d 16 kernel 5×5 → AvgPool2d 2×2 → Flatten còn 400 số
    → Linear 120 → 84 → 10, activation sau mọi tầng có trọng số trừ tầng cuối. 61 706 tham số.

    Là bản quen dùng ngày nay của LeNet-5. Bản 1998 nhận ảnh 32×32 (padding 2 ở đây thay cho viền ấy), mỗi
    kernel của tầng convolution thứ hai chỉ nhìn vài kênh, tầng pooling cũng có trọng số, và đầu ra là
    khoảng cách tới mười hình mẫu.
    Trọng số khởi tạo từ rng, "he" cho họ ReLU, còn lại "xavier".

    Lỗi:
        ValueError: không có activation ấy, thiếu rng, hoặc x sai shape.

    Nguồn: LeCun et al., 1998.
    """

    def __init__(
        self,
        activation: str = "tanh",
        *,
        rng: np.random.Generator,
        dtype: type | torch.dtype = np.float32,
    ) -> None:
        dtype, method = torch_dtype(dtype), default_init(activation)
        layers: OrderedDict[str, torch.nn.Module] = OrderedDict()
        channels, side = 1, SIDE
        for i, (filters, padding) in enumerate(CONVOLUTIONS, start=1):
            weight = init.make(method, (filters, channels, KERNEL, KERNEL), rng)
            layers[f"conv{i}"] = convolution(weight, dtype, padding=padding)
            layers[f"{activation}{i}"] = make_activation(activation)
            layers[f"pool{i}"] = torch.nn.AvgPool2d(2)
            channels, side = filters, (side + 2 * padding - KERNEL + 1) // 2
        layers["flatten"] = torch.nn.Flatten()
        sizes = (channels * side * side, *HIDDEN, CLASSES)
        for i, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:], strict=True), start=1):
            layers[f"linear{i}"] = linear(n_in, n_out, True, init.make(method, (n_in, n_out), rng), dtype)
            if i < len(sizes) - 1:
                layers[f"{activation}{i + len(CONVOLUTIONS)}"] = make_activation(activation)
        super().__init__(layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, 1, 28, 28) → logit (N, 10)."""
        if x.ndim != 4 or x.shape[1:] != (1, SIDE, SIDE):
            raise ValueError(f"x có shape {tuple(x.shape)}; cần (N, 1, {SIDE}, {SIDE})")
        return super().forward(x)
