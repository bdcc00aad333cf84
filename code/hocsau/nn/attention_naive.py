"""Attention viết thẳng theo công thức: từng mẫu, từng query, từng key."""

from __future__ import annotations

import numpy as np

from hocsau.nn.attention import Attention


def attention_naive(
    layer: Attention,
    query: np.ndarray,
    key: np.ndarray,
    value: np.ndarray | None = None,
    mask: np.ndarray | None = None,
) -> np.ndarray:
    """Như `layer(query, key, value, mask=mask)`, chỉ đọc tham số của nó.

    Tham số:
        layer: Attention.
        query: (N, Q, Dq).
        key: (N, K, Dk).
        value: (N, K, Dv), hoặc None: là key.
        mask: (N, Q, K) bool.
    """
    value = key if value is None else value
    y = np.zeros((*query.shape[:2], value.shape[2]))
    for n in range(len(query)):
        for i, q in enumerate(query[n]):
            seen = [j for j in range(key.shape[1]) if mask is None or mask[n, i, j]]
            powers = [np.exp(_score(layer, q, key[n, j], j)) for j in seen]
            for j, power in zip(seen, powers, strict=True):
                y[n, i] += power / sum(powers) * value[n, j]
    return y


def _score(layer: Attention, q: np.ndarray, k: np.ndarray, place: int) -> float:
    w = dict(layer.scorer.named_parameters())
    if layer.score == "general":
        return float(q @ w["weight"].data @ k)
    if layer.score == "additive":
        stacked = np.concatenate([w["weight_q"].data, w["weight_k"].data])  # W of [q; k]
        return float(w["v"].data @ np.tanh(np.concatenate([q, k]) @ stacked))
    if layer.score == "location":
        return float(q @ w["weight"].data[:, place])
    if layer.score == "cosine":
        return float(q @ k / (np.linalg.norm(q) * np.linalg.norm(k)))
    return float(q @ k) / (np.sqrt(len(k)) if layer.score == "scaled_dot" else 1)
