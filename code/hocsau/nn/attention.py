"""Attention: mỗi query lấy trung bình các value, nặng nhẹ theo điểm của key."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from hocsau.nn.arrays import as_float, expect_shape, wide_dtype
from hocsau.nn.attention_scores import (
    SCORES,
    AdditiveScore,
    CosineScore,
    DotScore,
    GeneralScore,
    LocationScore,
    Score,
)
from hocsau.nn.module import Module


class Attention(Module):
    """Attention với một trong sáu điểm số; s là query (trạng thái decoder), h là key.

    a_i = score(q, k_i),   b = softmax(a),   output = Σ_i b_i v_i
    dot: q·k;   scaled_dot: q·k/√D;   general: qᵀ W k;   additive (còn gọi concat): vᵀ tanh(W [q; k]);
    location: (Wᵀ q)_i, không nhìn key;   cosine: q·k / (‖q‖ ‖k‖)
    da = b ⊙ (db − Σ_j b_j db_j),   db_i = dy·v_i,   dv_i = b_i dy

    Shape: query (N, Q, Dq) hay một query mỗi mẫu (N, Dq); key (N, K, Dk); value (N, K, Dv), không có thì là
    chính key; y (N, Q, Dv), hay (N, Dv). Query không còn key nào (mask False cả) thì đầu ra là 0.
    Nguồn: Bahdanau và cộng sự, 2015 (additive); Luong và cộng sự, 2015 (dot, general, location, concat);
    Vaswani và cộng sự, 2017 (scaled_dot); Graves và cộng sự, 2014 (cosine).

    Tham số:
        query_features: Dq.
        key_features: Dk; None là bằng Dq.
        score: một trong `SCORES`.
        rng: bộ sinh số, bắt buộc với general, additive, location (những điểm có tham số).
        inner: số nơ-ron ẩn của additive; None là bằng Dq.
        max_keys: số key nhiều nhất của location.
        dtype: kiểu của tham số.

    Lỗi:
        ValueError: score lạ; dot, scaled_dot, cosine mà Dq khác Dk; thiếu rng hay max_keys; đầu vào sai
            shape; mask không phải bool (N, K) hay (N, Q, K).
    """

    def __init__(
        self,
        query_features: int,
        key_features: int | None = None,
        *,
        score: str = "scaled_dot",
        rng: np.random.Generator | None = None,
        inner: int | None = None,
        max_keys: int | None = None,
        dtype: DTypeLike = np.float64,
    ) -> None:
        key_features = query_features if key_features is None else key_features
        inner = query_features if inner is None else inner
        for what, n in (("query_features", query_features), ("key_features", key_features), ("inner", inner)):
            check_count(what, n)
        if score not in SCORES:
            raise ValueError(f"score = {score!r}; cần một trong {', '.join(SCORES)}")
        if score in ("dot", "scaled_dot", "cosine") and query_features != key_features:
            raise ValueError(
                f"score {score!r} cần query và key dài bằng nhau, nhận {query_features} và {key_features}; "
                "khác nhau thì dùng 'general' hay 'additive'"
            )
        if score in ("general", "additive", "location") and not isinstance(rng, np.random.Generator):
            raise ValueError(f"score {score!r} có tham số: cần rng = np.random.default_rng(số)")
        if score == "location":
            check_count("max_keys", max_keys)
        self.query_features, self.key_features, self.score = int(query_features), int(key_features), score
        self.inner, self.max_keys = inner, max_keys
        self.scorer = _scorer(score, query_features, key_features, inner, max_keys, rng, dtype)

    def forward(  # type: ignore[override]  # mask is an option, no input
        self,
        query: np.ndarray,
        key: np.ndarray,
        value: np.ndarray | None = None,
        *,
        mask: ArrayLike | None = None,
    ) -> np.ndarray:
        """query (N, Q, Dq), key (N, K, Dk), value (N, K, Dv) -> y (N, Q, Dv)."""
        query, key, given = self._checked(query, key, value)
        v = key if given is None else given
        result = np.result_type(query.dtype, key.dtype, v.dtype, *[p.data.dtype for p in self.parameters()])
        q, k, values = (a.astype(wide_dtype(result), copy=False) for a in (_three(query), key, v))
        s, kept = self.scorer.scores(q, k)
        b = masked_softmax(s, keys_mask(mask, s.shape))
        y = (b @ values).astype(result, copy=False)
        y = y[:, 0] if query.ndim == 2 else y
        return self.remember(y, query, key, given, b, kept)

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray, ...]:
        """dy (N, Q, Dv) -> (dquery, dkey), hoặc (dquery, dkey, dvalue) khi value đã được cho."""
        dy, query, key, value, b, kept = self.recall(dy)
        q, k, v, g = (
            a.astype(b.dtype, copy=False)
            for a in (_three(query), key, key if value is None else value, _three(dy))
        )
        dv = b.swapaxes(1, 2) @ g  # (N, K, Q) @ (N, Q, Dv)
        dq, dk = self.scorer.back(softmax_back(b, g @ v.swapaxes(1, 2)), q, k, kept)
        dq = dq.reshape(query.shape).astype(query.dtype, copy=False)
        if value is None:
            return dq, (dk + dv).astype(key.dtype, copy=False)
        return dq, dk.astype(key.dtype, copy=False), dv.astype(value.dtype, copy=False)

    def weights(self, query: Any, key: Any, *, mask: ArrayLike | None = None) -> np.ndarray:
        """Trọng số b (N, Q, K), hay (N, K) khi query là (N, Dq): mỗi hàng cộng lại bằng 1; để vẽ heat map."""
        query, key, _ = self._checked(query, key, None)
        s, _ = self.scorer.scores(_three(query), key)
        b = masked_softmax(s, keys_mask(mask, s.shape))
        return b[:, 0] if query.ndim == 2 else b

    def _checked(self, query: np.ndarray, key: np.ndarray, value: np.ndarray | None) -> tuple[Any, ...]:
        query = as_float(query, "query")
        if query.ndim not in (2, 3) or query.shape[-1] != self.query_features:
            raise ValueError(f"query có shape {query.shape}; cần (N, Q, {self.query_features}) hay (N, …)")
        key = expect_shape(key, f"{len(query)} K {self.key_features}", "cùng N với query", "key")
        if value is not None:
            value = expect_shape(value, f"{len(query)} {key.shape[1]} Dv", "mỗi key một value", "value")
        return query, key, value


def masked_softmax(s: np.ndarray, mask: np.ndarray | None) -> np.ndarray:
    """softmax theo trục cuối trên những chỗ mask True; hàng không có chỗ nào thì toàn số 0."""
    if mask is not None:
        s = np.where(mask, s, -np.inf)
    top = s.max(axis=-1, keepdims=True, initial=-np.inf)
    e = np.exp(s - np.where(np.isneginf(top), 0, top).astype(s.dtype))
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total == 0, 1, total)


def softmax_back(b: np.ndarray, db: np.ndarray) -> np.ndarray:
    """da = b ⊙ (db − Σ_j b_j db_j): chỗ bị che có b = 0 nên gradient 0."""
    return b * (db - (b * db).sum(axis=-1, keepdims=True))


def keys_mask(mask: ArrayLike | None, shape: tuple[int, ...]) -> np.ndarray | None:
    """mask (N, K) hay (N, Q, K) (trục N hay Q dài 1 cũng được) thành mảng khớp với s (N, Q, K).

    Lỗi:
        ValueError: mask không phải bool, hoặc sai shape.
    """
    if mask is None:
        return None
    m = np.asarray(mask)
    full = m[:, np.newaxis] if m.ndim == 2 else m
    fits = full.ndim == 3 and full.shape[2] == shape[2] and all(
        n in (1, there) for n, there in zip(full.shape[:2], shape, strict=False)
    )  # fmt: skip
    if m.dtype != np.bool_ or not fits:
        raise ValueError(
            f"mask có shape {m.shape}, dtype {m.dtype}; cần bool, ({shape[0]}, {shape[2]}) hay {shape} "
            "(True là được nhìn)"
        )
    return full


def causal_mask(steps: int) -> np.ndarray:
    """Mask (1, T, T): bước t chỉ nhìn các bước 0 … t, để dự đoán mà không thấy tương lai."""
    check_count("steps", steps)
    return np.tri(steps, dtype=bool)[np.newaxis]


def check_count(what: str, n: object) -> None:
    """ValueError khi n không phải số nguyên dương."""
    if not isinstance(n, (int, np.integer)) or isinstance(n, bool) or n < 1:
        raise ValueError(f"{what} = {n!r}; cần một số nguyên từ 1")


def _three(a: np.ndarray) -> np.ndarray:
    return a[:, np.newaxis] if a.ndim == 2 else a


def _scorer(
    score: str,
    query: int,
    key: int,
    inner: int,
    max_keys: int | None,
    rng: np.random.Generator | None,
    dtype: DTypeLike,
) -> Score:
    if score in ("dot", "scaled_dot"):
        return DotScore(query, score == "scaled_dot")
    if score == "cosine":
        return CosineScore()
    assert rng is not None
    if score == "general":
        return GeneralScore(query, key, rng, dtype)
    if score == "additive":
        return AdditiveScore(query, key, inner, rng, dtype)
    assert max_keys is not None
    return LocationScore(query, max_keys, rng, dtype)
