"""Mặt nạ hai lớp: nhận 0/1, 0/255, True/False, và từ chối thứ không rõ nghĩa."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.arrays import as_float


def binary_mask(mask: ArrayLike, name: str = "mask") -> np.ndarray:
    """`mask` thành mảng bool: True là vật.

    Tham số:
        mask: bool, hoặc số chỉ gồm 0 và *một* giá trị dương nữa: 0/1, 0/255, 0.0/1.0.
        name: tên trong câu báo lỗi.

    Trả về:
        Mảng bool cùng shape; đã là bool thì chính nó.

    Lỗi:
        ValueError: rỗng, có giá trị âm, NaN, hay từ ba giá trị trở lên (ảnh xám bị làm mờ khi đổi cỡ, mặt nạ
            nhiều lớp).
    """
    as_float(mask, name)
    a = np.asarray(mask)
    if a.size == 0:
        raise ValueError(f"{name} có shape {a.shape}: không có điểm ảnh nào")
    if a.dtype == bool:
        return a
    largest = a.max()
    on = a == largest
    if not np.isfinite(largest) or largest < 0 or not (on | (a == 0)).all():
        values = np.unique(a)
        shown = ", ".join(f"{v:g}" for v in values[:5]) + (", …" if len(values) > 5 else "")
        raise ValueError(
            f"{name} có {len(values)} giá trị ({shown}); cần 0 và một giá trị dương. Ảnh xám thì tự chọn "
            f"ngưỡng: {name} > 127; nhiều lớp thì chọn một lớp: {name} == 2"
        )
    return on if largest > 0 else np.zeros(a.shape, bool)


def one_mask(mask: ArrayLike, name: str = "mask") -> np.ndarray:
    """Như `binary_mask`, và phải là một mặt nạ (H, W)."""
    a = binary_mask(mask, name)
    if a.ndim != 2:
        raise ValueError(f"{name} có shape {a.shape}; cần một mặt nạ (H, W)")
    return a


def label_map(labels: ArrayLike, name: str = "labels") -> np.ndarray:
    """Bản đồ vật (H, W) số nguyên không âm: 0 là nền, k là vật thứ k.

    Lỗi:
        ValueError: shape khác, không nguyên, có số âm.
    """
    as_float(labels, name)
    a = np.asarray(labels)
    if a.ndim != 2 or a.size == 0:
        raise ValueError(f"{name} có shape {a.shape}; cần bản đồ vật (H, W)")
    if a.dtype.kind not in "iub" or a.min() < 0:
        raise ValueError(f"{name} có dtype {a.dtype}, nhỏ nhất {a.min()}; cần số nguyên từ 0 (0 là nền)")
    return a.astype(np.int64)
