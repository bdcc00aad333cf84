"""Từ ảnh camera tới lệnh lái: mạng đã học, cất trong một tệp .npz."""

from __future__ import annotations

import os

import numpy as np

from hocsau.driving.prepare import preprocess, to_input
from hocsau.nn.storage import save_arrays


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


def save_pilot(path: str | os.PathLike, network: object, dtype: type = np.float32) -> None:
    """Cất trọng số của một `hocsau.torch.PilotNet` vào tệp .npz; dtype=np.float16 thì tệp nhỏ một nửa."""
    from hocsau.torch.shipped import shipped_arrays  # not above: importing hocsau.driving loads no torch

    save_arrays(path, shipped_arrays("pilotnet", network, dtype))


def load_pilot(path: str | os.PathLike | None = None) -> Pilot:
    """Người lái từ tệp mà `save_pilot` đã ghi; không nêu tệp thì là mạng đi kèm sách, đã học 3 vòng «ho».

    Lỗi:
        DataError: như `hocsau.torch.shipped.load_shipped`.
    """
    from hocsau.torch.shipped import load_shipped

    return Pilot(load_shipped("pilotnet", path))
