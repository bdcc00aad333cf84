"""Đổi sáng, đổi tương phản, thêm nhiễu: điểm ảnh đứng yên, chỉ số của nó đổi."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from hocsau.data.transforms.compose import Transform
from hocsau.data.transforms.geometric import check_number
from hocsau.data.transforms.sample import Sample
from hocsau.data.transforms.warp import as_dtype


class Brightness(Transform):
    """Nhân cả ảnh với một số rút đều trong [low, high]; ảnh uint8 thì chặn ở 0 và 255.

    Ảnh số thực không bị chặn: đầu vào của mạng thường đã chuẩn hoá, không nằm trong [0, 1].
    """

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = _range(low, high)

    def change(self, sample: Sample, rng: np.random.Generator) -> Sample:
        """y = k·x."""
        return _recoloured(sample, lambda x: x * _per_image(rng.uniform(self.low, self.high, len(x)), x))


class Contrast(Transform):
    """Kéo mọi điểm ảnh ra xa (k > 1) hay lại gần (k < 1) màu trung bình của ảnh, k rút trong [low, high]."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = _range(low, high)

    def change(self, sample: Sample, rng: np.random.Generator) -> Sample:
        """y = m + k·(x − m), m là trung bình của ảnh."""

        def stretched(x: np.ndarray) -> np.ndarray:
            mean = x.mean(axis=(1, 2, 3), keepdims=True)
            return mean + (x - mean) * _per_image(rng.uniform(self.low, self.high, len(x)), x)

        return _recoloured(sample, stretched)


class Noise(Transform):
    """Cộng vào mỗi điểm ảnh một số ngẫu nhiên chuẩn, độ lệch chuẩn `sigma` (cùng thang với ảnh)."""

    def __init__(self, sigma: float) -> None:
        self.sigma = check_number(sigma, "sigma")
        if sigma < 0:
            raise ValueError(f"sigma = {sigma}; cần một số không âm")

    def change(self, sample: Sample, rng: np.random.Generator) -> Sample:
        """y = x + σ·ε."""
        return _recoloured(sample, lambda x: x + (self.sigma * rng.normal(size=x.shape)).astype(x.dtype))


def _range(low: float, high: float) -> tuple[float, float]:
    if not 0 <= check_number(low, "low") <= check_number(high, "high"):
        raise ValueError(f"low = {low}, high = {high}; cần 0 ≤ low ≤ high")
    return float(low), float(high)


def _per_image(k: np.ndarray, x: np.ndarray) -> np.ndarray:
    return k.astype(x.dtype).reshape(-1, 1, 1, 1)


def _recoloured(sample: Sample, change: Callable[[np.ndarray], np.ndarray]) -> Sample:
    x = sample.images
    if x.dtype.kind == "f" and x.dtype != np.float16:
        return replace(sample, images=change(x))
    return replace(sample, images=as_dtype(change(x.astype(np.float32)), x.dtype))
