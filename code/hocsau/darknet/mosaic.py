"""Mosaic: bốn ảnh ghép thành một, khung đi theo; một lần nhìn, mạng gặp bốn nền và cả vật bị xén."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hocsau.data.transforms.compose import check_rng
from hocsau.data.transforms.sample import check_boxes


def mosaic(
    images: np.ndarray,
    boxes: Sequence[np.ndarray],
    *,
    rng: np.random.Generator,
    min_visible: float = 0.4,
    centre: tuple[float, float] = (0.3, 0.7),
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ghép bốn ảnh cùng cỡ quanh một điểm ngẫu nhiên; góc nào lấy mảnh gần góc ấy của ảnh tương ứng.

    Tham số:
        images: (4, C, H, W).
        boxes: bốn mảng (k, 4), x1, y1, x2, y2.
        rng: bộ sinh số, bắt buộc.
        min_visible: khung còn thấy ít hơn phần này thì bỏ.
        centre: điểm ghép rút trong khoảng này của mỗi cạnh.

    Trả về:
        (ảnh (C, H, W), khung (m, 4), nguồn (m, 2): ảnh thứ mấy, khung thứ mấy của nó).

    Lỗi:
        ValueError: không phải bốn ảnh, khung sai dạng, thiếu rng.
    """
    check_rng(rng)
    images = np.asarray(images)
    if images.ndim != 4 or len(images) != 4 or len(boxes) != 4:
        raise ValueError(
            f"images có shape {images.shape}, boxes có {len(boxes)} mảng; mosaic cần đúng bốn ảnh"
        )
    for k, one in enumerate(boxes):
        check_boxes(np.asarray(one).reshape(-1, 4), f"boxes[{k}]")
    height, width = images.shape[2:]
    cy = int(np.clip(round(rng.uniform(*centre) * height), 1, height - 1))
    cx = int(np.clip(round(rng.uniform(*centre) * width), 1, width - 1))
    made = np.empty_like(images[0])
    kept, origin = [], []
    for k, (top, left) in enumerate(((0, 0), (0, cx), (cy, 0), (cy, cx))):
        bottom, right = (cy if top == 0 else height), (cx if left == 0 else width)
        # A piece of this size, from anywhere in its own photo.
        dy = int(rng.integers(0, height - (bottom - top) + 1)) - top
        dx = int(rng.integers(0, width - (right - left) + 1)) - left
        made[:, top:bottom, left:right] = images[k][:, top + dy : bottom + dy, left + dx : right + dx]
        whole = np.asarray(boxes[k], np.float64).reshape(-1, 4) - [dx, dy, dx, dy]
        seen = np.clip(whole, [left, top] * 2, [right, bottom] * 2)
        share = _area(seen) / np.maximum(_area(whole), 1e-9)
        rows = np.flatnonzero(share >= max(min_visible, 1e-9))
        kept.append(seen[rows])
        origin += [(k, int(row)) for row in rows]
    return made, np.concatenate(kept), np.array(origin, np.int64).reshape(-1, 2)


def _area(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
