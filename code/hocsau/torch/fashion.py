"""Mạng nhận ra quần áo của chương 8, đã học sẵn trên Fashion-MNIST."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import torch

from hocsau.errors import DataError
from hocsau.nn.storage import load_arrays
from hocsau.torch.arrays import put_arrays, state_arrays
from hocsau.torch.small_vgg import SmallVGG
from hocsau.training.results import recorded_file

FORMAT = "hocsau-fashion-cnn-1"


def fashion_arrays(network: SmallVGG) -> dict[str, np.ndarray]:
    """Các mảng float16 của mạng, để cất."""
    return state_arrays(network, FORMAT, np.float16)


def load_fashion_network(path: str | os.PathLike | None = None) -> SmallVGG:
    """SmallVGG đã học, ở chế độ eval; không nêu tệp thì là mạng đi kèm sách.

    Mạng ấy do `hocsau train fashion-cnn --full` ghi. Đầu vào: ảnh (N, 1, 28, 28), độ sáng đã chia 255.
    Lỗi: DataError khi tệp không có, hỏng, là của mạng khác, thiếu hay thừa tầng, sai shape, có NaN.
    """
    path = recorded_file("fashion-cnn-network.npz") if path is None else Path(path)
    arrays = load_arrays(path)
    if str(arrays.pop("format", "")) != FORMAT:
        raise DataError(f"{path.name} không phải tệp do hocsau train fashion-cnn --full ghi")
    network = SmallVGG(rng=np.random.default_rng(0))  # every drawn weight is replaced at once
    put_arrays(network, arrays, path.name)
    return network.eval()


def to_input(images: np.ndarray) -> torch.Tensor:
    """Ảnh uint8 (N, H, W) hay một ảnh (H, W) → tensor float32 (N, 1, H, W) trong [0, 1].

    Lỗi: ValueError khi sai shape hoặc không phải uint8.
    """
    images = np.asarray(images)
    if images.ndim not in (2, 3) or images.dtype != np.uint8:
        raise ValueError(
            f"images có shape {images.shape}, dtype {images.dtype}; cần ảnh xám uint8 (N, H, W) hoặc (H, W)"
        )
    return torch.from_numpy(images.reshape(-1, 1, *images.shape[-2:]).astype(np.float32) / np.float32(255))
