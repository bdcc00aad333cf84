"""Lọc ảnh bằng một kernel nhỏ: làm mờ, làm nét, dò cạnh."""

from __future__ import annotations

import numpy as np

from hocsau.vision.images import checked_image

# How the picture goes on beyond its edge; numpy's own names.
BORDERS = {"reflect": "reflect", "replicate": "edge", "zero": "constant"}

MAX_RADIUS = 4096  # pixels to each side: a longer bell blurs any photo to one colour

KERNELS = {
    "giữ nguyên": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]], float),
    "cạnh 1": np.array([[1, 0, -1], [0, 0, 0], [-1, 0, 1]], float),
    "cạnh 2": np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]], float),
    "cạnh 3": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], float),
    "làm nét": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], float),
    "mờ trung bình": np.full((3, 3), 1 / 9),
    "mờ Gauss": np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]], float) / 16,
    "Sobel ngang": np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], float),
    "Sobel dọc": np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]], float),
}


def filter2d(image: np.ndarray, kernel: np.ndarray, border: str = "reflect") -> np.ndarray:
    """Trượt kernel trên ảnh (tương quan, không lật), ra ảnh cùng cỡ; mỗi kênh màu lọc riêng.

    y[i, j] = Σ_{u,v} x[i + u − a, j + v − b] · kernel[u, v], (a, b) là tâm của kernel

    Tham số:
        image: (H, W) hoặc (H, W, 3).
        kernel: (K, K'), hai số lẻ.
        border: ngoài mép là gì: "reflect" soi gương quanh điểm mép, "replicate" lặp điểm mép, "zero" là 0.

    Trả về:
        số thực, cùng shape, chưa làm tròn.

    Lỗi:
        ValueError: kernel có cỡ chẵn hoặc border lạ.
    """
    checked_image(image)
    if kernel.ndim != 2 or any(side % 2 == 0 for side in kernel.shape):
        raise ValueError(f"kernel có shape {kernel.shape}; cần hai chiều lẻ, như (3, 3)")
    if border not in BORDERS:
        raise ValueError(f"border = {border!r}; cần một trong {', '.join(BORDERS)}")
    (rows, cols), (h, w) = kernel.shape, image.shape[:2]
    around = ((rows // 2, rows // 2), (cols // 2, cols // 2)) + ((0, 0),) * (image.ndim - 2)
    kind = np.result_type(image.dtype, np.float32)  # float64 stays, uint8 and float32 are float32
    padded = np.pad(image.astype(kind), around, mode=BORDERS[border])
    y = np.zeros(image.shape, kind)
    for u in range(rows):
        for v in range(cols):
            if kernel[u, v]:
                y += kind.type(kernel[u, v]) * padded[u : u + h, v : v + w]
    return y


def gaussian_kernel(sigma: float, radius: int | None = None) -> np.ndarray:
    """Quả chuông một chiều e^(−u²/2σ²), tổng bằng 1; dài 2·radius + 1 (mặc định radius = ⌈3σ⌉)."""
    if not (np.isfinite(sigma) and sigma > 0):
        raise ValueError(f"sigma = {sigma}; cần một số dương")
    if radius is None:
        if 3 * sigma > MAX_RADIUS:
            raise ValueError(f"sigma = {sigma} quá lớn; tối đa {MAX_RADIUS / 3:.0f} điểm ảnh")
        radius = int(np.ceil(3 * sigma))
    if not hasattr(radius, "__index__") or not 0 <= radius <= MAX_RADIUS:
        raise ValueError(f"radius = {radius}; cần số nguyên từ 0 đến {MAX_RADIUS}")
    with np.errstate(over="ignore"):  # a bell far narrower than a pixel: 1 in the middle, 0 beside it
        bell = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return bell / bell.sum()


def gaussian_blur(image: np.ndarray, sigma: float, border: str = "reflect") -> np.ndarray:
    """Làm mờ Gauss: lọc theo hàng rồi theo cột, vì quả chuông hai chiều là tích của hai quả chuông."""
    bell = gaussian_kernel(sigma)
    return filter2d(filter2d(image, bell[None, :], border), bell[:, None], border)
