"""Attention nhiều đầu: mỗi đầu nhìn một phần của vector, rồi ghép lại."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from hocsau.nn.arrays import expect_shape, wide
from hocsau.nn.attention import check_count, keys_mask, masked_softmax, softmax_back
from hocsau.nn.linear import Linear
from hocsau.nn.module import Module


class MultiHeadAttention(Module):
    """Multi-head attention với điểm scaled dot.

    Q = query W_q + b_q,   K = key W_k + b_k,   V = value W_v + b_v; D cột chia cho h đầu, mỗi đầu d = D/h cột
    đầu j: softmax(Q_j K_jᵀ / √d) V_j;   y = [đầu 1, …, đầu h] W_o + b_o

    Shape: query (N, Q, D), key và value (N, K, D), y (N, Q, D). Chỉ cho query thì là self-attention (key,
    value là chính nó) và backward trả về một gradient. torch.nn.MultiheadAttention xếp W_q, W_k, W_v chồng
    lên nhau trong in_proj_weight. Nguồn: Vaswani và cộng sự, 2017.

    Tham số:
        features: D.
        heads: h, D phải chia hết cho h.
        rng: bộ sinh số, bắt buộc.
        bias: bốn tầng tuyến tính có bias hay không.
        dtype: kiểu của trọng số.

    Lỗi:
        ValueError: D không chia hết cho h, đầu vào sai shape, có key mà thiếu value, mask không phải bool
            (N, K) hay (N, Q, K).
    """

    def __init__(
        self,
        features: int,
        heads: int,
        *,
        rng: np.random.Generator,
        bias: bool = True,
        dtype: DTypeLike = np.float64,
    ) -> None:
        check_count("features", features)
        check_count("heads", heads)
        if features % heads:
            raise ValueError(f"features = {features}, heads = {heads}; features phải chia hết cho heads")
        self.features, self.heads = int(features), int(heads)
        self.query, self.key, self.value, self.out = (
            Linear(features, features, rng=rng, bias=bias, weight_init="xavier", dtype=dtype)
            for _ in range(4)
        )

    def forward(  # type: ignore[override]  # mask is an option, no input
        self,
        query: Any,
        key: Any = None,
        value: Any = None,
        *,
        mask: ArrayLike | None = None,
    ) -> np.ndarray:
        """query (N, Q, D), key và value (N, K, D) -> y (N, Q, D)."""
        query, key, value, alone = self._checked(query, key, value)
        q, k, v = (
            self._split(wide(layer(_rows(a))), a.shape)
            for layer, a in ((self.query, query), (self.key, key), (self.value, value))
        )
        b = self._weights(q, k, mask)
        rows = self._join(b @ v)  # (N·Q, D)
        y = self.out(rows.astype(np.result_type(query.dtype, self.out.weight.data.dtype), copy=False))
        return self.remember(y.reshape(query.shape), query.shape, key.shape, alone, b, q, k, v)

    def backward(self, dy: np.ndarray) -> np.ndarray | tuple[np.ndarray, ...]:
        """dy (N, Q, D) -> dx khi self-attention, không thì (dquery, dkey, dvalue)."""
        dy, query, key, alone, b, q, k, v = self.recall(dy)
        g = self._split(wide(self.out.backward(_rows(dy))), query)
        ds = softmax_back(b, g @ v.swapaxes(2, 3)) * b.dtype.type((self.features // self.heads) ** -0.5)
        parts = {
            "value": (self.value, b.swapaxes(2, 3) @ g, key),
            "key": (self.key, ds.swapaxes(2, 3) @ q, key),
            "query": (self.query, ds @ k, query),
        }
        d = {
            name: layer.backward(self._join(heads).astype(dy.dtype, copy=False)).reshape(shape)
            for name, (layer, heads, shape) in parts.items()
        }
        return d["query"] + d["key"] + d["value"] if alone else (d["query"], d["key"], d["value"])

    def weights(self, query: Any, key: Any = None, *, mask: ArrayLike | None = None) -> np.ndarray:
        """Trọng số (N, h, Q, K) của từng đầu; mỗi hàng cộng lại bằng 1."""
        query, key, _, _ = self._checked(query, key, key)
        q, k = (
            self._split(a @ layer.weight.data + (0 if layer.bias is None else layer.bias.data), a.shape)
            for layer, a in ((self.query, query), (self.key, key))
        )
        return self._weights(q, k, mask)

    def _checked(
        self, query: np.ndarray, key: np.ndarray | None, value: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, bool]:
        query = expect_shape(query, f"N Q {self.features}", "trục cuối phải bằng features", "query")
        if key is None and value is None:
            return query, query, query, True
        if key is None or value is None:
            raise ValueError("key và value phải cùng có; chỉ cho query thì là self-attention")
        key = expect_shape(key, f"{len(query)} K {self.features}", "cùng N với query", "key")
        wanted = f"{len(query)} {key.shape[1]} {self.features}"
        return query, key, expect_shape(value, wanted, "mỗi key một value", "value"), False

    def _weights(self, q: np.ndarray, k: np.ndarray, mask: ArrayLike | None) -> np.ndarray:
        s = q @ k.swapaxes(2, 3) * q.dtype.type((self.features // self.heads) ** -0.5)
        seen = keys_mask(mask, (len(q), q.shape[2], k.shape[2]))
        return masked_softmax(s, None if seen is None else seen[:, np.newaxis])

    def _split(self, rows: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        """(N·T, D) -> (N, h, T, d)."""
        return rows.reshape(*shape[:2], self.heads, self.features // self.heads).swapaxes(1, 2)

    def _join(self, heads: np.ndarray) -> np.ndarray:
        """(N, h, T, d) -> (N·T, D)."""
        return heads.swapaxes(1, 2).reshape(-1, self.features)


def _rows(a: np.ndarray) -> np.ndarray:
    return a.reshape(-1, a.shape[-1])
