"""Embedding: mỗi từ một vector, tra bằng số thứ tự."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from hocsau.nn.arrays import wide_dtype
from hocsau.nn.module import Module, Parameter
from hocsau.nn.optim import is_number


class Embedding(Module):
    """Bảng vector: y[…] = W[ids[…]], đúng bằng one_hot(ids) W mà không nhân ma trận.

    dW[k] = Σ dy ở những chỗ ids bằng k. ids là số nguyên, không có đạo hàm: backward trả về None.

    Shape: ids (N, …) số nguyên, thường là (N, T); W (V, D); y (N, …, D). Như torch.nn.Embedding.

    Tham số:
        count: V, số từ.
        features: D, độ dài vector.
        rng: bộ sinh số, bắt buộc.
        padding: số thứ tự của từ đệm: vector của nó là 0 và không học; None là không có.
        std: độ lệch chuẩn của W lúc đầu, 1 như torch.
        dtype: kiểu của W.

    Lỗi:
        ValueError: V, D không dương, padding ngoài 0 … V−1, std âm, ids không nguyên hay ngoài 0 … V−1.
    """

    def __init__(
        self,
        count: int,
        features: int,
        *,
        rng: np.random.Generator,
        padding: int | None = None,
        std: float = 1.0,
        dtype: DTypeLike = np.float64,
    ) -> None:
        for what, n in (("count", count), ("features", features)):
            if not _is_whole(n) or n < 1:
                raise ValueError(f"Embedding: {what} = {n!r}; cần một số nguyên từ 1")
        if not isinstance(rng, np.random.Generator):
            raise ValueError("Embedding cần rng = np.random.default_rng(số) để lần chạy sau giống lần này")
        if padding is not None and not (_is_whole(padding) and 0 <= padding < count):
            raise ValueError(f"padding = {padding!r}; cần một số nguyên trong 0 … {count - 1}, hoặc None")
        if not (is_number(std) and std >= 0):
            raise ValueError(f"std = {std!r}; cần một số hữu hạn không âm")
        self.count, self.features, self.padding = int(count), int(features), padding
        self.weight = Parameter(rng.normal(0.0, std, (count, features)).astype(dtype), "weight")
        if padding is not None:
            self.weight.data[padding] = 0

    def forward(self, ids: np.ndarray) -> np.ndarray:
        """ids (N, …) -> y (N, …, D)."""
        ids = self._checked(ids)
        return self.remember(self.weight.data[ids], ids)

    def backward(self, dy: np.ndarray) -> None:
        """dy (N, …, D): cộng dW; trả về None vì số thứ tự không có đạo hàm."""
        dy, ids = self.recall(dy)
        flat, rows = ids.reshape(-1), dy.reshape(ids.size, self.features)
        if self.padding is not None:
            kept = flat != self.padding
            flat, rows = flat[kept], rows[kept]
        if not flat.size:
            return
        order = np.argsort(flat, kind="stable")  # equal words side by side: one sum a word
        words, starts = np.unique(flat[order], return_index=True)
        sums = np.add.reduceat(rows[order], starts, axis=0, dtype=wide_dtype(rows.dtype))
        self.weight.grad[words] += sums.astype(self.weight.grad.dtype, copy=False)

    def _checked(self, ids: np.ndarray) -> np.ndarray:
        a = np.array(ids)  # a copy: backward must see the words that forward saw
        if a.dtype.kind not in "iu" and a.size:
            raise ValueError(f"ids có dtype {a.dtype}; cần số nguyên, số thứ tự của từ")
        if a.ndim < 1:
            raise ValueError("ids là một số; cần mảng (N, …), như ids[np.newaxis]")
        if a.size and not (a.min() >= 0 and a.max() < self.count):
            raise ValueError(f"ids có giá trị ngoài 0 … {self.count - 1} (từ {a.min()} đến {a.max()})")
        return a.astype(np.intp, copy=False)


def _is_whole(n: object) -> bool:
    return isinstance(n, (int, np.integer)) and not isinstance(n, bool)


def embedding_naive(weight: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """Như `Embedding.forward`, viết đúng định nghĩa: one_hot(ids) W."""
    one_hot = (ids[..., np.newaxis] == np.arange(len(weight))).astype(weight.dtype)  # (N, …, V)
    return one_hot @ weight
