"""ResNet: mạng có đường tắt, bản nhỏ cho ảnh 32×32 và bản nạp được trọng số ImageNet."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Self

import numpy as np
import torch

from hocsau.data.sources import RemoteFile
from hocsau.torch.layers.convolution import drawn_convolution
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import drawn_linear
from hocsau.torch.models.staged import Staged
from hocsau.torch.published import load_published

LARGE = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3)}  # blocks of each of the four stages, for photos of 224×224
LARGE_WIDTHS, SMALL_WIDTHS = (64, 128, 256, 512), (16, 32, 64)

# torchvision's weights, trained on ImageNet; its file names carry the first digits of the checksum
WEIGHTS = RemoteFile(
    "resnet18",
    "resnet18-f37072fd.pth",
    "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec",
    ("https://s3.amazonaws.com/pytorch/models/resnet18-f37072fd.pth",),
    46_830_571,
    fetch='python -c "from hocsau.torch import ResNet; ResNet(18).load_weights()"',
)


class ResNet(Staged):
    """Ảnh (N, channels, H, W) → logit (N, classes), theo độ sâu (số tầng có trọng số trên đường chính).

    Sâu 8, 14, 20, … (6n + 2): bản cho ảnh nhỏ. Một convolution 3×3 16 kernel, rồi ba chặng 16, 32, 64
    kernel, mỗi chặng n khối; đường tắt không có trọng số (bỏ bớt điểm ảnh, thêm kênh 0). ResNet(20) có
    269 722 tham số.
    Sâu 18, 34: bản cho ảnh lớn. Một convolution 7×7 stride 2, max pooling, bốn chặng 64, 128, 256, 512
    kernel; đường tắt qua convolution 1×1 khi đổi cỡ. ResNet(18) với 1000 lớp có 11 689 512 tham số, tên như
    trong tệp của torchvision: `layer2.0.conv1.weight`, `layer2.0.downsample.0.weight`, …

    Tham số:
        depth: 18, 34, hoặc 6n + 2.
        classes: số lớp; không nêu thì 10 cho bản nhỏ, 1000 cho bản lớn.
        channels: số kênh của ảnh vào.
        residual: False thì bỏ mọi đường tắt, để so (mạng "plain" cùng độ sâu); chỉ với bản nhỏ.
        rng: trọng số khởi tạo "he" từ rng. Không có rng thì model chỉ có shape (thiết bị meta của torch),
            chưa có số nào: đủ cho `layer_table`, và để `load_weights` điền số vào.

    Lỗi:
        ValueError: độ sâu lạ, ít hơn hai lớp, hoặc x sai shape.

    Nguồn: He et al., 2015.
    """

    def __init__(
        self,
        depth: int = 20,
        classes: int | None = None,
        *,
        channels: int = 3,
        residual: bool = True,
        rng: np.random.Generator | None = None,
        dtype: type | torch.dtype = np.float32,
    ) -> None:
        super().__init__()
        large = depth in LARGE
        if not large and (not isinstance(depth, (int, np.integer)) or depth < 8 or depth % 6 != 2):
            raise ValueError(f"depth = {depth!r}; cần 18, 34 (ảnh lớn) hoặc 6n + 2: 8, 14, 20, … (ảnh nhỏ)")
        if large and not residual:
            raise ValueError(f"bản không đường tắt chỉ có ở cỡ nhỏ (8, 14, 20, …); depth = {depth}")
        classes = (1000 if large else 10) if classes is None else classes
        if classes < 2 or channels < 1:
            raise ValueError(f"classes = {classes}, channels = {channels}; cần từ hai lớp, từ một kênh")
        dtype = torch_dtype(dtype)
        self.depth, self.channels = int(depth), int(channels)
        widths = LARGE_WIDTHS if large else SMALL_WIDTHS
        counts = LARGE[depth] if large else (int(depth - 2) // 6,) * 3
        kernel, stride = (7, 2) if large else (3, 1)
        self.conv1 = drawn_convolution(
            channels, widths[0], kernel, rng, dtype, stride=stride, padding=kernel // 2, bias=False
        )
        self.bn1 = _batch_norm(widths[0], rng, dtype)
        self.relu = torch.nn.ReLU()
        self.maxpool = torch.nn.MaxPool2d(3, 2, 1) if large else torch.nn.Identity()
        width = widths[0]
        for stage, (filters, count) in enumerate(zip(widths, counts, strict=True), start=1):
            blocks = []
            for i in range(count):
                step = 2 if i == 0 and stage > 1 else 1
                blocks.append(BasicBlock(width, filters, step, large, residual, rng, dtype))
                width = filters
            setattr(self, f"layer{stage}", torch.nn.Sequential(*blocks))
        self._layers = tuple(f"layer{stage}" for stage in range(1, len(widths) + 1))
        self.fc = drawn_linear(width, classes, rng, dtype)

    def steps(self) -> Iterator[tuple[str, Callable[[torch.Tensor], torch.Tensor]]]:
        """Lần lượt "stem", "layer1.0", …, và phép tính của từng khối."""
        yield "stem", lambda x: self.maxpool(self.relu(self.bn1(self.conv1(x))))
        for layer in self._layers:
            yield from ((f"{layer}.{i}", block) for i, block in enumerate(getattr(self, layer)))

    def stages(self) -> Mapping[str, tuple[torch.nn.Module, ...]]:
        """ "stem", "layer1.0", …, "fc": các tầng của từng khối."""
        blocks = {f"{name}.{i}": (b,) for name in self._layers for i, b in enumerate(getattr(self, name))}
        return {"stem": (self.conv1, self.bn1)} | blocks | {"fc": (self.fc,)}

    def classify(self, features: torch.Tensor) -> torch.Tensor:
        """Đặc trưng (N, D) → logit (N, classes)."""
        return self.fc(features)

    def load_weights(self, path: str | os.PathLike | None = None) -> Self:
        """Nạp trọng số học trên ImageNet (chỉ ResNet(18) với 1000 lớp), trả lại chính model ở chế độ eval.

        Tham số:
            path: tệp resnet18-f37072fd.pth đã có; không đưa thì tìm trong HOCSAU_DATA, trong cache, rồi
                tải về (47 MB).

        Lỗi:
            DataError: không có tệp, không tải được, SHA-256 sai, hoặc trọng số không hợp với model; khi ấy
                model giữ nguyên.
        """
        load_published(self, WEIGHTS, path)
        return self


class BasicBlock(torch.nn.Module):
    """y = ReLU(shortcut(x) + bn2(conv2(ReLU(bn1(conv1(x)))))), hai convolution 3×3.

    `residual=False` thì bỏ phần shortcut(x).
    """

    def __init__(
        self,
        channels: int,
        filters: int,
        stride: int,
        projection: bool,
        residual: bool,
        rng: np.random.Generator | None,
        dtype: torch.dtype,
    ) -> None:
        super().__init__()
        self.residual = residual
        self.conv1 = drawn_convolution(channels, filters, 3, rng, dtype, stride=stride, padding=1, bias=False)
        self.bn1 = _batch_norm(filters, rng, dtype)
        self.relu = torch.nn.ReLU()
        self.conv2 = drawn_convolution(filters, filters, 3, rng, dtype, padding=1, bias=False)
        self.bn2 = _batch_norm(filters, rng, dtype)
        self.downsample: torch.nn.Module | None = None
        if residual and (stride > 1 or channels != filters):
            self.downsample = (
                torch.nn.Sequential(
                    drawn_convolution(channels, filters, 1, rng, dtype, stride=stride, bias=False),
                    _batch_norm(filters, rng, dtype),
                )
                if projection
                else PaddedShortcut(filters - channels, stride)
            )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, C, H, W) → (N, filters, H / stride, W / stride), lẻ thì làm tròn lên."""
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        if self.residual:
            y = y + (x if self.downsample is None else self.downsample(x))
        return self.relu(y)


class PaddedShortcut(torch.nn.Module):
    """Đường tắt không trọng số: giữ một điểm trong mỗi stride×stride điểm, thêm `extra` kênh 0 ở cuối."""

    def __init__(self, extra: int, stride: int) -> None:
        super().__init__()
        self.extra, self.stride = extra, stride

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, C, H, W) → (N, C + extra, H / stride, W / stride), lẻ thì làm tròn lên."""
        kept = x[:, :, :: self.stride, :: self.stride]
        return torch.nn.functional.pad(kept, (0, 0, 0, 0, 0, self.extra))


def _batch_norm(channels: int, rng: np.random.Generator | None, dtype: torch.dtype) -> torch.nn.BatchNorm2d:
    return torch.nn.BatchNorm2d(channels, dtype=dtype, device="meta" if rng is None else None)
