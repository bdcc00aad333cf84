"""Mảnh ảnh quanh một biển: cắt theo khung, nắn về một cỡ, đổi sang xám; và những mảnh do sách vẽ."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from hocsau.data.transforms.compose import check_rng
from hocsau.plates.number import PlateNumber
from hocsau.plates.place import straighten
from hocsau.plates.scene import Look, draw_scene
from hocsau.vision.images import checked_image, to_grey

HEIGHT, WIDTH = 64, 96  # of what the reader sees
MARGIN = 0.04  # a detector's box may miss the rim of the plate
# Small scenes that a plate nearly fills: the plates of chapter 14's photos are 57 to 92 points wide.
CLOSE = Look(size=(0.45, 0.85), plates=1)
_SCENE = (80, 112)


def plate_crop(
    image: np.ndarray, box: ArrayLike, *, margin: float = MARGIN, height: int = HEIGHT, width: int = WIDTH
) -> np.ndarray:
    """Phần ảnh trong khung, nới ra mỗi bên `margin` cạnh của khung, thành ảnh xám cỡ (height, width).

    Tham số:
        image: uint8 (H, W, 3) hay (H, W).
        box: x1, y1, x2, y2; chỗ ngoài ảnh lấy màu của mép.
        margin: âm thì thu vào.

    Trả về:
        float32 (height, width), 0–255.

    Lỗi:
        ValueError: ảnh sai shape, khung không có bốn số hữu hạn hay có cạnh không dương.
    """
    checked_image(image)
    sides = np.asarray(box, np.float64)
    if sides.shape != (4,) or not np.isfinite(sides).all() or (sides[2:] <= sides[:2]).any():
        raise ValueError(f"box = {sides.tolist()}; cần bốn số x1 < x2, y1 < y2")
    away = margin * np.tile(sides[2:] - sides[:2], 2) * [-1, -1, 1, 1]
    x1, y1, x2, y2 = sides + away
    corners = np.array([(x1, y1), (x2, y1), (x2, y2), (x1, y2)])
    # A far plate is two points to one of the crop: first a mean, or every second point would be lost.
    flat = straighten(image, corners, *_finer(corners, height, width))
    rows, columns = flat.shape[0] // height, flat.shape[1] // width
    flat = flat.reshape(height, rows, width, columns, *flat.shape[2:]).mean(axis=(1, 3))
    return (to_grey(flat) if flat.ndim == 3 else flat).astype(np.float32)


def _finer(corners: np.ndarray, height: int, width: int) -> tuple[int, int]:
    """The crop's size times whole numbers, so that a step is at most one point of the photo."""
    tall, wide = corners[2, 1] - corners[0, 1], corners[2, 0] - corners[0, 0]
    return height * int(np.clip(np.ceil(tall / height), 1, 16)), width * int(
        np.clip(np.ceil(wide / width), 1, 16)
    )


def standardised(crops: np.ndarray) -> np.ndarray:
    """Mỗi mảnh (…, H, W) trừ trung bình, chia độ lệch chuẩn của chính nó: sáng tối như nhau. float32."""
    x = np.asarray(crops, np.float32)
    middle = x.mean(axis=(-2, -1), keepdims=True)
    return (x - middle) / (
        x.std(axis=(-2, -1), keepdims=True) + 4
    )  # 4 grey levels: a blank crop stays near 0


def drawn_crops(
    rng: np.random.Generator, count: int, *, margin: float = MARGIN, height: int = HEIGHT, width: int = WIDTH
) -> Iterator[tuple[np.ndarray, PlateNumber]]:
    """`count` mảnh do sách vẽ, mỗi mảnh với số biển của nó; như `plate_crop`, làm tròn về uint8.

    Tham số:
        rng: bộ sinh số, bắt buộc.
        count: số mảnh.
        margin, height, width: như ở `plate_crop`.
    """
    check_rng(rng)
    made = 0
    while made < count:
        scene = draw_scene(rng, *_SCENE, CLOSE)
        if len(scene.boxes):
            crop = plate_crop(scene.image, scene.boxes[0], margin=margin, height=height, width=width)
            yield np.rint(crop).astype(np.uint8), scene.numbers[0]
            made += 1
