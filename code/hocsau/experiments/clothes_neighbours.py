"""Sáu mươi món đồ do sách vẽ, nhìn bằng mạng ImageNet: hàng xóm của mỗi món trong không gian đặc trưng."""

from __future__ import annotations

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.torch.inputs import efficientnet_input
from hocsau.torch.models.efficientnet import EfficientNetLite0
from hocsau.vision import resize

EACH, KEPT = 6, 12  # pictures of a kind; numbers kept of a picture's 1280
STEPS = 99  # the largest of the kept numbers, after rounding


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Đặc trưng của sáu món mỗi loại, chiếu xuống `KEPT` số; và hàng xóm gần nhất có cùng loại không."""
    x, y = data.test.x, data.test.y
    kinds = len(data.info.classes)
    chosen = np.concatenate([np.flatnonzero(y == kind)[:EACH] for kind in range(kinds)])
    features = imagenet_features(x[chosen])
    small = whole_numbers(features)
    pixels = x[chosen].reshape(len(chosen), -1).astype(np.int64)
    spaces = {"pixels": pixels, "features": features, "kept": small}
    return Outcome(
        {f"same_kind_{name}": same_kind(points, y[chosen]) for name, points in spaces.items()},
        details={"rows": chosen.tolist(), "features": small.tolist()},
        packages=("torch",),
    )


def imagenet_features(images: np.ndarray) -> np.ndarray:
    """(N, H, W) uint8 → (N, 1280): phóng lên 256×256 rồi đi qua EfficientNet-Lite0 đã học ImageNet."""
    network = EfficientNetLite0().load_weights()
    with torch.no_grad():
        seen = [network.features(efficientnet_input(resize(image, 256, 256))) for image in images]
    return torch.cat(seen).numpy()


def whole_numbers(features: np.ndarray) -> np.ndarray:
    """(N, D) → (N, KEPT) số nguyên: những hướng mà các điểm trải rộng nhất (PCA), số lớn nhất là `STEPS`."""
    centred = features - features.mean(axis=0)
    left, sizes, right = np.linalg.svd(centred, full_matrices=False)
    # a direction and its opposite are the same: the largest part of each is made positive
    signs = np.sign(right[np.arange(KEPT), np.abs(right[:KEPT]).argmax(axis=1)])
    kept = left[:, :KEPT] * sizes[:KEPT] * signs
    return np.rint(kept * STEPS / np.abs(kept).max()).astype(np.int64)


def same_kind(points: np.ndarray, labels: np.ndarray) -> float:
    """Phần các điểm mà hàng xóm gần nhất mang cùng nhãn."""
    squares = (points * points).sum(axis=1)
    distances = squares[:, None] + squares - 2 * points @ points.T
    distances = distances.astype(np.float64)
    np.fill_diagonal(distances, np.inf)
    return float(np.mean(labels[distances.argmin(axis=1)] == labels))
