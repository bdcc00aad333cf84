"""Hình "U-Net tô ảnh bạn vẽ" của chương 15. Trang tự tính: book/live/unet.js; ở đây là cùng phép tính ấy.

from hocsau.interactive import explore
from hocsau.live import unet
explore(unet.draw, page="unet", data=unet.page_data(), alt="…", **unet.controls())
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from hocsau.data.drawn.cells import draw_cells
from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.nn import MaxPool2d, conv2d, conv_transpose2d
from hocsau.nn.storage import load_arrays
from hocsau.recorded import recorded_file
from hocsau.segmentation import components

SIDE, DEPTH = 64, 2
MEAN, SCALE = 110.0, 40.0  # as hocsau.torch.models.segmenter has them; that module needs torch
RADIUS, BRIGHT = 6, 35
SEEDS = {"ảnh 1": 3, "ảnh 2": 8, "ảnh 3": 21}
EMPTY = "nền trống"


def controls() -> dict[str, Slider | Choice]:
    """Ngưỡng, và chọn ảnh."""
    return {
        "level": slider(0.1, 0.9, 0.1, value=0.5, label="ngưỡng"),
        "sample": choice([*SEEDS, EMPTY], value="ảnh 1", label="ảnh"),
    }


@lru_cache
def pictures() -> dict[str, np.ndarray]:
    """Tên → ảnh uint8 (64, 64)."""
    made = {name: draw_cells(np.random.default_rng(seed))[0] for name, seed in SEEDS.items()}
    rng = np.random.default_rng(0)
    empty = 90 + 30 * np.linspace(0, 1, SIDE)[None, :] + rng.normal(0, 6, (SIDE, SIDE))
    return made | {EMPTY: np.clip(np.rint(empty), 0, 255).astype(np.uint8)}


@lru_cache
def network() -> dict[str, np.ndarray]:
    """Tên → trọng số float16 của mạng đi kèm sách."""
    arrays = load_arrays(recorded_file("cells-unet-network.npz"))
    arrays.pop("format")
    return arrays


def page_data() -> dict[str, Any]:
    """Ảnh, trọng số (base64, float16), và các hằng số, cho trang HTML."""
    arrays = network()
    packed = b"".join(np.ascontiguousarray(a, "<f2").tobytes() for a in arrays.values())
    return {
        "pictures": {name: base64.b64encode(a.tobytes()).decode("ascii") for name, a in pictures().items()},
        "weights": base64.b64encode(packed).decode("ascii"),
        "shapes": [[name, int(a.size)] for name, a in arrays.items()],
        "side": SIDE,
        "depth": DEPTH,
        "mean": MEAN,
        "scale": SCALE,
        "radius": RADIUS,
        "bright": BRIGHT,
    }


def logits(image: np.ndarray) -> np.ndarray:
    """Logit float64 (64, 64) của ảnh (64, 64), tính bằng các hàm numpy của sách."""
    net = {name: a.astype(np.float64) for name, a in network().items()}

    def twice(x: np.ndarray, name: str) -> np.ndarray:
        for k in (0, 2):
            x = np.maximum(conv2d(x, net[f"{name}.{k}.weight"], net[f"{name}.{k}.bias"], padding=1), 0)
        return x

    x, bridges = (image[None, None].astype(np.float64) - MEAN) / SCALE, []
    for level in range(DEPTH + 1):
        x = twice(MaxPool2d(2)(x) if level else x, f"down.{level}")
        bridges.append(x)
    bridges.pop()
    for k in range(DEPTH):
        x = conv_transpose2d(x, net[f"grow.{k}.weight"], net[f"grow.{k}.bias"], stride=2)
        x = twice(np.concatenate([bridges.pop(), x], axis=1), f"up.{k}")
    return conv2d(x, net["head.weight"], net["head.bias"])[0, 0]


def dabbed(image: np.ndarray, places: Sequence[tuple[float, float]]) -> np.ndarray:
    """Ảnh sau những nét cọ: sáng thêm 35 trong bán kính 6 quanh mỗi (hàng, cột); nét chồng không cộng."""
    rows, columns = np.mgrid[:SIDE, :SIDE]
    near = np.zeros(image.shape, bool)
    for row, column in places:
        near |= (rows - row) ** 2 + (columns - column) ** 2 < RADIUS**2
    return np.where(near, np.minimum(255.0, image.astype(float) + BRIGHT), image)


def answer(image: np.ndarray, level: float) -> tuple[np.ndarray, str]:
    """(mặt nạ, dòng chữ) của ảnh ở ngưỡng `level`."""
    mask = logits(image) > np.log(level / (1 - level))
    share = int(100 * mask.sum() / mask.size + 0.5)
    count = int(components(mask).max())
    return mask, f"Mạng tô {int(mask.sum())} điểm ({share} % ảnh), thành {count} mảng rời nhau."


def draw(level: float, sample: str) -> tuple[Any, str]:
    """Ảnh, chỗ mạng tô thì ngả cam; và một câu đếm."""
    from hocsau import plotting

    image = pictures()[sample].astype(float)
    mask, said = answer(image, level)
    tint = np.stack([0.45 * image + 117, 0.55 * image + 40, 0.5 * image], axis=-1)
    shown = np.where(mask[..., None], tint, image[..., None]) / 255
    figure, ax = plotting.axes(size=(3.2, 3.2))
    ax.imshow(shown, interpolation="nearest")
    ax.set(xticks=[], yticks=[])
    return figure, said
