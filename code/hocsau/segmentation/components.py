"""Thành phần liên thông: mỗi mảng điểm dính nhau là một vật."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.segmentation.masks import one_mask

NEIGHBOURS = {4: ((0, 1), (1, 0), (0, -1), (-1, 0)), 8: ((0, 1), (1, 1), (1, 0), (1, -1))}
NEIGHBOURS[8] += tuple((-i, -j) for i, j in NEIGHBOURS[8])


def components(mask: ArrayLike, neighbours: int = 4) -> np.ndarray:
    """Đánh số các mảng dính nhau của `mask`.

    Mỗi hàng cắt thành những đoạn liền; hai đoạn ở hai hàng kề nhau mà chạm nhau thì cùng một vật (gộp bằng
    "hợp – tìm"). Nhờ đi theo đoạn chứ không theo điểm, ảnh 512×512 chỉ mất vài phần trăm giây.

    Tham số:
        mask: mặt nạ (H, W), xem `binary_mask`.
        neighbours: 4 thì dính nhau qua cạnh; 8 thì qua góc cũng tính.

    Trả về:
        int64 (H, W): 0 là nền; vật số 1, 2, 3, … theo thứ tự gặp từ trên xuống, trái sang phải.

    Lỗi:
        ValueError: không phải mặt nạ (H, W), hay neighbours khác 4 và 8.
    """
    mask = one_mask(mask)
    check_neighbours(neighbours)
    reach = int(neighbours == 8)  # through a corner, a run also meets the one that starts just after its end
    height, width = mask.shape
    edges = np.diff(mask.astype(np.int8), axis=1, prepend=0, append=0)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]  # past the last pixel
    parent = list(range(len(rows)))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = parent[parent[run]]  # halve the way for the next one who asks
            run = parent[run]
        return run

    first = np.searchsorted(rows, np.arange(height + 1)).tolist()
    begin, end = starts.tolist(), ends.tolist()
    for row in range(1, height):
        above, here = first[row - 1], first[row]
        while above < first[row] and here < first[row + 1]:
            if begin[above] < end[here] + reach and begin[here] < end[above] + reach:
                a, b = root(above), root(here)
                parent[max(a, b)] = min(a, b)  # the earlier run keeps its name
            if end[above] < end[here]:
                above += 1
            else:
                here += 1
    roots = np.array([root(run) for run in range(len(rows))], dtype=np.int64)
    number = np.cumsum(roots == np.arange(len(roots)))  # roots in order of appearance
    labels = np.zeros((height, width), np.int64)
    labels[mask] = np.repeat(number[roots], ends - starts)
    return labels


def components_naive(mask: ArrayLike, neighbours: int = 4) -> np.ndarray:
    """Như `components`, bằng cách loang từ từng điểm chưa có số: chậm, nhưng hiển nhiên đúng."""
    mask = one_mask(mask)
    check_neighbours(neighbours)
    labels, count = np.zeros(mask.shape, np.int64), 0
    for start in zip(*np.nonzero(mask), strict=True):
        if labels[start]:
            continue
        count += 1
        labels[start], waiting = count, [start]
        while waiting:
            i, j = waiting.pop()
            for di, dj in NEIGHBOURS[neighbours]:
                there = (i + di, j + dj)
                inside = 0 <= there[0] < mask.shape[0] and 0 <= there[1] < mask.shape[1]
                if inside and mask[there] and not labels[there]:
                    labels[there] = count
                    waiting.append(there)
    return labels


def check_neighbours(neighbours: int) -> None:
    """ValueError khi `neighbours` khác 4 và 8."""
    if neighbours not in NEIGHBOURS:
        raise ValueError(f"neighbours = {neighbours!r}; cần 4 (qua cạnh) hoặc 8 (cả qua góc)")
