"""Khoảng cách từ mỗi điểm ảnh tới điểm gần nhất của một mặt nạ."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.segmentation.masks import one_mask


def distance_to(mask: ArrayLike) -> np.ndarray:
    """Khoảng cách thẳng (Euclid), tính bằng điểm ảnh, tới điểm True gần nhất của `mask`.

    Đúng tuyệt đối, không xấp xỉ. Bình phương khoảng cách tách được theo hai chiều:
    d²(i, j) = min_{j'} [(j − j')² + min_{i': mask(i', j')} (i − i')²]; phần trong quét dọc hai lượt, phần
    ngoài dời cả bảng sang bên 1, 2, 3, … cột, tới khi (j − j')² một mình đã dài hơn mọi khoảng cách đang có.

    Tham số:
        mask: mặt nạ (H, W), xem `binary_mask`.

    Trả về:
        float64 (H, W), 0 ở chính các điểm của mask; mask trống thì inf ở mọi nơi.

    Lỗi:
        ValueError: không phải mặt nạ (H, W).
    """
    mask = one_mask(mask)
    if not mask.any():
        return np.full(mask.shape, np.inf)
    height, width = mask.shape
    far = float(height + width)  # longer than any way inside the picture
    column = np.where(mask, 0.0, np.inf)
    for row in range(1, height):
        column[row] = np.minimum(column[row], column[row - 1] + 1)
    for row in range(height - 2, -1, -1):
        column[row] = np.minimum(column[row], column[row + 1] + 1)
    squares = np.where(np.isfinite(column), column, far) ** 2
    found = squares.copy()
    for away in range(1, width):
        if away**2 >= found.max():  # nothing that far aside is nearer than what is known
            break
        np.minimum(found[:, away:], squares[:, :-away] + away**2, out=found[:, away:])
        np.minimum(found[:, :-away], squares[:, away:] + away**2, out=found[:, :-away])
    return np.sqrt(found)


def distance_to_naive(mask: ArrayLike) -> np.ndarray:
    """Như `distance_to`: mỗi điểm hỏi mọi điểm của mask."""
    mask = one_mask(mask)
    found = np.full(mask.shape, np.inf)
    for i, j in np.argwhere(mask):
        rows, columns = np.ogrid[: mask.shape[0], : mask.shape[1]]
        found = np.minimum(found, np.hypot(rows - i, columns - j))
    return found
