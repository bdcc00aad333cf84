"""Cảnh có xe máy và biển số, do sách vẽ: ảnh, khung, bốn góc và số của từng biển."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import ImageDraw

from hocsau.data.transforms.compose import check_rng
from hocsau.plates.face import HEIGHT, WIDTH, outline_distance, worn_face
from hocsau.plates.ground import draw_ground, plain_ground, smooth_noise
from hocsau.plates.motorbike import Pen, draw_motorbike
from hocsau.plates.number import PlateNumber, draw_number
from hocsau.plates.place import homography, paste, project

FINE = 2  # polygons are drawn twice as large, then shrunk: their edges become smooth


@dataclass(frozen=True)
class Scene:
    """Một cảnh: image uint8 (H, W, 3); boxes (k, 4) x1, y1, x2, y2; corners (k, 4, 2); numbers, k số biển.

    Góc theo thứ tự trái trên, phải trên, phải dưới, trái dưới của tấm biển.
    """

    image: np.ndarray
    boxes: np.ndarray
    corners: np.ndarray
    numbers: tuple[PlateNumber, ...]


@dataclass(frozen=True)
class Look:
    """Cảnh khó tới đâu; mặc định là đủ loại.

    `size` là bề ngang của biển (phần của bề ngang ảnh), `turn` góc xoay lớn nhất (độ), `tilt` là độ nghiêng
    vào trong lớn nhất, `light` là khoảng độ sáng, `wear` là độ cũ của biển, `plates` là số biển nhiều
    nhất. `bare` là cảnh trơ trụi: sàn một màu, không đồ đạc, không bóng, không nhiễu, không đổi màu.
    """

    size: tuple[float, float] = (0.08, 0.3)
    turn: float = 12.0
    tilt: float = 0.25
    light: tuple[float, float] = (0.35, 1.25)
    wear: float = 1.0
    plates: int = 2
    bare: bool = False


ANY = Look()
# Nothing but a motorbike and a new plate seen straight on: what one draws first, and what is not enough.
BARE = Look(turn=0.0, tilt=0.0, light=(1.0, 1.0), wear=0.0, bare=True)
# As chapter 14's car park has it: one motorbike, a fixed camera above, lamps on the ceiling.
CAR_PARK = Look(size=(0.125, 0.2), turn=10.0, tilt=0.18, light=(0.6, 1.15), plates=1)


def draw_scene(
    rng: np.random.Generator,
    height: int = 192,
    width: int = 256,
    look: Look = ANY,
    number: Callable[[np.random.Generator], PlateNumber] = draw_number,
) -> Scene:
    """Vẽ một cảnh: sàn, đồ đạc, một hay nhiều xe (một phần mười cảnh không có biển nào), ánh sáng, nhiễu.

    Tham số:
        rng: bộ sinh số, bắt buộc; cùng rng thì cùng cảnh.
        height: chiều cao ảnh, từ 64.
        width: bề ngang ảnh, từ 64.
        look: cảnh khó tới đâu.
        number: hàm rng → số của một biển.

    Lỗi:
        ValueError: thiếu rng, ảnh quá nhỏ.
    """
    check_rng(rng)
    if min(height, width) < 64:
        raise ValueError(f"ảnh {height}×{width}; mỗi cạnh cần ít nhất 64 điểm ảnh")
    canvas = (plain_ground if look.bare else draw_ground)(height * FINE, width * FINE, rng)
    draw = ImageDraw.Draw(canvas)
    places: list[np.ndarray] = []
    count = 0 if rng.random() < 0.1 else int(rng.integers(1, look.plates + 1))
    for _ in range(count):
        corners = _free_place(places, height, width, look, rng)
        if corners is not None:
            places.append(corners)
            middle, unit = corners.mean(axis=0) * FINE, np.linalg.norm(corners[1] - corners[0]) * FINE
            lean = np.arctan2(*(corners[1] - corners[0])[::-1])
            draw_motorbike(Pen(draw, *middle, unit, lean), rng)
    shrunk = np.asarray(canvas.reduce(FINE), dtype=np.float32)
    image = shrunk if look.bare else _shadowed(shrunk, rng)
    numbers = tuple(number(rng) for _ in places)
    for number, corners in zip(numbers, places, strict=True):
        _hang(image, number, corners, look, rng)
    corners = np.array(places).reshape(-1, 4, 2)
    boxes = np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)
    boxes = np.clip(boxes, 0, [width, height, width, height])
    if look.bare:
        return Scene(np.clip(np.rint(image), 0, 255).astype(np.uint8), boxes, corners, numbers)
    return Scene(_photographed(image, look, rng), boxes, corners, numbers)


def _free_place(
    taken: list[np.ndarray], height: int, width: int, look: Look, rng: np.random.Generator
) -> np.ndarray | None:
    """Four corners that overlap no other motorbike; None after ten misses."""
    for _ in range(10):
        corners = plate_corners(
            width * rng.uniform(*look.size),
            turn=rng.uniform(-look.turn, look.turn),
            tilt=rng.uniform(-look.tilt, look.tilt, 2),
        )
        low, high = corners.min(axis=0), corners.max(axis=0)
        room = np.array([width, height]) - 4 - (high - low)
        if (room <= 0).any():
            continue
        corners = corners - low + 2 + rng.uniform(0, 1, 2) * room
        size = high[0] - low[0]
        if all(
            np.abs(corners.mean(axis=0) - t.mean(axis=0)).max() > 1.3 * size + np.ptp(t[:, 0]) for t in taken
        ):
            return corners
    return None


def plate_corners(
    width: float, *, turn: float = 0.0, tilt: tuple[float, float] | np.ndarray = (0.0, 0.0)
) -> np.ndarray:
    """Bốn góc (4, 2) của một biển quanh gốc toạ độ, xoay `turn` độ, ngả vào trong theo hai chiều.

    tilt = (a, b): điểm (x, y) của mặt biển (nửa bề ngang là 1) bị chia cho 1 + ax + by, như máy ảnh thấy.

    Lỗi:
        ValueError: width không dương, hoặc ngả quá 0.45.
    """
    if not width > 0 or max(abs(t) for t in tilt) > 0.45:
        raise ValueError(f"width = {width}, tilt = {tuple(tilt)}; cần width > 0 và |tilt| ≤ 0.45")
    half = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * [1, HEIGHT / WIDTH]
    seen = half / (1 + half @ np.asarray(tilt, dtype=np.float64))[:, None]
    c, s = np.cos(np.deg2rad(turn)), np.sin(np.deg2rad(turn))
    return seen @ np.array([[c, s], [-s, c]]) * width / 2


def _hang(
    image: np.ndarray, number: PlateNumber, corners: np.ndarray, look: Look, rng: np.random.Generator
) -> None:
    scale = max(0.5, np.linalg.norm(corners[1] - corners[0]) / WIDTH * 1.6)
    face = worn_face(number, rng, millimetre=min(scale, 4.0), wear=look.wear)
    away = outline_distance(*face.shape[:2], 0, 9 * scale)
    light = np.float32(1 if look.bare else rng.uniform(0.8, 1.12))
    paste(image, face * light, corners, np.clip(0.5 - away, 0, 1))
    if not look.bare and rng.random() < 0.25:  # the tail light shines down on it
        unit = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
        y, x = np.mgrid[: image.shape[0], : image.shape[1]].astype(np.float32)
        cx, cy = project(homography(unit, corners), np.array([0.5, -0.2]))
        reach = np.linalg.norm(corners[1] - corners[0])
        glow = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (0.8 * reach) ** 2)
        image += glow[..., None] * rng.uniform(20, 110) * np.float32([1, 0.12, 0.2])


def _shadowed(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    shadow = 1 + 0.16 * smooth_noise(*image.shape[:2], 3, rng)
    return image * shadow[..., None]


def _photographed(image: np.ndarray, look: Look, rng: np.random.Generator) -> np.ndarray:
    """Light, colour of the lamps, a darker rim, softness and grain of a cheap camera."""
    height, width = image.shape[:2]
    y, x = np.linspace(-1, 1, height, dtype=np.float32)[:, None], np.linspace(-1, 1, width, dtype=np.float32)
    image = image * (1 - rng.uniform(0, 0.35) * (x * x + y * y)[..., None] / 2)
    image *= np.float32(rng.uniform(*look.light)) * rng.uniform(0.88, 1.12, 3).astype(np.float32)
    if rng.random() < 0.6:
        image = soften(image, rng.uniform(0.1, 0.5))
    image += rng.uniform(0, 8) * rng.standard_normal(image.shape, dtype=np.float32)
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)


def soften(image: np.ndarray, share: float) -> np.ndarray:
    """Mỗi điểm ảnh trộn `share` phần trung bình của bốn điểm kề (hai chiều lần lượt)."""
    for axis in (0, 1):
        padded = np.pad(image, [(1, 1) if a == axis else (0, 0) for a in range(3)], mode="edge")
        near = [np.take(padded, np.arange(k, k + image.shape[axis]), axis) for k in (0, 2)]
        image = (1 - share) * image + share * (near[0] + near[1]) / 2
    return image
