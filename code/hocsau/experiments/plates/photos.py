"""Ảnh có khung, đã letterbox cho vừa mạng, cùng khung ở ảnh gốc để chấm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hocsau.darknet import Fit, letterbox
from hocsau.data import Split
from hocsau.plates import Scene
from hocsau.vision import read_image


@dataclass(frozen=True)
class Boxed:
    """images (N, 3, side, side) uint8; fitted: khung trong ảnh ấy; fits và sizes để đưa khung về ảnh gốc."""

    images: np.ndarray
    fitted: tuple[np.ndarray, ...]
    fits: tuple[Fit, ...]
    sizes: tuple[tuple[int, int], ...]
    truth: tuple[np.ndarray, ...]

    def __len__(self) -> int:
        return len(self.truth)

    def rows(self, which: Sequence[int] | np.ndarray) -> Boxed:
        """Một phần của bộ ảnh."""
        parts = ([part[i] for i in which] for part in (self.fitted, self.fits, self.sizes, self.truth))
        return Boxed(self.images[np.asarray(which, int)], *map(tuple, parts))


def boxed(pictures: Sequence[np.ndarray], boxes: Sequence[np.ndarray], side: int) -> Boxed:
    """Letterbox mọi ảnh vào khung side × side."""
    made = [letterbox(picture, side, side) for picture in pictures]
    fits = tuple(fit for _, fit in made)
    images = np.stack([image for image, _ in made]).transpose(0, 3, 1, 2)
    truth = tuple(np.asarray(b, np.float64).reshape(-1, 4) for b in boxes)
    fitted = tuple(fit.forth(b) for fit, b in zip(fits, truth, strict=True))
    sizes = tuple(picture.shape[:2] for picture in pictures)
    return Boxed(np.ascontiguousarray(images), fitted, fits, sizes, truth)


def of_scenes(scenes: Sequence[Scene], side: int) -> Boxed:
    """Các cảnh vẽ."""
    return boxed([scene.image for scene in scenes], [scene.boxes for scene in scenes], side)


def of_split(split: Split, side: int) -> Boxed:
    """Một phần của bộ dữ liệu có khung: x là ảnh, hay đường dẫn của ảnh; y là `PhotoBoxes`."""
    pictures = [read_image(x) if isinstance(x, str) else x for x in split.x]
    return boxed(pictures, [labels.boxes for labels in split.y], side)
