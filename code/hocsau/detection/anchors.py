"""Anchor: lưới khung mẫu trên ảnh, gán mỗi anchor cho một vật hay cho nền, và lấy mẫu để học."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from hocsau.detection.boxes import iou_matrix
from hocsau.detection.checking import as_boxes, as_labels, fraction, positive, whole

OBJECT, BACKGROUND, IGNORED = 1, 0, -1


def grid_size(height: int, width: int, stride: int) -> tuple[int, int]:
    """(số hàng, số cột) của feature map: ⌈height / stride⌉ và ⌈width / stride⌉, như conv có đệm.

    Ảnh 400×600 với stride 16: 25 hàng, 38 cột, 950 tâm.

    Tham số:
        height: chiều cao ảnh.
        width: chiều rộng ảnh.
        stride: một ô của feature map ứng với bao nhiêu điểm ảnh.

    Trả về:
        (hàng, cột).
    """
    step = whole(stride, "stride")
    return -(-whole(height, "height") // step), -(-whole(width, "width") // step)


def base_anchors(
    sizes: Sequence[float] = (64, 128, 256), ratios: Sequence[float] = (0.5, 1.0, 2.0)
) -> np.ndarray:
    """Các anchor của một tâm, tâm ở (0, 0): mỗi cỡ, mỗi tỉ lệ một khung, diện tích cỡ².

    w = s / √r, h = s·√r, với r = h / w.

    Tham số:
        sizes: cạnh của khung vuông, điểm ảnh.
        ratios: các tỉ lệ cao / rộng.

    Trả về:
        (len(sizes)·len(ratios), 4) dạng hai góc; mọi tỉ lệ của cỡ thứ nhất đứng trước.

    Lỗi:
        ValueError: danh sách rỗng, hay có số không dương.
    """
    if not len(sizes) or not len(ratios):
        raise ValueError("sizes và ratios phải có ít nhất một số")
    s = np.array([positive(v, "sizes") for v in sizes])[:, np.newaxis]
    root = np.sqrt([positive(v, "ratios") for v in ratios])[np.newaxis]
    half = np.stack([s / root, s * root], axis=-1).reshape(-1, 2) / 2
    return np.concatenate([-half, half], axis=1)


def grid_anchors(
    rows: int,
    columns: int,
    stride: int,
    sizes: Sequence[float] = (64, 128, 256),
    ratios: Sequence[float] = (0.5, 1.0, 2.0),
) -> np.ndarray:
    """Mọi anchor của một feature map, tâm ở giữa ô: ((j + ½)·stride, (i + ½)·stride).

    Anchor thứ a của ô (i, j) nằm ở hàng (i·columns + j)·A + a, cùng thứ tự với đầu ra (N, A·4, H, W) của conv
    sau khi đưa kênh về cuối.

    Tham số:
        rows: số hàng của feature map.
        columns: số cột của feature map.
        stride: một ô ứng với bao nhiêu điểm ảnh.
        sizes: cạnh của khung vuông, điểm ảnh.
        ratios: các tỉ lệ cao / rộng.

    Trả về:
        (rows·columns·A, 4) dạng hai góc; có khung thò ra ngoài ảnh.

    Lỗi:
        ValueError: kích thước không phải số nguyên dương, sizes hay ratios rỗng.
    """
    rows, columns, step = whole(rows, "rows"), whole(columns, "columns"), whole(stride, "stride")
    y, x = np.meshgrid((np.arange(rows) + 0.5) * step, (np.arange(columns) + 0.5) * step, indexing="ij")
    centres = np.stack([x, y, x, y], axis=-1).reshape(-1, 1, 4)
    return (centres + base_anchors(sizes, ratios)[np.newaxis]).reshape(-1, 4)


def inside(boxes: ArrayLike, height: int, width: int) -> np.ndarray:
    """Khung nào nằm trọn trong ảnh.

    Tham số:
        boxes: (N, 4) dạng hai góc.
        height: chiều cao ảnh.
        width: chiều rộng ảnh.

    Trả về:
        (N,) bool.
    """
    h, w = whole(height, "height"), whole(width, "width")
    b = as_boxes(boxes)
    return (b[:, 0] >= 0) & (b[:, 1] >= 0) & (b[:, 2] <= w) & (b[:, 3] <= h)


def assign(
    anchors: ArrayLike, truth: ArrayLike, high: float = 0.7, low: float = 0.3, best: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Mỗi anchor là vật (1), nền (0), hay bỏ qua (−1), và nó theo khung thật nào.

    IoU lớn nhất của anchor với các khung thật: từ `high` trở lên là vật, dưới `low` là nền, ở giữa bỏ qua.
    Thêm luật *tốt nhất cho từng vật* (best): anchor khớp nhất với một khung thật (mọi anchor bằng nhau, IoU >
    0) cũng là vật, và theo chính khung ấy. Anchor tốt nhất cho hai vật thì theo vật có IoU lớn hơn.
    (torchvision cho anchor ấy theo khung gần *nó* nhất, nên vật vừa cứu nó có khi vẫn không được anchor nào
    theo.)

    Tham số:
        anchors: (N, 4) dạng hai góc.
        truth: (M, 4) khung thật; M = 0 thì mọi anchor là nền.
        high: từ ngưỡng này là vật.
        low: dưới ngưỡng này là nền.
        best: có dùng luật khớp nhất không.

    Trả về:
        (labels (N,), matched (N,)): matched[i] là số thứ tự khung thật của anchor i, −1 khi nó không là vật.

    Lỗi:
        ValueError: khung sai dạng, hoặc không có 0 ≤ low ≤ high ≤ 1.
    """
    anchors, truth = as_boxes(anchors, "anchors"), as_boxes(truth, "truth")
    high, low = fraction(high, "high"), fraction(low, "low")
    if low > high:
        raise ValueError(f"low = {low}, high = {high}; cần low ≤ high")
    labels = np.full(len(anchors), IGNORED, np.int64)
    matched = np.full(len(anchors), -1, np.int64)
    if not len(truth) or not len(anchors):
        labels[:] = BACKGROUND
        return labels, matched
    iou = iou_matrix(anchors, truth)
    nearest, most = iou.argmax(axis=1), iou.max(axis=1)
    labels[most < low] = BACKGROUND
    sure = (most >= high) & (most > 0)
    labels[sure], matched[sure] = OBJECT, nearest[sure]
    if best:
        top = iou.max(axis=0)
        for k in np.argsort(top, kind="stable"):  # the closest match is written last, and stays
            if top[k] > 0:
                rows = np.flatnonzero(iou[:, k] == top[k])
                labels[rows], matched[rows] = OBJECT, k
    return labels, matched


def sample(
    labels: ArrayLike, count: int = 256, share: float = 0.5, *, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Chọn ngẫu nhiên `count` anchor để học, nhiều nhất `share` phần là vật; thiếu vật thì bù bằng nền.

    Tham số:
        labels: (N,) của `assign`: 1 vật, 0 nền, −1 bỏ qua.
        count: bao nhiêu anchor một ảnh.
        share: phần của vật, trong [0, 1].
        rng: bộ sinh số, bắt buộc.

    Trả về:
        (số thứ tự các anchor vật, số thứ tự các anchor nền), mỗi mảng tăng dần.

    Lỗi:
        ValueError: labels không phải (N,) số nguyên, count không dương, share ngoài [0, 1].
    """
    labels = as_labels(labels, np.asarray(labels).size)
    count, share = whole(count, "count"), fraction(share, "share")
    objects, ground = np.flatnonzero(labels == OBJECT), np.flatnonzero(labels == BACKGROUND)
    some = min(len(objects), int(count * share))
    rest = min(len(ground), count - some)
    return (
        np.sort(rng.choice(objects, some, replace=False)),
        np.sort(rng.choice(ground, rest, replace=False)),
    )
