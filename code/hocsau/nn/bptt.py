"""Truncated BPTT: chuỗi dài được học từng khúc; trạng thái đi tiếp, gradient thì dừng ở đầu khúc."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from hocsau.nn.arrays import as_float
from hocsau.nn.recurrent import Recurrent

Loss = Callable[[np.ndarray, slice], tuple[float, np.ndarray]]


def truncated_bptt(
    layer: Recurrent,
    x: np.ndarray,
    length: int,
    loss: Loss,
    *,
    states: Sequence[np.ndarray] = (),
    mask: np.ndarray | None = None,
    after: Callable[[], None] | None = None,
) -> tuple[list[float], tuple[np.ndarray, ...], np.ndarray]:
    """Backpropagation through time, mỗi lần lùi nhiều nhất `length` bước.

    Chuỗi (N, T, D) được cắt thành ⌈T / length⌉ khúc liền nhau. Mỗi khúc: forward từ trạng thái cuối của khúc
    trước (coi là hằng số), loss, backward trong khúc. length ≥ T thì là BPTT đầy đủ.

    Tham số:
        layer: RNN, LSTM hay GRU một chiều, với return_state=True.
        x: (N, T, D).
        length: số bước của một khúc.
        loss: hàm (y của khúc, slice thời gian của khúc) -> (loss, dy), như
            `lambda y, t: nn.mse(y, target[:, t])`; tầng sau layer thì gọi forward, backward ở trong đó.
        states: trạng thái đầu; không có thì là 0.
        mask: (N, T) bool.
        after: được gọi sau backward của mỗi khúc, để optimizer bước; None thì gradient các khúc cộng lại.

    Trả về:
        (loss của từng khúc, trạng thái cuối, dx (N, T, D)).

    Lỗi:
        ValueError: length không phải số nguyên dương, layer không có return_state hoặc đọc hai chiều (chiều
            ngược cần cả chuỗi), x không có bước nào.
    """
    if not isinstance(length, (int, np.integer)) or isinstance(length, bool) or length < 1:
        raise ValueError(f"length = {length!r}; cần một số nguyên từ 1")
    if not layer.return_state or layer.bidirectional:
        raise ValueError("truncated_bptt cần một tầng một chiều, tạo với return_state=True")
    x = as_float(x)
    if x.ndim != 3 or x.shape[1] == 0:
        raise ValueError(f"x có shape {x.shape}; cần (N, T, D) với T từ 1")
    losses, parts, carried = [], [], tuple(states)
    for start in range(0, x.shape[1], length):
        t = slice(start, min(start + length, x.shape[1]))
        y, *ends = layer(x[:, t], *carried, mask=None if mask is None else mask[:, t])
        value, dy = loss(y, t)
        found = layer.backward((dy, *[None] * len(ends)))  # nothing comes back from the part after
        parts.append(found[0] if isinstance(found, tuple) else found)
        losses.append(value)
        carried = tuple(ends)
        if after is not None:
            after()
    return losses, carried, np.concatenate(parts, axis=1)
