"""LSTM: thêm một đường nhớ c mà gradient đi qua chỉ bị nhân với cổng quên."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from hocsau.nn.optim import is_number
from hocsau.nn.recurrent import Cell, Recurrent, States, live, sigmoid_of


class LSTMCell(Cell):
    """Một lớp một chiều của `LSTM`; bốn khối cột theo thứ tự của torch: i, f, g, o."""

    gates = ("i", "f", "g", "o")

    def __init__(
        self,
        in_features: int,
        hidden: int,
        rng: np.random.Generator,
        bias: bool,
        dtype: DTypeLike,
        forget_bias: float,
    ) -> None:
        super().__init__(in_features, hidden, rng, bias, dtype)
        if self.bias is not None:
            self.bias.data[hidden : 2 * hidden] = forget_bias

    def scan(
        self, x: np.ndarray, states: States, mask: np.ndarray | None
    ) -> tuple[np.ndarray, States, tuple[Any, ...]]:
        """c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t,   h_t = o_t ⊙ tanh(c_t)."""
        gates, w, n = self.from_x(x), self.weight_h.data.astype(x.dtype, copy=False), self.hidden
        h = np.empty((len(x) + 1, *gates.shape[1:-1], n), gates.dtype)
        c, squashed = np.empty_like(h), np.empty_like(h[1:])
        h[0], c[0] = states
        for t in range(len(x)):
            z = gates[t]  # a view: the gates take the place of their sums
            z += h[t] @ w
            z[:, : 2 * n] = sigmoid_of(z[:, : 2 * n])
            np.tanh(z[:, 2 * n : 3 * n], out=z[:, 2 * n : 3 * n])
            z[:, 3 * n :] = sigmoid_of(z[:, 3 * n :])
            i, f, g, o = np.split(z, 4, axis=-1)
            new = f * c[t] + i * g
            np.tanh(new, out=squashed[t])
            out = o * squashed[t]
            c[t + 1] = new if mask is None else np.where(mask[t], new, c[t])
            h[t + 1] = out if mask is None else np.where(mask[t], out, h[t])
        return h[1:], (h[-1].copy(), c[-1].copy()), (x, h, c, gates, squashed)

    def back(
        self, dy: np.ndarray, d_states: States, kept: tuple[Any, ...], mask: np.ndarray | None
    ) -> tuple[np.ndarray, States]:
        """dc_{t−1} = f_t ⊙ dc_t: không có W trên đường này."""
        x, h, c, gates, squashed = kept
        w, da, (dh, dc) = self.weight_h.data.T.astype(h.dtype, copy=False), np.empty_like(gates), d_states
        for t in reversed(range(len(x))):
            i, f, g, o = np.split(gates[t], 4, axis=-1)
            dh = dh + dy[t]
            here_h, here_c = live(dh, mask, t), live(dc, mask, t)
            inner = here_c + here_h * o * (1 - squashed[t] ** 2)  # ∂L/∂c_t, along both ways
            di, df, dg, do = np.split(da[t], 4, axis=-1)  # views
            di[...] = inner * g * i * (1 - i)
            df[...] = inner * c[t] * f * (1 - f)
            dg[...] = inner * i * (1 - g**2)
            do[...] = here_h * squashed[t] * o * (1 - o)
            past = da[t] @ w
            dh, dc = (past, inner * f) if mask is None else (past + dh - here_h, inner * f + dc - here_c)
        return self.add_gradients(x, h[:-1], da), (dh, dc)


class LSTM(Recurrent):
    """Long short-term memory.

    [i, f, g, o] = [σ, σ, tanh, σ](x_t W_x + h_{t−1} W_h + b)
    c_t = f ⊙ c_{t−1} + i ⊙ g,   h_t = o ⊙ tanh(c_t),   y_t = h_t
    dc_{t−1} = f ⊙ dc_t: gradient đi lùi trên đường nhớ chỉ bị nhân với cổng quên, không nhân với W_h.

    Shape: x (N, T, D), W_x (D, 4H), W_h (H, 4H), y (N, T, H), h và c (L, N, H). Bốn khối cột xếp i, f, g, o
    như torch (nhiều sách xếp f, i, o, g; đổi thứ tự thì phải đổi cả cột). torch có hai bias cộng
    vào nhau; ở đây một. Nguồn: Hochreiter, Schmidhuber, 1997; cổng quên: Gers, Schmidhuber, Cummins, 2000.

    Tham số:
        forget_bias: bias ban đầu của cổng quên, 1 thì lúc đầu mạng nhớ (Józefowicz và cộng sự, 2015); torch
            để 0. Những tham số khác như `Recurrent`: in_features, hidden, rng, layers, bidirectional,
            return_state, bias, dtype.

    Lỗi:
        ValueError: forget_bias không hữu hạn, hoặc như `Recurrent`: kích thước không dương, x khác
            (N, T, D), h0 hay c0 thiếu hoặc khác (layers × số chiều, N, H), mask không phải bool (N, T).
    """

    cell = LSTMCell
    state_names = ("h0", "c0")

    def __init__(
        self,
        in_features: int,
        hidden: int,
        *,
        rng: np.random.Generator,
        layers: int = 1,
        bidirectional: bool = False,
        return_state: bool = False,
        forget_bias: float = 1.0,
        bias: bool = True,
        dtype: DTypeLike = np.float64,
    ) -> None:
        if not is_number(forget_bias):
            raise ValueError(f"forget_bias = {forget_bias!r}; cần một số hữu hạn")
        super().__init__(
            in_features,
            hidden,
            rng=rng,
            layers=layers,
            bidirectional=bidirectional,
            return_state=return_state,
            bias=bias,
            dtype=dtype,
            forget_bias=forget_bias,
        )
