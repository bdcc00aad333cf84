"""Mạng hồi quy gọn để dùng, không để học: trọng số int8 trong tệp, LSTM chỉ chạy xuôi.

Trang web tính cùng phép tính này bằng JavaScript (book/live/text_nets.js).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np

from hocsau.errors import DataError

LEVELS = 127  # −127 … 127: symmetric, so that 0 stays 0
SCALE = "#scale"
Weights = dict[str, np.ndarray]


def rounded(weights: Mapping[str, np.ndarray]) -> Weights:
    """Mỗi ma trận thành int8, một thang mỗi cột; mỗi vector thành float32.

    Q_ij = round(W_ij / s_j),   s_j = max_i |W_ij| / 127,   W_ij ≈ s_j · Q_ij

    Tham số:
        weights: tên → mảng một hay hai chiều.

    Trả về:
        Các mảng để cất: ma trận tên `w` thành `w` (int8) và `w#scale` (float32).

    Lỗi:
        ValueError: có NaN, vô hạn, hay mảng nhiều chiều hơn.
    """
    kept: Weights = {}
    for name, values in weights.items():
        a = np.asarray(values, np.float64)
        if a.ndim not in (1, 2) or not np.isfinite(a).all():
            raise ValueError(f"{name} có shape {a.shape}; cần một hay hai chiều, mọi số hữu hạn")
        if a.ndim == 1:
            kept[name] = a.astype(np.float32)
            continue
        scale = (np.abs(a).max(axis=0) / LEVELS).astype(np.float32)
        scale[scale == 0] = 1.0
        kept[name] = np.clip(np.rint(a / scale), -LEVELS, LEVELS).astype(np.int8)
        kept[name + SCALE] = scale
    return kept


def widened(arrays: Mapping[str, np.ndarray]) -> Weights:
    """Ngược của `rounded`: mọi mảng float64.

    Lỗi:
        DataError: ma trận int8 thiếu thang, hay thang không khớp số cột.
    """
    made: Weights = {}
    for name, a in arrays.items():
        if name.endswith(SCALE):
            continue
        if a.dtype == np.int8:
            scale = arrays.get(name + SCALE)
            if a.ndim != 2 or scale is None or scale.shape != a.shape[1:]:
                raise DataError(f"trọng số {name} shape {a.shape} không có thang khớp với nó; tệp bị hỏng")
            made[name] = a.astype(np.float64) * scale.astype(np.float64)
        else:
            made[name] = a.astype(np.float64)
        if not np.isfinite(made[name]).all():
            raise DataError(f"trọng số {name} có NaN hay vô hạn; tệp bị hỏng")
    return made


def for_page(arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Viết được thành JSON: {tên: {shape, kind, bytes}}, bytes là base64 của int8 hay float32."""
    made = {}
    for name, a in arrays.items():
        kind = "i1" if a.dtype == np.int8 else "f4"
        content = np.ascontiguousarray(a, np.int8 if kind == "i1" else "<f4").tobytes()
        made[name] = {
            "shape": list(a.shape),
            "kind": kind,
            "bytes": base64.b64encode(content).decode("ascii"),
        }
    return made


def lstm_step(
    z: np.ndarray, h: np.ndarray, c: np.ndarray, weight_h: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Một bước: z = x W_x + b đã tính sẵn, (…, 4H) xếp i, f, g, o; trả về (h, c) mới."""
    n = h.shape[-1]
    a = z + h @ weight_h
    gates = 0.5 * np.tanh(0.5 * a) + 0.5  # the sigmoid, without overflow
    c = gates[..., n : 2 * n] * c + gates[..., :n] * np.tanh(a[..., 2 * n : 3 * n])
    return gates[..., 3 * n :] * np.tanh(c), c


def lstm(
    x: np.ndarray, cell: Mapping[str, np.ndarray], mask: np.ndarray, *, back: bool = False
) -> np.ndarray:
    """x (N, T, D) → h (N, T, H), từ trạng thái 0; chỗ mask (N, T) False thì trạng thái đứng yên.

    Tham số:
        x: đầu vào.
        cell: weight_x (D, 4H), weight_h (H, 4H), bias (4H,), như `hocsau.nn.LSTM`.
        mask: bool, True ở chỗ thật.
        back: đọc từ cuối về đầu.
    """
    z = x @ cell["weight_x"] + cell["bias"]  # (N, T, 4H)
    n, steps = x.shape[:2]
    h = np.zeros((n, len(cell["weight_h"])))
    c, out = np.zeros_like(h), np.empty((n, steps, h.shape[1]))
    for t in reversed(range(steps)) if back else range(steps):
        new_h, new_c = lstm_step(z[:, t], h, c, cell["weight_h"])
        here = mask[:, t, np.newaxis]
        h, c = np.where(here, new_h, h), np.where(here, new_c, c)
        out[:, t] = h
    return out


def cell_of(weights: Mapping[str, np.ndarray], prefix: str) -> Weights:
    """Ba mảng của một lớp một chiều, tên bắt đầu bằng `prefix`."""
    return {name: weights[f"{prefix}.{name}"] for name in ("weight_x", "weight_h", "bias")}
