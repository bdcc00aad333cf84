"""Vòng lặp huấn luyện."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from tqdm import tqdm

from hocsau.errors import DivergenceError
from hocsau.training import batches, divergence, snapshot
from hocsau.training.callbacks import Callback, Each, Run
from hocsau.training.checkpoint import Checkpoint, fingerprint, open_checkpoint
from hocsau.training.history import History
from hocsau.training.prepare import Metrics, Prepared, backend_of, check_settings, prepare, score


def fit(
    model: Any,
    data: Any,
    loss: Callable,
    optimizer: Any,
    *,
    epochs: int,
    batch_size: int = 32,
    metrics: Metrics | None = None,
    callbacks: Iterable[Callback | Callable[[Run], object]] = (),
    rng: np.random.Generator,
    schedule: Callable[[int], float] | None = None,
    max_norm: float | None = None,
    checkpoint: str | os.PathLike | None = None,
    resume: bool = False,
    progress: bool = True,
) -> History:
    """Huấn luyện model numpy (`hocsau.nn`) hoặc torch bằng mini-batch gradient descent.

    Mỗi epoch: xáo dữ liệu bằng rng, cắt thành batch, mỗi batch tính loss, lan truyền ngược và bước một bước;
    hết epoch thì chấm trên tập kiểm định ở chế độ dự đoán. Số thực của data được đổi sang dtype của model.

    Tham số:
      data – Dataset, Split, cặp (x, y), hoặc ((x, y), (x_val, y_val));
      loss – numpy: loss(outputs, y) -> (giá trị, gradient); torch: loss(outputs, y) -> tensor vô hướng;
      metrics – {"tên": hàm(outputs, y) -> số}, tính trên mọi mẫu của epoch; outputs là mảng numpy;
      callbacks – Callback như EarlyStopping, hoặc hàm nhận `run`, gọi sau mỗi epoch;
      rng – np.random.Generator để xáo (với torch còn để gieo dropout);
      schedule – hàm bước (từ 0, đếm suốt các epoch) -> learning rate, xem `hocsau.nn.schedules`;
      max_norm – thu gradient lại khi chuẩn chung vượt số này;
      checkpoint – tệp .npz được ghi lại sau mỗi epoch;
      resume – học tiếp từ tệp ấy (chưa có thì học từ đầu): đúng từng bit như chưa hề dừng, khi model, data và
        các tham số khác như lần đầu; `epochs` là tổng số epoch, kể cả trước khi dừng;
      progress – hiện thanh tiến độ ở stderr (sách dựng sẵn thì không hiện).
    Trả về: History. Model ở chế độ dự đoán (eval).
    Lỗi: ValueError (DataError khi do dữ liệu) khi đầu vào sai, lúc chưa có gì thay đổi; DivergenceError khi
    loss hoặc trọng số thành NaN/inf: model, optimizer, rng được đưa về cuối epoch tốt cuối cùng.
    """
    metrics = dict(metrics or {})
    backend = backend_of(model, loss, optimizer)
    check_settings(backend, batch_size, epochs, metrics, max_norm, rng)
    train_pair, val_pair = batches.parts(data)
    train, val = prepare(backend, train_pair, val_pair, batch_size, metrics)
    rates = _rates(schedule, epochs * len(train.bounds))
    columns = _columns(metrics, val, schedule)
    run = Run(model, optimizer, History(), columns, backend.weights, backend.put_weights)
    hooks = [c if isinstance(c, Callback) else Each(c) for c in callbacks]
    for hook in hooks:
        hook.begin(run)

    traits = {
        "model": " ".join(type(module).__name__ for module in backend.modules()),
        "optimizer": type(optimizer).__name__,
        "batch_size": int(batch_size),
        "max_norm": max_norm if max_norm is None else float(max_norm),
        "callbacks": [type(hook).__name__ for hook in hooks],
        "cột của lịch sử": list(columns),
        "dữ liệu": checkpoint and fingerprint(*train_pair, *(val_pair or ())),
    }
    kept = open_checkpoint(checkpoint, resume, traits, backend.rates())
    with backend.randomness(rng):
        if kept is not None and kept.path.exists():
            kept.restore(epochs, run, hooks, backend, rng)
        training = _Training(backend, train, val, metrics, run, hooks, rates, max_norm, rng, kept)
        try:
            with _bar(progress, run.epoch, epochs, len(train.bounds)) as bar:
                training.run_epochs(epochs, bar)
        finally:
            model.eval()
    for hook in hooks:
        hook.end(run)
    return run.history


@dataclass
class _Training:
    """What every epoch needs."""

    backend: Any
    train: Prepared
    val: Prepared | None
    metrics: Metrics
    run: Run
    hooks: list[Callback]
    rates: np.ndarray | None
    max_norm: float | None
    rng: np.random.Generator
    checkpoint: Checkpoint | None

    def run_epochs(self, epochs: int, bar: tqdm) -> None:
        good = snapshot.take(self.backend, self.rng)
        history = self.run.history
        while self.run.epoch < epochs and history.stopped is None:
            try:
                row = self._epoch(bar)
            except _NotFinite as trouble:
                snapshot.put_back(good, self.backend, self.rng)
                rate = trouble.learning_rate
                text = divergence.message(str(trouble), rate, self.run.epoch)
                raise DivergenceError(text, history) from None
            self.run.epoch += 1
            history.append(row)
            bar.set_postfix_str(
                " ".join(f"{k}={v:.4g}" for k, v in row.items() if k != "seconds"), refresh=False
            )
            for hook in self.hooks:
                hook.epoch_end(self.run)
            good = snapshot.take(self.backend, self.rng)
            if self.checkpoint is not None:
                self.checkpoint.save(good, self.run, self.hooks)

    def _epoch(self, bar: tqdm) -> dict[str, float]:
        epoch, cuts = self.run.epoch + 1, self.train.bounds
        bar.set_description(f"Huấn luyện, epoch {epoch}", refresh=False)
        start = time.perf_counter()
        self.backend.model.train()
        order = self.rng.permutation(len(self.train.truth))
        total, outputs = 0.0, []
        for i, (a, b) in enumerate(cuts):
            if self.rates is not None:
                self.backend.learning_rate = self.rates[self.run.epoch * len(cuts) + i]
            rows = order[a:b]
            value, out = self.backend.train_batch(self.train.x[rows], self.train.y[rows], self.max_norm)
            if not math.isfinite(value):
                raise _NotFinite(f"loss = {value} ở epoch {epoch}, batch {i + 1}/{len(cuts)}", self.backend)
            total += value * (b - a)
            if self.metrics:
                outputs.append(out)
            bar.update()
        if not self.backend.finite():
            raise _NotFinite(f"trọng số thành NaN hoặc vô hạn ở cuối epoch {epoch}", self.backend)
        seconds = time.perf_counter() - start
        row = {"loss": total / len(order)} | self._scores("", outputs, self.train.truth[order])
        self.backend.model.eval()
        if self.val is not None:
            row |= self._evaluate(self.val, epoch)
        if self.rates is not None:
            row["learning_rate"] = self.backend.learning_rate
        return row | {"seconds": seconds}

    def _evaluate(self, part: Prepared, epoch: int) -> dict[str, float]:
        total, outputs = 0.0, []
        for a, b in part.bounds:
            outputs.append(self.backend.forward(part.x[a:b]))
            total += self.backend.loss_of(outputs[-1], part.y[a:b]) * (b - a)
        if not math.isfinite(total):
            raise _NotFinite(f"val_loss = {total} ở cuối epoch {epoch}", self.backend)
        return {"val_loss": total / len(part.truth)} | self._scores("val_", outputs, part.truth)

    def _scores(self, prefix: str, outputs: list, truth: np.ndarray) -> dict[str, float]:
        if not self.metrics:
            return {}
        gathered = self.backend.gather(outputs)
        return {f"{prefix}{name}": score(metric, gathered, truth) for name, metric in self.metrics.items()}


class _NotFinite(Exception):
    def __init__(self, message: str, backend: Any) -> None:
        super().__init__(message)
        self.learning_rate = backend.learning_rate


def _rates(schedule: Callable[[int], float] | None, steps: int) -> np.ndarray | None:
    """Every learning rate of the run, so that a schedule that ends too early is refused before it starts."""
    if schedule is None:
        return None
    rates = np.array([schedule(step) for step in range(steps)], dtype=np.float64)
    bad = np.flatnonzero(~(np.isfinite(rates) & (rates > 0)))
    if bad.size:
        raise ValueError(
            f"schedule({bad[0]}) = {rates[bad[0]]}; cần một số dương hữu hạn ở mọi bước 0 … {steps - 1} "
            "(lịch có kết thúc sớm hơn lần chạy không?)"
        )
    return rates


def _columns(metrics: Metrics, val: Prepared | None, schedule: object) -> tuple[str, ...]:
    names = ["loss", *metrics]
    if val is not None:
        names += [f"val_{name}" for name in names]
    return (*names, *(["learning_rate"] if schedule is not None else []), "seconds")


def _bar(progress: bool, done: int, epochs: int, batches_per_epoch: int) -> tqdm:
    """On stderr and in plain text: a widget would make the page of the book load scripts from elsewhere."""
    static = os.environ.get("HOCSAU_STATIC", "") not in ("", "0")
    return tqdm(
        initial=done * batches_per_epoch,
        total=epochs * batches_per_epoch,
        desc="Huấn luyện",
        unit=" batch",
        disable=static or not progress,
        file=sys.stderr,
    )
