"""Mặt của một biển số xe máy: hai hàng chữ trên tấm trắng 190×140 mm, và những gì làm nó khó đọc."""

from __future__ import annotations

import numpy as np

from hocsau.plates.glyphs import glyph
from hocsau.plates.number import PlateNumber

WIDTH, HEIGHT = 190, 140  # millimetres
# Where the ink stands, in millimetres. The size of the plate is the law's; these are by eye, ours.
_TALL, _STROKE = 51, 7.2
_TOP = (13, 76)  # the upper edge of each row
_WIDE = {"-": 17, ".": 9}  # all else: 25 in the first row, 26 in the second
_GAP = 5.0
WHITE, INK = 232.0, 28.0


def plate_face(number: PlateNumber, *, millimetre: float = 1.0) -> np.ndarray:
    """Biển sạch, nhìn thẳng, sáng đều: uint8 (140·m, 190·m), xám.

    Tham số:
        number: số của biển.
        millimetre: bao nhiêu điểm ảnh một milimét.

    Lỗi:
        ValueError: millimetre không nằm trong [0.3, 8].
    """
    if not 0.3 <= millimetre <= 8:
        raise ValueError(f"millimetre = {millimetre}; cần từ 0.3 đến 8 điểm ảnh một milimét")
    height, width = round(HEIGHT * millimetre), round(WIDTH * millimetre)
    ink = _frame(height, width, millimetre)
    for row, (text, top) in enumerate(zip(number.rows, _TOP, strict=True)):
        _write(ink, text, top, 25 if row == 0 else 26, millimetre)
    return np.rint(WHITE + (INK - WHITE) * ink).astype(np.uint8)


def _frame(height: int, width: int, scale: float) -> np.ndarray:
    """A thin line with round corners, three millimetres inside the edge."""
    away = outline_distance(height, width, 3 * scale, 9 * scale)
    return np.clip(0.5 + 0.9 * scale - np.abs(away), 0, 1)


def outline_distance(height: int, width: int, inset: float, radius: float) -> np.ndarray:
    """Khoảng cách có dấu (điểm ảnh, âm là ở trong) tới hình chữ nhật góc tròn lùi vào `inset`."""
    y, x = np.mgrid[:height, :width] + 0.5
    beyond_x = np.abs(x - width / 2) - (width / 2 - inset - radius)
    beyond_y = np.abs(y - height / 2) - (height / 2 - inset - radius)
    outside = np.hypot(np.maximum(beyond_x, 0), np.maximum(beyond_y, 0))
    return outside + np.minimum(np.maximum(beyond_x, beyond_y), 0) - radius


def _write(ink: np.ndarray, text: str, top: float, wide: float, scale: float) -> None:
    widths = [_WIDE.get(c, wide) for c in text]
    left = (WIDTH - sum(widths) - _GAP * (len(text) - 1)) / 2
    for character, width in zip(text, widths, strict=True):
        drawn = glyph(character, round(_TALL * scale), round(width * scale), _STROKE * scale)
        i, j = round(top * scale), round(left * scale)
        part = ink[i : i + len(drawn), j : j + drawn.shape[1]]
        np.maximum(part, drawn[: part.shape[0], : part.shape[1]], out=part)
        left += width + _GAP


def worn_face(
    number: PlateNumber, rng: np.random.Generator, *, millimetre: float = 1.0, wear: float = 1.0
) -> np.ndarray:
    """Biển đã dùng: ốc, bụi, vết bẩn, chữ phai, ngả màu, bóng nghiêng. float32 (140·m, 190·m, 3).

    Tham số:
        number: số của biển.
        rng: bộ sinh số, bắt buộc.
        millimetre: bao nhiêu điểm ảnh một milimét.
        wear: 0 là mới tinh, 1 là như ngoài đường, lớn hơn là tệ hơn.
    """
    face = plate_face(number, millimetre=millimetre).astype(np.float32)
    height, width = face.shape
    faded = wear * rng.uniform(0, 0.35)  # ink comes nearer to white
    face += faded * (WHITE - face) * (face < 128)
    for _ in range(rng.poisson(3 * wear)):  # spots of mud, and bruises that shine
        _spot(face, rng)
    _screws(face, rng, millimetre)
    slope = 1 + wear * 0.18 * rng.uniform(-1, 1) * np.linspace(-1, 1, width, dtype=np.float32)
    slope = slope * (
        1 + wear * 0.18 * rng.uniform(-1, 1) * np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    )
    grain = 1 + 0.03 * wear * rng.standard_normal((height, width)).astype(np.float32)
    hue = 1 + wear * rng.uniform(-0.05, 0.05, 3).astype(np.float32) - np.float32([0, 0, 0.05 * wear])
    return np.clip((face * slope * grain)[..., None] * hue, 0, 255)


def _spot(face: np.ndarray, rng: np.random.Generator) -> None:
    height, width = face.shape
    size = rng.uniform(0.02, 0.12) * width
    i, j = rng.uniform(0, height), rng.uniform(0, width)
    top, left = max(int(i - 2 * size), 0), max(int(j - 2 * size), 0)
    part = face[top : int(i + 2 * size) + 1, left : int(j + 2 * size) + 1]
    y, x = np.mgrid[top : top + part.shape[0], left : left + part.shape[1]]
    stretch = rng.uniform(0.5, 2)
    strength = rng.uniform(0.1, 0.6) * np.exp(
        -((y - i) ** 2 * stretch + (x - j) ** 2 / stretch) / size**2 * 2
    )
    part += (rng.choice([60.0, 110.0, 245.0]) - part) * strength.astype(np.float32)


def _screws(face: np.ndarray, rng: np.random.Generator, scale: float) -> None:
    height, width = face.shape
    y, x = np.mgrid[:height, :width] + 0.5
    for side in (0.3, 0.7):
        if rng.random() < 0.8:
            away = np.hypot(y - 9 * scale, x - (side + rng.uniform(-0.03, 0.03)) * width)
            cover = np.clip(0.5 + 3.5 * scale - away, 0, 1).astype(np.float32)
            face += (rng.uniform(60, 190) - face) * cover
