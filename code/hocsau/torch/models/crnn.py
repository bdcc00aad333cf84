"""CRNN: convolution thu ảnh thành một dãy cột, GRU hai chiều đọc dãy ấy, CTC ghép các bước thành chữ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from hocsau.nn import init
from hocsau.torch.layers.convolution import convolution
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import linear

WIDTHS = (12, 24, 40, 56, 56)
POOLS = ((2, 2), (2, 2), (2, 1), (2, 1), None)  # rows are halved four times, columns only twice
HIDDEN = 48


class CRNN(torch.nn.Module):
    """Ảnh (N, 1, H, W) → logit (N, T, K), mỗi bước một phân bố trên K − 1 kí tự và kí hiệu trống (lớp 0).

    Năm khối Conv2d 3×3 → BatchNorm2d → ReLU, bốn khối đầu thêm MaxPool2d; H chia cho 16, W chia cho 4. Cứ hai
    hàng ô thành một hàng chữ: hai ô trên dưới của một cột được nối lại thành một bước, nên mạng còn biết nét
    nằm ở nửa trên hay nửa dưới của chữ. Biển xe máy có hai hàng: ảnh 64×96 còn lại hai hàng, mỗi hàng 24
    bước, T = 48: hết hàng trên mới tới hàng dưới. Cắt ảnh làm đôi rồi mới đọc thì biển nghiêng bị cắt ngang
    chữ; ở đây mỗi bước còn nhìn thấy một phần của hàng bên kia. GRU thì đọc riêng từng hàng, và lúc học mỗi
    hàng có loss CTC của nó: một loss cho cả dãy 48 bước để mạng tự do đọc hàng dưới ngay ở các bước của hàng
    trên, và nó làm đúng như thế. Một hàng (H = 32) thì cùng một mạng, T = W/4.

    Với K = 32 lớp: 109 860 tham số, kể cả batch norm.

    Tham số:
        classes: K, số kí tự cộng một.
        image: (H, W) của ảnh; H chia hết cho 32, W chia hết cho 4.
        widths: số kernel của năm khối.
        hidden: số nút của GRU theo mỗi chiều.
        rng: bộ sinh số, bắt buộc.

    Lỗi:
        ValueError: cỡ ảnh không chia hết, ít hơn hai lớp, hoặc x sai shape.

    Nguồn: theo lối của Shi, Bai, Yao, 2017.
    """

    def __init__(
        self,
        classes: int = 32,
        image: tuple[int, int] = (64, 96),
        *,
        widths: Sequence[int] = WIDTHS,
        hidden: int = HIDDEN,
        rng: np.random.Generator,
        dtype: type | torch.dtype = np.float32,
    ) -> None:
        super().__init__()
        height, width = image
        if len(widths) != len(POOLS) or min(classes - 1, hidden, *widths) < 1:
            raise ValueError(
                f"classes = {classes}, hidden = {hidden}, widths = {tuple(widths)}; cần từ hai lớp, "
                "năm khối, mỗi khối có kernel"
            )
        if height < 32 or height % 32 or width < 4 or width % 4:
            raise ValueError(f"image = {image}; cần H chia hết cho 32 và W chia hết cho 4")
        kind = torch_dtype(dtype)
        layers: list[torch.nn.Module] = []
        channels = 1
        for filters, pool in zip(widths, POOLS, strict=True):
            weight = init.make("he", (filters, channels, 3, 3), rng)
            layers += [
                convolution(weight, kind, padding=1, bias=False),
                torch.nn.BatchNorm2d(filters, dtype=kind),
                torch.nn.ReLU(),
            ]
            layers += [] if pool is None else [torch.nn.MaxPool2d(pool)]
            channels = filters
        self.features = torch.nn.Sequential(*layers)
        self.gru = _drawn_gru(2 * channels, hidden, rng, kind)
        weight = init.make("he", (2 * hidden, classes), rng)
        self.head = linear(2 * hidden, classes, True, weight, kind)
        self.image, self.rows = (height, width), height // 32

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, 1, H, W) → logit (N, T, K), T = (H/32)·(W/4)."""
        if x.ndim != 4 or tuple(x.shape[1:]) != (1, *self.image):
            raise ValueError(f"x có shape {tuple(x.shape)}; cần (N, 1, {self.image[0]}, {self.image[1]})")
        apart = self.steps(x).reshape(len(x) * self.rows, self.image[1] // 4, -1)  # (N·rows, W/4, 2C)
        return self.head(self.gru(apart)[0]).reshape(len(x), -1, self.head.out_features)

    def steps(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, 1, H, W) → dãy đặc trưng (N, T, 2C): hết hàng trên rồi tới hàng dưới."""
        maps = self.features(x)  # (N, C, H/16, W/4)
        n, channels, rows, columns = maps.shape
        pairs = maps.reshape(n, channels, rows // 2, 2, columns).permute(0, 2, 4, 1, 3)
        return pairs.reshape(n, rows // 2 * columns, 2 * channels)


def _drawn_gru(inputs: int, hidden: int, rng: np.random.Generator, dtype: torch.dtype) -> torch.nn.GRU:
    """Uniform in ±1/√hidden, as torch draws, but from rng: torch's own generator is left alone."""
    layer = torch.nn.GRU(inputs, hidden, batch_first=True, bidirectional=True, device="meta", dtype=dtype)
    layer = layer.to_empty(device="cpu")
    edge = hidden**-0.5
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.from_numpy(rng.uniform(-edge, edge, tuple(parameter.shape))))
    return layer
