"""Perplexity: model phân vân trung bình giữa bao nhiêu từ."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.arrays import as_float


def perplexity(log_probs: ArrayLike, mask: ArrayLike | None = None) -> float:
    """exp(−trung bình của log p): log cơ số e của xác suất mà model cho từ đúng.

    Tham số:
        log_probs: mảng shape bất kì, mỗi số ≤ 0; −inf (từ đúng bị cho xác suất 0) thì kết quả là inf.
        mask: cùng shape, True ở chỗ được tính; None là tính tất cả.

    Trả về:
        Số ≥ 1; quá lớn thì inf.

    Lỗi:
        ValueError: có NaN hay số dương, mask khác shape hay không phải bool, hay không còn chỗ nào để tính.
    """
    values = as_float(log_probs, "log_probs").astype(np.float64)
    if mask is not None:
        keep = np.asarray(mask)
        if keep.dtype != bool or keep.shape != values.shape:
            raise ValueError(f"mask có shape {keep.shape}, kiểu {keep.dtype}; cần {values.shape}, kiểu bool")
        values = values[keep]
    if not values.size:
        raise ValueError("không có từ nào để tính perplexity; mask có chỗ nào True không?")
    if np.isnan(values).any() or values.max() > 0:
        raise ValueError("log_probs có NaN hay số dương; cần log của xác suất, mỗi số ≤ 0")
    with np.errstate(over="ignore"):
        return float(np.exp(-values.mean()))
