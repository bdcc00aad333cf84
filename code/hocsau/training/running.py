"""Một lần huấn luyện đang chạy: các epoch, điểm của chúng, và đường lui khi phân kì."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from hocsau.errors import DataError, DivergenceError
from hocsau.training import divergence, snapshot
from hocsau.training.backend import Backend
from hocsau.training.callbacks import Callback, Run
from hocsau.training.checkpoint import Checkpoint, open_checkpoint
from hocsau.training.history import History
from hocsau.training.prepare import Metrics, Prepared, score
from hocsau.training.trees import map_tree


@dataclass
class Training:
    """Một lần huấn luyện đã kiểm xong: phần chung của `fit` và `fit_adversarial`."""

    backend: Backend
    step: Callable[[Any, Any, float | None], tuple[Any, ...]]
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
        for hook in self.hooks:
            hook.epoch_begin(self.run)
        self.backend.model.train()
        order = self.rng.permutation(len(self.train))
        totals, scores = dict.fromkeys(self._losses(), 0.0), self._scores("", self.train)
        for i, (a, b) in enumerate(cuts):
            if self.rates is not None:
                self.backend.learning_rate = self.rates[self.run.epoch * len(cuts) + i]
            self.run.step = self.run.epoch * len(cuts) + i
            x, y, truth = self.train.batch(order[a:b])
            with ExitStack() as around:
                for hook in self.hooks:
                    around.enter_context(hook.around_step(self.run))
                value, out, *learnt = self.step(x, y, self.max_norm)
                losses = value if isinstance(value, Mapping) else {"loss": value}
                for name, number in losses.items():
                    if not math.isfinite(number):
                        raise _NotFinite(
                            f"{name} = {number} ở epoch {epoch}, batch {i + 1}/{len(cuts)}", self.backend
                        )
                    totals[name] += number * (b - a)
            self.run.step += 1
            scores.add(out, learnt[0] if learnt else truth, b - a)
            bar.update()
        if not self.backend.finite():
            raise _NotFinite(f"trọng số thành NaN hoặc vô hạn ở cuối epoch {epoch}", self.backend)
        seconds = time.perf_counter() - start
        row = {name: total / len(order) for name, total in totals.items()} | scores.values()
        self.backend.model.eval()
        for hook in self.hooks:
            hook.validation_begin(self.run)
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
        for cuts in part.blocks():
            first, last = cuts[0][0], cuts[-1][1]
            x, y, truth = part.batch(np.arange(first, last))
            outputs = self.backend.forward(x)
            for a, b in cuts:  # the loss sees batches as when learning, whatever it makes of their size
                rows = slice(a - first, b - first)
                whole = len(cuts) == 1
                out, labels = (outputs, y) if whole else (_cut(outputs, rows), _cut(y, rows))
                total += self.backend.loss_of(out, labels) * (b - a)
            scores.add(outputs, truth, last - first)
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


def _cut(tree: Any, rows: slice) -> Any:
    return map_tree(lambda leaf: leaf[rows], tree)


class _NotFinite(Exception):
    def __init__(self, message: str, backend: Backend) -> None:
        super().__init__(message)
        self.learning_rate = backend.learning_rate


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
