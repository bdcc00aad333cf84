"""Khung tìm được nào trúng khung thật nào: phép ghép của COCO, trong một ảnh, một lớp."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from hocsau.detection.boxes import iou_matrix
from hocsau.detection.checking import as_boxes, as_labels, as_scores, fraction

# Một ảnh: {"boxes": (N, 4), "labels": (N,)}, và thêm "scores": (N,) khi là điều tìm được.
Picture = Mapping[str, ArrayLike]


def match(
    boxes: ArrayLike,
    scores: ArrayLike,
    truth: ArrayLike,
    threshold: float = 0.5,
    ignored: ArrayLike | None = None,
) -> np.ndarray:
    """Ghép từng khung tìm được, điểm cao trước, với khung thật chưa ai lấy mà nó khớp nhất.

    Khớp là IoU ≥ threshold. Mỗi khung thật chỉ được lấy một lần: khung thứ hai trùm lên nó không trúng gì.
    Khung thật bị bỏ qua (ignored) chỉ được lấy khi không còn khung nào khác.

    Tham số:
        boxes: (N, 4) khung tìm được.
        scores: (N,) điểm; bằng nhau thì khung đứng trước được ghép trước.
        truth: (M, 4) khung thật.
        threshold: ngưỡng IoU, trong [0, 1].
        ignored: (M,) bool, khung thật không tính điểm; None là không có.

    Trả về:
        (N,) số thứ tự khung thật, −1 là không trúng.

    Lỗi:
        ValueError: khung, điểm sai dạng; threshold ngoài [0, 1].

    Nguồn: cocoeval của pycocotools, kể cả cách xử lí hai IoU bằng nhau (khung thật đứng sau được lấy).
    """
    boxes, truth = as_boxes(boxes), as_boxes(truth, "truth")
    scores = as_scores(scores, len(boxes))
    skipped = np.zeros(len(truth), bool) if ignored is None else np.asarray(ignored)
    if skipped.shape != (len(truth),) or skipped.dtype != np.bool_:
        raise ValueError(f"ignored có shape {skipped.shape}, dtype {skipped.dtype}; cần ({len(truth)},) bool")
    order = np.argsort(-scores, kind="stable")
    found = np.full(len(boxes), -1, np.int64)
    if len(boxes) and len(truth):
        found[order] = match_ranked(
            iou_matrix(boxes, truth)[order], fraction(threshold, "threshold"), skipped
        )
    return found


def match_ranked(iou: np.ndarray, threshold: float, skipped: np.ndarray) -> np.ndarray:
    """Như `match`, từ bảng IoU (N, M) đã xếp theo điểm.

    Tham số:
        iou: (N, M), hàng đầu là khung có điểm cao nhất.
        threshold: ngưỡng IoU.
        skipped: (M,) bool, khung thật không tính điểm.

    Trả về:
        (N,) số thứ tự khung thật, −1 là không trúng.
    """
    least = min(threshold, 1 - 1e-10)  # rounding must not cost a box its perfect match
    free = np.ones(iou.shape[1], bool)
    found = np.full(len(iou), -1, np.int64)
    for i in np.flatnonzero((iou >= least).any(axis=1)):
        row = iou[i]
        for kind in (~skipped, skipped):
            able = np.flatnonzero(free & kind & (row >= least))
            if len(able):
                # the last of equals, as the official counting has it
                found[i] = able[len(able) - 1 - int(np.argmax(row[able][::-1]))]
                free[found[i]] = False
                break
    return found


def checked(found: Sequence[Picture], truth: Sequence[Picture]) -> list[tuple[dict, dict]]:
    """Từng ảnh một cặp (điều tìm được, sự thật), mọi mảng đã kiểm.

    Tham số:
        found: mỗi ảnh một dict có boxes, scores, labels.
        truth: mỗi ảnh một dict có boxes, labels, và có thể ignored (bool).

    Trả về:
        danh sách cặp dict mảng numpy.

    Lỗi:
        ValueError: số ảnh khác nhau, thiếu khoá, mảng sai dạng (nêu ảnh thứ mấy).
    """
    if len(found) != len(truth):
        raise ValueError(f"found có {len(found)} ảnh, truth có {len(truth)}; cần bằng nhau, ảnh nào cũng kể")
    pairs = []
    for i, (ours, theirs) in enumerate(zip(found, truth, strict=True)):
        here = []
        for name, picture, keys in (
            ("found", ours, "boxes scores labels"),
            ("truth", theirs, "boxes labels"),
        ):
            if missing := [key for key in keys.split() if key not in picture]:
                raise ValueError(f"{name}[{i}] thiếu {', '.join(missing)}; cần các khoá {keys}")
            at = f"{name}[{i}]"
            boxes = as_boxes(picture["boxes"], f"{at}['boxes']")
            made = {"boxes": boxes, "labels": as_labels(picture["labels"], len(boxes), f"{at}['labels']")}
            if name == "found":
                made["scores"] = as_scores(picture["scores"], len(boxes), f"{at}['scores']")
            else:
                made["ignored"] = np.asarray(picture.get("ignored", np.zeros(len(boxes), bool)))
                if made["ignored"].shape != (len(boxes),) or made["ignored"].dtype != np.bool_:
                    raise ValueError(f"{at}['ignored'] phải là ({len(boxes)},) bool")
            here.append(made)
        pairs.append((here[0], here[1]))
    return pairs
