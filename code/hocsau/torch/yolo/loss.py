"""Loss của YOLOv4: 1 − CIoU cho khung, cross-entropy nhị phân cho objectness và lớp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from hocsau.darknet.plan import Head
from hocsau.torch.yolo.assign import assign
from hocsau.torch.yolo.ciou import ciou, iou_pairs
from hocsau.torch.yolo.decode import decode


@dataclass(frozen=True)
class Losses:
    """Ba phần của loss, và tổng để gọi backward; mỗi phần là tổng trên mọi ô chia cho số ảnh."""

    box: torch.Tensor
    objectness: torch.Tensor
    label: torch.Tensor

    @property
    def total(self) -> torch.Tensor:
        """Tổng ba phần."""
        return self.box + self.objectness + self.label


def yolo_loss(
    outputs: Sequence[torch.Tensor],
    heads: Sequence[Head],
    targets: Sequence[tuple[torch.Tensor, torch.Tensor]],
    *,
    box_weight: float = 5.0,
    objectness: str = "one",
) -> Losses:
    """Loss của một batch.

    Mỗi ô, mỗi anchor:

    - ô được giao một khung: box_weight · (1 − CIoU), objectness tới 1 (hay tới IoU), lớp tới đúng lớp;
    - ô không được giao mà khung đoán đã trùng một khung thật trên ignore_thresh: bỏ qua;
    - ô còn lại: objectness tới 0.

    Tham số:
        outputs: mảng thô của từng tầng, từ `Darknet`.
        heads: các tầng [yolo], cùng thứ tự.
        targets: mỗi ảnh (khung (k, 4) theo điểm ảnh của ảnh vào, nhãn (k,)); ảnh không có vật thì k = 0.
        box_weight: hệ số của phần khung.
        objectness: "one" là đích 1 như YOLOv4, "iou" là đích bằng IoU của khung đoán, như YOLO bản đầu.

    Lỗi:
        ValueError: số tầng hay số ảnh không khớp, nhãn ngoài khoảng, objectness lạ.
    """
    if len(outputs) != len(heads) or len(targets) != len(outputs[0]):
        raise ValueError(
            f"có {len(outputs)} mảng cho {len(heads)} tầng, {len(targets)} đích cho {len(outputs[0])} ảnh; "
            "mỗi tầng một mảng, mỗi ảnh một đích"
        )
    if objectness not in ("one", "iou"):
        raise ValueError(f"objectness = {objectness!r}; cần 'one' hay 'iou'")
    classes = heads[0].classes
    for _, labels in targets:
        if len(labels) and not 0 <= int(labels.min()) <= int(labels.max()) < classes:
            raise ValueError(f"nhãn {labels.tolist()} ngoài khoảng 0 … {classes - 1}")
    parts = [_one_head(r, h, targets, box_weight, objectness) for r, h in zip(outputs, heads, strict=True)]
    box, sure, label = (torch.stack(kind).sum() / len(targets) for kind in zip(*parts, strict=True))
    return Losses(box, sure, label)


def _one_head(
    raw: torch.Tensor,
    head: Head,
    targets: Sequence[tuple[torch.Tensor, torch.Tensor]],
    box_weight: float,
    objectness: str,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    boxes, sure, labels = decode(raw, head)
    owned = assign(targets, head, *raw.shape[2:])
    where = (owned.image, owned.anchor, owned.row, owned.column)
    counts = torch.ones_like(sure)
    with torch.no_grad():  # a good guess that nobody asked for is left alone
        for i, (truth, _) in enumerate(targets):
            if len(truth):
                best = iou_pairs(boxes[i].reshape(-1, 4), truth.to(raw.dtype)).amax(dim=1)
                counts[i] = (best <= head.ignore).to(raw.dtype).view(counts[i].shape)
        counts[where] = 1.0
    target = torch.zeros_like(sure)
    overlap = ciou(boxes[where], owned.boxes.to(raw.dtype))
    if objectness == "one":
        target[where] = 1.0
    else:
        pairs = iou_pairs(boxes[where], owned.boxes.to(raw.dtype)).diagonal()
        target[where] = pairs.detach().clamp(0, 1)
    each = binary_cross_entropy_with_logits(sure, target, reduction="none")
    wanted = torch.nn.functional.one_hot(owned.labels, head.classes).to(raw.dtype)
    named = binary_cross_entropy_with_logits(labels[where], wanted, reduction="sum")
    return box_weight * (1 - overlap).sum(), (each * counts).sum(), named
