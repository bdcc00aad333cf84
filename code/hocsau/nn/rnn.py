"""RNN đơn giản (Elman): một trạng thái, một công thức, dùng lại ở mọi bước."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from hocsau.nn.recurrent import Cell, Recurrent, States, live

ACTIVATIONS = ("tanh", "relu")


class RNNCell(Cell):
    """Một lớp một chiều của `RNN`."""

    def __init__(
        self,
        in_features: int,
        hidden: int,
        rng: np.random.Generator,
        bias: bool,
        dtype: DTypeLike,
        activation: str,
    ) -> None:
        super().__init__(in_features, hidden, rng, bias, dtype)
        self.activation = activation

    def scan(
        self, x: np.ndarray, states: States, mask: np.ndarray | None
    ) -> tuple[np.ndarray, States, tuple[Any, ...]]:
        """h_t = f(x_t W_x + h_{t−1} W_h + b)."""
        a, w = self.from_x(x), self.weight_h.data.astype(x.dtype, copy=False)
        h = np.empty((len(x) + 1, *a.shape[1:]), a.dtype)
        h[0] = states[0]
        for t in range(len(x)):
            z = a[t] + h[t] @ w
            new = np.tanh(z) if self.activation == "tanh" else np.maximum(z, 0)
            h[t + 1] = new if mask is None else np.where(mask[t], new, h[t])
        return h[1:], (h[-1].copy(),), (x, h)

    def back(
        self, dy: np.ndarray, d_states: States, kept: tuple[Any, ...], mask: np.ndarray | None
    ) -> tuple[np.ndarray, States]:
        """da_t = f'(a_t) ⊙ dh_t,   dh_{t−1} = dy_{t−1} + da_t W_hᵀ."""
        x, h = kept
        w, da, dh = self.weight_h.data.T.astype(h.dtype, copy=False), np.empty_like(h[1:]), d_states[0]
        for t in reversed(range(len(x))):
            dh = dh + dy[t]
            here = live(dh, mask, t)
            slope = 1 - h[t + 1] ** 2 if self.activation == "tanh" else h[t + 1] > 0
            da[t] = here * slope
            dh = da[t] @ w if mask is None else da[t] @ w + (dh - here)
        return self.add_gradients(x, h[:-1], da), (dh,)


class RNN(Recurrent):
    """Mạng hồi quy đơn giản (recurrent neural network).

    h_t = f(x_t W_x + h_{t−1} W_h + b),   y_t = h_t
    da_t = f'(a_t) ⊙ dh_t,   dh_{t−1} = dy_{t−1} + da_t W_hᵀ,   dW_h = Σ_t h_{t−1}ᵀ da_t

    Mũi tên lùi nhân với W_hᵀ ở mỗi bước: đi lùi k bước là nhân k lần.

    Shape: x (N, T, D), W_x (D, H), W_h (H, H), y (N, T, H). torch giữ W_x, W_h ở dạng chuyển vị và có hai
    bias cộng vào nhau; ở đây một. Nguồn: Elman, 1990.

    Tham số:
        activation: "tanh" hay "relu"; những tham số khác như `Recurrent`: in_features, hidden, rng, layers,
            bidirectional, return_state, bias, dtype.

    Lỗi:
        ValueError: activation lạ, hoặc như `Recurrent`: kích thước không dương, x khác (N, T, D), h0 khác
            (layers × số chiều, N, H), mask không phải bool (N, T).
    """

    cell = RNNCell

    def __init__(
        self,
        in_features: int,
        hidden: int,
        *,
        rng: np.random.Generator,
        layers: int = 1,
        bidirectional: bool = False,
        return_state: bool = False,
        activation: str = "tanh",
        bias: bool = True,
        dtype: DTypeLike = np.float64,
    ) -> None:
        if activation not in ACTIVATIONS:
            raise ValueError(f"activation = {activation!r}; cần một trong {', '.join(ACTIVATIONS)}")
        super().__init__(
            in_features,
            hidden,
            rng=rng,
            layers=layers,
            bidirectional=bidirectional,
            return_state=return_state,
            bias=bias,
            dtype=dtype,
            activation=activation,
        )
        self.activation = activation
