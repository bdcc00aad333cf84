"""Che một ô vuông của ảnh."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hocsau.data.transforms.compose import Transform
from hocsau.data.transforms.sample import Sample


class Cutout(Transform):
    """Che một ô vuông cạnh `side` ở chỗ ngẫu nhiên; ô có thể thò ra ngoài mép. Nguồn: DeVries, Taylor, 2017.

    Mặt nạ và khung giữ nguyên: vật vẫn ở đó, chỉ bị che.
    """

    def __init__(self, side: int, value: float = 0.0) -> None:
        if not isinstance(side, (int, np.integer)) or isinstance(side, bool) or side < 1:
            raise ValueError(f"side = {side!r}; cần một số nguyên từ 1")
        self.side, self.value = int(side), value

    def change(self, sample: Sample, rng: np.random.Generator) -> Sample:
        """Một ô mỗi ảnh; tâm ô rút đều trong ảnh."""
        n, _, height, width = sample.images.shape
        top = rng.integers(0, height, (n, 1)) - self.side // 2
        left = rng.integers(0, width, (n, 1)) - self.side // 2
        rows = (np.arange(height) >= top) & (np.arange(height) < top + self.side)  # (N, H)
        columns = (np.arange(width) >= left) & (np.arange(width) < left + self.side)  # (N, W)
        hidden = rows[:, np.newaxis, :, np.newaxis] & columns[:, np.newaxis, np.newaxis, :]
        images = np.where(hidden, np.asarray(self.value, sample.images.dtype), sample.images)
        return replace(sample, images=images)
