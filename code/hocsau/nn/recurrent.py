"""Phần chung của RNN, LSTM, GRU: nhiều lớp, hai chiều, mask, trạng thái đầu và cuối."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from hocsau.nn.arrays import as_float, expect_shape, wide_dtype
from hocsau.nn.module import Module, Parameter

States = tuple[np.ndarray, ...]


class Cell(Module):
    """Một lớp, một chiều: W_x (D, G·H), W_h (H, G·H), bias (G·H,), với G là số khối (`gates`).

    `scan` đi hết chuỗi theo thời gian, `back` đi ngược lại; cả hai dùng trục thời gian trước (T, N, …).
    Phần của x không cần chờ nhau, nên là **một** phép nhân ma trận cho cả T bước; chỉ phần của h phải lặp.
    """

    gates: tuple[str, ...] = ("h",)

    def __init__(
        self, in_features: int, hidden: int, rng: np.random.Generator, bias: bool, dtype: DTypeLike
    ) -> None:
        self.hidden, width = hidden, hidden * len(self.gates)
        bound = 1 / np.sqrt(hidden)  # torch's
        self.weight_x = Parameter(rng.uniform(-bound, bound, (in_features, width)).astype(dtype), "weight_x")
        self.weight_h = Parameter(rng.uniform(-bound, bound, (hidden, width)).astype(dtype), "weight_h")
        self.bias = Parameter(np.zeros(width, dtype), "bias") if bias else None

    def scan(
        self, x: np.ndarray, states: States, mask: np.ndarray | None
    ) -> tuple[np.ndarray, States, tuple[Any, ...]]:
        """(h mọi bước (T, N, H), trạng thái cuối, những gì `back` cần)."""
        raise TypeError(f"{type(self).__name__} chưa định nghĩa scan(x, states, mask)")

    def back(
        self, dy: np.ndarray, d_states: States, kept: tuple[Any, ...], mask: np.ndarray | None
    ) -> tuple[np.ndarray, States]:
        """(dx, gradient theo trạng thái đầu); gradient tham số được cộng dồn."""
        raise TypeError(f"{type(self).__name__} chưa định nghĩa back(dy, d_states, kept, mask)")

    def from_x(self, x: np.ndarray) -> np.ndarray:
        """x W_x + b của mọi bước một lần: (T, N, D) -> (T, N, G·H)."""
        a = x @ self.weight_x.data.astype(x.dtype, copy=False)
        if self.bias is not None:
            a += self.bias.data
        return a

    def add_gradients(
        self, x: np.ndarray, before: np.ndarray, da: np.ndarray, da_h: np.ndarray | None = None
    ) -> np.ndarray:
        """Cộng dW_x = Σ_t x_tᵀ da_t, dW_h = Σ_t h_{t−1}ᵀ da_h_t, db = Σ_t da_t; trả về dx."""
        rows, rows_h = _rows(da), _rows(da if da_h is None else da_h)
        self.weight_x.grad += _rows(x).T @ rows  # (D, TN) @ (TN, GH)
        self.weight_h.grad += _rows(before).T @ rows_h  # (H, TN) @ (TN, GH)
        if self.bias is not None:
            self.bias.grad += rows.sum(axis=0)
        return da @ self.weight_x.data.T.astype(da.dtype, copy=False)


class Recurrent(Module):
    """Tầng hồi quy (recurrent): chồng `layers` lớp, mỗi lớp một hoặc hai chiều.

    Trạng thái có shape (L, N, H), L = layers × (2 nếu bidirectional, không thì 1), xếp như torch: lớp 0
    xuôi, lớp 0 ngược, lớp 1 xuôi … Không cho trạng thái đầu thì là 0.

    Mask (N, T), bool: ở bước False trạng thái đứng yên và đầu ra là 0, như `pack_padded_sequence` của torch;
    x ở đó không được đọc, gradient ở đó là 0. Bước False nằm đâu cũng được (đầu, giữa, cuối chuỗi).

    Tham số:
        in_features: D.
        hidden: H.
        rng: bộ sinh số, bắt buộc; trọng số đều trong ±1/√H như torch, bias 0.
        layers: số lớp chồng lên nhau.
        bidirectional: đọc cả hai chiều; đầu ra là [xuôi, ngược], 2H số mỗi bước.
        return_state: True thì forward trả về (y, trạng thái cuối…), backward nhận (dy, gradient của chúng…).
        bias: có bias hay không.
        dtype: kiểu của trọng số.

    Lỗi:
        ValueError: kích thước không phải số nguyên dương, thiếu rng, x khác (N, T, D), trạng thái hay mask
            sai shape, sai kiểu, hoặc đủ một nửa (LSTM có h0 mà không có c0).
    """

    cell: type[Cell] = Cell
    state_names: tuple[str, ...] = ("h0",)

    def __init__(
        self,
        in_features: int,
        hidden: int,
        *,
        rng: np.random.Generator,
        layers: int = 1,
        bidirectional: bool = False,
        return_state: bool = False,
        bias: bool = True,
        dtype: DTypeLike = np.float64,
        **options: Any,
    ) -> None:
        name = type(self).__name__
        for what, n in (("in_features", in_features), ("hidden", hidden), ("layers", layers)):
            if not isinstance(n, (int, np.integer)) or isinstance(n, bool) or n < 1:
                raise ValueError(f"{name}: {what} = {n!r}; cần một số nguyên từ 1")
        if not isinstance(rng, np.random.Generator):
            raise ValueError(f"{name} cần rng = np.random.default_rng(số) để lần chạy sau giống lần này")
        self.in_features, self.hidden, self.layers = int(in_features), int(hidden), int(layers)
        self.bidirectional, self.return_state = bool(bidirectional), bool(return_state)
        self.directions = 2 if bidirectional else 1
        self.cells = [
            self.cell(in_features if layer == 0 else hidden * self.directions, hidden, rng, bias, dtype,
                      **options)
            for layer in range(layers)
            for _ in range(self.directions)
        ]  # fmt: skip

    def forward(  # type: ignore[override]  # mask is an option, no input
        self, x: Any, *states: Any, mask: ArrayLike | None = None
    ) -> Any:
        """x (N, T, D) -> y (N, T, H), hai chiều thì (N, T, 2H); return_state thì (y, h_T[, c_T])."""
        x = expect_shape(x, f"N T {self.in_features}", "trục cuối phải bằng in_features")
        given = self._states(states, len(x))
        steps = _steps_mask(mask, x.shape[:2])
        result = np.result_type(x.dtype, self.cells[0].weight_x.data.dtype)
        work = wide_dtype(result)
        inside = np.ascontiguousarray(x.swapaxes(0, 1), dtype=work)  # (T, N, D): a step lies together
        if steps is not None:
            inside = np.where(steps, inside, 0)  # padding may hold anything, even NaN
        first = given or tuple(
            np.zeros((len(self.cells), len(x), self.hidden), work) for _ in self.state_names
        )
        kept, last = [], []
        for layer in range(self.layers):
            outputs = []
            for direction in range(self.directions):
                i, way = layer * self.directions + direction, -1 if direction else 1
                there = tuple(s[i].astype(work, copy=False) for s in first)
                seen = None if steps is None else steps[::way]
                y, end, cache = self.cells[i].scan(inside[::way], there, seen)
                outputs.append(y[::way])
                kept.append(cache)
                last.append(end)
            inside = outputs[0] if len(outputs) == 1 else np.concatenate(outputs, axis=-1)
            if steps is not None:
                inside = np.where(steps, inside, 0)
        y = inside.swapaxes(0, 1).astype(
            result, order="C"
        )  # (N, T, ·), a copy: backward needs the states as they are
        self.remember(y, x, kept, steps, tuple(s.dtype for s in given), result, *given)
        if not self.return_state:
            return y
        return (y, *(np.stack(s).astype(result, copy=False) for s in zip(*last, strict=True)))

    def backward(self, dy: Any) -> Any:
        """dy (N, T, ·), hoặc (dy, dh_T[, dc_T]) khi return_state (None là 0) -> dx, hoặc (dx, dh0[, dc0])."""
        dy, ends = self._upstream(dy)
        memory = self._kept()
        shape = memory.kept[memory.next - 1].shape if memory.kept else ()
        dy, x, kept, steps, dtypes, result, *_ = self.recall(np.zeros(shape) if dy is None else dy)
        work, wanted = wide_dtype(result), (len(self.cells), len(x), self.hidden)
        d_ends = []
        for name, end in zip(self.state_names, ends, strict=True):
            end = np.zeros(wanted) if end is None else as_float(end, f"gradient của {name[0]} cuối")
            if end.shape != wanted:
                memory.next += 1  # nothing has been used
                raise ValueError(f"gradient của {name[0]} cuối có shape {end.shape}; cần {wanted}")
            d_ends.append(end.astype(work, copy=False))
        inside = np.ascontiguousarray(dy.swapaxes(0, 1), dtype=work)
        d_first: list[States] = [()] * len(self.cells)
        for layer in reversed(range(self.layers)):
            if steps is not None:
                inside = np.where(steps, inside, 0)
            below: np.ndarray | float = 0.0
            for direction in range(self.directions):
                i, way = layer * self.directions + direction, -1 if direction else 1
                part = inside[..., direction * self.hidden : (direction + 1) * self.hidden]
                seen = None if steps is None else steps[::way]
                d_below, d_first[i] = self.cells[i].back(
                    part[::way], tuple(d[i] for d in d_ends), kept[i], seen
                )
                below = below + d_below[::way]
            inside = np.asarray(below)
        if steps is not None:
            inside = np.where(steps, inside, 0)
        dx = np.ascontiguousarray(inside.swapaxes(0, 1), dtype=result)
        if not dtypes:
            return dx
        stacked = [np.stack(s) for s in zip(*d_first, strict=True)]
        return (dx, *(s.astype(kind, copy=False) for s, kind in zip(stacked, dtypes, strict=True)))

    def _states(self, states: Sequence[ArrayLike], n: int) -> States:
        if not states:
            return ()
        names = ", ".join(self.state_names)
        if len(states) != len(self.state_names):
            raise ValueError(f"{type(self).__name__} nhận {len(states)} trạng thái đầu; cần đủ {names}")
        wanted = f"{len(self.cells)} {n} {self.hidden}"
        why = "(số lớp × số chiều, N, hidden)"
        return tuple(expect_shape(s, wanted, why, m) for s, m in zip(states, self.state_names, strict=True))

    def _upstream(self, dy: Any) -> tuple[Any, tuple[Any, ...]]:
        count = len(self.state_names)
        if not isinstance(dy, tuple):
            return dy, (None,) * count
        if not self.return_state:
            raise ValueError("forward chỉ trả về y (return_state=False); backward cần một mảng dy")
        if len(dy) != 1 + count:
            raise ValueError(f"backward nhận {len(dy)} gradient; cần {1 + count}: dy và của trạng thái cuối")
        return dy[0], dy[1:]


def sigmoid_of(a: np.ndarray) -> np.ndarray:
    """σ(a) = (1 + tanh(a/2)) / 2: không tràn ở đâu, và chỉ một lượt qua mảng."""
    return 0.5 * np.tanh(0.5 * a) + 0.5


def live(d: np.ndarray, mask: np.ndarray | None, t: int) -> np.ndarray:
    """Phần gradient đi vào phép tính của bước t; ở bước bị che nó đi thẳng qua, nên phần ấy là 0."""
    return d if mask is None else np.where(mask[t], d, 0)


def _rows(a: np.ndarray) -> np.ndarray:
    return a.reshape(a.shape[0] * a.shape[1], a.shape[2])


def _steps_mask(mask: ArrayLike | None, shape: tuple[int, ...]) -> np.ndarray | None:
    """(T, N, 1), or None when every step counts."""
    if mask is None:
        return None
    m = np.asarray(mask)
    if m.dtype != np.bool_ or m.shape != shape:
        raise ValueError(f"mask có shape {m.shape}, dtype {m.dtype}; cần bool, shape {shape} (True là đọc)")
    return None if m.all() else np.ascontiguousarray(m.T)[:, :, np.newaxis]
