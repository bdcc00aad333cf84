"""Một model tìm vật sai theo những kiểu nào, và mỗi kiểu làm mất bao nhiêu AP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hocsau.detection.average_precision import evaluate
from hocsau.detection.boxes import iou_matrix
from hocsau.detection.checking import fraction
from hocsau.detection.matches import Picture, checked, match_ranked

RIGHT, PLACE, CLASS, DOUBLE, BOTH, BACKGROUND = "right", "place", "class", "double", "both", "background"
MISSED = "missed"
ERRORS = (CLASS, PLACE, BOTH, DOUBLE, BACKGROUND, MISSED)


@dataclass(frozen=True)
class Sorted:
    """Mỗi ảnh: kiểu của từng khung tìm được, khung thật nó nhắm tới (−1 là không), khung thật bị sót."""

    kinds: list[list[str]]
    aims: list[np.ndarray]
    missed: list[np.ndarray]

    @property
    def counts(self) -> dict[str, int]:
        """Đếm mọi ảnh: right và sáu kiểu lỗi."""
        counted = Counter(kind for picture in self.kinds for kind in picture)
        counted[MISSED] = sum(int(picture.sum()) for picture in self.missed)
        return {kind: counted[kind] for kind in (RIGHT, *ERRORS)}


def sort_errors(
    found: Sequence[Picture], truth: Sequence[Picture], high: float = 0.5, low: float = 0.1
) -> Sorted:
    """Xếp từng khung vào một kiểu, và tìm những vật bị sót.

    Khung trúng (như `match` ở ngưỡng high, trong lớp của nó) là "right". Khung không trúng, xét lần lượt:

    1. "place": chạm vật cùng lớp, low ≤ IoU < high;
    2. "class": đè lên vật lớp khác, IoU ≥ high;
    3. "double": đè lên vật cùng lớp đã có khung khác trúng, IoU ≥ high;
    4. "background": chẳng đè lên gì, IoU với mọi vật < low;
    5. "both": còn lại, sai cả lớp lẫn chỗ.

    "missed" là vật không ai trúng, cũng không có khung "place" hay "class" nào nhắm tới.

    Tham số:
        found: mỗi ảnh một dict: boxes, scores, labels.
        truth: mỗi ảnh một dict: boxes, labels.
        high: ngưỡng IoU để trúng.
        low: dưới ngưỡng này là nền.

    Trả về:
        Sorted.

    Lỗi:
        ValueError: dữ liệu sai dạng; không có 0 ≤ low ≤ high ≤ 1; truth có khung ignored.

    Nguồn: Bolya và cộng sự (2020), TIDE.
    """
    high, low = fraction(high, "high"), fraction(low, "low")
    if low > high:
        raise ValueError(f"low = {low}, high = {high}; cần low ≤ high")
    made = Sorted([], [], [])
    for i, (ours, theirs) in enumerate(checked(found, truth)):
        if theirs["ignored"].any():
            raise ValueError(f"truth[{i}] có khung ignored; hãy bỏ chúng trước khi xếp lỗi")
        kinds, aims = _picture(ours, theirs, high, low)
        touched = [aim for kind, aim in zip(kinds, aims, strict=True) if kind in (RIGHT, PLACE, CLASS)]
        made.kinds.append(kinds)
        made.aims.append(aims)
        made.missed.append(~np.isin(np.arange(len(theirs["boxes"])), touched))
    return made


def repaired_ap(
    found: Sequence[Picture], truth: Sequence[Picture], kind: str, high: float = 0.5, low: float = 0.1
) -> float:
    """AP ở ngưỡng high nếu có ai sửa hết *một* kiểu lỗi; trừ AP cũ là cái giá của kiểu ấy.

    "class": khung được đổi sang đúng lớp; "place": khung được dời vào đúng chỗ (vật ấy đã có khung trúng thì
    khung thừa bị bỏ, nhiều khung cùng được sửa thì giữ khung có điểm cao nhất); "double", "background",
    "both": khung bị bỏ; "missed": vật bị sót được coi như không có.

    Tham số:
        found: mỗi ảnh một dict: boxes, scores, labels.
        truth: mỗi ảnh một dict: boxes, labels.
        kind: một trong "class", "place", "both", "double", "background", "missed".
        high: ngưỡng IoU để trúng.
        low: dưới ngưỡng này là nền.

    Trả về:
        AP trung bình của các lớp, kiểu COCO.

    Lỗi:
        ValueError: kind lạ, hoặc như `sort_errors`.
    """
    if kind not in ERRORS:
        raise ValueError(f"kind = {kind!r}; cần một trong {', '.join(ERRORS)}")
    errors = sort_errors(found, truth, high, low)
    better, real = [], []
    for (ours, theirs), kinds, aims, missed in zip(
        checked(found, truth), errors.kinds, errors.aims, errors.missed, strict=True
    ):
        seen = ~missed if kind == MISSED else np.ones(len(missed), bool)
        real.append({"boxes": theirs["boxes"][seen], "labels": theirs["labels"][seen]})
        better.append(_repaired(ours, theirs, kind, kinds, aims))
    return evaluate(better, real, [high]).mean


def _picture(ours: dict, theirs: dict, high: float, low: float) -> tuple[list[str], np.ndarray]:
    """The kind of every box of one picture, and the thing it is about."""
    iou = iou_matrix(ours["boxes"], theirs["boxes"])
    same = ours["labels"][:, np.newaxis] == theirs["labels"][np.newaxis]
    order = np.argsort(-ours["scores"], kind="stable")
    aims = np.full(len(iou), -1, np.int64)
    within = np.where(same, iou, -1)  # a box of another class is never a match
    aims[order] = match_ranked(within[order], high, np.zeros(iou.shape[1], bool))
    other = np.where(same, -1, iou)
    kinds = [RIGHT if aim >= 0 else "" for aim in aims]
    for i in np.flatnonzero(aims < 0):
        near = float(within[i].max(initial=-1))
        if low <= near < high:
            kinds[i], aims[i] = PLACE, within[i].argmax()
        elif other[i].max(initial=-1) >= high:
            kinds[i], aims[i] = CLASS, other[i].argmax()
        elif near >= high:
            kinds[i], aims[i] = DOUBLE, within[i].argmax()
        else:
            kinds[i] = BACKGROUND if iou[i].max(initial=0) < low or not iou.shape[1] else BOTH
    return kinds, aims


def _repaired(ours: dict, theirs: dict, kind: str, kinds: list[str], aims: np.ndarray) -> dict:
    """What was found in one picture, with all errors of one kind mended."""
    boxes, labels = ours["boxes"].copy(), ours["labels"].copy()
    keep = np.array([k != kind for k in kinds], bool)
    if kind in (CLASS, PLACE):
        taken = {int(aim) for k, aim in zip(kinds, aims, strict=True) if k == RIGHT}
        for i in np.argsort(-ours["scores"], kind="stable"):
            if kinds[i] == kind and int(aims[i]) not in taken:
                taken.add(int(aims[i]))
                keep[i], labels[i] = True, theirs["labels"][aims[i]]
                if kind == PLACE:
                    boxes[i] = theirs["boxes"][aims[i]]
    return {"boxes": boxes[keep], "scores": ours["scores"][keep], "labels": labels[keep]}
