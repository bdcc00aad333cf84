"""GRU: hai cổng, một trạng thái; gọn hơn LSTM mà vẫn có đường đi thẳng cho gradient."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from hocsau.nn.module import Parameter
from hocsau.nn.recurrent import Cell, Recurrent, States, live, sigmoid_of


class GRUCell(Cell):
    """Một lớp một chiều của `GRU`; ba khối cột theo thứ tự của torch: r, z, n."""

    gates = ("r", "z", "n")

    def __init__(
        self, in_features: int, hidden: int, rng: np.random.Generator, bias: bool, dtype: DTypeLike
    ) -> None:
        super().__init__(in_features, hidden, rng, bias, dtype)
        self.bias_h = Parameter(np.zeros(hidden, dtype), "bias_h") if bias else None

    def scan(
        self, x: np.ndarray, states: States, mask: np.ndarray | None
    ) -> tuple[np.ndarray, States, tuple[Any, ...]]:
        """h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}."""
        gates, w, k = self.from_x(x), self.weight_h.data.astype(x.dtype, copy=False), self.hidden
        h = np.empty((len(x) + 1, *gates.shape[1:-1], k), gates.dtype)
        inner = np.empty_like(h[1:])
        h[0] = states[0]
        for t in range(len(x)):
            a, from_h = gates[t], h[t] @ w  # a is a view: the gates take the place of their sums
            a[:, : 2 * k] = sigmoid_of(a[:, : 2 * k] + from_h[:, : 2 * k])
            inner[t] = from_h[:, 2 * k :] if self.bias_h is None else from_h[:, 2 * k :] + self.bias_h.data
            r, z, n = np.split(a, 3, axis=-1)
            n[...] = np.tanh(n + r * inner[t])
            new = n + z * (h[t] - n)
            h[t + 1] = new if mask is None else np.where(mask[t], new, h[t])
        return h[1:], (h[-1].copy(),), (x, h, gates, inner)

    def back(
        self, dy: np.ndarray, d_states: States, kept: tuple[Any, ...], mask: np.ndarray | None
    ) -> tuple[np.ndarray, States]:
        """dh_{t−1} có hai đường: z ⊙ dh_t đi thẳng, và qua W_h."""
        x, h, gates, inner = kept
        w, dh = self.weight_h.data.T.astype(h.dtype, copy=False), d_states[0]
        da, da_h = np.empty_like(gates), np.empty_like(gates)
        for t in reversed(range(len(x))):
            r, z, n = np.split(gates[t], 3, axis=-1)
            dh = dh + dy[t]
            here = live(dh, mask, t)
            dr, dz, dn = np.split(da[t], 3, axis=-1)  # views
            dn[...] = here * (1 - z) * (1 - n**2)
            dr[...] = dn * inner[t] * r * (1 - r)
            dz[...] = here * (h[t] - n) * z * (1 - z)
            da_h[t] = np.concatenate((dr, dz, dn * r), axis=-1)
            past = here * z + da_h[t] @ w
            dh = past if mask is None else past + dh - here
        if self.bias_h is not None:
            self.bias_h.grad += da_h[..., 2 * self.hidden :].sum(axis=(0, 1))
        return self.add_gradients(x, h[:-1], da, da_h), (dh,)


class GRU(Recurrent):
    """Gated recurrent unit.

    [r, z] = σ(x_t W_x + h_{t−1} W_h + b)   (hai khối đầu)
    n = tanh(x_t W_xn + b_n + r ⊙ (h_{t−1} W_hn + b_h)),   h_t = (1 − z) ⊙ n + z ⊙ h_{t−1},   y_t = h_t

    Shape: x (N, T, D), W_x (D, 3H), W_h (H, 3H), bias (3H,), bias_h (H,), y (N, T, H). Ba khối cột xếp
    r, z, n và z giữ trạng thái cũ, như torch; bài báo gốc để r nhân vào h trước W_hn, và có bản đổi
    vai z với 1 − z. Nguồn: Cho và cộng sự, 2014.

    Tham số:
        in_features, hidden: D, H.
        rng: bộ sinh số, bắt buộc.
        layers, bidirectional, return_state, bias, dtype: như `RNN`.

    Lỗi:
        ValueError: kích thước không dương, x khác (N, T, D), h0 khác (layers × số chiều, N, H), mask không
            phải bool (N, T).
    """

    cell = GRUCell
