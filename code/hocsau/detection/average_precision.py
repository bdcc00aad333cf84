"""Average precision: đường precision–recall, ba cách lấy diện tích, và bảng điểm kiểu COCO."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hocsau.detection.boxes import area, iou_matrix
from hocsau.detection.checking import as_scores, fraction, real, whole
from hocsau.detection.matches import Picture, checked, match_ranked

KINDS = ("coco", "voc07", "area")
COCO_THRESHOLDS = tuple(k / 100 for k in range(50, 100, 5))
COCO_SIZES = {"nhỏ": (0.0, 32.0**2), "vừa": (32.0**2, 96.0**2), "lớn": (96.0**2, 1e10)}


@dataclass(frozen=True)
class Curve:
    """Đường precision–recall: dòng k nói về k + 1 khung có điểm cao nhất.

    precision_k = trúng / (k + 1), recall_k = trúng / count, với *trúng* đếm trong k + 1 khung đầu.
    """

    scores: np.ndarray
    hits: np.ndarray
    precision: np.ndarray
    recall: np.ndarray
    count: int


def precision_recall(scores: ArrayLike, hits: ArrayLike, count: int) -> Curve:
    """Xếp mọi khung theo điểm (bằng nhau thì giữ thứ tự), rồi đếm dần.

    Tham số:
        scores: (N,) điểm của mọi khung, mọi ảnh.
        hits: (N,) bool, khung nào trúng.
        count: có bao nhiêu khung thật.

    Trả về:
        Curve; mọi mảng (N,), điểm cao trước.

    Lỗi:
        ValueError: shape khác nhau, hits không phải bool, count không dương, hoặc trúng nhiều hơn count.
    """
    right = np.asarray(hits)
    if right.ndim != 1 or (right.dtype != np.bool_ and right.size):
        raise ValueError(f"hits có shape {right.shape}, dtype {right.dtype}; cần (N,) bool")
    right, points = right.astype(bool), as_scores(scores, len(right))
    count = whole(count, "count")
    if right.sum() > count:
        raise ValueError(f"{right.sum()} khung trúng mà chỉ có {count} khung thật")
    order = np.argsort(-points, kind="stable")
    caught = np.cumsum(right[order])
    precision = caught / np.arange(1, len(right) + 1)
    return Curve(points[order], right[order], precision, caught / count, count)


def average_precision(recall: ArrayLike, precision: ArrayLike, kind: str = "coco") -> float:
    """Diện tích dưới đường precision–recall, sau khi mỗi chỗ được nâng lên bằng chỗ cao nhất ở bên phải.

    p̃(r) = max precision_k với recall_k ≥ r (không có thì 0).
    "coco": trung bình của p̃ ở 101 chỗ 0, 0.01, …, 1;  "voc07": ở 11 chỗ 0, 0.1, …, 1;  "area": đúng diện
    tích, Σ_k (recall_k − recall_{k−1}) p̃(recall_k).

    Tham số:
        recall: (N,) không giảm, như `Curve.recall`.
        precision: (N,), như `Curve.precision`.
        kind: "coco", "voc07" hay "area".

    Trả về:
        một số trong [0, 1]; không có khung nào thì 0.

    Lỗi:
        ValueError: hai mảng khác shape, recall giảm, có số ngoài [0, 1], hoặc kind lạ.
    """
    if kind not in KINDS:
        raise ValueError(f"kind = {kind!r}; cần một trong {', '.join(KINDS)}")
    r, p = real(recall, "recall"), real(precision, "precision")
    if r.shape != p.shape or r.ndim != 1:
        raise ValueError(f"recall có shape {r.shape}, precision {p.shape}; cần cùng (N,)")
    if not ((r >= 0) & (r <= 1) & (p >= 0) & (p <= 1)).all() or (np.diff(r) < 0).any():
        raise ValueError("recall phải không giảm, recall và precision phải trong [0, 1]")
    highest = np.append(np.maximum.accumulate(p[::-1])[::-1], 0)  # the 0 is for recalls never reached
    if kind == "area":
        return float(np.sum(np.diff(r, prepend=0) * highest[:-1]))
    # COCO's own hundredths, some of which lie a last bit above k / 100
    places = np.linspace(0, 1, 101) if kind == "coco" else np.arange(11) / 10
    return float(highest[np.searchsorted(r, places, side="left")].mean())


@dataclass(frozen=True)
class Evaluation:
    """Bảng điểm của `evaluate`: ap[t, k] và recall[t, k] ở ngưỡng IoU thứ t, lớp thứ k.

    Lớp không có khung thật nào thì hai số ấy là NaN, và curves[t][k] là None.
    """

    thresholds: tuple[float, ...]
    labels: tuple[int, ...]
    ap: np.ndarray
    recall: np.ndarray
    curves: tuple[tuple[Curve | None, ...], ...]

    @property
    def mean(self) -> float:
        """Trung bình AP trên mọi ngưỡng và mọi lớp có khung thật (AP50:95 khi dùng mười ngưỡng của COCO)."""
        return float(np.nanmean(self.ap)) if np.isfinite(self.ap).any() else float("nan")

    def at(self, threshold: float) -> float:
        """Trung bình AP trên các lớp, ở một ngưỡng IoU.

        Tham số:
            threshold: một trong `thresholds`.

        Lỗi:
            ValueError: ngưỡng ấy không được tính.
        """
        row = self.ap[self._row(threshold)]
        return float(np.nanmean(row)) if np.isfinite(row).any() else float("nan")

    def by_label(self, threshold: float) -> dict[int, float]:
        """AP của từng lớp ở một ngưỡng IoU.

        Tham số:
            threshold: một trong `thresholds`.
        """
        return dict(zip(self.labels, self.ap[self._row(threshold)].tolist(), strict=True))

    def _row(self, threshold: float) -> int:
        for i, t in enumerate(self.thresholds):
            if abs(t - threshold) < 1e-9:
                return i
        raise ValueError(
            f"không có ngưỡng {threshold}; đã tính {', '.join(f'{t:g}' for t in self.thresholds)}"
        )


def evaluate(
    found: Sequence[Picture],
    truth: Sequence[Picture],
    thresholds: Sequence[float] = COCO_THRESHOLDS,
    *,
    kind: str = "coco",
    size: tuple[float, float] | None = None,
    limit: int = 100,
) -> Evaluation:
    """AP của từng lớp ở từng ngưỡng IoU, trên nhiều ảnh, đúng như pycocotools đếm.

    Tham số:
        found: mỗi ảnh một dict: boxes (N, 4), scores (N,), labels (N,) số nguyên.
        truth: mỗi ảnh một dict: boxes (M, 4), labels (M,); thêm ignored (M,) bool thì khung ấy không tính.
        thresholds: các ngưỡng IoU; mặc định 0.5, 0.55, …, 0.95.
        kind: cách lấy diện tích của `average_precision`.
        size: (nhỏ nhất, lớn nhất): chỉ tính vật có diện tích trong khoảng ấy, như `COCO_SIZES["nhỏ"]`.
        limit: mỗi ảnh, mỗi lớp chỉ xét bấy nhiêu khung có điểm cao nhất.

    Trả về:
        Evaluation; các lớp là mọi lớp có trong found hay truth, tăng dần.

    Lỗi:
        ValueError: số ảnh khác nhau, thiếu khoá, mảng sai dạng, ngưỡng ngoài [0, 1].
    """
    if kind not in KINDS:
        raise ValueError(f"kind = {kind!r}; cần một trong {', '.join(KINDS)}")
    steps = tuple(fraction(t, "thresholds") for t in thresholds)
    if not steps:
        raise ValueError("thresholds rỗng; cần ít nhất một ngưỡng IoU")
    limit, low_high = whole(limit, "limit"), (-np.inf, np.inf) if size is None else size
    pairs = checked(found, truth)
    seen = np.unique(np.concatenate([np.zeros(0, np.int64)] + [p["labels"] for pair in pairs for p in pair]))
    curves = [_curves(pairs, label, steps, low_high, limit) for label in seen]
    ap = np.full((len(steps), len(seen)), np.nan)
    recall = ap.copy()
    for k, column in enumerate(curves):
        for t, curve in enumerate(column):
            if curve is not None:
                ap[t, k] = average_precision(curve.recall, curve.precision, kind)
                recall[t, k] = curve.recall[-1] if len(curve.recall) else 0
    table = tuple(tuple(column[t] for column in curves) for t in range(len(steps)))
    return Evaluation(steps, tuple(seen.tolist()), ap, recall, table)


def _curves(
    pairs: list[tuple[dict, dict]],
    label: int,
    thresholds: tuple[float, ...],
    size: tuple[float, float],
    limit: int,
) -> list[Curve | None]:
    """The curve of one class at every threshold; None when there is nothing to find."""
    scores: list[np.ndarray] = []
    hits: list[list[np.ndarray]] = [[] for _ in thresholds]
    counted: list[list[np.ndarray]] = [[] for _ in thresholds]
    count = 0
    for ours, theirs in pairs:
        mine, there = ours["labels"] == label, theirs["labels"] == label
        points = ours["scores"][mine]
        order = np.argsort(-points, kind="stable")[:limit]
        boxes, truth = ours["boxes"][mine][order], theirs["boxes"][there]
        skipped = theirs["ignored"][there] | _outside(truth, size)
        count += int((~skipped).sum())
        scores.append(points[order])
        iou = iou_matrix(boxes, truth)
        for t, threshold in enumerate(thresholds):
            found = match_ranked(iou, threshold, skipped)
            aside = np.where(found >= 0, np.append(skipped, False)[found], _outside(boxes, size))
            hits[t].append(found >= 0)
            counted[t].append(~aside)
    if not count:
        return [None] * len(thresholds)
    every = np.concatenate(scores)
    made: list[Curve | None] = []
    for right, some in zip(hits, counted, strict=True):
        here = np.concatenate(some)
        made.append(precision_recall(every[here], np.concatenate(right)[here], count))
    return made


def _outside(boxes: np.ndarray, size: tuple[float, float]) -> np.ndarray:
    own = area(boxes)
    return (own < size[0]) | (own > size[1])
