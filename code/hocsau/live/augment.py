"""Hình "xoay, phóng, dời, điền mép một bức ảnh" ở chương 11.

Trang HTML tự tính khi bạn kéo (book/live/augment.js); ở đây là bản Python của cùng phép tính, cùng thứ tự,
nên hai bên cho cùng một ảnh.

    from hocsau.interactive import explore
    from hocsau.live import augment
    explore(augment.draw, page="augment", data=augment.page_data(), alt="…", **augment.controls())
"""

from __future__ import annotations

import base64
import math
from typing import Any

import numpy as np

from hocsau.data.transforms import FILLS, warp
from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.resources import embedded_path
from hocsau.vision.images import as_uint8, read_image

SMALLER = 5  # the book's harbour, 600×800, is shown so many times smaller
FLIPS = {"không": (1.0, 1.0), "trái phải": (-1.0, 1.0), "trên dưới": (1.0, -1.0)}
FILL_NAMES = dict(zip(("một màu", "kéo dài mép", "soi gương", "nối mép kia"), FILLS, strict=True))
CROP_AT = (-0.25, 0.2)  # the middle of the piece that is cut out, from the photo's middle: the boat


def controls() -> dict[str, Slider | Choice]:
    """Chín điều khiển của hình."""
    return {
        # First: at 30 degrees corners lie outside, so that every way of filling is seen.
        "fill": choice(list(FILL_NAMES), value="một màu", label="ngoài mép"),
        "flip": choice(list(FLIPS), value="không", label="lật"),
        "angle": slider(-180, 180, 15, value=30, label="xoay (độ)"),
        "zoom": slider(0.5, 2, 0.1, value=1, label="phóng (lần)"),
        "keep": slider(0.3, 1, 0.1, value=1, label="cắt: giữ lại"),
        "shear": slider(-40, 40, 5, value=0, label="xô (độ)"),
        "dx": slider(-0.5, 0.5, 0.05, value=0, label="dời ngang"),
        "dy": slider(-0.5, 0.5, 0.05, value=0, label="dời dọc"),
        "light": slider(0.3, 1.7, 0.1, value=1, label="sáng (lần)"),
    }


def photo() -> np.ndarray:
    """Bến cảng màu, thu nhỏ năm lần: uint8 (120, 160, 3)."""
    large = read_image(embedded_path("harbour.png")).astype(np.float64)
    height, width = large.shape[0] // SMALLER, large.shape[1] // SMALLER
    return as_uint8(large.reshape(height, SMALLER, width, SMALLER, 3).mean(axis=(1, 3)))


def page_data() -> dict[str, Any]:
    """Ảnh (base64, ba byte một điểm) và các tên, cho trang HTML."""
    picture = photo()
    return {
        "photo": base64.b64encode(picture.tobytes()).decode("ascii"),
        "shape": list(picture.shape[:2]),
        "flips": FLIPS,
        "fills": FILL_NAMES,
        "crop": list(CROP_AT),
    }


def back(
    angle: float, zoom: float, keep: float, shear: float, dx: float, dy: float, flip: str
) -> tuple[float, ...]:
    """Sáu số a, b, c, d, e, f: điểm (x, y) của ảnh mới lấy màu ở (ax + by + c, dx + ey + f) của ảnh cũ.

    Toạ độ tính từ tâm ảnh. Ảnh cũ được lật, xoay, phóng, xô, cắt rồi dời; sáu số là phép ngược lại, làm tròn
    12 chữ số như `hocsau.data.transforms.warp`.
    """
    height, width = photo_shape()
    fx, fy = FLIPS[flip]
    turn, lean = angle * math.pi / 180, math.tan(shear * math.pi / 180)
    cos, sin = math.cos(turn), math.sin(turn)
    grow = zoom / keep
    # flipped and turned, then stretched, then sheared: x + y·lean
    a, b, d, e = grow * cos * fx, grow * sin * fy, -grow * sin * fx, grow * cos * fy
    a, b = a + lean * d, b + lean * e
    # the middle of the piece comes to the middle; nothing is cut when keep = 1
    cx, cy = CROP_AT[0] * width * (1 - keep) / 0.7, CROP_AT[1] * height * (1 - keep) / 0.7
    c, f = dx * width - (a * cx + b * cy), dy * height - (d * cx + e * cy)
    det = a * e - b * d
    ia, ib, id_, ie = e / det, -b / det, -d / det, a / det
    numbers = (ia, ib, -(ia * c + ib * f), id_, ie, -(id_ * c + ie * f))
    return tuple(round12(value) for value in numbers)


def photo_shape() -> tuple[int, int]:
    """(cao, rộng) của ảnh."""
    return 600 // SMALLER, 800 // SMALLER


def round12(value: float) -> float:
    """value làm tròn 12 chữ số sau dấu chấm, như JavaScript viết được bằng cùng phép tính."""
    return math.floor(value * 1e12 + 0.5) / 1e12


def result(light: float, fill: str, picture: np.ndarray | None = None, **moves: Any) -> np.ndarray:
    """Ảnh mới, uint8 (H, W, 3); `moves` là các tham số của `back`."""
    picture = photo() if picture is None else picture
    forth = np.linalg.inv(np.array([*back(**moves), 0, 0, 1]).reshape(3, 3))
    x = picture.astype(np.float64).transpose(2, 0, 1)[np.newaxis]
    y = warp(x, forth[np.newaxis], fill=FILL_NAMES[fill])
    return as_uint8(light * y[0].transpose(1, 2, 0))


def outside(**moves: Any) -> int:
    """Bao nhiêu phần trăm điểm của ảnh mới rơi ra ngoài ảnh cũ, làm tròn."""
    height, width = photo_shape()
    a, b, c, d, e, f = back(**moves)
    x = np.arange(width) - (width - 1) / 2
    y = (np.arange(height) - (height - 1) / 2)[:, np.newaxis]
    there_x, there_y = a * x + b * y + c, d * x + e * y + f
    out = (np.abs(there_x) > width / 2) | (np.abs(there_y) > height / 2)
    return math.floor(100 * int(out.sum()) / out.size + 0.5)


def reading(light: float, fill: str, **moves: Any) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    height, width = photo_shape()
    _, _, c, _, _, f = back(**moves)
    middle = f"({one(c + width / 2)}, {one(f + height / 2)})"
    corner = "({}, {})".format(*map(one, frame(**moves)[0]))
    return (
        f"Giữa ảnh mới là điểm {middle} của ảnh cũ, góc trái trên là {corner}. "
        f"Sáng {one(light)} lần; {outside(**moves)} % nằm ngoài, điền kiểu “{fill}”."
    )


def one(value: float) -> str:
    """Một chữ số sau dấu chấm, nửa thì làm tròn lên."""
    return f"{math.floor(value * 10 + 0.5) / 10:.1f}".replace("-", "−")


def draw(
    fill: str,
    flip: str,
    angle: float,
    zoom: float,
    keep: float,
    shear: float,
    dx: float,
    dy: float,
    light: float,
) -> tuple[Any, str]:
    """Ảnh cũ, có khung cam quanh phần được dùng, và ảnh mới.

    Trả về:
        (figure, dòng chữ), dùng cho `explore`.
    """
    from hocsau import plotting
    from hocsau.plotting.photos import photos

    moves = {
        "angle": angle,
        "zoom": zoom,
        "keep": keep,
        "shear": shear,
        "dx": dx,
        "dy": dy,
        "flip": flip,
    }
    figure, (before, _) = photos([photo(), result(light, fill, **moves)], ["ảnh cũ", "ảnh mới"], width=7.2)
    corners = np.array(frame(**moves)) - 0.5
    before.plot(*corners[[0, 1, 2, 3, 0]].T, color=plotting.ORANGE, linewidth=2)
    height, width = photo_shape()
    before.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
    return figure, reading(light, fill, **moves)


def frame(**moves: Any) -> list[tuple[float, float]]:
    """Bốn góc của ảnh mới nằm ở đâu trong ảnh cũ; góc trái trên của ảnh cũ là (0, 0)."""
    height, width = photo_shape()
    a, b, c, d, e, f = back(**moves)
    ends = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    middle = [(i * width / 2, j * height / 2) for i, j in ends]
    return [(a * x + b * y + c + width / 2, d * x + e * y + f + height / 2) for x, y in middle]
