"""Khung nào thuộc về ô nào, anchor nào, tầng nào: ô chứa tâm khung, anchor có hình giống nhất."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from hocsau.darknet.plan import Head


@dataclass(frozen=True)
class Owned:
    """Những khung mà một tầng [yolo] phải tìm: chỉ số ảnh, anchor (trong tầng), hàng, cột, khung, lớp."""

    image: torch.Tensor
    anchor: torch.Tensor
    row: torch.Tensor
    column: torch.Tensor
    boxes: torch.Tensor
    labels: torch.Tensor


def best_anchor(sizes: torch.Tensor, anchors: Sequence[tuple[float, float]]) -> torch.Tensor:
    """Anchor giống nhất về hình: IoU của hai khung cùng tâm.

    Tham số:
        sizes: (k, 2), rộng và cao.
        anchors: mọi anchor của cfg.

    Trả về:
        (k,), chỉ số anchor; bằng nhau thì lấy anchor đứng trước.
    """
    a = torch.tensor(anchors, dtype=sizes.dtype)
    common = torch.minimum(sizes[:, None], a[None]).prod(dim=2)
    union = sizes.prod(dim=1)[:, None] + a.prod(dim=1)[None] - common
    return (common / union).argmax(dim=1)


def assign(
    targets: Sequence[tuple[torch.Tensor, torch.Tensor]], head: Head, rows: int, columns: int
) -> Owned:
    """Các khung mà tầng `head` phải tìm: anchor giống nhất trong *mọi* anchor nằm trong mask của tầng.

    Anchor giống nhất mà không tầng nào giữ (mask sót nó) thì khung ấy không ai học.

    Tham số:
        targets: mỗi ảnh (khung (k, 4) x1, y1, x2, y2 theo điểm ảnh của ảnh vào, nhãn (k,)).
        head: tầng [yolo].
        rows: số hàng ô.
        columns: số cột ô.
    """
    image = torch.cat([torch.full((len(b),), i, dtype=torch.long) for i, (b, _) in enumerate(targets)])
    boxes = torch.cat([b.reshape(-1, 4) for b, _ in targets])
    labels = torch.cat([y.reshape(-1) for _, y in targets]).long()
    if not len(boxes):
        empty = torch.zeros(0, dtype=torch.long)
        return Owned(empty, empty, empty, empty, boxes, labels)
    place = {anchor: k for k, anchor in enumerate(head.mask)}
    best = best_anchor(boxes[:, 2:] - boxes[:, :2], head.all_anchors).tolist()
    mine = torch.tensor([i for i, a in enumerate(best) if a in place], dtype=torch.long)
    anchor = torch.tensor([place[a] for a in best if a in place], dtype=torch.long)
    centre = (boxes[mine, :2] + boxes[mine, 2:]) / 2 / head.stride
    column = centre[:, 0].long().clamp(0, columns - 1)
    row = centre[:, 1].long().clamp(0, rows - 1)
    return Owned(image[mine], anchor, row, column, boxes[mine], labels[mine])
