"""Hình "đặt xe vào cảnh, mạng tìm và đọc biển số" ở chương 14.

Trang HTML tự ghép cảnh và tự chạy hai mạng int8 (book/live/plate_finder.js, darknet.js, plate_reader.js);
mạng và các mảnh ảnh chỉ được tải khi bạn chạm vào hình lần đầu (`lazy_data`). Ở đây là bản Python của cùng
phép tính.

    from hocsau.interactive import explore
    from hocsau.live import plate_finder
    explore(plate_finder.draw, page="plate_finder", data=plate_finder.page_data(), alt="…",
            **plate_finder.controls())
"""

from __future__ import annotations

import base64
import math
import re
from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from hocsau.darknet import Found, IntegerNet
from hocsau.detection import iou_matrix
from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.plates.face import HEIGHT as PLATE_HEIGHT
from hocsau.plates.face import WIDTH as PLATE_WIDTH
from hocsau.plates.face import outline_distance, plate_face
from hocsau.plates.ground import draw_ground
from hocsau.plates.light_reader import LightReader, light_reader
from hocsau.plates.motorbike import Pen, draw_motorbike
from hocsau.plates.number import PlateNumber
from hocsau.plates.place import paste
from hocsau.plates.shipped import plate_detector

HEIGHT, WIDTH = 192, 256
COARSE = 2  # the floors are kept so many times smaller
FINE = 3  # every point of the scene is the mean of 3×3 looks at the motorbike
OVERLAP = 0.45
# Which drawings of hocsau.plates these are: numbers for default_rng.
PLACES = {"bãi xe": 11, "vỉa hè gạch": 22, "sân nhiều bảng": 21}
BIKE_SEED = 7
# No motorbike wears it: the orders of the law begin with 000.01.
NUMBER = PlateNumber("59", "X1", "00000")
UNIT, LEFT, TOP, BOX = 64, 100, 150, (200, 250)  # of the motorbike's picture: plate's width, middle, size


def controls() -> dict[str, Slider | Choice]:
    """Bảy điều khiển: nền, chỗ đặt xe, cỡ, góc, ánh sáng, ngưỡng."""
    return {
        "place": choice(list(PLACES), value="bãi xe", label="nền"),
        "x": slider(0, WIDTH, 4, value=120, label="biển ở x"),
        "y": slider(0, HEIGHT, 4, value=104, label="biển ở y"),
        "size": slider(12, 120, 4, value=48, label="bề ngang biển"),
        "turn": slider(-45, 45, 3, value=0, label="nghiêng (độ)"),
        "light": slider(0.1, 2, 0.1, value=1, label="sáng (lần)"),
        "threshold": slider(5, 95, 5, value=25, label="ngưỡng (%)"),
    }


def page_data() -> dict[str, Any]:
    """Cảnh lúc đầu (nhỏ đi một nửa), các khung và dòng chữ của nó; phần nặng nằm ở `lazy_data`."""
    start = {name: control.default for name, control in controls().items()}
    scene = compose(**{name: start[name] for name in ("place", "x", "y", "size", "turn", "light")})
    found = find(scene, start["threshold"])
    small = scene.reshape(HEIGHT // 2, 2, WIDTH // 2, 2, 3).mean(axis=(1, 3))
    return {
        "shape": [HEIGHT, WIDTH],
        "coarse": COARSE,
        "fine": FINE,
        "overlap": OVERLAP,
        "bike": {"unit": UNIT, "left": LEFT, "top": TOP, "width": BOX[0], "height": BOX[1]},
        "plate": [PLATE_WIDTH, PLATE_HEIGHT],
        "number": str(NUMBER),
        "start": {
            "reading": reading(**start),
            "image": packed(np.rint(small).astype(np.uint8)),
            "found": [
                {"box": [round(v, 2) for v in box], "score": round(float(score), 4)}
                for box, score in zip(found.boxes.tolist(), found.scores, strict=True)
            ],
        },
    }


def lazy_data() -> dict[str, Any]:
    """Hai mạng int8, ba nền và chiếc xe: bản dựng ghi thành một tệp riêng, trang tải khi cần."""
    colour, cover = bike()
    return {
        "net": plate_detector().packed(),
        "reader": light_reader().packed(),
        "grounds": {name: packed(ground(name)) for name in PLACES},
        "bike": packed(colour),
        "cover": packed(cover),
    }


def packed(image: np.ndarray) -> str:
    """Các byte của ảnh uint8, hàng này tới hàng khác, dạng base64: trang đọc được cả khi cấm ảnh data:."""
    return base64.b64encode(np.ascontiguousarray(image).tobytes()).decode("ascii")


@lru_cache
def ground(place: str) -> np.ndarray:
    """Nền tên `place`, nhỏ hơn cảnh `COARSE` lần: uint8 (96, 128, 3), chỉ đọc."""
    rng = np.random.default_rng(PLACES[place])
    drawn = np.asarray(draw_ground(HEIGHT * 2, WIDTH * 2, rng).reduce(2 * COARSE))
    drawn.flags.writeable = False
    return drawn


@lru_cache
def bike() -> tuple[np.ndarray, np.ndarray]:
    """Chiếc xe mang biển `NUMBER`: màu uint8 (250, 200, 3) và độ phủ uint8 (250, 200), chỉ đọc."""
    rng = np.random.default_rng(BIKE_SEED)
    state = rng.bit_generator.state
    layers = []
    for back in ((0, 0, 0), (255, 255, 255)):  # what differs between the two is not covered
        rng.bit_generator.state = state
        canvas = Image.new("RGB", (BOX[0] * 2, BOX[1] * 2), back)
        draw_motorbike(Pen(ImageDraw.Draw(canvas), LEFT * 2, TOP * 2, UNIT * 2, 0.0), rng)
        layers.append(np.asarray(canvas.reduce(2), np.float64))
    cover = 1 - (layers[1] - layers[0]).mean(axis=2) / 255
    colour = np.where(cover[..., None] > 0, layers[0] / np.maximum(cover[..., None], 1e-9), 0)
    face = np.repeat(plate_face(NUMBER, millimetre=2.0)[..., None].astype(np.float64), 3, axis=2)
    half = np.array([UNIT / 2, UNIT / 2 * PLATE_HEIGHT / PLATE_WIDTH])
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half + [LEFT, TOP]
    edge = np.clip(0.5 - outline_distance(*face.shape[:2], 0, 18), 0, 1)
    paste(colour, face, corners, edge)
    whole = np.repeat(cover[..., None], 3, axis=2)
    paste(whole, np.ones_like(face), corners, edge)
    made = tuple(np.clip(np.rint(a), 0, 255).astype(np.uint8) for a in (colour, 255 * whole[..., 0]))
    for array in made:
        array.flags.writeable = False
    return made


def compose(place: str, x: float, y: float, size: float, turn: float, light: float) -> np.ndarray:
    """Cảnh đã ghép: uint8 (192, 256, 3).

    Nền phóng lên bằng bilinear; xe phóng size / 64 lần, xoay `turn` độ quanh tâm biển, tâm biển đặt ở (x, y);
    cả cảnh nhân `light`.
    """
    small = ground(place).astype(np.float64)
    image = enlarged(small)
    colour, cover = bike()
    scale, angle = size / UNIT, turn * math.pi / 180
    c, s = math.cos(angle), math.sin(angle)
    fine = (np.arange(FINE) + 0.5) / FINE
    dx = (np.arange(WIDTH)[:, None] + fine).ravel()[None, :] - x
    dy = (np.arange(HEIGHT)[:, None] + fine).ravel()[:, None] - y
    j = np.floor((c * dx + s * dy) / scale + LEFT).astype(int)
    i = np.floor((c * dy - s * dx) / scale + TOP).astype(int)
    inside = (j >= 0) & (j < BOX[0]) & (i >= 0) & (i < BOX[1])
    i, j = np.where(inside, i, 0), np.where(inside, j, 0)
    share = inside * (cover[i, j] / 255)
    blocks = (HEIGHT, FINE, WIDTH, FINE)
    amount = share.reshape(blocks).sum(axis=(1, 3)) / FINE**2
    paint = (colour[i, j] * share[..., None]).reshape(*blocks, 3).sum(axis=(1, 3)) / FINE**2
    return np.clip(np.rint(light * (image * (1 - amount[..., None]) + paint)), 0, 255).astype(np.uint8)


def enlarged(small: np.ndarray) -> np.ndarray:
    """Phóng `COARSE` lần bằng bilinear; ngoài mép lấy màu của mép."""
    for axis in (0, 1):
        n = small.shape[axis]
        at = np.clip((np.arange(n * COARSE) + 0.5) / COARSE - 0.5, 0, n - 1)
        low = np.floor(at).astype(int)
        part = (at - low).reshape([-1 if a == axis else 1 for a in range(3)])
        high = np.minimum(low + 1, n - 1)
        small = np.take(small, low, axis) * (1 - part) + np.take(small, high, axis) * part
    return small


def true_box(x: float, y: float, size: float, turn: float) -> list[float]:
    """Khung đứng thẳng quanh biển trong cảnh: x1, y1, x2, y2."""
    w, h = size / 2, size / 2 * PLATE_HEIGHT / PLATE_WIDTH
    angle = turn * math.pi / 180
    c, s = abs(math.cos(angle)), abs(math.sin(angle))
    rx, ry = w * c + h * s, w * s + h * c
    return [x - rx, y - ry, x + rx, y + ry]


@lru_cache(1)
def _net() -> IntegerNet:
    return plate_detector()


@lru_cache(1)
def _reader() -> LightReader:
    return light_reader()


def find(image: np.ndarray, threshold: float) -> Found:
    """Các khung mà mạng thấy, điểm từ `threshold` phần trăm; mạng nhận thẳng ảnh 192×256, không letterbox."""
    outputs = _net()(image.transpose(2, 0, 1) / np.float32(255))
    return _net().choose(outputs, threshold=threshold / 100, overlap=OVERLAP)


def spelled(text: str) -> str:
    """Chuỗi kí tự viết như trên biển, "59-X1 000.00"; không phải số biển thì giữ nguyên, rỗng thì là "?"."""
    parts = re.fullmatch(r"(\d\d)([A-Z][0-9A-Z])(\d{3})(\d\d?)", text)
    if parts is None:
        return text or "?"
    code, series, order, rest = parts.groups()
    return f"{code}-{series} {order}{'.' if len(rest) == 2 else ''}{rest}"


def said(found: Found, truth: list[float], threshold: float, image: np.ndarray) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết; khung trùng biển nhất được đem đi đọc."""
    if not len(found):
        return f"Không thấy biển số nào đáng tin từ {threshold:g} %."
    overlaps = iou_matrix(found.boxes, [truth])[:, 0]
    best = int(overlaps.argmax())
    words = f"Thấy {len(found)} khung, chắc nhất {percent(found.scores[0])} %. "
    if overlaps[best] < 0.5:
        return words + "Không khung nào trùng biển tới một nửa (IoU dưới 0.5)."
    text = spelled(_reader().read(image, found.boxes[best]))
    right = "đúng" if text == str(NUMBER) else f"biển ghi {NUMBER}"
    return words + f"Có khung trùng biển (IoU {hundredths(overlaps[best])}), đọc ra {text}: {right}."


def percent(share: float) -> int:
    """Phần trăm, nửa thì làm tròn lên."""
    return math.floor(100 * share + 0.5)


def hundredths(value: float) -> str:
    """Hai chữ số sau dấu chấm, nửa thì làm tròn lên."""
    return f"{math.floor(100 * value + 0.5) / 100:.2f}"


def reading(place: str, x: float, y: float, size: float, turn: float, light: float, threshold: float) -> str:
    """Dòng chữ của một bộ giá trị."""
    image = compose(place, x, y, size, turn, light)
    return said(find(image, threshold), true_box(x, y, size, turn), threshold, image)


def draw(
    place: str, x: float, y: float, size: float, turn: float, light: float, threshold: float
) -> tuple[Any, str]:
    """Cảnh đã ghép và các khung mà mạng thấy (cam).

    Trả về:
        (figure, dòng chữ), dùng cho `explore`.
    """
    from hocsau.plotting.photos import photos

    image = compose(place, x, y, size, turn, light)
    found = find(image, threshold)
    figure, (ax,) = photos([image], [""], width=4.8)
    for box, score in zip(found.boxes, found.scores, strict=True):
        x1, y1, x2, y2 = box - 0.5
        ax.plot([x1, x2, x2, x1, x1], [y1, y1, y2, y2, y1], color="#ff9a1f", linewidth=2)
        at = {"ha": "left", "va": "bottom", "fontsize": 10}
        ax.text(x1, max(y1 - 2, 12), f"{percent(score)} %", color="black", backgroundcolor="#ff9a1f", **at)
    ax.set(xlim=(-0.5, WIDTH - 0.5), ylim=(HEIGHT - 0.5, -0.5))
    return figure, said(found, true_box(x, y, size, turn), threshold, image)
