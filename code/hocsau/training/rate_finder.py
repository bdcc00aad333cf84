"""Tìm learning rate: thử một lượt các số từ rất nhỏ tới rất lớn, xem loss lúc nào giảm, lúc nào vỡ."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from hocsau.nn.optim import is_number
from hocsau.training import batches, snapshot
from hocsau.training.loop import TrainBatch
from hocsau.training.prepare import backend_of, check_run, prepare

LEAST_FALL = 0.01  # of the first loss: less is noise, and the steepest place of noise is no advice


@dataclass(frozen=True)
class RateSweep:
    """Kết quả một lượt thử; S là số bước đã đi (ít hơn số đã xin khi loss vỡ sớm).

    `rates` (S,) learning rate của từng bước; `losses` (S,) loss của batch; `smoothed` (S,) loss đã làm trơn.
    `suggestion`: chỗ `smoothed` dốc xuống nhất theo ln η, trước đáy của nó; None khi loss giảm chưa tới
    1 %. Đó là một quy ước hay dùng để bắt đầu, không phải số tốt nhất.
    """

    rates: np.ndarray
    losses: np.ndarray
    smoothed: np.ndarray
    suggestion: float | None


def find_rate(
    model: Any,
    data: Any,
    loss: Callable,
    optimizer: Any,
    *,
    low: float = 1e-5,
    high: float = 10.0,
    steps: int = 100,
    batch_size: int = 32,
    smoothing: float = 0.9,
    stop: float = 4.0,
    rng: np.random.Generator,
    max_norm: float | None = None,
    collate: batches.Collate | None = None,
    train_batch: TrainBatch | None = None,
) -> RateSweep:
    """Đi `steps` bước, learning rate tăng theo cấp số nhân từ `low` tới `high`, ghi loss; rồi trả lại tất cả.

    η_t = low·(high/low)^(t/(steps−1));   m_t = β·m_{t−1} + (1 − β)·L_t,   loss làm trơn là m_t / (1 − βᵗ).

    Trọng số, buffer, optimizer, rng và các bộ sinh số đúng từng bit như chưa hề thử (gradient thì về 0).

    Tham số:
        model: như của `fit`, cùng loss, optimizer, batch_size, max_norm, collate, train_batch.
        data: như của `fit`; chỉ phần train được dùng.
        low, high: hai đầu, 0 < low < high.
        steps: số bước, từ 10; hết dữ liệu thì xáo lại.
        smoothing: β trong [0, 1).
        stop: dừng khi loss làm trơn vượt số này lần chỗ thấp nhất; lớn hơn 1.

    Lỗi:
        ValueError: như `fit`, lúc chưa có gì thay đổi; hoặc loss không hữu hạn ngay ở bước đầu.
    """
    backend = backend_of(model, loss, optimizer)
    check_run(backend, batch_size, 1, max_norm, rng)
    batches.count("steps", steps, 10)
    if not (is_number(low) and is_number(high) and 0 < low < high):
        raise ValueError(f"low = {low!r}, high = {high!r}; cần 0 < low < high, ví dụ 1e-5 và 10")
    if not (is_number(smoothing) and 0 <= smoothing < 1):
        raise ValueError(f"smoothing = {smoothing!r}; cần một số trong [0, 1)")
    if not (is_number(stop) and stop > 1):
        raise ValueError(f"stop = {stop!r}; cần một số lớn hơn 1")
    if train_batch is not None and not callable(train_batch):
        raise ValueError(
            f"train_batch có kiểu {type(train_batch).__name__}; cần hàm(backend, x, y, max_norm)"
        )
    train, _ = prepare(backend, batches.parts(data, collate)[0], None, batch_size, {})
    step = backend.train_batch if train_batch is None else partial(train_batch, backend)
    rates = np.geomspace(low, high, steps)
    before, modes = snapshot.take(backend, rng), backend.modes()
    losses: list[float] = []
    smoothed: list[float] = []
    try:
        with backend.randomness(rng):
            backend.model.train()
            mean = 0.0
            for rate, rows in zip(rates, _rows(train.bounds, len(train), rng), strict=False):
                backend.learning_rate = float(rate)
                x, y, _ = train.batch(rows)
                value = step(x, y, max_norm)[0]
                if not math.isfinite(value):
                    break
                losses.append(value)
                mean = smoothing * mean + (1 - smoothing) * value
                smoothed.append(mean / (1 - smoothing ** len(losses)))
                if smoothed[-1] > stop * min(smoothed) > 0 or not backend.finite():
                    break
    finally:
        snapshot.put_back(before, backend, rng)
        backend.set_modes(modes)
        optimizer.zero_grad()
    if not losses:
        raise ValueError("loss không hữu hạn ngay ở bước đầu: xem lại dữ liệu và trọng số trước đã")
    tried, trend = rates[: len(losses)], np.array(smoothed)
    return RateSweep(tried, np.array(losses), trend, _steepest(tried, trend))


def _rows(bounds: list[tuple[int, int]], n: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """The samples of one batch after another, without end: shuffled anew when all have been seen."""
    while True:
        order = rng.permutation(n)
        for a, b in bounds:
            yield order[a:b]


def _steepest(rates: np.ndarray, smoothed: np.ndarray) -> float | None:
    bottom = int(smoothed.argmin())
    if bottom < 2 or smoothed[0] - smoothed[bottom] < LEAST_FALL * abs(smoothed[0]):
        return None
    slope = np.gradient(smoothed[: bottom + 1], np.log(rates[: bottom + 1]))
    return float(rates[slope.argmin()])
