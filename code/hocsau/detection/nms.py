"""Non-maximum suppression: giữ khung chắc nhất, bỏ những khung trùm lên nó."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.detection.boxes import area, iou_naive
from hocsau.detection.checking import as_boxes, as_labels, as_scores, fraction, positive, whole


def nms(boxes: ArrayLike, scores: ArrayLike, threshold: float = 0.5, limit: int | None = None) -> np.ndarray:
    """Số thứ tự những khung được giữ, từ điểm cao xuống thấp.

    Lặp: giữ khung có điểm cao nhất trong những khung còn lại, bỏ mọi khung có IoU với nó **lớn hơn**
    threshold. Bằng điểm thì khung đứng trước được xét trước.

    Tham số:
        boxes: (N, 4) dạng hai góc.
        scores: (N,).
        threshold: ngưỡng IoU, trong [0, 1].
        limit: nhiều nhất bao nhiêu khung được giữ; None là không hạn.

    Trả về:
        (K,) số nguyên, chỉ vào boxes.

    Lỗi:
        ValueError: khung sai dạng, điểm có NaN hay sai shape, threshold ngoài [0, 1].
    """
    boxes = as_boxes(boxes)
    scores = as_scores(scores, len(boxes))
    threshold = fraction(threshold, "threshold")
    limit = len(boxes) if limit is None else whole(limit, "limit")
    own = area(boxes)
    left = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while len(left) and len(kept) < limit:
        best, left = left[0], left[1:]
        kept.append(best)
        left = left[_one_iou(boxes, own, best, left) <= threshold]
    return np.array(kept, np.int64)


def nms_naive(boxes: ArrayLike, scores: ArrayLike, threshold: float = 0.5) -> list[int]:
    """Như `nms`, viết từng bước bằng danh sách: bản chậm, hiển nhiên đúng.

    Tham số:
        boxes: (N, 4) dạng hai góc.
        scores: (N,).
        threshold: ngưỡng IoU, trong [0, 1].

    Trả về:
        danh sách số thứ tự, điểm cao trước.
    """
    boxes = as_boxes(boxes)
    scores = as_scores(scores, len(boxes))
    threshold = fraction(threshold, "threshold")
    left, kept = list(range(len(boxes))), []
    while left:
        best = max(left, key=lambda i: scores[i])  # max takes the first of equals
        kept.append(best)
        left = [i for i in left if i != best and iou_naive(boxes[i], boxes[best]) <= threshold]
    return kept


def class_nms(
    boxes: ArrayLike,
    scores: ArrayLike,
    labels: ArrayLike,
    threshold: float = 0.5,
    limit: int | None = None,
) -> np.ndarray:
    """`nms` riêng trong từng lớp, rồi xếp chung theo điểm: con chó không bỏ được con mèo nằm đè lên nó.

    Tham số:
        boxes: (N, 4) dạng hai góc.
        scores: (N,).
        labels: (N,) số nguyên, lớp của từng khung.
        threshold: ngưỡng IoU, trong [0, 1].
        limit: nhiều nhất bao nhiêu khung được giữ, mọi lớp cộng lại; None là không hạn.

    Trả về:
        (K,) số nguyên, chỉ vào boxes, điểm cao trước.

    Lỗi:
        ValueError: như `nms`, và khi labels sai shape hay không nguyên.
    """
    boxes = as_boxes(boxes)
    scores, labels = as_scores(scores, len(boxes)), as_labels(labels, len(boxes))
    kept = [np.zeros(0, np.int64)]
    for label in np.unique(labels):
        here = np.flatnonzero(labels == label)
        kept.append(here[nms(boxes[here], scores[here], threshold)])
    together = np.sort(np.concatenate(kept))
    together = together[np.argsort(-scores[together], kind="stable")]
    return together if limit is None else together[: whole(limit, "limit")]


def soft_nms(
    boxes: ArrayLike, scores: ArrayLike, sigma: float = 0.5, floor: float = 0.001
) -> tuple[np.ndarray, np.ndarray]:
    """Soft-NMS: không bỏ khung bị trùm mà hạ điểm của nó, càng trùm nhiều càng hạ nhiều.

    Mỗi lần giữ khung có điểm cao nhất M: s_i ← s_i · e^(−IoU(M, b_i)² / σ); điểm xuống dưới floor thì bỏ.

    Tham số:
        boxes: (N, 4) dạng hai góc.
        scores: (N,), không âm.
        sigma: càng nhỏ càng gắt.
        floor: điểm thấp nhất còn được giữ.

    Trả về:
        (số thứ tự (K,), điểm mới (K,)), theo thứ tự được giữ.

    Lỗi:
        ValueError: như `nms`; sigma không dương; điểm âm.

    Nguồn: Bodla và cộng sự (2017).
    """
    boxes = as_boxes(boxes)
    scores = as_scores(scores, len(boxes)).copy()
    if (scores < 0).any():
        raise ValueError(f"scores có số âm ({scores.min()}); soft_nms nhân điểm, cần điểm không âm")
    sigma, floor = positive(sigma, "sigma"), fraction(floor, "floor")
    own, left, kept = area(boxes), np.flatnonzero(scores >= floor), []
    while len(left):
        place = int(np.argmax(scores[left]))
        best, left = left[place], np.delete(left, place)
        kept.append(best)
        scores[left] *= np.exp(-(_one_iou(boxes, own, best, left) ** 2) / sigma)
        left = left[scores[left] >= floor]
    chosen = np.array(kept, np.int64)
    return chosen, scores[chosen]


def _one_iou(boxes: np.ndarray, own: np.ndarray, one: int, others: np.ndarray) -> np.ndarray:
    """IoU of one box with some others, their areas known."""
    size = np.minimum(boxes[one, 2:], boxes[others, 2:]) - np.maximum(boxes[one, :2], boxes[others, :2])
    size = np.maximum(size, 0)
    common = size[:, 0] * size[:, 1]
    union = own[one] + own[others] - common
    return np.divide(common, union, out=np.zeros_like(common), where=union > 0)
