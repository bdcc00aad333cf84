"""Mỗi kernel thích ảnh nào: gradient ascent trên trung bình feature map của nó."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.figure import Figure

from hocsau.plotting import gallery
from hocsau.torch.visualise.ascent import climb
from hocsau.torch.visualise.checks import some_of
from hocsau.torch.visualise.ink import picture
from hocsau.torch.visualise.layers import activations, looking


def filter_images(
    model: torch.nn.Module,
    layer: str,
    channels: int | Sequence[int] | None = 8,
    *,
    image: Sequence[int],
    rng: np.random.Generator,
    **options: Any,
) -> tuple[np.ndarray, np.ndarray]:
    """Mỗi kênh của tầng `layer` một ảnh làm trung bình feature map của nó lớn, và điểm theo từng bước.

    Tham số:
        channels: số kênh đầu tiên, danh sách kênh, hoặc None.
        image: shape (C, H, W) của ảnh.
        options: cho `climb` (steps, learning_rate, blur, bounds).

    Trả về:
        (ảnh (N, C, H, W), điểm (steps + 1, N)).

    Lỗi:
        ValueError: không có tầng hay kênh ấy.
    """
    first = next(model.parameters())
    with looking(model), torch.no_grad():
        blank = torch.zeros((1, *image), dtype=first.dtype, device=first.device)
        count = activations(model, blank, layer).shape[1]
    chosen = some_of(count, channels, "channels")
    rows = torch.arange(len(chosen))

    def score(x: torch.Tensor) -> torch.Tensor:
        return activations(model, x, layer)[rows, chosen].mean(dim=(1, 2))

    return climb(model, score, (len(chosen), *image), rng=rng, **options)


def draw_filter_images(
    model: torch.nn.Module,
    layer: str,
    channels: int | Sequence[int] | None = 8,
    *,
    image: Sequence[int],
    rng: np.random.Generator,
    columns: int = 4,
    **options: Any,
) -> tuple[Figure, Any]:
    """Vẽ ảnh mà từng kernel của một tầng thích nhất; tham số như `filter_images`."""
    images, _ = filter_images(model, layer, channels, image=image, rng=rng, **options)
    numbers = range(len(images)) if channels is None or isinstance(channels, (int, np.integer)) else channels
    return gallery([picture(x) for x in images], titles=[f"kênh {k}" for k in numbers], columns=columns)
