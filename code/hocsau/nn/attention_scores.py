"""Sáu cách chấm điểm của attention: một query hợp với một key tới đâu."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from hocsau.nn.module import Module, Parameter

SCORES = ("dot", "scaled_dot", "general", "additive", "location", "cosine")
TINY = 1e-12  # a vector this short has no direction


class Score(Module):
    """Điểm của mọi cặp: q (N, Q, Dq), k (N, K, Dk) -> s (N, Q, K)."""

    def scores(self, q: np.ndarray, k: np.ndarray) -> tuple[np.ndarray, tuple[Any, ...]]:
        """(s, những gì `back` cần)."""
        raise TypeError(f"{type(self).__name__} chưa định nghĩa scores(q, k)")

    def back(
        self, ds: np.ndarray, q: np.ndarray, k: np.ndarray, kept: tuple[Any, ...]
    ) -> tuple[np.ndarray, np.ndarray]:
        """(dq, dk); gradient tham số được cộng dồn."""
        raise TypeError(f"{type(self).__name__} chưa định nghĩa back(ds, q, k, kept)")


class DotScore(Score):
    """s = q·k, hay q·k/√D khi `scaled`."""

    def __init__(self, features: int, scaled: bool) -> None:
        self.scale = 1 / np.sqrt(features) if scaled else 1.0

    def scores(self, q: np.ndarray, k: np.ndarray) -> tuple[np.ndarray, tuple[Any, ...]]:
        """(N, Q, D) @ (N, D, K)."""
        return (q * q.dtype.type(self.scale)) @ k.swapaxes(1, 2), ()

    def back(
        self, ds: np.ndarray, q: np.ndarray, k: np.ndarray, kept: tuple[Any, ...]
    ) -> tuple[np.ndarray, np.ndarray]:
        """dq = ds k, dk = dsᵀ q, cùng hệ số."""
        ds = ds * ds.dtype.type(self.scale)
        return ds @ k, ds.swapaxes(1, 2) @ q


class GeneralScore(Score):
    """s = qᵀ W k, W (Dq, Dk)."""

    def __init__(self, query: int, key: int, rng: np.random.Generator, dtype: DTypeLike) -> None:
        self.weight = _drawn((query, key), rng, dtype, "weight")

    def scores(self, q: np.ndarray, k: np.ndarray) -> tuple[np.ndarray, tuple[Any, ...]]:
        """Đưa q sang không gian của k rồi nhân."""
        moved = q @ self.weight.data.astype(q.dtype, copy=False)  # (N, Q, Dk)
        return moved @ k.swapaxes(1, 2), (moved,)

    def back(
        self, ds: np.ndarray, q: np.ndarray, k: np.ndarray, kept: tuple[Any, ...]
    ) -> tuple[np.ndarray, np.ndarray]:
        """dW = Σ q (ds k)ᵀ."""
        d_moved = ds @ k
        self.weight.grad += _rows(q).T @ _rows(d_moved)
        return d_moved @ self.weight.data.T.astype(q.dtype, copy=False), ds.swapaxes(1, 2) @ kept[0]


class AdditiveScore(Score):
    """s = vᵀ tanh(W [q; k]) = vᵀ tanh(W_qᵀ q + W_kᵀ k): một mạng hai tầng nhỏ chấm từng cặp."""

    def __init__(self, query: int, key: int, inner: int, rng: np.random.Generator, dtype: DTypeLike) -> None:
        self.weight_q = _drawn((query, inner), rng, dtype, "weight_q")
        self.weight_k = _drawn((key, inner), rng, dtype, "weight_k")
        self.v = _drawn((inner,), rng, dtype, "v")

    def scores(self, q: np.ndarray, k: np.ndarray) -> tuple[np.ndarray, tuple[Any, ...]]:
        """u (N, Q, K, A), rồi nhân v."""
        from_q = q @ self.weight_q.data.astype(q.dtype, copy=False)
        from_k = k @ self.weight_k.data.astype(q.dtype, copy=False)
        u = np.tanh(from_q[:, :, np.newaxis] + from_k[:, np.newaxis])
        return u @ self.v.data.astype(q.dtype, copy=False), (u,)

    def back(
        self, ds: np.ndarray, q: np.ndarray, k: np.ndarray, kept: tuple[Any, ...]
    ) -> tuple[np.ndarray, np.ndarray]:
        """da = ds v (1 − u²); W_q nhận tổng theo key, W_k nhận tổng theo query."""
        (u,) = kept
        self.v.grad += u.reshape(-1, u.shape[-1]).T @ ds.reshape(-1)
        da = ds[..., np.newaxis] * self.v.data.astype(q.dtype, copy=False) * (1 - u**2)
        da_q, da_k = da.sum(axis=2), da.sum(axis=1)
        self.weight_q.grad += _rows(q).T @ _rows(da_q)
        self.weight_k.grad += _rows(k).T @ _rows(da_k)
        return (
            da_q @ self.weight_q.data.T.astype(q.dtype, copy=False),
            da_k @ self.weight_k.data.T.astype(q.dtype, copy=False),
        )


class LocationScore(Score):
    """s = Wᵀ q: chỉ nhìn query, mỗi cột của W (Dq, số key nhiều nhất) một vị trí; nội dung key không dùng."""

    def __init__(self, query: int, max_keys: int, rng: np.random.Generator, dtype: DTypeLike) -> None:
        self.weight = _drawn((query, max_keys), rng, dtype, "weight")

    def scores(self, q: np.ndarray, k: np.ndarray) -> tuple[np.ndarray, tuple[Any, ...]]:
        """K cột đầu của W."""
        if k.shape[1] > self.weight.shape[1]:
            raise ValueError(
                f"có {k.shape[1]} key; điểm location được tạo cho nhiều nhất {self.weight.shape[1]}"
            )
        return q @ self.weight.data[:, : k.shape[1]].astype(q.dtype, copy=False), ()

    def back(
        self, ds: np.ndarray, q: np.ndarray, k: np.ndarray, kept: tuple[Any, ...]
    ) -> tuple[np.ndarray, np.ndarray]:
        """dW = Σ q dsᵀ; dk = 0."""
        count = k.shape[1]
        self.weight.grad[:, :count] += _rows(q).T @ _rows(ds)
        return ds @ self.weight.data[:, :count].T.astype(q.dtype, copy=False), np.zeros_like(k)


class CosineScore(Score):
    """s = q·k / (‖q‖ ‖k‖), từ −1 đến 1; vector 0 có điểm 0 và gradient 0."""

    def scores(self, q: np.ndarray, k: np.ndarray) -> tuple[np.ndarray, tuple[Any, ...]]:
        """Chuẩn hoá hai bên rồi nhân."""
        (q_hat, q_inv), (k_hat, k_inv) = _direction(q), _direction(k)
        return q_hat @ k_hat.swapaxes(1, 2), (q_hat, q_inv, k_hat, k_inv)

    def back(
        self, ds: np.ndarray, q: np.ndarray, k: np.ndarray, kept: tuple[Any, ...]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Phần dọc theo vector bị bỏ: dài ngắn không đổi điểm."""
        q_hat, q_inv, k_hat, k_inv = kept
        return _across(ds @ k_hat, q_hat, q_inv), _across(ds.swapaxes(1, 2) @ q_hat, k_hat, k_inv)


def _direction(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    norm = np.sqrt((a * a).sum(axis=-1, keepdims=True))
    inverse = np.where(norm > TINY, 1 / np.maximum(norm, TINY), 0).astype(a.dtype)
    return a * inverse, inverse


def _across(d: np.ndarray, hat: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    return (d - hat * (hat * d).sum(axis=-1, keepdims=True)) * inverse


def _drawn(shape: tuple[int, ...], rng: np.random.Generator, dtype: DTypeLike, name: str) -> Parameter:
    """N(0, 1 / rows): the sums start near the size of what goes in."""
    return Parameter(rng.normal(0, 1 / np.sqrt(shape[0]), shape).astype(dtype), name)


def _rows(a: np.ndarray) -> np.ndarray:
    return a.reshape(-1, a.shape[-1])
