"""Vòng lặp huấn luyện."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from hocsau.errors import DataError, DivergenceError
from hocsau.training import batches, divergence, snapshot
from hocsau.training.backend import Backend
from hocsau.training.callbacks import Callback, Run
from hocsau.training.checkpoint import Checkpoint, open_checkpoint
from hocsau.training.history import History
from hocsau.training.prepare import (
    Metrics,
    Prepared,
    backend_of,
    check_settings,
    hooks_of,
    prepare,
    score,
)
from hocsau.training.trees import map_tree

TrainBatch = Callable[[Backend, Any, Any, float | None], tuple[float | Mapping[str, float], Any]]


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
    collate: batches.Collate | None = None,
    train_batch: TrainBatch | None = None,
    checkpoint: str | os.PathLike | None = None,
    resume: bool = False,
    progress: bool = True,
) -> History:
    """Huấn luyện model numpy (`hocsau.nn`) hoặc torch bằng mini-batch gradient descent.

    Mỗi epoch: xáo dữ liệu bằng rng, cắt thành batch, mỗi batch tính loss, lan truyền ngược và bước một bước;
    hết epoch thì chấm trên tập kiểm định ở chế độ dự đoán. Số thực của data được đổi sang dtype của model.

    Tham số:
        model: `hocsau.nn.Module` hoặc `torch.nn.Module`.
        data: Dataset, Split, cặp (x, y), hoặc hai phần ((x, y), (x_val, y_val)). x và y là mảng; hoặc tuple,
            dict gồm các mảng cùng số mẫu (khi ấy model được gọi bằng model(*x), model(**x)); hoặc nguồn lười
            có len và [i]. Cả một phần cũng có thể là nguồn lười mà `nguồn[i]` là một cặp (x, y), như
            ImageFolder: mỗi batch mới được đọc khi tới lượt. Hai cặp luôn được hiểu là train và kiểm định;
            muốn x và y đều là tuple hai mảng thì viết ((x, y), None).
        loss: numpy: loss(outputs, y) -> (giá trị, gradient); torch: loss(outputs, y) -> tensor vô hướng.
        optimizer: optimizer của cùng thư viện, giữ tham số của model.
        epochs: tổng số epoch, kể cả những epoch trước khi dừng nếu học tiếp.
        batch_size: số mẫu mỗi batch.
        metrics: {"tên": hàm(outputs, y) -> số}, tính trên mọi mẫu của epoch; outputs là mảng numpy. Khi có
            collate, các batch có thể dài ngắn khác nhau, nên thước đo được tính từng batch rồi lấy trung bình
            theo số mẫu.
        callbacks: Callback như EarlyStopping, hoặc hàm nhận `run`, gọi sau mỗi epoch.
        rng: np.random.Generator để xáo (với torch còn để gieo dropout).
        schedule: hàm bước (từ 0, đếm suốt các epoch) -> learning rate, xem `hocsau.nn.schedules`.
        max_norm: thu gradient lại khi chuẩn chung vượt số này.
        collate: hàm nhận danh sách các cặp (x, y) của từng mẫu, trả về (x, y) của cả batch; cần khi các mẫu
            dài ngắn khác nhau.
        train_batch: thay bước học mặc định: hàm(backend, x, y, max_norm) -> (loss, outputs), xem
            `hocsau.training.backend`.
        checkpoint: tệp .npz được ghi lại sau mỗi epoch.
        resume: học tiếp từ tệp ấy (chưa có thì học từ đầu): đúng từng bit như chưa hề dừng, khi model, data
            và các tham số khác như lần đầu.
        progress: hiện thanh tiến độ ở stderr (sách dựng sẵn thì không hiện).

    Trả về:
        History. Model ở chế độ dự đoán (eval).

    Lỗi:
        ValueError: đầu vào sai (DataError khi do dữ liệu), lúc chưa có gì thay đổi.
        DivergenceError: loss hoặc trọng số thành NaN/inf.
        DataError: một mẫu lười hỏng giữa chừng. Ở cả hai trường hợp này, model, optimizer, rng được đưa về
            cuối epoch tốt cuối cùng.
    """
    metrics = {} if metrics is None else metrics
    backend = backend_of(model, loss, optimizer)
    check_settings(backend, batch_size, epochs, metrics, max_norm, rng)
    hooks = hooks_of(callbacks)
    if train_batch is not None and not callable(train_batch):
        raise ValueError(
            f"train_batch có kiểu {type(train_batch).__name__}; cần hàm(backend, x, y, max_norm)"
        )
    train_part, val_part = batches.parts(data, collate)
    train, val = prepare(backend, train_part, val_part, batch_size, metrics)
    rates = _rates(schedule, epochs * len(train.bounds))
    columns = _columns(metrics, val, schedule)
    traits = {
        "model": " ".join(type(module).__name__ for module in backend.modules()),
        "optimizer": type(optimizer).__name__,
        "batch_size": int(batch_size),
        "max_norm": max_norm if max_norm is None else float(max_norm),
        "callbacks": [type(hook).__name__ for hook in hooks],
        "cột của lịch sử": list(columns),
        "dữ liệu": checkpoint
        and ", ".join(part.fingerprint() for part in (train_part, val_part) if part is not None),
    }
    run = Run(model, optimizer, History(), columns, backend.weights, backend.put_weights)
    step = backend.train_batch if train_batch is None else partial(train_batch, backend)
    training = Training(backend, step, train, val, metrics, run, hooks, rates, max_norm, rng)
    return training.fit(epochs, traits, checkpoint, resume, progress)


@dataclass
class Training:
    """Một lần huấn luyện đã kiểm xong: phần chung của `fit` và `fit_adversarial`."""

    backend: Backend
    step: Callable[[Any, Any, float | None], tuple[float | Mapping[str, float], Any]]
    train: Prepared
    val: Prepared | None
    metrics: Metrics
    run: Run
    hooks: list[Callback]
    rates: np.ndarray | None
    max_norm: float | None
    rng: np.random.Generator
    checkpoint: Checkpoint | None = None

    def fit(
        self,
        epochs: int,
        traits: dict[str, Any],
        checkpoint: str | os.PathLike | None,
        resume: bool,
        progress: bool,
    ) -> History:
        """Học từ đầu hoặc từ checkpoint cho đủ số epoch."""
        backend, run = self.backend, self.run
        if checkpoint is not None and not isinstance(checkpoint, (str, os.PathLike)):
            raise ValueError(f"checkpoint có kiểu {type(checkpoint).__name__}; cần tên một tệp .npz")
        for hook in self.hooks:
            hook.begin(run)
        path = None if checkpoint is None else Path(checkpoint)
        self.checkpoint = kept = open_checkpoint(path, resume, traits, backend.rates())
        with backend.randomness(self.rng):
            if kept is not None and kept.path.exists():
                kept.restore(epochs, run, self.hooks, backend, self.rng)
            try:
                with _bar(progress, run.epoch, epochs, len(self.train.bounds)) as bar:
                    self._run_epochs(epochs, bar)
            finally:
                backend.model.eval()
        for hook in self.hooks:
            hook.end(run)
        return run.history

    def _run_epochs(self, epochs: int, bar: tqdm) -> None:
        good = snapshot.take(self.backend, self.rng)
        while self.run.epoch < epochs and self.run.history.stopped is None:
            history = self.run.history
            try:
                row = self._epoch(bar)
            except _NotFinite as trouble:
                snapshot.put_back(good, self.backend, self.rng)
                text = divergence.message(str(trouble), trouble.learning_rate, self.run.epoch)
                raise DivergenceError(text, history) from None
            except DataError:  # a sample that is read only now cannot be read
                snapshot.put_back(good, self.backend, self.rng)
                raise
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
        order = self.rng.permutation(len(self.train))
        totals, scores = dict.fromkeys(self._losses(), 0.0), self._scores("", self.train)
        for i, (a, b) in enumerate(cuts):
            if self.rates is not None:
                self.backend.learning_rate = self.rates[self.run.epoch * len(cuts) + i]
            x, y, truth = self.train.batch(order[a:b])
            value, out = self.step(x, y, self.max_norm)
            for name, number in value.items() if isinstance(value, Mapping) else [("loss", value)]:
                if not math.isfinite(number):
                    raise _NotFinite(
                        f"{name} = {number} ở epoch {epoch}, batch {i + 1}/{len(cuts)}", self.backend
                    )
                totals[name] += number * (b - a)
            scores.add(out, truth, b - a)
            bar.update()
        if not self.backend.finite():
            raise _NotFinite(f"trọng số thành NaN hoặc vô hạn ở cuối epoch {epoch}", self.backend)
        seconds = time.perf_counter() - start
        row = {name: total / len(order) for name, total in totals.items()} | scores.values()
        self.backend.model.eval()
        if self.val is not None:
            row |= self._evaluate(self.val, epoch)
        if self.rates is not None:
            row["learning_rate"] = self.backend.learning_rate
        return row | {"seconds": seconds}

    def _losses(self) -> list[str]:
        """The columns that a step fills: all but the metrics, the validation and the clock."""
        return [
            name
            for name in self.run.columns
            if name not in self.metrics
            and not name.startswith("val_")
            and name not in ("learning_rate", "seconds")
        ]

    def _evaluate(self, part: Prepared, epoch: int) -> dict[str, float]:
        total, scores = 0.0, self._scores("val_", part)
        for a, b in part.bounds:
            x, y, truth = part.batch(np.arange(a, b))
            outputs = self.backend.forward(x)
            total += self.backend.loss_of(outputs, y) * (b - a)
            scores.add(outputs, truth, b - a)
        if not math.isfinite(total):
            raise _NotFinite(f"val_loss = {total} ở cuối epoch {epoch}", self.backend)
        return {"val_loss": total / len(part)} | scores.values()

    def _scores(self, prefix: str, part: Prepared) -> _Scores:
        return _Scores(prefix, self.backend, self.metrics, part.part.steady)


class _Scores:
    """The metrics of an epoch: over all outputs at once, or, if batches differ in shape, one by one."""

    def __init__(self, prefix: str, backend: Backend, metrics: Metrics, steady: bool) -> None:
        self.prefix, self.backend, self.metrics, self.steady = prefix, backend, metrics, steady
        self.outputs: list[Any] = []
        self.truths: list[Any] = []
        self.totals, self.samples = dict.fromkeys(metrics, 0.0), 0

    def add(self, outputs: Any, truth: Any, n: int) -> None:
        if not self.metrics:
            return
        if self.steady:
            self.outputs.append(outputs)
            self.truths.append(truth)
            return
        gathered = self.backend.gather([outputs])
        for name, metric in self.metrics.items():
            self.totals[name] += score(metric, gathered, truth) * n
        self.samples += n

    def values(self) -> dict[str, float]:
        if not self.metrics:
            return {}
        if not self.steady:
            return {f"{self.prefix}{name}": total / self.samples for name, total in self.totals.items()}
        gathered = self.backend.gather(self.outputs)
        truth = map_tree(lambda *parts: np.concatenate(parts), *self.truths)
        return {
            f"{self.prefix}{name}": score(metric, gathered, truth) for name, metric in self.metrics.items()
        }


class _NotFinite(Exception):
    def __init__(self, message: str, backend: Backend) -> None:
        super().__init__(message)
        self.learning_rate = backend.learning_rate


def _rates(schedule: Callable[[int], float] | None, steps: int) -> np.ndarray | None:
    """Every learning rate of the run, so that a schedule that ends too early is refused before it starts."""
    if schedule is None:
        return None
    if not callable(schedule):
        raise ValueError(f"schedule có kiểu {type(schedule).__name__}; cần hàm bước -> learning rate")
    given = [schedule(step) for step in range(steps)]
    for step, rate in enumerate(given):
        if not isinstance(rate, Real):
            raise ValueError(f"schedule({step}) = {rate!r}; cần một số dương hữu hạn")
    rates = np.array(given, dtype=np.float64)
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
