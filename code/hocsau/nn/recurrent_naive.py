"""RNN, LSTM, GRU viết thẳng theo công thức: từng mẫu, từng bước. Chậm, và dễ đọc thấy là đúng."""

from __future__ import annotations

import numpy as np

from hocsau.nn.gru import GRUCell
from hocsau.nn.lstm import LSTMCell
from hocsau.nn.recurrent import Cell, Recurrent
from hocsau.nn.rnn import RNNCell


def recurrent_naive(
    layer: Recurrent, x: np.ndarray, *states: np.ndarray, mask: np.ndarray | None = None
) -> tuple[np.ndarray, ...]:
    """(y, trạng thái cuối…) như `layer` với return_state, không dùng một dòng nào của forward nhanh.

    Tham số:
        layer: RNN, LSTM hay GRU; chỉ trọng số của nó được đọc.
        x: (N, T, D).
        states: trạng thái đầu (L, N, H), hoặc không có.
        mask: (N, T) bool.
    """
    n, length, _ = x.shape
    ends = [np.zeros((len(layer.cells), n, layer.hidden)) for _ in layer.state_names]
    rows = []
    for sample in range(n):
        steps = [t for t in range(length) if mask is None or mask[sample, t]]
        vectors = {t: x[sample, t] for t in steps}
        for depth in range(layer.layers):
            outputs: dict[int, list[np.ndarray]] = {t: [] for t in steps}
            for direction in range(layer.directions):
                i = depth * layer.directions + direction
                state = [s[i, sample] for s in states] or [np.zeros(layer.hidden) for _ in ends]
                for t in steps if direction == 0 else reversed(steps):
                    state = _one_step(layer.cells[i], vectors[t], state)
                    outputs[t].append(state[0])
                for end, value in zip(ends, state, strict=True):
                    end[i, sample] = value
            vectors = {t: np.concatenate(parts) for t, parts in outputs.items()}
        nothing = np.zeros(layer.hidden * layer.directions)
        rows.append([vectors.get(t, nothing) for t in range(length)])
    return (np.array(rows), *ends)


def _one_step(cell: Cell, x: np.ndarray, state: list[np.ndarray]) -> list[np.ndarray]:
    h, k = state[0], cell.hidden
    from_x = x @ cell.weight_x.data + (0 if cell.bias is None else cell.bias.data)
    from_h = h @ cell.weight_h.data
    if isinstance(cell, LSTMCell):
        a = from_x + from_h
        i, f, g, o = _sigmoid(a[:k]), _sigmoid(a[k : 2 * k]), np.tanh(a[2 * k : 3 * k]), _sigmoid(a[3 * k :])
        c = f * state[1] + i * g
        return [o * np.tanh(c), c]
    if isinstance(cell, GRUCell):
        r, z = _sigmoid(from_x[:k] + from_h[:k]), _sigmoid(from_x[k : 2 * k] + from_h[k : 2 * k])
        bias = 0 if cell.bias_h is None else cell.bias_h.data
        n = np.tanh(from_x[2 * k :] + r * (from_h[2 * k :] + bias))
        return [(1 - z) * n + z * h]
    assert isinstance(cell, RNNCell)
    return [np.tanh(from_x + from_h) if cell.activation == "tanh" else np.maximum(from_x + from_h, 0)]


def _sigmoid(a: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-a))
