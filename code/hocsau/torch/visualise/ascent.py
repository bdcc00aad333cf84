"""Gradient ascent trên ảnh: giữ nguyên trọng số, sửa từng điểm ảnh để một số điểm lớn lên."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch

from hocsau.torch.visualise.layers import looking

Score = Callable[[torch.Tensor], torch.Tensor]


def climb(
    model: torch.nn.Module,
    score: Score,
    shape: Sequence[int],
    *,
    rng: np.random.Generator,
    steps: int = 120,
    learning_rate: float = 0.05,
    blur: float = 0.3,
    decay: float = 0.0,
    bounds: tuple[float, float] | None = (0.0, 1.0),
) -> tuple[np.ndarray, np.ndarray]:
    """Ảnh (N, C, H, W) làm `score(x)` (N điểm) lớn, từ nhiễu; N ảnh leo cùng lúc, không ảnh hưởng nhau.

    Mỗi bước: x ← x + η · g / ‖g‖ với ‖g‖ là căn của trung bình bình phương; làm mờ; kéo về 0; cắt vào bounds.
    Chia cho ‖g‖ để bước dài như nhau dù gradient to hay nhỏ. Làm mờ (mỗi điểm trộn `blur` phần với trung bình
    3×3 quanh nó) để ảnh không thành hạt lấm tấm, thứ mà mạng thích nhưng mắt người không đọc được.

    `decay` kéo mỗi điểm ảnh về 0 một phần ấy, nên điểm ảnh nào không giúp gì thì về nền.

    Tham số:
        score: hàm x → điểm (N,).
        shape: (N, C, H, W).
        steps: ≥ 1.
        learning_rate: > 0.
        blur, decay: trong [0, 1).
        bounds: cắt điểm ảnh vào khoảng này, None là không cắt.

    Trả về:
        (ảnh (N, C, H, W), điểm trước mỗi bước và sau bước cuối (steps + 1, N)).

    Lỗi:
        ValueError: tham số sai, hoặc điểm thành NaN hay vô hạn.
    """
    shape = tuple(shape)
    if len(shape) != 4 or min(shape) < 1:
        raise ValueError(f"shape = {shape}; cần (N, C, H, W)")
    if steps < 1 or not learning_rate > 0 or not 0 <= blur < 1 or not 0 <= decay < 1:
        raise ValueError(
            f"steps = {steps}, learning_rate = {learning_rate}, blur = {blur}, decay = {decay}; "
            "cần steps từ 1, learning_rate dương, blur và decay trong [0, 1)"
        )
    low, high = bounds or (-1.0, 1.0)
    if not low < high:
        raise ValueError(f"bounds = {bounds}; số đầu phải nhỏ hơn số sau")
    first = next(model.parameters())
    middle, width = (low + high) / 2, (high - low) / 10
    start = rng.normal(middle, width, size=shape)
    x = torch.tensor(start, dtype=first.dtype, device=first.device)
    history = []
    with looking(model):
        for _ in range(steps):
            x.requires_grad_(True)
            value = _checked(score(x), shape[0])
            history.append(value.detach().cpu().numpy())
            (gradient,) = torch.autograd.grad(value.sum(), x)
            with torch.no_grad():
                size = gradient.square().mean(dim=(1, 2, 3), keepdim=True).sqrt()
                x = x.detach() + learning_rate * gradient / (size + 1e-8)
                x = (1 - decay) * ((1 - blur) * x + blur * _smooth(x))
                x = x.clamp(low, high) if bounds else x
        with torch.no_grad():
            history.append(_checked(score(x), shape[0]).cpu().numpy())
    return x.cpu().numpy(), np.array(history)


def _checked(value: torch.Tensor, n: int) -> torch.Tensor:
    if tuple(value.shape) != (n,):
        raise ValueError(f"score trả về shape {tuple(value.shape)}; cần ({n},): mỗi ảnh một điểm")
    if not torch.isfinite(value).all():
        raise ValueError("điểm thành NaN hoặc vô hạn; hãy giảm learning_rate hoặc kiểm trọng số của model")
    return value


def _smooth(x: torch.Tensor) -> torch.Tensor:
    padded = torch.nn.functional.pad(x, (1, 1, 1, 1), mode="replicate")
    return torch.nn.functional.avg_pool2d(padded, 3, stride=1)
