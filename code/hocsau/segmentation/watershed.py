"""Tách những vật dính nhau: đổ nước từ các đỉnh của bản đồ khoảng cách."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.arrays import as_float
from hocsau.segmentation.components import NEIGHBOURS, components
from hocsau.segmentation.distance import distance_to
from hocsau.segmentation.masks import label_map, one_mask


def watershed(height: ArrayLike, markers: ArrayLike, mask: ArrayLike) -> np.ndarray:
    """Nước dâng từ các mạch `markers` trên địa hình `height`; hai vùng nước gặp nhau ở đâu thì dừng ở đó.

    Lần nào cũng lan sang điểm thấp nhất đang kề một vùng nước (hàng đợi ưu tiên).

    Tham số:
        height: (H, W), độ cao.
        markers: bản đồ (H, W) số nguyên: k ≥ 1 ở nơi nước của vùng k bắt đầu, 0 ở chỗ khác.
        mask: (H, W), nước chỉ lan trong đây.

    Trả về:
        int64 (H, W): số của vùng nước; 0 ngoài mask, và ở mảng nào không có mạch nước.

    Lỗi:
        ValueError: ba mảng khác cỡ, độ cao không hữu hạn trong mask, mạch nước nằm ngoài mask.
    """
    height, inside, labels = as_float(height, "height"), one_mask(mask), label_map(markers, "markers")
    if not height.shape == inside.shape == labels.shape:
        raise ValueError(
            f"height {height.shape}, markers {labels.shape}, mask {inside.shape}; ba mảng phải cùng cỡ"
        )
    if not np.isfinite(height[inside]).all():
        raise ValueError("height có số không hữu hạn trong mask")
    if (labels > 0)[~inside].any():
        raise ValueError("markers có mạch nước nằm ngoài mask")
    # Equal heights: first come, first served; the counter keeps heapq from comparing further.
    queue = [(height[i, j], n, i, j) for n, (i, j) in enumerate(np.argwhere(labels > 0).tolist())]
    heapq.heapify(queue)
    count = len(queue)
    while queue:
        _, _, i, j = heapq.heappop(queue)
        for di, dj in NEIGHBOURS[4]:
            r, c = i + di, j + dj
            if 0 <= r < height.shape[0] and 0 <= c < height.shape[1] and inside[r, c] and not labels[r, c]:
                labels[r, c] = labels[i, j]
                heapq.heappush(queue, (height[r, c], count, r, c))
                count += 1
    return labels


def peaks(height: ArrayLike, apart: int) -> np.ndarray:
    """Các đỉnh của `height`: điểm dương không thua điểm nào trong ô vuông bán kính `apart` quanh nó.

    Những đỉnh bằng nhau nằm dính nhau hay cách nhau không quá `apart` thì tính là một.

    Tham số:
        height: (H, W).
        apart: bán kính, số nguyên từ 1.

    Trả về:
        int64 (H, W): đỉnh số 1, 2, 3, …, chỗ khác 0.

    Lỗi:
        ValueError: shape hay bán kính sai.
    """
    h = as_float(height, "height")
    if h.ndim != 2 or h.size == 0:
        raise ValueError(f"height có shape {h.shape}; cần (H, W)")
    if not isinstance(apart, (int, np.integer)) or isinstance(apart, bool) or apart < 1:
        raise ValueError(f"apart = {apart!r}; cần số nguyên từ 1 trở lên")
    top = (h >= _window_max(h, apart)) & (h > 0)
    found = np.zeros(h.shape, np.int64)
    near = components(_window_max(top.astype(float), (apart + 1) // 2) > 0, neighbours=8)
    found[top] = near[top]
    used = np.unique(found[top])
    renumber = np.zeros(near.max() + 1, np.int64)
    renumber[used] = np.arange(1, len(used) + 1)
    return renumber[found]


def split_touching(mask: ArrayLike, apart: int = 3) -> np.ndarray:
    """Tách mặt nạ thành từng vật, kể cả những vật dính nhau.

    Khoảng cách tới nền lớn nhất ở lõi của mỗi vật và nhỏ ở chỗ eo; lấy các đỉnh làm mạch nước, lật ngược bản
    đồ khoảng cách thành thung lũng, rồi `watershed`. Vật lồi thì tách đẹp; vật dài, cong thì dễ bị chặt khúc.

    Tham số:
        mask: mặt nạ (H, W).
        apart: hai đỉnh cách nhau không quá chừng này điểm ảnh là của một vật.

    Trả về:
        int64 (H, W): 0 là nền, vật số 1, 2, 3, …
    """
    inside = one_mask(mask)
    if inside.all():  # no background to be far from: one object
        return np.ones(inside.shape, np.int64)
    depth = distance_to(~inside)
    whole, top = components(inside), peaks(depth, apart)
    # peaks near each other but in different components, with background between them, are not one
    _, springs = np.unique(np.where(top > 0, top * (whole.max() + 1) + whole, 0), return_inverse=True)
    found = watershed(-depth, springs.reshape(inside.shape) if top.any() else top, inside)
    small = components(inside & (found == 0))  # their peak stood too near a higher one, across the background
    return np.where(small > 0, small + found.max(), found)


def _window_max(a: np.ndarray, radius: int) -> np.ndarray:
    for axis in (0, 1):
        padding = [(0, 0), (0, 0)]
        padding[axis] = (radius, radius)
        padded = np.pad(a, padding, constant_values=-np.inf)
        a = np.lib.stride_tricks.sliding_window_view(padded, 2 * radius + 1, axis).max(axis=-1)
    return a
