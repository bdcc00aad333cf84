"""VGG16 dựng từ danh sách cấu hình, nạp được trọng số đã công bố."""

from __future__ import annotations

import os
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import torch

from hocsau.data import cache
from hocsau.data.sources import RemoteFile
from hocsau.errors import DataError
from hocsau.nn import init
from hocsau.nn.dropout import check_probability
from hocsau.torch.layers.convolution import convolution
from hocsau.torch.layers.dtypes import torch_dtype
from hocsau.torch.layers.linear import linear

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
            layers += [_convolution(channels, entry, rng, dtype), torch.nn.ReLU()]
            channels = entry
        self.features = torch.nn.Sequential(*layers)
        self.avgpool = torch.nn.AdaptiveAvgPool2d((GRID, GRID))
        self.flatten = torch.nn.Flatten()
        self.classifier = torch.nn.Sequential(
            _linear(channels * GRID * GRID, hidden, rng, dtype),
            torch.nn.ReLU(),
            torch.nn.Dropout(dropout),
            _linear(hidden, hidden, rng, dtype),
            torch.nn.ReLU(),
            torch.nn.Dropout(dropout),
            _linear(hidden, classes, rng, dtype),
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
        path = cache.fetch_part((WEIGHTS,))[1] if path is None else _checked(Path(path))
        state = _read(path)
        wanted = {name: tuple(p.shape) for name, p in self.state_dict().items()}
        given = {name: tuple(t.shape) for name, t in state.items()}
        if wanted != given:
            names = [n for n in (*wanted, *given) if wanted.get(n) != given.get(n)]
            said = f"{names[0]}: tệp có {given.get(names[0])}, model cần {wanted.get(names[0])}"
            raise DataError(f"{path}: trọng số không hợp với model này ({said})")
        if any(p.is_meta for p in self.parameters()):
            self.to_empty(device="cpu")
        self.load_state_dict(state)
        return self.eval()


def _convolution(
    channels: int, filters: int, rng: np.random.Generator | None, dtype: torch.dtype
) -> torch.nn.Conv2d:
    if rng is None:
        return torch.nn.Conv2d(channels, filters, 3, padding=1, dtype=dtype, device="meta")
    return convolution(init.make("he", (filters, channels, 3, 3), rng), dtype, padding=1)


def _linear(n_in: int, n_out: int, rng: np.random.Generator | None, dtype: torch.dtype) -> torch.nn.Linear:
    if rng is None:
        return torch.nn.Linear(n_in, n_out, dtype=dtype, device="meta")
    return linear(n_in, n_out, True, init.make("he", (n_in, n_out), rng), dtype)


def _checked(path: Path) -> Path:
    try:
        actual = cache.sha256_of(path)
    except OSError as error:
        raise DataError(f"không đọc được tệp trọng số {path}: {error.strerror or error}") from None
    if actual != WEIGHTS.sha256:
        raise DataError(
            f"{path} có SHA-256 {actual[:12]}…, không phải {WEIGHTS.sha256[:12]}… của {WEIGHTS.name}: "
            "tệp hỏng, tải dở, hoặc là tệp khác; gọi load_weights() không tham số để tải lại"
        )
    return path


def _read(path: Path) -> dict[str, torch.Tensor]:
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, pickle.UnpicklingError, EOFError) as error:
        raise DataError(f"{path}: không đọc được như tệp trọng số ({type(error).__name__})") from None
    if not isinstance(state, dict) or not all(isinstance(t, torch.Tensor) for t in state.values()):
        raise DataError(f"{path}: không phải bảng tên → tensor")
    return state
