"""Từ ảnh camera tới lệnh lái: mạng đã học, cất trong một tệp .npz."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from hocsau.driving.prepare import preprocess, to_input
from hocsau.errors import DataError
from hocsau.nn.storage import load_arrays, save_arrays
from hocsau.training.results import recorded_file

FORMAT = "hocsau-pilotnet-1"


class Pilot:
    """Người lái là một mạng: gọi với ảnh uint8 (160, 320, 3), trả về lệnh lái trong [−1, 1].

    Mạng nhận ảnh đã qua `preprocess` và `to_input`, đúng như lúc học.
    """

    def __init__(self, network: object) -> None:
        import torch

        self.network = network
        self._torch, self._dtype = torch, next(network.parameters()).dtype
        network.eval()

    def __call__(self, image: np.ndarray) -> float:
        """Lệnh lái cho một ảnh."""
        return float(self.steer(image[None])[0])

    def steer(self, images: np.ndarray) -> np.ndarray:
        """Lệnh lái (N,) cho nhiều ảnh uint8 (N, 160, 320, 3)."""
        x = self._torch.from_numpy(to_input(preprocess(images))).to(self._dtype)
        with self._torch.no_grad():
            return np.clip(self.network(x).numpy(), -1, 1)


def pilot_arrays(network: object, dtype: type = np.float32) -> dict[str, np.ndarray]:
    """Các mảng của một `hocsau.torch.PilotNet`, để cất; dtype=np.float16 thì nhỏ một nửa."""
    from hocsau.torch.arrays import state_arrays  # not above: importing hocsau.driving loads no torch

    return state_arrays(network, FORMAT, dtype)


def save_pilot(path: str | os.PathLike, network: object, dtype: type = np.float32) -> None:
    """Cất trọng số của một `hocsau.torch.PilotNet` vào tệp .npz."""
    save_arrays(path, pilot_arrays(network, dtype))


def load_pilot(path: str | os.PathLike | None = None) -> Pilot:
    """Người lái từ tệp mà `save_pilot` đã ghi; không nêu tệp thì là mạng đi kèm sách, đã học 3 vòng «ho».

    Lỗi: DataError khi tệp không có, hỏng, là của mạng khác, thiếu hay thừa tầng, sai shape, có NaN.
    """
    path = recorded_file("driving-pilot.npz") if path is None else Path(path)
    if path.suffix in (".h5", ".keras", ".pth", ".pt"):
        raise DataError(f"{path.name}: lệnh này nhận tệp .npz do hocsau ghi, không nhận tệp {path.suffix}")
    arrays = load_arrays(path)
    if str(arrays.pop("format", "")) != FORMAT:
        raise DataError(f"{path.name} không phải tệp PilotNet do hocsau ghi (hocsau train driving --full)")

    from hocsau.torch import PilotNet  # after the file: torch takes seconds to load, a wrong name should not
    from hocsau.torch.arrays import put_arrays

    network = PilotNet(rng=np.random.default_rng(0))
    put_arrays(network, arrays, path.name)
    return Pilot(network)
