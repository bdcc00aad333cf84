"""Ảnh 64 × 64 có mặt người hay không, vẽ bằng vài hình tròn: bài toán mở đầu chương 8."""

from __future__ import annotations

import numpy as np

KINDS = ("không có mặt", "có mặt")
_INK, _MOUTH = (20, 20, 25), (200, 40, 50)


def draw_face(face: bool, rng: np.random.Generator, size: int = 64) -> np.ndarray:
    """Một ảnh uint8 (size, size, 3): khuôn mặt, hoặc một thứ có cùng màu và cùng bộ phận mà không phải mặt.

    Màu, cỡ, chỗ đứng đều ngẫu nhiên, và hai loại lấy chúng từ cùng một khoảng. Ảnh không có mặt là một trong
    ba thứ: đầu trơn không mắt không miệng; đầu có miệng ở trên, mắt ở dưới; đầu trơn với mắt và miệng rơi ra
    nền. Vì thế đếm màu hay đếm bộ phận không đủ để phân biệt: phải nhìn cách xếp đặt.
    """
    row, column = np.mgrid[:size, :size] / (size / 64)
    r = rng.uniform(14, 20)
    x, y = rng.uniform(r + 3, 61 - r, 2)

    def disc(cx: float, cy: float, radius: float) -> np.ndarray:
        return (column - cx) ** 2 + (row - cy) ** 2 < radius**2

    image = np.empty((size, size, 3))
    image[:] = rng.integers(60, 256, 3)
    image[disc(x, y - 0.25 * r, 1.15 * r)] = rng.integers(30, 130, 3)  # hair
    image[disc(x, y, r)] = np.array([240, 200, 165]) * rng.uniform(0.6, 1.05)
    kind = "face" if face else rng.choice(["plain", "turned", "apart"])
    up = -1 if kind == "turned" else 1
    if kind == "apart":  # the parts lie in the corner that is farthest from the head
        x, y = (64 - r * 0.7 if v < 32 else r * 0.7 for v in (x, y))
    if kind != "plain":
        for side in (-1, 1):
            image[disc(x + side * 0.4 * r, y - up * 0.2 * r, 0.15 * r)] = _INK
        image[disc(x, y + up * 0.4 * r, 0.33 * r) & ~disc(x, y + up * 0.4 * r - 0.15 * r, 0.38 * r)] = _MOUTH
    return np.clip(image + rng.normal(0, 8, image.shape), 0, 255).round().astype(np.uint8)


def draw_faces(n: int, rng: np.random.Generator, size: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """n ảnh (n, size, size, 3) kiểu uint8, xen kẽ không có mặt và có mặt, cùng nhãn (n,) 0 hay 1.

    Lỗi:
        ValueError: n hay size không phải số nguyên dương.
    """
    for name, value in (("n", n), ("size", size)):
        if not hasattr(value, "__index__") or value < 1:
            raise ValueError(f"{name} = {value}; cần số nguyên từ 1 trở lên")
    labels = np.arange(n) % 2
    return np.stack([draw_face(bool(label), rng, size) for label in labels]), labels
