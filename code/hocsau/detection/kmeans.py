"""Chọn cỡ anchor bằng k-means, khoảng cách là 1 − IoU."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.detection.checking import real, whole


def shape_iou(a: ArrayLike, b: ArrayLike) -> np.ndarray:
    """IoU của mọi cặp (rộng, cao) khi hai khung đặt trùng tâm.

    IoU = min(w, w′)·min(h, h′) / (w·h + w′·h′ − phần chung).

    Tham số:
        a: (N, 2) rộng, cao, dương.
        b: (M, 2) rộng, cao, dương.

    Trả về:
        (N, M).

    Lỗi:
        ValueError: shape khác (N, 2), hay có số không dương.
    """
    a, b = _sizes(a, "a"), _sizes(b, "b")
    common = np.minimum(a[:, np.newaxis], b[np.newaxis]).prod(axis=2)
    return common / (a.prod(axis=1)[:, np.newaxis] + b.prod(axis=1)[np.newaxis] - common)


def kmeans_anchors(
    sizes: ArrayLike, k: int, *, rng: np.random.Generator, restarts: int = 5, rounds: int = 100
) -> np.ndarray:
    """k cỡ (rộng, cao) sao cho trung bình, khung nào cũng có một cỡ khớp với nó.

    Lặp: mỗi khung theo cỡ có IoU lớn nhất (`shape_iou`); mỗi cỡ dời về trung bình các khung của nó. Trung
    bình không phải là chỗ tốt nhất cho 1 − IoU, nên một vòng có thể kém đi: hàm giữ lại bộ k cỡ tốt nhất đã
    gặp, qua mọi lần gieo. Cỡ không có khung nào theo thì nhận khung đang khớp kém nhất.

    Tham số:
        sizes: (N, 2) rộng, cao của các khung thật, dương.
        k: số cỡ, từ 1 đến số khung khác nhau.
        rng: bộ sinh số, bắt buộc.
        restarts: gieo lại bao nhiêu lần.
        rounds: nhiều nhất bao nhiêu vòng mỗi lần gieo.

    Trả về:
        (k, 2), diện tích tăng dần.

    Lỗi:
        ValueError: sizes sai dạng, rỗng, hay có ít hơn k khung khác nhau.

    Nguồn: Redmon và Farhadi (2017).
    """
    table = _sizes(sizes, "sizes").astype(np.float64)
    k, restarts, rounds = whole(k, "k"), whole(restarts, "restarts"), whole(rounds, "rounds")
    different = np.unique(table, axis=0)
    if len(different) < k:
        raise ValueError(f"sizes có {len(different)} cỡ khác nhau; cần ít nhất k = {k}")
    best, best_score = different[:k], -1.0
    for _ in range(restarts):
        anchors = different[rng.choice(len(different), k, replace=False)]
        for _ in range(rounds):
            iou = shape_iou(table, anchors)
            if (score := float(iou.max(axis=1).mean())) > best_score:
                best, best_score = anchors, score
            moved = _moved(table, iou)
            if np.array_equal(moved, anchors):
                break
            anchors = moved
    return best[np.argsort(best.prod(axis=1), kind="stable")]


def _moved(table: np.ndarray, iou: np.ndarray) -> np.ndarray:
    nearest, most = iou.argmax(axis=1), iou.max(axis=1)
    made = np.empty((iou.shape[1], 2))
    for j in range(len(made)):
        mine = nearest == j
        if mine.any():
            made[j] = table[mine].mean(axis=0)
        else:
            worst = int(most.argmin())
            made[j], most[worst] = table[worst], 1.0  # another empty one takes the next worst
    return made


def _sizes(value: ArrayLike, name: str) -> np.ndarray:
    a = real(value, name)
    if a.ndim != 2 or a.shape[1] != 2:
        raise ValueError(f"{name} có shape {a.shape}; cần (N, 2): rộng, cao")
    if not (np.isfinite(a) & (a > 0)).all():
        row = int(np.flatnonzero(~(np.isfinite(a) & (a > 0)).all(axis=1))[0])
        raise ValueError(f"{name}[{row}] = {a[row].tolist()}; rộng và cao phải dương, hữu hạn")
    return a
