"""Chia ảnh thành mảng bằng đồ thị: nối dần những điểm ảnh giống nhau, cạnh nhẹ trước."""

from __future__ import annotations

import numpy as np

from hocsau.detection.checking import positive, whole
from hocsau.vision.filters import gaussian_blur


class _Forest:
    """Union-find: who is in which piece, how large it is, its heaviest inner edge."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))
        self.size = [1] * count
        self.inner = [0.0] * count

    def root(self, i: int) -> int:
        parent = self.parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(self, a: int, b: int, weight: float) -> None:
        if self.size[a] < self.size[b]:
            a, b = b, a
        self.parent[b] = a
        self.size[a] += self.size[b]
        self.inner[a] = weight


def segment(image: np.ndarray, scale: float = 100.0, sigma: float = 0.8, least: int = 20) -> np.ndarray:
    """Graph-based segmentation: mỗi điểm ảnh một đỉnh, nối với tám láng giềng, cạnh nặng bằng khoảng cách
    màu.

    Xét cạnh từ nhẹ tới nặng; hai mảng A, B được nối khi cạnh w giữa chúng không nặng hơn cả hai *sức chịu*:

    w ≤ min(Int(A) + scale / |A|, Int(B) + scale / |B|), Int là cạnh nặng nhất đã nối bên trong mảng.

    Mảng nhỏ thì dễ nối, mảng lớn thì phải thật giống. Cuối cùng mảng dưới `least` điểm ảnh nhập vào láng
    giềng gần màu nhất. Hai cạnh nặng bằng nhau: cạnh được kể trước (sang phải, xuống, chéo xuống, chéo lên)
    xét trước.

    Tham số:
        image: (H, W) hay (H, W, 3), độ sáng 0 … 255.
        scale: càng lớn thì các mảng thường càng to.
        sigma: làm mờ Gauss trước khi chia; 0 là không.
        least: mảng nhỏ nhất, điểm ảnh.

    Trả về:
        (H, W) số nguyên: số thứ tự mảng, 0 … K − 1, theo thứ tự gặp từ trái qua phải, trên xuống dưới.

    Lỗi:
        ValueError: ảnh sai shape, scale không dương, sigma âm, least không dương.

    Nguồn: Felzenszwalb và Huttenlocher (2004).
    """
    scale, least = positive(scale, "scale"), whole(least, "least")
    blurred = gaussian_blur(image, positive(sigma, "sigma")) if sigma != 0 else np.asarray(image, float)
    if blurred.ndim == 2:
        blurred = blurred[..., np.newaxis]
    if blurred.ndim != 3 or not blurred.size:
        raise ValueError(f"image có shape {np.shape(image)}; cần (H, W) hay (H, W, 3)")
    height, width = blurred.shape[:2]
    start, end, weight = _edges(blurred.astype(np.float64))
    order = np.argsort(weight, kind="stable")
    edges = list(zip(start[order].tolist(), end[order].tolist(), weight[order].tolist(), strict=True))
    forest = _Forest(height * width)
    for i, j, w in edges:
        a, b = forest.root(i), forest.root(j)
        if a != b and w <= min(
            forest.inner[a] + scale / forest.size[a], forest.inner[b] + scale / forest.size[b]
        ):
            forest.join(a, b, w)
    for i, j, w in edges:
        a, b = forest.root(i), forest.root(j)
        if a != b and (forest.size[a] < least or forest.size[b] < least):
            forest.join(a, b, w)
    roots = np.array([forest.root(i) for i in range(height * width)])
    _, first, where = np.unique(roots, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[where].reshape(height, width)


def _edges(image: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Both ends and the weight of every edge: to the right, down, down-right, up-right."""
    height, width = image.shape[:2]
    number = np.arange(height * width).reshape(height, width)
    made = []
    for down, along in ((0, 1), (1, 0), (1, 1), (-1, 1)):
        rows = slice(max(-down, 0), height - max(down, 0))
        other = slice(max(down, 0), height - max(-down, 0))
        here, there = (rows, slice(0, width - along)), (other, slice(along, width))
        apart = np.sqrt(((image[here] - image[there]) ** 2).sum(axis=2))
        made.append((number[here].ravel(), number[there].ravel(), apart.ravel()))
    start, end, weight = (np.concatenate(part) for part in zip(*made, strict=True))
    return start, end, weight
