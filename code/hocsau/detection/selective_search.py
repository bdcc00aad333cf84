"""Selective search: gộp dần các mảng giống nhau; mảng nào từng có mặt cũng cho một khung đề xuất."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from hocsau.detection.boxes import iou_matrix
from hocsau.detection.checking import as_boxes, fraction, whole
from hocsau.detection.segmentation import segment

BINS, TONES = 25, 10
MEASURES = ("colour", "texture", "size", "fill")


@dataclass
class Region:
    """Một mảng: khung (x1, y1, x2, y2), số điểm ảnh, hai histogram, và hai mảng đã gộp thành nó."""

    box: tuple[int, int, int, int]
    size: int
    colour: np.ndarray
    texture: np.ndarray
    parents: tuple[int, int] | None = None
    neighbours: set[int] = field(default_factory=set)


def similarity(a: Region, b: Region, pixels: int, measures: Sequence[str] = MEASURES) -> float:
    """Hai mảng giống nhau bao nhiêu: tổng của tối đa bốn số trong [0, 1].

    colour, texture: Σ_k min(a_k, b_k) của hai histogram có tổng 1;  size: 1 − (|a| + |b|) / pixels, mảng nhỏ
        gộp
    trước;  fill: 1 − (|khung chung| − |a| − |b|) / pixels, mảng lọt vào nhau gộp trước.

    Tham số:
        a: một mảng.
        b: mảng kia.
        pixels: số điểm ảnh của cả ảnh.
        measures: dùng những số nào.

    Trả về:
        một số.
    """
    total = 0.0
    if "colour" in measures:
        total += float(np.minimum(a.colour, b.colour).sum())
    if "texture" in measures:
        total += float(np.minimum(a.texture, b.texture).sum())
    if "size" in measures:
        total += 1 - (a.size + b.size) / pixels
    if "fill" in measures:
        x1, y1, x2, y2 = _hull(a.box, b.box)
        total += 1 - ((x2 - x1) * (y2 - y1) - a.size - b.size) / pixels
    return total


def merge_regions(image: np.ndarray, labels: ArrayLike, measures: Sequence[str] = MEASURES) -> list[Region]:
    """Gộp hai mảng kề nhau giống nhau nhất, lặp tới khi cả ảnh còn một mảng.

    Tham số:
        image: (H, W) hay (H, W, 3), độ sáng 0 … 255.
        labels: (H, W) số nguyên 0 … K − 1, như `segment` trả về; mảng nào cũng có điểm ảnh.
        measures: những số đo của `similarity`.

    Trả về:
        2K − 1 mảng: K mảng đầu, rồi mỗi lần gộp một mảng (`parents` nói gộp từ đâu). Bằng nhau thì cặp nhỏ
        trước.

    Lỗi:
        ValueError: labels khác cỡ ảnh, không nguyên, thiếu số; measures rỗng hay có tên lạ.
    """
    if not measures or set(measures) - set(MEASURES):
        raise ValueError(f"measures = {list(measures)}; cần ít nhất một trong {', '.join(MEASURES)}")
    picture, pieces = np.asarray(image), np.asarray(labels)
    if picture.ndim not in (2, 3) or pieces.shape != picture.shape[:2] or pieces.dtype.kind not in "iu":
        raise ValueError(
            f"labels có shape {pieces.shape}, dtype {pieces.dtype}; cần số nguyên, cùng cỡ với ảnh"
        )
    count = int(pieces.max(initial=-1)) + 1
    if not count or len(np.unique(pieces)) != count or pieces.min() < 0:
        raise ValueError("labels phải gồm đủ các số 0 … K − 1, số nào cũng có điểm ảnh")
    regions, pixels = _first(picture, pieces, count), pieces.size
    alive = {
        (i, j): similarity(regions[i], regions[j], pixels, measures)
        for i in range(count)
        for j in regions[i].neighbours
        if i < j
    }
    while alive:
        # twelve digits: the last bit of a sum differs between machines, and must not choose between equals
        i, j = min(alive, key=lambda pair: (-round(alive[pair], 12), pair))
        made = len(regions)
        regions.append(_joined(regions[i], regions[j], (i, j)))
        for n in regions[made].neighbours:
            regions[n].neighbours -= {i, j}
            regions[n].neighbours.add(made)
        alive = {pair: s for pair, s in alive.items() if not {i, j} & set(pair)}
        for n in regions[made].neighbours:
            alive[n, made] = similarity(regions[n], regions[made], pixels, measures)
    return regions


def selective_search(
    image: np.ndarray,
    scales: Sequence[float] = (50.0, 100.0, 300.0),
    *,
    limit: int | None = None,
    sigma: float = 0.8,
    least: int = 20,
) -> np.ndarray:
    """Các khung đề xuất của một ảnh: gộp mảng từ vài cách chia, mảng to (gộp sau) đứng trước, bỏ khung trùng.

    Tham số:
        image: (H, W) hay (H, W, 3), độ sáng 0 … 255.
        scales: các `scale` của `segment`, mỗi số một cách chia.
        limit: nhiều nhất bao nhiêu khung; None là tất cả.
        sigma: như ở `segment`.
        least: như ở `segment`.

    Trả về:
        (P, 4) dạng hai góc.

    Lỗi:
        ValueError: như `segment`; scales rỗng; limit không dương.

    Nguồn: Uijlings và cộng sự (2013); bài báo còn dùng nhiều hệ màu và xáo thứ tự ngẫu nhiên, ở đây thì
    không.
    """
    if not len(scales):
        raise ValueError("scales rỗng; cần ít nhất một số")
    ranked: list[tuple[int, int, tuple[int, int, int, int]]] = []
    for k, scale in enumerate(scales):
        regions = merge_regions(image, segment(image, scale, sigma, least))
        ranked += [(len(regions) - 1 - i, k, region.box) for i, region in enumerate(regions)]
    boxes = list(dict.fromkeys(box for _, _, box in sorted(ranked)))
    made = np.array(boxes[: len(boxes) if limit is None else whole(limit, "limit")], float)
    return made.reshape(-1, 4)


def proposal_recall(proposals: ArrayLike, truth: ArrayLike, threshold: float = 0.5) -> np.ndarray:
    """Recall theo số khung đề xuất: trong P khung đầu, bao nhiêu phần vật đã có khung với IoU ≥ threshold.

    Tham số:
        proposals: (P, 4), tốt nhất đứng trước.
        truth: (M, 4) khung thật, ít nhất một.
        threshold: ngưỡng IoU.

    Trả về:
        (P,) không giảm.

    Lỗi:
        ValueError: khung sai dạng, không có khung thật nào.
    """
    boxes, real = as_boxes(proposals, "proposals"), as_boxes(truth, "truth")
    if not len(real):
        raise ValueError("truth rỗng; không có vật thì không có recall")
    hit = iou_matrix(boxes, real) >= fraction(threshold, "threshold")
    return np.logical_or.accumulate(hit, axis=0).mean(axis=1)


def _first(image: np.ndarray, labels: np.ndarray, count: int) -> list[Region]:
    colours = image.astype(np.float64).reshape(*labels.shape, -1)
    flat = labels.ravel()
    sizes = np.bincount(flat, minlength=count)
    rows, columns = np.indices(labels.shape)
    low = [np.full(count, side) for side in labels.shape]
    high = [np.zeros(count, np.int64) for _ in range(2)]
    for axis, at in enumerate((rows, columns)):
        np.minimum.at(low[axis], flat, at.ravel())
        np.maximum.at(high[axis], flat, at.ravel() + 1)
    colour = _histograms(
        [np.clip(colours[..., c] * BINS / 256, 0, BINS - 1) for c in range(colours.shape[2])],
        flat,
        count,
        BINS,
    )
    texture = _histograms(_slopes(colours), flat, count, TONES)
    regions = [
        Region(
            (int(low[1][i]), int(low[0][i]), int(high[1][i]), int(high[0][i])),
            int(sizes[i]),
            colour[i],
            texture[i],
        )
        for i in range(count)
    ]
    for here, there in ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:])):
        for a, b in np.unique(np.stack([here[here != there], there[here != there]], axis=1), axis=0).tolist():
            regions[a].neighbours.add(b)
            regions[b].neighbours.add(a)
    return regions


def _histograms(planes: list[np.ndarray], flat: np.ndarray, count: int, bins: int) -> np.ndarray:
    """(count, len(planes)·bins), every row summing to 1."""
    made = [
        np.bincount(flat * bins + plane.ravel().astype(np.int64), minlength=count * bins).reshape(count, bins)
        for plane in planes
    ]
    table = np.concatenate(made, axis=1).astype(np.float64)
    return table / table.sum(axis=1, keepdims=True)


def _slopes(colours: np.ndarray) -> list[np.ndarray]:
    """How much it rises in eight directions, in ten tones, for every channel."""
    planes = []
    for c in range(colours.shape[2]):
        padded = np.pad(colours[..., c], 1, mode="edge")
        gx, gy = (padded[1:-1, 2:] - padded[1:-1, :-2]) / 2, (padded[2:, 1:-1] - padded[:-2, 1:-1]) / 2
        for k in range(8):
            rise = np.maximum(gx * np.cos(k * np.pi / 4) + gy * np.sin(k * np.pi / 4), 0)
            planes.append(np.clip(np.log2(1 + rise) * TONES / 8, 0, TONES - 1))
    return planes


def _hull(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _joined(a: Region, b: Region, parents: tuple[int, int]) -> Region:
    """A histogram of the whole is the mean of the parts', weighted by their sizes."""
    size = a.size + b.size
    return Region(
        _hull(a.box, b.box),
        size,
        (a.size * a.colour + b.size * b.colour) / size,
        (a.size * a.texture + b.size * b.texture) / size,
        parents,
        (a.neighbours | b.neighbours) - set(parents),
    )
