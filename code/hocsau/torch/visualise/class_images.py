"""Mỗi lớp trông ra sao trong mắt mạng: gradient ascent trên logit của lớp."""

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
from hocsau.torch.visualise.layers import looking


def class_images(
    model: torch.nn.Module,
    classes: int | Sequence[int] | None = None,
    *,
    image: Sequence[int],
    rng: np.random.Generator,
    **options: Any,
) -> tuple[np.ndarray, np.ndarray]:
    """Mỗi lớp một ảnh làm logit của nó lớn, và xác suất softmax của lớp ấy với ảnh tìm được.

    Leo theo logit chứ không theo xác suất: xác suất có thể lớn lên chỉ nhờ các lớp khác nhỏ đi, và gần 1 thì
    gradient của nó tắt.

    Tham số:
        classes: số lớp đầu tiên, danh sách lớp, hoặc None là mọi lớp.
        image: shape (C, H, W).
        options: cho `climb`.

    Trả về:
        (ảnh (N, C, H, W), xác suất (N,)).

    Lỗi:
        ValueError: không có lớp ấy.
    """
    first = next(model.parameters())
    with looking(model), torch.no_grad():
        count = model(torch.zeros((1, *image), dtype=first.dtype, device=first.device)).shape[1]
    chosen = some_of(count, classes, "classes")
    rows = torch.arange(len(chosen))
    images, _ = climb(model, lambda x: model(x)[rows, chosen], (len(chosen), *image), rng=rng, **options)
    with looking(model), torch.no_grad():
        x = torch.as_tensor(images, dtype=first.dtype, device=first.device)
        chances = torch.softmax(model(x), dim=1)[rows, chosen].cpu().numpy()
    return images, chances


def draw_class_images(
    model: torch.nn.Module,
    names: Sequence[str],
    classes: int | Sequence[int] | None = None,
    *,
    image: Sequence[int],
    rng: np.random.Generator,
    columns: int = 5,
    **options: Any,
) -> tuple[Figure, Any]:
    """Vẽ ảnh của từng lớp, tựa là tên lớp; `names` là tên của mọi lớp, theo thứ tự của model."""
    images, _ = class_images(model, classes, image=image, rng=rng, **options)
    chosen = some_of(len(names), classes, "classes")
    if len(chosen) != len(images):
        raise ValueError(f"names có {len(names)} tên; model có {len(images)} lớp")
    return gallery([picture(x) for x in images], titles=[names[k] for k in chosen], columns=columns)
