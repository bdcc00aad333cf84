"""Trộn hai ảnh và hai nhãn: mixup trộn màu, CutMix dán một mảnh."""

from __future__ import annotations

import numpy as np

from hocsau.data.transforms.compose import check_rng
from hocsau.data.transforms.geometric import check_number


def mixup(
    x: np.ndarray, target: np.ndarray, *, rng: np.random.Generator, alpha: float = 0.2
) -> tuple[np.ndarray, np.ndarray]:
    """x̃ = λ·x_i + (1 − λ)·x_j,   ỹ = λ·y_i + (1 − λ)·y_j,   λ ~ Beta(α, α), một λ cho cả batch.

    Tham số:
        x: (N, …) số thực.
        target: (N, K), xác suất từng lớp (xem `hocsau.nn.smooth_labels`).
        rng: rút λ và cặp (i, j).
        alpha: α; càng nhỏ λ càng gần 0 hoặc 1.

    Trả về:
        (x̃, ỹ) cùng shape. Nguồn: Zhang, Cisse, Dauphin, Lopez-Paz, 2018.

    Lỗi:
        ValueError: x không phải số thực, target không phải (N, K), α không dương.
    """
    x, target = _checked(x, target, rng, alpha)
    other, share = rng.permutation(len(x)), x.dtype.type(rng.beta(alpha, alpha))
    return share * x + (1 - share) * x[other], _mixed(target, other, float(share))


def cutmix(
    x: np.ndarray, target: np.ndarray, *, rng: np.random.Generator, alpha: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Dán một mảnh của ảnh j vào ảnh i; nhãn trộn theo **diện tích thật** của hai phần.

    Mảnh có cạnh √(1 − λ) cạnh ảnh, λ ~ Beta(α, α), tâm rút đều; mảnh thò ra ngoài thì bị cắt, và λ tính lại.

    Tham số:
        x: (N, C, H, W) số thực.
        target: (N, K), xác suất từng lớp.
        rng: rút λ, cặp và chỗ dán.
        alpha: α.

    Trả về:
        (x̃, ỹ) cùng shape. Nguồn: Yun et al., 2019.

    Lỗi:
        ValueError: như `mixup`, hoặc x không phải ảnh.
    """
    x, target = _checked(x, target, rng, alpha)
    if x.ndim != 4:
        raise ValueError(f"x có shape {x.shape}; CutMix cần ảnh (N, C, H, W)")
    other, share = rng.permutation(len(x)), rng.beta(alpha, alpha)
    height, width = x.shape[2:]
    (top, bottom), (left, right) = (_stretch(length, np.sqrt(1 - share), rng) for length in (height, width))
    x = x.copy()
    patch = np.s_[:, :, top:bottom, left:right]
    x[patch] = x[other][patch]
    return x, _mixed(target, other, 1 - (bottom - top) * (right - left) / (height * width))


def _stretch(length: int, share: float, rng: np.random.Generator) -> tuple[int, int]:
    side, centre = round(length * share), int(rng.integers(0, length))
    return max(0, centre - side // 2), min(length, centre - side // 2 + side)


def _mixed(target: np.ndarray, other: np.ndarray, share: float) -> np.ndarray:
    return (share * target + (1 - share) * target[other]).astype(target.dtype, copy=False)


def _checked(
    x: np.ndarray, target: np.ndarray, rng: np.random.Generator, alpha: float
) -> tuple[np.ndarray, np.ndarray]:
    check_rng(rng)
    x, target = np.asarray(x), np.asarray(target)
    if x.dtype.kind != "f" or x.ndim < 2:
        raise ValueError(f"x có shape {x.shape}, dtype {x.dtype}; cần số thực (N, …): đổi bằng x / 255")
    if target.ndim != 2 or len(target) != len(x) or target.dtype.kind != "f":
        raise ValueError(
            f"target có shape {target.shape}, dtype {target.dtype}; cần ({len(x)}, K) số thực: "
            "đổi nhãn bằng nn.smooth_labels(nhãn, K)"
        )
    if not check_number(alpha, "alpha") > 0:
        raise ValueError(f"alpha = {alpha}; cần một số dương")
    return x, target
