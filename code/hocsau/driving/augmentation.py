"""Làm giàu dữ liệu lái xe: camera bên, lật, dịch, sáng tối, bóng râm; và bớt những lúc lái thẳng.

Hàm nào cũng nhận ảnh uint8 (160, 320, 3) và lệnh lái, trả về ảnh mới và lệnh lái ứng với ảnh ấy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from hocsau.driving.camera import CAMERAS, FOCAL
from hocsau.driving.car import MAX_ANGLE, WHEELBASE
from hocsau.driving.expert import LOOKAHEAD
from hocsau.driving.log import DrivingLog
from hocsau.driving.prepare import SIZE, preprocess, to_input

SIDE_STEERING = 0.2  # what a side camera's picture adds to the steering (left) or takes away (right)
# Steering for each pixel that the picture is shifted sideways: the wheel turn with which pure pursuit takes
# back a heading that is 1/f radian off. Code that goes around for this network has 0.002, the source nothing.
PER_PIXEL = 2 * WHEELBASE / LOOKAHEAD / FOCAL / MAX_ANGLE
MOST_SHIFT = 25  # pixels: a car that is 9.5° off
KEEP_ZERO = 1000

Sample = tuple[np.ndarray, float]


def side_steering(steering: float, camera: str, correction: float = SIDE_STEERING) -> float:
    """Lệnh lái hợp với ảnh của một camera: trái cộng `correction` (phải lái về bên phải), phải trừ đi."""
    sign = {"center": 0, "left": 1, "right": -1}[camera]
    return float(np.clip(steering + sign * correction, -1, 1))


def flip(image: np.ndarray, steering: float) -> Sample:
    """Soi gương: trái thành phải, lệnh lái đổi dấu."""
    return image[:, ::-1], -steering


def shift(image: np.ndarray, steering: float, dx: int, dy: int, per_pixel: float = PER_PIXEL) -> Sample:
    """Dịch ảnh sang phải dx và xuống dy điểm ảnh; chỗ trống lặp lại mép.

    Con đường trong ảnh dạt sang phải dx điểm giống như đầu xe đã quay sang trái dx/f radian, nên lệnh lái
    cộng thêm per_pixel·dx để quay lại.
    """
    rows = np.clip(np.arange(image.shape[0]) - dy, 0, image.shape[0] - 1)
    columns = np.clip(np.arange(image.shape[1]) - dx, 0, image.shape[1] - 1)
    return image[rows[:, None], columns], float(np.clip(steering + per_pixel * dx, -1, 1))


def brighten(image: np.ndarray, factor: float) -> np.ndarray:
    """Nhân độ sáng với `factor`; điểm nào quá 255 thì dừng ở 255."""
    table = np.clip(np.rint(np.arange(256) * factor), 0, 255).astype(np.uint8)
    return table[image]


def shade(image: np.ndarray, top: float, bottom: float, factor: float = 0.6) -> np.ndarray:
    """Bóng râm: độ sáng nhân `factor` ở bên trái đường từ cột `top` (mép trên) tới `bottom` (mép dưới)."""
    height, width = image.shape[:2]
    edge = top + (bottom - top) * np.linspace(0, 1, height)
    dark = np.arange(width) < edge[:, None]
    return np.where(dark[..., None], brighten(image, factor), image)


def augment(image: np.ndarray, steering: float, rng: np.random.Generator) -> Sample:
    """Một biến thể ngẫu nhiên của ảnh và lệnh lái.

    Nửa số lần lật; dịch tới ±25 điểm ngang, ±8 dọc; nửa số lần có bóng râm; sáng hay tối đi tới 40 %.
    """
    if rng.random() < 0.5:
        image, steering = flip(image, steering)
    dx, dy = int(rng.integers(-MOST_SHIFT, MOST_SHIFT + 1)), int(rng.integers(-8, 9))
    image, steering = shift(image, steering, dx, dy)
    if rng.random() < 0.5:
        top, bottom = rng.uniform(0, image.shape[1], 2)
        shaded = (
            shade(image[:, ::-1], top, bottom)[:, ::-1] if rng.random() < 0.5 else shade(image, top, bottom)
        )
        image = shaded
    return brighten(image, float(rng.uniform(0.6, 1.4))), steering


def balance(steering: np.ndarray, rng: np.random.Generator, keep: int = KEEP_ZERO) -> np.ndarray:
    """Số thứ tự (tăng dần) của mọi hàng có lệnh lái khác 0, và nhiều nhất `keep` hàng bằng 0 rút ngẫu nhiên.

    Đường đua phần lớn là thẳng: không bớt thì đoán 0 ở mọi lúc cũng được điểm khá.
    """
    steering = np.asarray(steering)
    zero = np.flatnonzero(steering == 0)
    if len(zero) > keep:
        zero = rng.choice(zero, keep, replace=False)
    return np.sort(np.r_[np.flatnonzero(steering != 0), zero])


def batches(
    log: DrivingLog,
    rng: np.random.Generator,
    batch_size: int = 32,
    *,
    training: bool = True,
    size: tuple[int, int] = SIZE,
    colour: str = "yuv",
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Một epoch: từng batch (x float32 (B, 3, cao, rộng), y float32 (B,)), ảnh đọc từ đĩa khi cần.

    training: xáo hàng, mỗi hàng lấy một camera ngẫu nhiên và một biến thể ngẫu nhiên. Không thì theo thứ tự,
    camera giữa, ảnh nguyên vẹn.

    Lỗi:
        DataError: nhật kí rỗng hoặc có ảnh hỏng.
        ValueError: batch_size không dương.
    """
    if batch_size < 1:
        raise ValueError(f"batch_size = {batch_size}; cần số nguyên từ 1 trở lên")
    order = rng.permutation(len(log)) if training else np.arange(len(log))
    for first in range(0, len(log), batch_size):
        samples = [_sample(log, int(i), rng, training) for i in order[first : first + batch_size]]
        images, steering = zip(*samples, strict=True)
        yield to_input(preprocess(np.stack(images), size, colour)), np.array(steering, dtype=np.float32)


def _sample(log: DrivingLog, i: int, rng: np.random.Generator, training: bool) -> Sample:
    if not training:
        return log.image(i), float(log.steering[i])
    camera = str(rng.choice(list(CAMERAS)))
    return augment(log.image(i, camera), side_steering(float(log.steering[i]), camera), rng)


def build(
    source: Iterable[tuple[np.ndarray, float]], rng: np.random.Generator, copies: int = 2
) -> tuple[np.ndarray, np.ndarray]:
    """Mảng để `fit`: x float32 (M, 3, 66, 200) và y float32 (M,).

    source: các cặp (ảnh uint8 (3, 160, 320, 3) giữa, trái, phải; lệnh lái). Mỗi thời điểm cho 3·copies mẫu:
    mỗi camera `copies` biến thể ngẫu nhiên. copies=0: chỉ ảnh giữa, nguyên vẹn (để kiểm định).

    Lỗi:
        ValueError: source rỗng hoặc copies âm.
    """
    if copies < 0:
        raise ValueError(f"copies = {copies}; cần số nguyên không âm")
    small, steering = [], []
    for images, angle in source:
        if copies == 0:
            samples = [(images[0], float(angle))]
        else:
            samples = [
                augment(image, side_steering(float(angle), camera), rng)
                for image, camera in zip(images, CAMERAS, strict=True)
                for _ in range(copies)
            ]
        small.append(preprocess(np.stack([image for image, _ in samples])))
        steering += [y for _, y in samples]
    if not small:
        raise ValueError("không có thời điểm nào để học")
    return to_input(np.concatenate(small)), np.array(steering, dtype=np.float32)
