"""VGG16 dựng từ danh sách cấu hình, nạp được trọng số đã công bố."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Self

import numpy as np
import torch

from hocsau.data.sources import RemoteFile
from hocsau.nn.dropout import check_probability
from hocsau.torch.layers.convolution import drawn_convolution
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import drawn_linear
from hocsau.torch.published import load_published

POOL = "M"
CONFIGURATION: tuple[int | str, ...] = (
    *(64, 64, POOL),
    *(128, 128, POOL),
    *(256, 256, 256, POOL),
    *(512, 512, 512, POOL),
    *(512, 512, 512, POOL),
)  # a number: that many 3×3 kernels with padding 1, then ReLU; M: max pooling 2×2
GRID = 7  # side of the feature maps that the classifier takes: 224 halved five times

# torchvision's weights, trained on ImageNet; its file names carry the first digits of the checksum
WEIGHTS = RemoteFile(
    "vgg16",
    "vgg16-397923af.pth",
    "397923af8e79cdbb6a7127f12361acd7a2f83e06b05044ddf496e83de57a5bf0",
    ("https://s3.amazonaws.com/pytorch/models/vgg16-397923af.pth",),
    553_433_881,
    fetch='python -c "from hocsau.torch import VGG16; VGG16().load_weights()"',
)


class VGG16(torch.nn.Module):
    """Ảnh (N, 3, 224, 224) → logit (N, 1000): mười ba tầng convolution 3×3 và ba tầng kết nối đầy đủ.

    138 357 544 tham số, tên như trong tệp đã công bố: `features.0.weight`, …, `classifier.6.bias`. Ảnh cỡ
    khác (từ 32×32) cũng qua được: `avgpool` đưa feature map cuối về 7×7; với ảnh 224×224 nó không đổi gì.

    Tham số:
        classes: số lớp.
        dropout: xác suất tắt sau hai tầng ẩn.
        configuration, hidden: đổi để có mạng cùng kiểu nhưng nhỏ hơn hay sâu hơn.
        rng: trọng số khởi tạo "he" từ rng. Không có rng thì model chỉ có shape (thiết bị meta của torch),
            chưa có số nào và không tốn bộ nhớ: đủ cho `layer_table`, và để `load_weights` điền số vào.

    Lỗi:
        ValueError: dropout ngoài [0, 1), cấu hình có phần tử lạ, hoặc x sai shape.

    Nguồn: Simonyan, Zisserman, 2015.
    """

    def __init__(
        self,
        classes: int = 1000,
        dropout: float = 0.5,
        *,
        configuration: Sequence[int | str] = CONFIGURATION,
        hidden: int = 4096,
        rng: np.random.Generator | None = None,
        dtype: type | torch.dtype = np.float32,
    ) -> None:
        check_probability(dropout)
        super().__init__()
        dtype = torch_dtype(dtype)
        layers, channels = [], 3
        for entry in configuration:
            if entry == POOL:
                layers.append(torch.nn.MaxPool2d(2))
                continue
            if not isinstance(entry, (int, np.integer)) or entry < 1:
                raise ValueError(f"cấu hình có {entry!r}; cần số kernel (số nguyên dương) hoặc {POOL!r}")
            layers += [drawn_convolution(channels, entry, 3, rng, dtype, padding=1), torch.nn.ReLU()]
            channels = entry
        self.features = torch.nn.Sequential(*layers)
        self.avgpool = torch.nn.AdaptiveAvgPool2d((GRID, GRID))
        self.flatten = torch.nn.Flatten()
        self.classifier = torch.nn.Sequential(
            drawn_linear(channels * GRID * GRID, hidden, rng, dtype),
            torch.nn.ReLU(),
            torch.nn.Dropout(dropout),
            drawn_linear(hidden, hidden, rng, dtype),
            torch.nn.ReLU(),
            torch.nn.Dropout(dropout),
            drawn_linear(hidden, classes, rng, dtype),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, 3, H, W) → logit (N, classes)."""
        if x.ndim != 4 or x.shape[1] != 3:
            raise ValueError(f"x có shape {tuple(x.shape)}; cần (N, 3, H, W), thường là (N, 3, 224, 224)")
        return self.classifier(self.flatten(self.avgpool(self.features(x))))

    def load_weights(self, path: str | os.PathLike | None = None) -> Self:
        """Nạp trọng số học trên ImageNet rồi trả lại chính model, ở chế độ eval.

        SHA-256 được kiểm trước khi đọc, và tệp chỉ được đọc như trọng số, không chạy mã bên trong.

        Tham số:
            path: tệp vgg16-397923af.pth đã có; không đưa thì tìm trong HOCSAU_DATA, trong cache, rồi tải về
                (553 MB).

        Lỗi:
            DataError: không có tệp, không tải được, SHA-256 sai, hoặc trọng số không hợp với model; khi ấy
                model giữ nguyên.
        """
        load_published(self, WEIGHTS, path)
        return self
