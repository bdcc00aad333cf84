"""ROIAlign bằng hai phép nhân ma trận."""

from __future__ import annotations

import torch


def roi_align(
    features: torch.Tensor,
    boxes: list[torch.Tensor],
    *,
    output: int = 7,
    scale: float = 1.0,
    samples: int = 2,
) -> torch.Tensor:
    """Mỗi khung thành một mảng output × output, không làm tròn toạ độ: ROIAlign.

    Mỗi ô của khung lấy trung bình samples × samples điểm, mỗi điểm nội suy từ bốn ô gần nhất của feature map.
    Nội suy tách được theo hai trục, nên cả phép là y = A F Bᵀ; A (output, H) và B (output, W) chỉ tuỳ khung.

    Tham số:
        features: (N, C, H, W).
        boxes: N tensor (k, 4), x1 y1 x2 y2 trên ảnh gốc; điểm đầu của ảnh phủ từ 0 đến 1.
        output: cạnh của mảng ra.
        scale: một đơn vị của ảnh bằng bao nhiêu ô của feature map, ví dụ 1/16.
        samples: số điểm mỗi chiều trong một ô.

    Trả về:
        (Σk, C, output, output), theo thứ tự ảnh rồi khung.

    Lỗi:
        ValueError: số tensor khung khác số ảnh, hoặc khung không phải (k, 4).

    Nguồn: He và cộng sự, 2017.
    """
    n, channels, height, width = features.shape
    if len(boxes) != n or any(b.ndim != 2 or b.shape[1] != 4 for b in boxes):
        shapes = [tuple(b.shape) for b in boxes]
        raise ValueError(f"boxes có shape {shapes}; cần {n} tensor (k, 4), mỗi ảnh một tensor")
    pieces = []
    for feature, box in zip(features, boxes, strict=True):
        placed = box * scale
        rows = _weights(placed[:, 1], placed[:, 3], output, samples, height)  # (k, P, H)
        columns = _weights(placed[:, 0], placed[:, 2], output, samples, width)  # (k, P, W)
        flat = feature.transpose(0, 1).reshape(height, channels * width)
        part = rows.reshape(-1, height) @ flat  # (k P, H) @ (H, C W)
        part = part.reshape(len(box), output * channels, width)
        piece = part @ columns.transpose(1, 2)  # (k, P C, W) @ (k, W, P)
        pieces.append(piece.reshape(len(box), output, channels, output).transpose(1, 2))
    return torch.cat(pieces)


def _weights(low: torch.Tensor, high: torch.Tensor, output: int, samples: int, size: int) -> torch.Tensor:
    """(k, output, size): what each cell of the map weighs in each part of the interval [low, high].

    The centre of cell i is at i + 0.5. A point more than one cell outside the map counts 0; one less far
    outside takes the border's value.
    """
    count = output * samples
    at = (torch.arange(count, dtype=low.dtype, device=low.device) + 0.5) / count
    point = low[:, None] + (high - low)[:, None] * at - 0.5  # (k, count), in cells
    seen = (point >= -1) & (point <= size)
    point = point.clamp(0, size - 1)
    cell = torch.arange(size, dtype=low.dtype, device=low.device)
    weight = (1 - (point[..., None] - cell).abs()).clamp(min=0) * seen[..., None]
    return weight.reshape(len(low), output, samples, size).mean(dim=2)
