"""PilotNet: mạng của NVIDIA nhìn đường mà đoán lệnh lái, bằng torch."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
import torch

from hocsau.nn import init
from hocsau.nn.dropout import check_probability
from hocsau.torch.layers.convolution import convolution
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import linear

HEIGHT, WIDTH = 66, 200
CONVOLUTIONS = ((24, 5, 2), (36, 5, 2), (48, 5, 2), (64, 3, 1), (64, 3, 1))  # filters, kernel, stride
HIDDEN = (100, 50, 10)


class PilotNet(torch.nn.Sequential):
    """Ảnh (N, 3, 66, 200) trong [−1, 1] → lệnh lái (N,).

    Năm tầng convolution không padding (24, 36, 48 kernel 5×5 stride 2; 64, 64 kernel 3×3), dropout, flatten
    còn 1152 số, ba tầng ẩn 100, 50, 10 (dropout sau tầng 100), một đầu ra; activation ELU. 252 219 tham số.
    Trọng số khởi tạo theo Xavier từ rng, như mặc định của Keras ở nguồn; mặt nạ dropout do bộ sinh số của
    torch.

    Lỗi:
        ValueError: dropout ngoài [0, 1), thiếu rng, hoặc x sai shape.

    Nguồn: Bojarski et al., 2016 (các tầng, loss); ELU, dropout và việc đoán thẳng lệnh lái là của sách gốc
    (bài báo đoán 1/r).
    """

    def __init__(
        self,
        dropout: float = 0.5,
        *,
        rng: np.random.Generator,
        dtype: type | torch.dtype = np.float32,
    ) -> None:
        check_probability(dropout)
        dtype = torch_dtype(dtype)
        layers: OrderedDict[str, torch.nn.Module] = OrderedDict()
        channels, height, width = 3, HEIGHT, WIDTH
        for i, (filters, kernel, stride) in enumerate(CONVOLUTIONS, start=1):
            weight = init.make("xavier", (filters, channels, kernel, kernel), rng)
            layers[f"conv{i}"] = convolution(weight, dtype, stride=stride)
            layers[f"elu{i}"] = torch.nn.ELU()
            channels = filters
            height, width = (height - kernel) // stride + 1, (width - kernel) // stride + 1
        layers["dropout1"] = torch.nn.Dropout(dropout)
        layers["flatten"] = torch.nn.Flatten()
        sizes = (channels * height * width, *HIDDEN, 1)
        for i, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:], strict=True), start=1):
            weight = init.make("xavier", (n_in, n_out), rng)
            layers[f"linear{i}"] = linear(n_in, n_out, True, weight, dtype)
            if n_out > 1:
                layers[f"elu{i + len(CONVOLUTIONS)}"] = torch.nn.ELU()
            if i == 1:
                layers["dropout2"] = torch.nn.Dropout(dropout)
        super().__init__(layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, 3, 66, 200) → (N,)."""
        if x.ndim != 4 or x.shape[1:] != (3, HEIGHT, WIDTH):
            raise ValueError(f"x có shape {tuple(x.shape)}; cần (N, 3, {HEIGHT}, {WIDTH})")
        return super().forward(x)[:, 0]
