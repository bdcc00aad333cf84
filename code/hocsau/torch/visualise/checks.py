"""Kiểm ảnh, kênh, lớp trước khi làm gì; mọi lỗi nói nhận được gì, cần gì."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch


def one_image(model: torch.nn.Module, image: torch.Tensor | np.ndarray) -> torch.Tensor:
    """Ảnh (C, H, W) hoặc (1, C, H, W) → tensor (1, C, H, W) cùng kiểu số và thiết bị với model.

    Lỗi:
        ValueError: sai shape, là số nguyên (chưa chia 255?), hoặc có NaN hay vô hạn.
    """
    x = torch.as_tensor(image).detach()
    if x.ndim == 3:
        x = x[None]
    if x.ndim != 4 or len(x) != 1 or x.numel() == 0:
        raise ValueError(f"image có shape {tuple(torch.as_tensor(image).shape)}; cần một ảnh (C, H, W)")
    if not x.is_floating_point():
        raise ValueError(f"image có dtype {x.dtype}; cần số thực ở thang mà model quen, như ảnh chia 255")
    if not torch.isfinite(x).all():
        raise ValueError("image có NaN hoặc vô hạn")
    first = next(model.parameters())
    return x.to(dtype=first.dtype, device=first.device)


def some_of(count: int, wanted: int | Sequence[int] | None, what: str, at_most: int = 64) -> list[int]:
    """Danh sách chỉ số trong [0, count): None là mọi số (tối đa at_most số đầu), một số n là n số đầu
    (hay mọi số, khi không đủ n).

    Lỗi:
        ValueError: ra ngoài, rỗng, hoặc không phải số nguyên.
    """
    if wanted is None:
        return list(range(min(count, at_most)))
    if isinstance(wanted, (int, np.integer)):
        if wanted < 1:
            raise ValueError(f"{what} = {wanted}; cần từ 1 trở lên")
        return list(range(min(count, wanted)))
    chosen = list(wanted)
    bad = [k for k in chosen if not isinstance(k, (int, np.integer)) or not 0 <= k < count]
    if bad or not chosen:
        said = f"có {bad[0]!r}" if bad else "rỗng"
        raise ValueError(f"{what} {said}; cần các số nguyên từ 0 đến {count - 1}")
    return [int(k) for k in chosen]


def one_class(logits: torch.Tensor, label: int | None) -> int:
    """`label`, hoặc lớp mà model chọn khi label là None; logits (1, lớp).

    Lỗi:
        ValueError: model không trả về (1, lớp), hoặc không có lớp ấy.
    """
    if logits.ndim != 2 or len(logits) != 1:
        raise ValueError(f"model trả về shape {tuple(logits.shape)}; cần logit (1, số lớp) của một ảnh")
    if label is None:
        return int(logits.argmax())
    return some_of(logits.shape[1], [label], "label")[0]
