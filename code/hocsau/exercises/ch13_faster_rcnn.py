"""Chấm năm bài viết code của chương 13."""

from typing import Any

import numpy as np

from hocsau import detection
from hocsau.exercises.checking import check_function, graded

Box = list[float]


def _giou(a: Box, b: Box) -> float:
    x1, y1, x2, y2 = min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
    whole = (x2 - x1) * (y2 - y1)
    return detection.iou_naive(a, b) - (whole - _union(a, b)) / whole


def _union(a: Box, b: Box) -> float:
    areas = sum((c[2] - c[0]) * (c[3] - c[1]) for c in (a, b))
    return areas / (1 + detection.iou_naive(a, b))


@graded
def check_giou(answer: Any) -> None:
    """Bài 13.3: GIoU của hai khung."""
    cases: list[tuple[Box, Box]] = [
        ([0, 0, 2, 2], [0, 0, 2, 2]),
        ([0, 0, 2, 2], [1, 1, 3, 3]),
        ([0, 0, 10, 10], [20, 0, 30, 10]),
        ([0, 0, 1, 4], [3, 7, 5, 8]),
        ([5, 5, 6, 6], [0, 0, 10, 10]),
    ]
    check_function(
        answer,
        "giou(a, b)",
        _giou,
        cases,
        hints=[
            (detection.iou_naive, "đó mới là IoU; còn trừ phần trống của hình chữ nhật ôm cả hai"),
            (
                lambda a, b: detection.iou_naive(a, b) - (_hull(a, b) - _union(a, b)) / _union(a, b),
                "phần trống chia cho diện tích hình ôm, không phải cho phần gộp",
            ),
            (
                lambda a, b: _unclipped(a, b) - (_hull(a, b) - _union(a, b)) / _hull(a, b),
                "hai khung rời nhau theo cả hai chiều thì âm nhân âm ra dương; cần max(…, 0)",
            ),
        ],
    )


def _hull(a: Box, b: Box) -> float:
    return (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))


def _unclipped(a: Box, b: Box) -> float:
    both = (min(a[2], b[2]) - max(a[0], b[0])) * (min(a[3], b[3]) - max(a[1], b[1]))
    return both / (sum((c[2] - c[0]) * (c[3] - c[1]) for c in (a, b)) - both)


def _coded(box: Box, anchor: Box) -> list[float]:
    return detection.encode([box], [anchor])[0].tolist()


@graded
def check_decoded(answer: Any) -> None:
    """Bài 13.4: giải mã bốn độ lệch thành khung hai góc."""
    cases = [
        ([0.0, 0.0, 0.0, 0.0], [10.0, 20.0, 50.0, 60.0]),
        ([0.5, -0.25, 0.0, 0.0], [10.0, 20.0, 50.0, 60.0]),
        ([0.0, 0.0, float(np.log(2)), float(-np.log(2))], [0.0, 0.0, 8.0, 4.0]),
        ([0.1, 0.2, -0.3, 0.4], [3.0, 5.0, 15.0, 9.0]),
    ]
    check_function(
        answer,
        "decoded(t, anchor)",
        lambda t, anchor: detection.decode([t], [anchor])[0].tolist(),
        cases,
        rtol=1e-6,
        hints=[
            (_as_centres, "đó là tâm và cỡ; bài cần hai góc"),
            (
                lambda t, a: detection.decode([[t[0], t[1], np.log1p(t[2]), np.log1p(t[3])]], [a])[
                    0
                ].tolist(),
                "cỡ nhân với e mũ t, không phải với 1 + t",
            ),
            (
                lambda t, a: detection.decode([[t[0] / (a[2] - a[0]), t[1] / (a[3] - a[1]), *t[2:]]], [a])[
                    0
                ].tolist(),
                "tâm dời t lần *bề rộng* của anchor, không phải t điểm ảnh",
            ),
        ],
    )


def _as_centres(t: list[float], anchor: Box) -> list[float]:
    return detection.to_centres(detection.decode([t], [anchor]))[0].tolist()


def _pooled(region: np.ndarray, h: int, k: int) -> np.ndarray:
    rows, columns = (
        [i * (size // parts) for i in range(parts)] + [size]
        for size, parts in zip(region.shape, (h, k), strict=True)
    )
    return np.array(
        [
            [region[rows[i] : rows[i + 1], columns[j] : columns[j + 1]].mean() for j in range(k)]
            for i in range(h)
        ]
    )


@graded
def check_roi_mean(answer: Any) -> None:
    """Bài 13.5: ROI pooling bằng trung bình, phần cuối nhận phần dư."""
    rng = np.random.default_rng(0)
    cases = [(rng.integers(0, 9, shape).astype(float), h, k) for shape, h, k in _SHAPES]

    def highest(region: np.ndarray, h: int, k: int) -> np.ndarray:
        return np.array(
            [
                [part.max() for part in np.array_split(row, k, axis=1)]
                for row in np.array_split(region, h, axis=0)
            ]
        )

    check_function(
        answer,
        "roi_mean(region, h, k)",
        _pooled,
        cases,
        hints=[
            (highest, "bài cần trung bình, không phải số lớn nhất"),
            (
                lambda region, h, k: np.array(
                    [
                        [part.mean() for part in np.array_split(row, k, axis=1)]
                        for row in np.array_split(region, h, axis=0)
                    ]
                ),
                "np.array_split dồn phần dư vào các phần *đầu*; bài dồn vào phần cuối",
            ),
            (
                lambda region, h, k: _pooled(
                    region[: region.shape[0] // h * h, : region.shape[1] // k * k], h, k
                ),
                "phần dư ở cuối bị bỏ mất",
            ),
        ],
    )


_SHAPES = (((10, 10), 3, 3), ((6, 4), 3, 2), ((7, 5), 2, 2), ((3, 11), 1, 4), ((5, 5), 5, 5))


def _scored(boxes: np.ndarray, scores: np.ndarray, sigma: float) -> np.ndarray:
    result, left = np.zeros(len(scores)), np.asarray(scores, float).copy()
    waiting = list(range(len(left)))
    while waiting:
        best = max(waiting, key=lambda i: left[i])
        waiting.remove(best)
        result[best] = left[best]
        for i in waiting:
            left[i] *= np.exp(-(detection.iou_naive(boxes[i], boxes[best]) ** 2) / sigma)
    return result


@graded
def check_softened(answer: Any) -> None:
    """Bài 13.6: soft-NMS, điểm mới của từng khung."""
    rng, cases = np.random.default_rng(1), []
    for n, sigma in ((1, 0.5), (3, 0.5), (5, 0.3), (6, 1.0)):
        corner = rng.uniform(0, 20, (n, 2))
        boxes = np.concatenate([corner, corner + rng.uniform(10, 30, (n, 2))], axis=1)
        cases.append((boxes, rng.permutation(np.linspace(0.3, 0.95, n)), sigma))

    def once(boxes: np.ndarray, scores: np.ndarray, sigma: float) -> np.ndarray:
        best = int(np.argmax(scores))
        iou = detection.iou_matrix(boxes, boxes[[best]])[:, 0]
        return np.where(np.arange(len(scores)) == best, scores, scores * np.exp(-(iou**2) / sigma))

    def by_first_scores(boxes: np.ndarray, scores: np.ndarray, sigma: float) -> np.ndarray:
        order, new = np.argsort(-scores, kind="stable"), np.array(scores, float)
        for place, best in enumerate(order):
            for i in order[place + 1 :]:
                new[i] *= np.exp(-(detection.iou_naive(boxes[i], boxes[best]) ** 2) / sigma)
        return new

    check_function(
        answer,
        "softened(boxes, scores, sigma)",
        _scored,
        cases,
        hints=[
            (once, "mới hạ điểm một vòng; phải lặp tới khi khung nào cũng đã được lấy"),
            (by_first_scores, "vòng sau chọn theo điểm *đã hạ*, không theo điểm ban đầu"),
        ],
    )


def _area(hits: np.ndarray, count: int) -> float:
    caught = np.cumsum(hits)
    precision, recall = caught / np.arange(1, len(hits) + 1), caught / count
    return detection.average_precision(recall, precision, "area")


@graded
def check_area_ap(answer: Any) -> None:
    """Bài 13.7: AP (đúng diện tích) từ dãy trúng, trượt đã xếp theo điểm."""
    rows = [
        ([True, True, False, True, False, False, True, False], 5),
        ([False, True], 1),
        ([True], 3),
        ([False, False], 2),
        ([False, True, True, True], 3),
    ]
    cases = [(np.array(hits), count) for hits, count in rows]

    def jagged(hits: np.ndarray, count: int) -> float:
        precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
        return float(np.sum(precision * hits) / count)

    check_function(
        answer,
        "area_ap(hits, count)",
        _area,
        cases,
        hints=[
            (jagged, "còn phải san răng cưa: lấy precision cao nhất ở bên phải"),
            (
                lambda hits, count: _area(hits, max(int(np.sum(hits)), 1)),
                "chia cho số vật *thật* (count), kể cả vật không tìm ra",
            ),
        ],
    )
