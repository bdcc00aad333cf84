"""CIoU của từng cặp khung, bằng torch: để loss có gradient. Bản numpy: hocsau.detection."""

from __future__ import annotations

import math

import torch


def iou_pairs(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """IoU của mọi cặp: a (N, 4), b (M, 4) dạng x1, y1, x2, y2 → (N, M)."""
    low = torch.maximum(a[:, None, :2], b[None, :, :2])
    high = torch.minimum(a[:, None, 2:], b[None, :, 2:])
    common = (high - low).clamp(min=0).prod(dim=2)
    area_a, area_b = ((c[:, 2:] - c[:, :2]).clamp(min=0).prod(dim=1) for c in (a, b))
    return common / (area_a[:, None] + area_b[None] - common).clamp(min=1e-9)


def ciou(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """CIoU từng hàng của a (N, 4) với cùng hàng của b (N, 4), dạng x1, y1, x2, y2.

    CIoU = IoU − d²/c² − αv: d là khoảng cách hai tâm, c là đường chéo của khung nhỏ nhất bọc cả hai,
    v = (4/π²)(arctan(w_b/h_b) − arctan(w_a/h_a))², α = v / (1 − IoU + v), α coi như hằng số khi tính đạo hàm.

    Trả về:
        (N,), trong (−2, 1]; 1 khi hai khung trùng nhau.
    """
    eps = 1e-9
    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    common = (high - low).clamp(min=0).prod(dim=1)
    size_a, size_b = a[:, 2:] - a[:, :2], b[:, 2:] - b[:, :2]
    iou = common / (size_a.prod(dim=1) + size_b.prod(dim=1) - common + eps)
    hull = torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])
    apart = (a[:, :2] + a[:, 2:] - b[:, :2] - b[:, 2:]).pow(2).sum(dim=1) / 4
    angle = torch.atan2(size_b[:, 0], size_b[:, 1]) - torch.atan2(size_a[:, 0], size_a[:, 1])
    v = 4 / math.pi**2 * angle.pow(2)
    with torch.no_grad():
        alpha = v / (1 - iou + v + eps)
    return iou - apart / (hull.pow(2).sum(dim=1) + eps) - alpha * v
