"""Bản đồ che: che từng chỗ của ảnh, xem xác suất của lớp tụt bao nhiêu."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from matplotlib.figure import Figure

from hocsau.plotting import axes
from hocsau.torch.visualise.checks import one_class, one_image
from hocsau.torch.visualise.ink import ORANGES_DOWN, picture
from hocsau.torch.visualise.layers import looking


def occlusion_map(
    model: torch.nn.Module,
    image: torch.Tensor | np.ndarray,
    label: int | None = None,
    *,
    size: int = 8,
    stride: int = 2,
    value: float = 0.5,
    batch_size: int = 64,
) -> tuple[np.ndarray, int]:
    """Xác suất của lớp `label` khi ô vuông size×size trượt trên ảnh, mỗi lần dời `stride` điểm ảnh.

    Phần tử (i, j) ứng với ô che có góc trên trái ở hàng i·stride, cột j·stride. Số thấp là chỗ quan trọng.

    Tham số:
        label: None là lớp mà model chọn khi chưa che.
        value: số tô vào ô che, ở thang của ảnh.

    Trả về:
        (bản đồ (H', W') với H' = (H − size) // stride + 1, lớp được xét).

    Lỗi:
        ValueError: ảnh sai shape, không có lớp ấy, ô che lớn hơn ảnh, stride < 1, value không hữu hạn.
    """
    x = one_image(model, image)
    height, width = x.shape[2:]
    if not 1 <= size <= min(height, width) or stride < 1 or batch_size < 1 or not np.isfinite(value):
        raise ValueError(
            f"size = {size}, stride = {stride}, value = {value}; cần ô che từ 1 đến {min(height, width)}, "
            "stride từ 1, value hữu hạn"
        )
    rows, columns = range(0, height - size + 1, stride), range(0, width - size + 1, stride)
    with looking(model), torch.no_grad():
        label = one_class(model(x), label)
        corners, chances = [(i, j) for i in rows for j in columns], []
        for start in range(0, len(corners), batch_size):  # all copies at once may not fit in memory
            part = corners[start : start + batch_size]
            covered = x.repeat(len(part), 1, 1, 1)
            for k, (i, j) in enumerate(part):
                covered[k, :, i : i + size, j : j + size] = value
            chances.append(torch.softmax(model(covered), dim=1)[:, label])
    return torch.cat(chances).reshape(len(rows), len(columns)).cpu().numpy(), label


def draw_occlusion(
    model: torch.nn.Module,
    image: torch.Tensor | np.ndarray,
    label: int | None = None,
    **options: Any,
) -> tuple[Figure, Any]:
    """Hai ô: ảnh, và bản đồ xác suất khi tâm ô che ở chỗ ấy (đậm là chỗ quan trọng); tham số như trên."""
    heat, _ = occlusion_map(model, image, label, **options)
    x = one_image(model, image)[0]
    figure, (left, right) = axes(1, 2, size=(4.8, 2.6))
    left.imshow(picture(x), interpolation="nearest")
    left.set_title("ảnh", size=12)
    shown = right.imshow(heat, cmap=ORANGES_DOWN, vmin=0, vmax=1, extent=extent(x, heat, **options))
    right.set(xlim=left.get_xlim(), ylim=left.get_ylim())
    right.set_title("xác suất khi che", size=12)
    for ax in (left, right):
        ax.grid(False)
        ax.set(xticks=[], yticks=[])
    figure.colorbar(shown, ax=right, shrink=0.7, ticks=[0, 0.5, 1])
    return figure, (left, right)


def extent(
    x: torch.Tensor, heat: np.ndarray, size: int = 8, stride: int = 2, **_: Any
) -> tuple[float, float, float, float]:
    """Khung của bản đồ trên hệ toạ độ của ảnh: mỗi ô nằm quanh tâm ô che của nó."""
    first = (size - 1) / 2 - stride / 2
    rows, columns = heat.shape
    return first, first + columns * stride, first + rows * stride, first
