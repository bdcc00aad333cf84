"""Các mạng đã học đi kèm sách: một bảng, một cách cất, một cách nạp.

from hocsau.torch.shipped import load_shipped
network = load_shipped("clothes-cnn")  # đã ở chế độ eval
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from hocsau.errors import DataError, nearest
from hocsau.nn.storage import load_arrays
from hocsau.recorded import recorded_file
from hocsau.torch.arrays import put_arrays, state_arrays
from hocsau.torch.models.crnn import CRNN
from hocsau.torch.models.faster_rcnn import toy_detector
from hocsau.torch.models.pilotnet import PilotNet
from hocsau.torch.models.segmenter import Segmenter
from hocsau.torch.models.small_vgg import SmallVGG


@dataclass(frozen=True)
class Shipped:
    """Một mạng đi kèm: lớp của nó, lượt chạy đã ghi nó, và tên định dạng nằm trong tệp."""

    make: Callable[..., torch.nn.Module]
    experiment: str
    suffix: str
    format: str

    @property
    def file(self) -> str:
        """Tên tệp trong book/results."""
        return f"{self.experiment}-{self.suffix}.npz"


SHIPPED: dict[str, Shipped] = {
    "pilotnet": Shipped(PilotNet, "driving", "pilot", "hocsau-pilotnet-1"),
    "cells-unet": Shipped(Segmenter, "cells-unet", "network", "hocsau-cells-unet-1"),
    "plate-reader": Shipped(CRNN, "plates-read", "reader", "hocsau-plate-reader-1"),
    "clothes-cnn": Shipped(SmallVGG, "clothes-cnn", "network", "hocsau-clothes-cnn-1"),
    "toy-detector": Shipped(toy_detector, "shapes-frcnn", "detector", "hocsau-toy-detector-1"),
}


def load_shipped(name: str, path: str | os.PathLike | None = None) -> torch.nn.Module:
    """Mạng tên `name` với trọng số đã học, ở chế độ eval; không nêu tệp thì là trọng số đi kèm sách.

    Lỗi:
        DataError: không có tên ấy; tệp không có, hỏng, là của mạng khác, thiếu hay thừa tầng, sai shape,
            có NaN hay vô hạn.
    """
    entry = find_shipped(name)
    path = recorded_file(entry.file) if path is None else Path(path)
    if path.suffix in (".h5", ".keras", ".pth", ".pt"):
        raise DataError(f"{path.name}: chỗ này nhận tệp .npz do hocsau ghi, không nhận tệp {path.suffix}")
    arrays = load_arrays(path)
    if str(arrays.pop("format", "")) != entry.format:
        raise DataError(f"{path.name} không phải tệp {name} do hocsau train {entry.experiment} --full ghi")
    network = entry.make(rng=np.random.default_rng(0))  # every drawn weight is replaced at once
    put_arrays(network, arrays, path.name)
    return network.eval()


def shipped_arrays(name: str, network: torch.nn.Module, dtype: type = np.float16) -> dict[str, np.ndarray]:
    """Các mảng của mạng tên `name`, để cất vào tệp mà `load_shipped` đọc; float16 thì tệp nhỏ một nửa."""
    return state_arrays(network, find_shipped(name).format, dtype)


def find_shipped(name: str) -> Shipped:
    """Dòng của bảng `SHIPPED`; DataError, kèm tên gần nhất, khi không có."""
    if name not in SHIPPED:
        guess = nearest(str(name), SHIPPED)
        hint = f"ý bạn là {guess!r}?" if guess else f"các tên: {', '.join(SHIPPED)}"
        raise DataError(f"sách không có mạng đi kèm nào tên {name!r}; {hint}")
    return SHIPPED[name]
