"""Từ mảng thô của một tầng [yolo] tới khung: ô, sigmoid có giãn, anchor nhân e mũ."""

from __future__ import annotations

import torch

from hocsau.darknet.plan import Head


def decode(raw: torch.Tensor, head: Head) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Giải mã mảng thô, có gradient.

    x = (s σ(t_x) − (s − 1)/2 + cột) · stride,   w = anchor_w · e^{t_w};   y và h cũng vậy,  s = scale_x_y

    Tham số:
        raw: (N, anchor × (5 + lớp), h, w).
        head: tầng [yolo].

    Trả về:
        (khung (N, A, h, w, 4) x1, y1, x2, y2 theo điểm ảnh của ảnh vào; logit objectness (N, A, h, w);
        logit lớp (N, A, h, w, lớp)).
    """
    n, _, rows, columns = raw.shape
    t = raw.view(n, len(head.mask), 5 + head.classes, rows, columns).permute(0, 1, 3, 4, 2)
    cells = torch.stack(
        torch.meshgrid(
            torch.arange(columns, dtype=raw.dtype), torch.arange(rows, dtype=raw.dtype), indexing="xy"
        ),
        dim=-1,
    )  # (h, w, 2): column, row
    s = head.scale_xy
    centre = (s * t[..., :2].sigmoid() - (s - 1) / 2 + cells) * head.stride
    anchors = torch.tensor(head.anchors, dtype=raw.dtype)[None, :, None, None]  # (1, A, 1, 1, 2)
    size = anchors * t[..., 2:4].clamp(max=8).exp()  # e⁸ anchors are larger than any photo
    return torch.cat([centre - size / 2, centre + size / 2], dim=-1), t[..., 4], t[..., 5:]
