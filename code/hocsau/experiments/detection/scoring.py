"""Bảng điểm của một detector: AP50, AP75, AP50:95, theo lớp, theo cỡ, và các kiểu lỗi."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from hocsau import detection
from hocsau.detection.error_types import ERRORS
from hocsau.experiments.outcome import DIGITS
from hocsau.torch.detection.targets import Detections, Target

SHOWN = 0.5  # the score from which a box is counted when objects are counted


def table(found: Sequence[Detections], truth: Sequence[Target], classes: Sequence[str]) -> dict[str, Any]:
    """Điểm và những bảng để vẽ lại.

    Trả về:
        {"scores": ap50, ap75, ap, ap50_k của lớp thứ k; "details": các đường precision–recall ở IoU 0.5 (101
        chỗ), số lỗi từng kiểu, AP50 khi sửa hết một kiểu, và số vật đếm được so với thật của từng ảnh}.
    """
    ours = [{"boxes": d.boxes, "scores": d.scores, "labels": d.labels} for d in found]
    theirs = [{"boxes": t.boxes, "labels": t.labels} for t in truth]
    whole = detection.evaluate(ours, theirs)
    scores = {"ap50": whole.at(0.5), "ap75": whole.at(0.75), "ap": whole.mean}
    by_label = whole.by_label(0.5)
    scores |= {f"ap50_{k}": by_label[k] for k in range(len(classes)) if k in by_label}
    sure = [keep(d, SHOWN) for d in ours]
    places = np.linspace(0, 1, 101)
    curves = {}
    for k, curve in zip(whole.labels, whole.curves[0], strict=True):
        if curve is not None and len(curve.recall):
            highest = np.append(np.maximum.accumulate(curve.precision[::-1])[::-1], 0)
            at = highest[np.searchsorted(curve.recall, places)]
            curves[str(classes[k])] = np.round(at, DIGITS).tolist()
    details = {
        "curves": curves,
        "errors": detection.sort_errors(sure, theirs).counts,
        "repaired": {kind: detection.repaired_ap(ours, theirs, kind) for kind in ERRORS},
        "counts": counts(sure, theirs, len(classes)),
    }
    return {"scores": {name: float(v) for name, v in scores.items()}, "details": details}


def keep(found: dict[str, np.ndarray], score: float) -> dict[str, np.ndarray]:
    """Những khung có điểm từ `score` trở lên."""
    sure = found["scores"] >= score
    return {name: values[sure] for name, values in found.items()}


def counts(
    found: Sequence[dict[str, np.ndarray]], truth: Sequence[dict[str, np.ndarray]], classes: int
) -> dict[str, list[list[int]]]:
    """Số vật từng lớp, mỗi ảnh một hàng: {"found": (N, K), "truth": (N, K)}."""
    return {
        name: [np.bincount(part["labels"], minlength=classes).tolist() for part in parts]
        for name, parts in (("found", found), ("truth", truth))
    }
