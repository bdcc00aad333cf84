"""Attention và attention nhiều đầu bằng torch, với tên và cách gọi của bản numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from hocsau import nn
from hocsau.torch.layers.dtypes import numpy_dtype, torch_dtype
from hocsau.torch.layers.linear import linear

Dtype = type | np.dtype | torch.dtype


class Scorer(torch.nn.Module):
    """Tham số của một điểm số, tên và shape như bản numpy."""

    def __init__(self, given: dict[str, np.ndarray]) -> None:
        super().__init__()
        for name, array in given.items():
            self.register_parameter(name, torch.nn.Parameter(torch.tensor(array)))


class Attention(torch.nn.Module):
    """Như `hocsau.nn.Attention`: sáu điểm số, cùng tham số khởi tạo, cùng rng thì cùng trọng số."""

    def __init__(
        self, query_features: int, key_features: int | None = None, dtype: Dtype = np.float64, **settings: Any
    ) -> None:
        super().__init__()
        self._take(nn.Attention(query_features, key_features, dtype=numpy_dtype(dtype), **settings))

    @classmethod
    def of(cls, ours: nn.Attention) -> Attention:
        """Bản torch của một tầng numpy, cùng trọng số."""
        made = cls.__new__(cls)
        torch.nn.Module.__init__(made)
        made._take(ours)
        return made

    def _take(self, ours: nn.Attention) -> None:
        self.score = ours.score
        self.scorer = Scorer({name: p.data for name, p in ours.scorer.named_parameters()})

    def forward(
        self,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor | None = None,
        *,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """query (N, Q, Dq) hay (N, Dq), key (N, K, Dk), value (N, K, Dv) -> y (N, Q, Dv) hay (N, Dv)."""
        b = self.weights(query, key, mask=mask)
        v = key if value is None else value
        return (b[:, None] @ v)[:, 0] if query.ndim == 2 else b @ v

    def weights(
        self, query: torch.Tensor, key: torch.Tensor, *, mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Trọng số b (N, Q, K), hay (N, K) khi query là (N, Dq)."""
        q = query[:, None] if query.ndim == 2 else query
        b = masked_softmax(self._scores(q, key), mask)
        return b[:, 0] if query.ndim == 2 else b

    def _scores(self, q: torch.Tensor, k: torch.Tensor) -> torch.Tensor:
        w = self.scorer
        if self.score == "general":
            return q @ w.weight @ k.mT
        if self.score == "additive":
            return torch.tanh((q @ w.weight_q)[:, :, None] + (k @ w.weight_k)[:, None]) @ w.v
        if self.score == "location":
            if k.shape[1] > w.weight.shape[1]:
                raise ValueError(f"có {k.shape[1]} key; điểm location được tạo cho {w.weight.shape[1]}")
            return q @ w.weight[:, : k.shape[1]]
        if self.score == "cosine":
            return torch.nn.functional.normalize(q, dim=-1) @ torch.nn.functional.normalize(k, dim=-1).mT
        return q @ k.mT * (q.shape[-1] ** -0.5 if self.score == "scaled_dot" else 1.0)


class MultiHeadAttention(torch.nn.Module):
    """Như `hocsau.nn.MultiHeadAttention`: bốn tầng tuyến tính query, key, value, out."""

    def __init__(
        self,
        features: int,
        heads: int,
        *,
        rng: np.random.Generator,
        bias: bool = True,
        dtype: Dtype = np.float64,
    ) -> None:
        super().__init__()
        self._take(nn.MultiHeadAttention(features, heads, rng=rng, bias=bias, dtype=numpy_dtype(dtype)))

    @classmethod
    def of(cls, ours: nn.MultiHeadAttention) -> MultiHeadAttention:
        """Bản torch của một tầng numpy, cùng trọng số (bias thì `copy_weights` chép)."""
        made = cls.__new__(cls)
        torch.nn.Module.__init__(made)
        made._take(ours)
        return made

    def _take(self, ours: nn.MultiHeadAttention) -> None:
        self.features, self.heads = ours.features, ours.heads
        dtype = torch_dtype(ours.query.weight.data.dtype)
        self.query, self.key, self.value, self.out = (
            linear(ours.features, ours.features, layer.bias is not None, layer.weight.data, dtype)
            for layer in (ours.query, ours.key, ours.value, ours.out)
        )

    def forward(
        self,
        query: torch.Tensor,
        key: torch.Tensor | None = None,
        value: torch.Tensor | None = None,
        *,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """query (N, Q, D), key và value (N, K, D) -> y (N, Q, D); chỉ query thì là self-attention."""
        if (key is None) != (value is None):
            raise ValueError("key và value phải cùng có; chỉ cho query thì là self-attention")
        k_from, v_from = (query, query) if key is None or value is None else (key, value)
        q, k, v = (
            layer(a).unflatten(-1, (self.heads, self.features // self.heads)).transpose(1, 2)
            for layer, a in ((self.query, query), (self.key, k_from), (self.value, v_from))
        )
        b = masked_softmax(q @ k.mT * q.shape[-1] ** -0.5, mask)
        return self.out((b @ v).transpose(1, 2).flatten(2))


def masked_softmax(s: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    """softmax theo trục cuối trên những chỗ mask True; hàng không có chỗ nào thì toàn số 0.

    s (N, Q, K) hay (N, h, Q, K); mask (N, K) hay (N, Q, K).
    """
    if mask is None:
        return torch.softmax(s, dim=-1)
    seen = mask[:, None] if mask.ndim == 2 else mask
    seen = seen[:, None] if s.ndim == 4 else seen
    lowest = torch.finfo(s.dtype).min  # not -inf: a row of -inf alone would give NaN in the gradient
    return torch.softmax(s.masked_fill(~seen, lowest), dim=-1) * seen
