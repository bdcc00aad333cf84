"""Nhiều phép nối nhau; các phép hình học liền nhau gộp thành một lần nội suy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hocsau.data.transforms.sample import Sample
from hocsau.data.transforms.warp import FILLS, warp


class Transform:
    """Nền của mọi phép: gọi thẳng trên ảnh, hoặc `together` trên ảnh và những gì đi cùng."""

    def __call__(self, images: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
        """Ảnh mới; images (N, C, H, W) giữ nguyên."""
        return self.together(Sample(images), rng=rng).images

    def together(self, sample: Sample, *, rng: np.random.Generator) -> Sample:
        """Ảnh, mặt nạ và khung đổi cùng một cách.

        Lỗi:
            ValueError: thiếu rng.
        """
        check_rng(rng)
        return self.change(sample, rng)

    def change(self, sample: Sample, rng: np.random.Generator) -> Sample:
        """Phép biến đổi; lớp con định nghĩa."""
        raise TypeError(f"{type(self).__name__} chưa định nghĩa change(sample, rng)")


class Geometric(Transform):
    """Phép hình học: mỗi ảnh rút một ma trận (toạ độ tính từ tâm ảnh, x sang phải, y xuống dưới)."""

    def matrices(self, n: int, height: int, width: int, rng: np.random.Generator) -> np.ndarray:
        """(n, 3, 3): điểm của ảnh cũ tới đâu trong ảnh mới."""
        raise TypeError(f"{type(self).__name__} chưa định nghĩa matrices(n, height, width, rng)")

    def size(self, height: int, width: int) -> tuple[int, int]:
        """Cỡ ảnh mới."""
        return height, width

    def change(self, sample: Sample, rng: np.random.Generator) -> Sample:
        """Một phép thôi, ngoài mép là số 0."""
        return Compose(self).change(sample, rng)


class Compose(Transform):
    """Làm lần lượt các phép.

    Tham số:
        transforms: các phép, theo thứ tự.
        fill: ngoài mép ảnh là gì, xem `warp`.
        value: màu ngoài mép khi fill = "constant"; mặt nạ khi ấy lấy `mask_value`.
        mask_value: số lớp ở ngoài mép của mặt nạ.
        min_visible: khung còn thấy ít hơn phần này của diện tích nó thì bỏ.
    """

    def __init__(
        self,
        *transforms: Transform,
        fill: str = "constant",
        value: float = 0.0,
        mask_value: int = 0,
        min_visible: float = 0.1,
    ) -> None:
        for i, transform in enumerate(transforms):
            if not isinstance(transform, Transform):
                raise ValueError(f"phép thứ {i} là {transform!r}; cần một phép đã tạo, như Flip()")
        if fill not in FILLS:
            raise ValueError(f"fill = {fill!r}; cần một trong {', '.join(FILLS)}")
        if not 0 <= min_visible <= 1:
            raise ValueError(f"min_visible = {min_visible}; cần một số trong [0, 1]")
        self.transforms, self.fill, self.value = transforms, fill, value
        self.mask_value, self.min_visible = mask_value, min_visible

    def change(self, sample: Sample, rng: np.random.Generator) -> Sample:
        """Các phép lần lượt; phép hình học chờ tới khi gặp phép khác rồi mới nội suy."""
        waiting: tuple[np.ndarray, tuple[int, int]] | None = None
        for transform in self.transforms:
            if isinstance(transform, Geometric):
                n, _, height, width = sample.images.shape
                before, size = waiting or (np.broadcast_to(np.eye(3), (n, 3, 3)), (height, width))
                waiting = transform.matrices(n, size[0], size[1], rng) @ before, transform.size(*size)
            else:
                sample, waiting = self._moved(sample, waiting), None
                sample = transform.change(sample, rng)
        return self._moved(sample, waiting)

    def _moved(self, sample: Sample, waiting: tuple[np.ndarray, tuple[int, int]] | None) -> Sample:
        if waiting is None:
            return sample
        matrices, size = waiting
        images = warp(sample.images, matrices, size, self.fill, self.value)
        masks = sample.masks
        if masks is not None:
            layers = masks[:, np.newaxis]
            masks = warp(layers, matrices, size, self.fill, self.mask_value, nearest=True)[:, 0]
        boxes, labels = sample.boxes, sample.labels
        if boxes is not None:
            old = sample.images.shape[2:]
            moved = [
                moved_boxes(b, m, old, size, self.min_visible) for b, m in zip(boxes, matrices, strict=True)
            ]
            boxes = [box for box, _ in moved]
            if labels is not None:
                labels = [np.asarray(a)[kept] for a, (_, kept) in zip(labels, moved, strict=True)]
        return replace(sample, images=images, masks=masks, boxes=boxes, labels=labels)


def moved_boxes(
    boxes: np.ndarray, matrix: np.ndarray, old: tuple[int, ...], new: tuple[int, int], min_visible: float
) -> tuple[np.ndarray, np.ndarray]:
    """Khung đứng thẳng nhỏ nhất quanh bốn góc đã dời, cắt theo mép ảnh mới; và khung nào còn lại.

    Tham số:
        boxes: (k, 4), x1, y1, x2, y2.
        matrix: (3, 3), toạ độ tính từ tâm.
        old, new: (H, W) của ảnh cũ và ảnh mới.
        min_visible: phần diện tích còn thấy ít nhất.

    Trả về:
        (khung còn lại (k', 4), chỉ số của chúng (k',)).
    """
    boxes = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2)  # around the box
    centred = corners - np.array([old[1], old[0]]) / 2
    there = centred @ matrix[:2, :2].T + matrix[:2, 2] + np.array([new[1], new[0]]) / 2
    whole = np.concatenate([there.min(axis=1), there.max(axis=1)], axis=1)
    seen = np.clip(whole, 0, np.array([new[1], new[0], new[1], new[0]]))
    kept = np.flatnonzero(_area(seen) > np.maximum(min_visible * _area(whole), 0))
    return seen[kept], kept


def _area(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def check_rng(rng: np.random.Generator) -> None:
    """ValueError khi không phải np.random.Generator."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError("cần rng = np.random.default_rng(số) để lần chạy sau giống lần này")
