"""Mỗi ảnh vài phép rút ngẫu nhiên, cùng một độ mạnh: chỉ còn hai số phải chọn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hocsau.data.transforms.color import Brightness, Contrast
from hocsau.data.transforms.compose import Compose, Transform
from hocsau.data.transforms.erase import Cutout
from hocsau.data.transforms.geometric import Rotate, Scale, Shear, Translate, check_share
from hocsau.data.transforms.sample import Sample


class RandomAugment(Transform):
    """Mỗi ảnh qua `n` phép, mỗi phép rút đều trong danh sách: xoay, xô, dời, phóng, sáng, tương phản, che.

    Tham số:
        n: số phép mỗi ảnh.
        strength: độ mạnh chung, 0 (không làm gì) … 1 (xoay tới 30°, xô 20°, dời 30 %, phóng 0.7 – 1.3 …).
        fill: ngoài mép ảnh là gì.
        side: cạnh ảnh, để ô che lớn theo ảnh.

    Nguồn: Cubuk, Zoph, Shlens, Le, 2020 (ở đây không lật ảnh: có những nhãn đổi theo chiều).
    """

    def __init__(self, n: int = 2, strength: float = 0.5, *, side: int, fill: str = "reflect") -> None:
        if not isinstance(n, (int, np.integer)) or isinstance(n, bool) or n < 0:
            raise ValueError(f"n = {n!r}; cần một số nguyên không âm")
        s = check_share(strength, "strength")
        self.n, self.strength = int(n), s
        geometric = (Rotate(30 * s), Shear(20 * s), Translate(0.3 * s), Scale(1 - 0.3 * s, 1 + 0.3 * s))
        hidden = Cutout(max(1, round(side * 0.4 * s))) if s else Brightness(1, 1)
        self.choices: tuple[Transform, ...] = (
            *(Compose(one, fill=fill) for one in geometric),
            Brightness(1 - 0.6 * s, 1 + 0.6 * s),
            Contrast(1 - 0.6 * s, 1 + 0.6 * s),
            hidden,
        )

    def change(self, sample: Sample, rng: np.random.Generator) -> Sample:
        """n lượt; mỗi lượt các ảnh rút trúng cùng một phép đi qua phép ấy với nhau."""
        for _ in range(self.n):
            drawn = rng.integers(0, len(self.choices), len(sample.images))
            for i, transform in enumerate(self.choices):
                rows = np.flatnonzero(drawn == i)
                if rows.size:
                    sample = _put(sample, rows, transform.change(_take(sample, rows), rng))
        return sample


def _take(sample: Sample, rows: np.ndarray) -> Sample:
    return Sample(
        sample.images[rows],
        None if sample.masks is None else sample.masks[rows],
        None if sample.boxes is None else [sample.boxes[i] for i in rows],
        None if sample.labels is None else [sample.labels[i] for i in rows],
    )


def _put(sample: Sample, rows: np.ndarray, part: Sample) -> Sample:
    images = sample.images.copy()
    images[rows] = part.images
    masks = sample.masks
    if masks is not None:
        masks = masks.copy()
        masks[rows] = part.masks
    lists = []
    for whole, changed in ((sample.boxes, part.boxes), (sample.labels, part.labels)):
        if whole is not None and changed is not None:
            whole = list(whole)
            for i, row in enumerate(rows):
                whole[row] = changed[i]
        lists.append(whole)
    return replace(sample, images=images, masks=masks, boxes=lists[0], labels=lists[1])
