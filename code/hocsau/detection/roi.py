"""ROI pooling và ROIAlign: vùng to nhỏ khác nhau của feature map, ra bảng số cùng cỡ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from hocsau.detection.checking import as_boxes, positive, real, whole
from hocsau.nn.arrays import expect_shape, wide
from hocsau.nn.module import Module


def parts(length: int, count: int) -> list[tuple[int, int]]:
    """Chia `length` ô thành `count` phần: mọi phần ⌊length / count⌋ ô, phần cuối thêm số dư. 10 thành 3, 3,
    4.

    length < count thì không chia thế được (phần rỗng); khi ấy phần thứ i là từ ⌊i·length / count⌋ tới
    ⌈(i + 1)·length / count⌉, các phần trùm lên nhau, như Fast R-CNN.

    Tham số:
        length: số ô, từ 1.
        count: số phần, từ 1.

    Trả về:
        danh sách (đầu, cuối), không kể cuối.

    Lỗi:
        ValueError: length hay count không phải số nguyên dương.
    """
    length, count = whole(length, "length"), whole(count, "count")
    if length < count:
        return [(i * length // count, -(-(i + 1) * length // count)) for i in range(count)]
    share = length // count
    return [(i * share, (i + 1) * share if i < count - 1 else length) for i in range(count)]


def cells(start: float, end: float, size: int) -> tuple[int, int]:
    """Đoạn [start, end] của feature map, làm tròn tới ô nguyên (nửa thì lên), nằm trong 0 … size, ít nhất một
    ô.

    Tham số:
        start: đầu đoạn, toạ độ trên feature map.
        end: cuối đoạn.
        size: feature map dài bao nhiêu ô.

    Trả về:
        (ô đầu, ô cuối), không kể ô cuối.
    """
    first = min(max(int(np.floor(start + 0.5)), 0), size - 1)
    last = min(max(int(np.floor(end + 0.5)), 0), size)
    return first, max(last, first + 1)


class _ROI(Module):
    """What the two have in common: the size of the output, the scale, the check of the regions."""

    def __init__(self, output_size: int | tuple[int, int], scale: float = 1.0) -> None:
        both = output_size if isinstance(output_size, tuple) else (output_size, output_size)
        if len(both) != 2:
            raise ValueError(f"output_size = {output_size!r}; cần một số, hay (cao, rộng)")
        self.output_size = whole(both[0], "output_size"), whole(both[1], "output_size")
        self.scale = positive(scale, "scale")

    def _checked(self, x: ArrayLike, rois: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """x, and of every region its picture and its corners on the map."""
        maps = expect_shape(x, "N C H W")
        if 0 in maps.shape[1:]:
            raise ValueError(f"x có shape {maps.shape}; C, H, W phải dương")
        table = real(rois, "rois")
        if table.shape == (0,):
            table = table.reshape(0, 5)
        if table.ndim != 2 or table.shape[1] != 5:
            raise ValueError(f"rois có shape {table.shape}; cần (R, 5): số thứ tự ảnh, x1, y1, x2, y2")
        boxes, picture = as_boxes(table[:, 1:], "rois"), table[:, 0]
        if not (np.isin(picture, np.arange(len(maps)))).all():
            raise ValueError(f"cột 0 của rois là số thứ tự ảnh, phải nguyên, từ 0 đến {len(maps) - 1}")
        return maps, picture.astype(np.int64), boxes.astype(np.float64) * self.scale


class ROIPool(_ROI):
    """ROI pooling: vùng được làm tròn tới ô nguyên, chia thành h × k phần (`parts`), mỗi phần lấy số lớn
    nhất.

    y[r, c, i, j] = max của x[ảnh của r, c] trên phần (i, j) của vùng r; backward: dy về đúng ô lớn nhất (bằng
    nhau thì ô đầu tiên theo hàng), không có gradient theo rois. Shape: x (N, C, H, W), rois (R, 5) → (R, C,
    h, k).

    Tham số:
        output_size: h = k, hay (h, k).
        scale: từ toạ độ ảnh sang ô của feature map, như 1/16.

    Lỗi:
        ValueError: output_size hay scale không dương.

    Nguồn: Girshick (2015).
    """

    def __init__(self, output_size: int | tuple[int, int], scale: float = 1.0) -> None:
        super().__init__(output_size, scale)

    def forward(self, x: np.ndarray, rois: ArrayLike) -> np.ndarray:
        """x (N, C, H, W), rois (R, 5): số thứ tự ảnh, x1, y1, x2, y2 → y (R, C, h, k)."""
        maps, picture, boxes = self._checked(x, rois)
        channels, height, width = maps.shape[1:]
        y = np.empty((len(boxes), channels, *self.output_size), maps.dtype)
        where = np.empty(y.shape, np.int64)  # the greatest cell, counted through its map
        for r, (x1, y1, x2, y2) in enumerate(boxes):
            (top, bottom), (left, right) = cells(y1, y2, height), cells(x1, x2, width)
            for i, (a, b) in enumerate(parts(bottom - top, self.output_size[0])):
                for j, (c, d) in enumerate(parts(right - left, self.output_size[1])):
                    part = maps[picture[r], :, top + a : top + b, left + c : left + d].reshape(channels, -1)
                    best = part.argmax(axis=1)
                    y[r, :, i, j] = part[np.arange(channels), best]
                    down, along = np.divmod(best, d - c)
                    where[r, :, i, j] = (top + a + down) * width + left + c + along
        return self.remember(y, maps.shape, picture, where)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (R, C, h, k) → dx (N, C, H, W)."""
        dy, shape, picture, where = self.recall(dy)
        pictures, channels, height, width = shape
        place = where.reshape(len(where), channels, self.output_size[0] * self.output_size[1])
        place = place + (picture[:, np.newaxis] * channels + np.arange(channels))[..., np.newaxis] * (
            height * width
        )
        dx = np.bincount(place.ravel(), dy.ravel().astype(np.float64), pictures * channels * height * width)
        return dx.reshape(shape).astype(dy.dtype)


class ROIAlign(_ROI):
    """ROIAlign: không làm tròn; mỗi phần lấy trung bình của vài điểm, nội suy giữa bốn ô gần nhất.

    Ô (i, j) của feature map là giá trị ở điểm (i + ½, j + ½), nên toạ độ trừ đi nửa ô trước khi nội suy. Vùng
    cao H' chia đều thành h phần, mỗi phần `sampling` hàng điểm cách đều. Điểm cách mép hơn một ô thì là 0,
    còn lại kéo vào mép. Vì khung song song với trục, trọng số tách đôi: y[r, c] = A_r · x[c] · B_rᵀ, A (h,
    H), B (k, W); nên dx[c] = A_rᵀ · dy · B_r. Không có gradient theo rois. Shape: x (N, C, H, W), rois (R, 5)
    → (R, C, h, k).

    Tham số:
        output_size: h = k, hay (h, k).
        scale: từ toạ độ ảnh sang ô của feature map, như 1/16.
        sampling: mỗi phần lấy sampling × sampling điểm.

    Lỗi:
        ValueError: output_size, scale hay sampling không dương.

    Nguồn: He và cộng sự (2017); quy ước nửa ô như torchvision với aligned=True.
    """

    def __init__(self, output_size: int | tuple[int, int], scale: float = 1.0, sampling: int = 2) -> None:
        super().__init__(output_size, scale)
        self.sampling = whole(sampling, "sampling")

    def forward(self, x: np.ndarray, rois: ArrayLike) -> np.ndarray:
        """x (N, C, H, W), rois (R, 5): số thứ tự ảnh, x1, y1, x2, y2 → y (R, C, h, k)."""
        maps, picture, boxes = self._checked(x, rois)
        source = wide(maps)
        rows = self._weights(boxes[:, 1], boxes[:, 3], self.output_size[0], maps.shape[2], source.dtype)
        columns = self._weights(boxes[:, 0], boxes[:, 2], self.output_size[1], maps.shape[3], source.dtype)
        y = np.empty((len(boxes), maps.shape[1], *self.output_size), source.dtype)
        for n in np.unique(picture):
            here = picture == n
            y[here] = np.einsum("rph,chw,rqw->rcpq", rows[here], source[n], columns[here], optimize=True)
        return self.remember(y.astype(maps.dtype, copy=False), maps.shape, picture, rows, columns)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (R, C, h, k) → dx (N, C, H, W)."""
        dy, shape, picture, rows, columns = self.recall(dy)
        given = wide(dy)
        dx = np.zeros(shape, given.dtype)
        for n in np.unique(picture):
            here = picture == n
            dx[n] = np.einsum("rph,rcpq,rqw->chw", rows[here], given[here], columns[here], optimize=True)
        return dx.astype(dy.dtype, copy=False)

    def _weights(
        self, start: np.ndarray, end: np.ndarray, count: int, size: int, dtype: np.dtype
    ) -> np.ndarray:
        """(R, count, size): how much of every cell goes into every part, along one axis."""
        step = (end - start)[:, np.newaxis] / (count * self.sampling)
        at = start[:, np.newaxis] + (np.arange(count * self.sampling) + 0.5) * step - 0.5  # the half cell
        outside = (at < -1) | (at > size)
        at = np.clip(at, 0, size - 1)
        low = np.minimum(np.floor(at).astype(np.int64), max(size - 2, 0))
        part = at - low
        weights = np.zeros((*at.shape, size))
        r, p = np.ogrid[: at.shape[0], : at.shape[1]]
        weights[r, p, low] = np.where(outside, 0, 1 - part)
        weights[r, p, np.minimum(low + 1, size - 1)] += np.where(outside, 0, part)
        return weights.reshape(len(start), count, self.sampling, size).mean(axis=2).astype(dtype)


def roi_align_naive(
    x: np.ndarray, box: Sequence[float], output_size: tuple[int, int], sampling: int = 2
) -> np.ndarray:
    """ROIAlign của một vùng, từng điểm một: bản chậm, hiển nhiên đúng.

    Tham số:
        x: (C, H, W).
        box: bốn số x1, y1, x2, y2, toạ độ trên feature map.
        output_size: (h, k).
        sampling: mỗi phần lấy sampling × sampling điểm.

    Trả về:
        (C, h, k).
    """
    (x1, y1, x2, y2), (h, k) = box, output_size
    y = np.zeros((len(x), h, k))
    for i in range(h):
        for j in range(k):
            for u in range(sampling):
                for v in range(sampling):
                    down = y1 + (i + (u + 0.5) / sampling) * (y2 - y1) / h
                    along = x1 + (j + (v + 0.5) / sampling) * (x2 - x1) / k
                    y[:, i, j] += bilinear(x, down - 0.5, along - 0.5) / sampling**2
    return y


def bilinear(x: np.ndarray, down: float, along: float) -> np.ndarray:
    """Giá trị của x ở giữa các ô, ô (i, j) nằm ở đúng điểm (i, j): trung bình có trọng số của bốn ô quanh nó.

    Tham số:
        x: (C, H, W).
        down: toạ độ dọc; ra ngoài quá một ô thì kết quả là 0.
        along: toạ độ ngang.

    Trả về:
        (C,).
    """
    height, width = x.shape[1:]
    if not (-1 <= down <= height and -1 <= along <= width):
        return np.zeros(len(x))
    down, along = min(max(down, 0.0), height - 1), min(max(along, 0.0), width - 1)
    i, j = min(int(down), max(height - 2, 0)), min(int(along), max(width - 2, 0))
    below, right = min(i + 1, height - 1), min(j + 1, width - 1)
    p, q = down - i, along - j
    above = (1 - q) * x[:, i, j] + q * x[:, i, right]
    return (1 - p) * above + p * ((1 - q) * x[:, below, j] + q * x[:, below, right])


def fixed_regions(layer: Module, rois: ArrayLike) -> Module:
    """Tầng chỉ còn một đầu vào x, rois đứng yên: để kiểm gradient, để nối trong Sequential.

    Tham số:
        layer: ROIPool hay ROIAlign.
        rois: (R, 5).

    Trả về:
        một Module.
    """
    return _Fixed(layer, rois)


class _Fixed(Module):
    def __init__(self, layer: Module, rois: ArrayLike) -> None:
        self.layer, self.rois = layer, rois

    def forward(self, x: np.ndarray) -> np.ndarray:
        return self.layer(x, self.rois)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        return self.layer.backward(dy)
