"""Mảnh ảnh quanh một biển: cắt theo khung, nắn về một cỡ, đổi sang xám; và những mảnh do sách vẽ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hocsau.data.transforms.compose import check_rng
from hocsau.plates.number import CHARACTERS, draw_number
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


@dataclass(frozen=True)
class Practice:
    """Chữ tập đọc trên một tấm biển, không phải số biển: kí tự nào cũng có thể đứng ở bất cứ chỗ nào."""

    rows: tuple[str, str]

    @property
    def text(self) -> str:
        """Các kí tự, không dấu."""
        return "".join(self.rows).replace("-", "").replace(".", "")


def practice_number(rng: np.random.Generator) -> Practice:
    """Chữ tập đọc: hai hàng như biển thật, mỗi kí tự rút đều từ `CHARACTERS`.

    Biển thật chỉ có một chữ cái trong chín kí tự, và 21 chữ cái thay nhau đứng ở đó: học bằng biển đúng luật
    thì mạng đọc hết các chữ số mà vẫn chưa phân biệt được chữ cái.
    """
    c = "".join(CHARACTERS[i] for i in rng.integers(0, len(CHARACTERS), 9))
    return Practice((f"{c[:2]}-{c[2:4]}", f"{c[4:7]}.{c[7:]}" if rng.random() < 0.75 else c[4:8]))


def drawn_crops(
    rng: np.random.Generator,
    count: int,
    *,
    margin: float = MARGIN,
    height: int = HEIGHT,
    width: int = WIDTH,
    number: Callable[[np.random.Generator], Any] = draw_number,
) -> Iterator[tuple[np.ndarray, Any]]:
    """`count` mảnh do sách vẽ, mỗi mảnh với số biển của nó; như `plate_crop`, làm tròn về uint8.

    Tham số:
        rng: bộ sinh số, bắt buộc.
        count: số mảnh.
        margin, height, width: như ở `plate_crop`.
        number: hàm rng → số của một biển; `practice_number` thì là chữ tập đọc.
    """
    check_rng(rng)
    made = 0
    while made < count:
        scene = draw_scene(rng, *_SCENE, CLOSE, number)
        if len(scene.boxes):
            crop = plate_crop(scene.image, scene.boxes[0], margin=margin, height=height, width=width)
            yield np.rint(crop).astype(np.uint8), scene.numbers[0]
            made += 1
