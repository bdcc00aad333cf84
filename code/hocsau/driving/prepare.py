"""Từ ảnh camera tới đầu vào của mạng: cắt, đổi cỡ, đổi không gian màu, chia."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from hocsau.driving.camera import HEIGHT, WIDTH

TOP, BOTTOM = 60, 25  # rows of sky and of bonnet that are cut away
SIZE = (66, 200)  # height and width that PilotNet takes
COLOURS = ("yuv", "rgb")

# BT.601, all of 0–255 used, as OpenCV's COLOR_RGB2YUV: Y, then 0.492·(B − Y) + 128 and 0.877·(R − Y) + 128.
_Y = np.array([0.299, 0.587, 0.114])
_TO_YUV = np.stack([_Y, 0.492 * (np.array([0, 0, 1]) - _Y), 0.877 * (np.array([1, 0, 0]) - _Y)]).T.astype(
    np.float32
)


def preprocess(images: np.ndarray, size: tuple[int, int] = SIZE, colour: str = "yuv") -> np.ndarray:
    """Ảnh camera uint8 (…, 160, 320, 3) thành ảnh của mạng uint8 (…, cao, rộng, 3).

    Bỏ 60 hàng trời ở trên và 25 hàng mũi xe ở dưới, đổi về `size` bằng nội suy tuyến tính, rồi từ RGB sang
    YUV (colour="rgb" thì giữ nguyên).

    Lỗi:
        ValueError: ảnh sai shape hoặc dtype.
    """
    images = np.asarray(images)
    if images.shape[-3:] != (HEIGHT, WIDTH, 3) or images.dtype != np.uint8:
        raise ValueError(
            f"ảnh có shape {images.shape}, dtype {images.dtype}; cần uint8 (…, {HEIGHT}, {WIDTH}, 3)"
        )
    if colour not in COLOURS:
        raise ValueError(f"colour = {colour!r}; cần 'yuv' hoặc 'rgb'")
    road = images[..., TOP : HEIGHT - BOTTOM, :, :]
    small = _shrink(_shrink(road, size[0], axis=-3), size[1], axis=-2)
    if colour == "yuv":
        small = small @ _TO_YUV + np.array([0, 128, 128], dtype=np.float32)
    return np.clip(np.rint(small), 0, 255).astype(np.uint8)


def to_input(images: np.ndarray) -> np.ndarray:
    """Ảnh uint8 (…, H, W, 3) thành float32 (…, 3, H, W) trong [−1, 1]: x / 127.5 − 1."""
    x = np.moveaxis(np.asarray(images), -1, -3).astype(np.float32)
    x /= 127.5
    x -= 1
    return np.ascontiguousarray(x)


def _shrink(a: np.ndarray, length: int, axis: int) -> np.ndarray:
    """Linear interpolation along one axis; the middle of new pixel i is at (i + ½)·old/new − ½."""
    low, high, part = _places(a.shape[axis], length)
    part = part.reshape(-1, *[1] * (-axis - 1))
    below = a.take(low, axis=axis).astype(np.float32)
    return below + part * (a.take(high, axis=axis) - below)


@lru_cache(maxsize=16)
def _places(old: int, new: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    where = np.clip((np.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
    low = np.floor(where).astype(int)
    return low, np.minimum(low + 1, old - 1), (where - low).astype(np.float32)
