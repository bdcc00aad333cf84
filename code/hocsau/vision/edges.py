"""Dò cạnh: Sobel và Canny."""

from __future__ import annotations

import numpy as np

from hocsau.vision.filters import KERNELS, filter2d, gaussian_blur
from hocsau.vision.images import checked_grey

TAN_22_5 = np.tan(np.pi / 8)


def sobel(image: np.ndarray, border: str = "reflect") -> tuple[np.ndarray, np.ndarray]:
    """(gx, gy): độ sáng đổi bao nhiêu khi sang phải, khi xuống dưới. image (H, W)."""
    checked_grey(image)
    return (
        filter2d(image, KERNELS["Sobel ngang"], border),
        filter2d(image, KERNELS["Sobel dọc"], border),
    )


def canny(image: np.ndarray, low: float, high: float, sigma: float = 0.0) -> np.ndarray:
    """Cạnh mảnh một điểm ảnh theo Canny (1986), cùng quy ước với OpenCV: |gx| + |gy|.

    1. làm mờ Gauss (sigma = 0 thì bỏ qua); 2. Sobel; 3. chỉ giữ điểm mạnh nhất theo hướng gradient;
    4. điểm mạnh hơn `high` chắc chắn là cạnh; điểm hơn `low` chỉ là cạnh nếu nối liền với điểm chắc chắn.

    Tham số:
        image: (H, W).
        low, high: 0 ≤ low ≤ high.

    Trả về:
        mảng bool (H, W).
    """
    if not 0 <= low <= high:
        raise ValueError(f"low = {low}, high = {high}; cần 0 ≤ low ≤ high")
    gx, gy = sobel(gaussian_blur(image, sigma) if sigma else checked_grey(image), "replicate")
    strength = np.abs(gx) + np.abs(gy)
    thin = _strongest_across(gx, gy, strength) & (strength > low)
    return _connected(thin & (strength > high), thin)


def _strongest_across(gx: np.ndarray, gy: np.ndarray, strength: np.ndarray) -> np.ndarray:
    """True where no neighbour across the edge is stronger; the first of two equals stays (as in OpenCV)."""
    h, w = strength.shape
    padded = np.pad(strength, 1)

    def neighbour(down: int, right: int) -> np.ndarray:
        return padded[1 + down : 1 + down + h, 1 + right : 1 + right + w]

    ax, ay = np.abs(gx), np.abs(gy)
    across = ay < TAN_22_5 * ax  # the gradient points sideways: compare left and right
    along = ay > (TAN_22_5 + 2) * ax  # tan 67.5° = tan 22.5° + 2
    falling = gx * gy >= 0  # otherwise it is diagonal, one way or the other
    return np.select(
        [across, along, falling],
        [
            (strength > neighbour(0, -1)) & (strength >= neighbour(0, 1)),
            (strength > neighbour(-1, 0)) & (strength >= neighbour(1, 0)),
            (strength > neighbour(-1, -1)) & (strength > neighbour(1, 1)),
        ],
        (strength > neighbour(-1, 1)) & (strength > neighbour(1, -1)),
    )


def _connected(sure: np.ndarray, possible: np.ndarray) -> np.ndarray:
    """The possible points that a chain of possible points (8 directions) joins to a sure one."""
    w = possible.shape[1] + 2
    waiting = np.pad(possible, 1).ravel()  # a rim of False: no step leaves the picture
    found = np.zeros_like(waiting)
    steps = np.array([-w - 1, -w, -w + 1, -1, 1, w - 1, w, w + 1])
    front = np.flatnonzero(np.pad(sure, 1))
    while front.size:
        found[front] = True
        waiting[front] = False
        front = np.unique((front[:, None] + steps).ravel())
        front = front[waiting[front]]
    return found.reshape(-1, w)[1:-1, 1:-1]
