"""Saliency: nhích một điểm ảnh thì logit của lớp đổi bao nhiêu."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from matplotlib.figure import Figure

from hocsau.plotting import gallery
from hocsau.torch.visualise.checks import one_class, one_image
from hocsau.torch.visualise.ink import ink, picture
from hocsau.torch.visualise.layers import looking


def saliency(
    model: torch.nn.Module, image: torch.Tensor | np.ndarray, label: int | None = None
) -> tuple[np.ndarray, int]:
    """|∂z_label / ∂x| của từng điểm ảnh (H, W), số lớn nhất trong các kênh màu; và lớp được xét.

    Một lượt lan truyền ngược, đi tiếp qua tầng đầu tiên tới tận ảnh.

    Lỗi:
        ValueError: ảnh sai shape hoặc không có lớp ấy.

    Nguồn: Simonyan, Vedaldi, Zisserman, 2014.
    """
    x = one_image(model, image).clone().requires_grad_(True)
    with looking(model):
        logits = model(x)
        label = one_class(logits, label)
        (gradient,) = torch.autograd.grad(logits[0, label], x)
    return gradient[0].abs().amax(dim=0).cpu().numpy(), label


def draw_saliency(
    model: torch.nn.Module, image: torch.Tensor | np.ndarray, label: int | None = None
) -> tuple[Figure, Any]:
    """Hai ô: ảnh, và độ nhạy của từng điểm ảnh (đậm là nhạy)."""
    sensitive, _ = saliency(model, image, label)
    shown = picture(one_image(model, image)[0])
    return gallery([shown, ink(sensitive)], titles=["ảnh", "độ nhạy"], columns=2)
