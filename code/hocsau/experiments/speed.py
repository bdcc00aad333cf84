"""Đo một epoch: vòng lặp từng ảnh so với bản vector hoá, trong cùng một lần chạy."""

from __future__ import annotations

import time

import numpy as np

from hocsau.data import Split
from hocsau.experiments import mnist
from hocsau.experiments.per_sample import PerSampleMLP, columns
from hocsau.training.loop import fit

EPOCHS = 3


def epoch_seconds(sizes: list[int], train: Split, progress: bool = False) -> dict[str, float]:
    """Số giây CPU một epoch (batch 100, sigmoid, SGD): `ours` bằng float32, vòng lặp bằng float64 và float32.

    Đo giây CPU của tiến trình này, nên chương trình khác đang chạy trên máy không làm lệch tỉ số.
    `ours` là trung bình ba epoch; mỗi vòng lặp đo một epoch trọn.
    """
    rng = np.random.default_rng(0)
    model = mnist.network(sizes, mnist.SOURCE, rng)
    start = time.process_time()
    fit(
        model,
        (train.x, train.y),
        mnist.one_vs_all,
        mnist.optimizer(model, mnist.SOURCE),
        epochs=EPOCHS,
        batch_size=mnist.SOURCE.batch_size,
        rng=rng,
        progress=progress,
    )
    seconds = {"ours": (time.process_time() - start) / EPOCHS}
    for name, dtype in (("per_sample_float64", np.float64), ("per_sample_float32", np.float32)):
        loop = PerSampleMLP.like(mnist.network(sizes, mnist.SOURCE, np.random.default_rng(0)))
        loop.weights = [w.astype(dtype) for w in loop.weights]
        loop.biases = [b.astype(dtype) for b in loop.biases]
        seconds[name] = _loop_seconds(loop, *columns(train.x, train.y, sizes[-1], dtype))
    return seconds


def _loop_seconds(loop: PerSampleMLP, x: np.ndarray, target: np.ndarray) -> float:
    size = mnist.SOURCE.batch_size
    order = np.random.default_rng(0).permutation(len(x))
    start = time.process_time()
    for a in range(0, len(x), size):
        rows = order[a : a + size]
        loop.train_batch(x[rows], target[rows], mnist.SOURCE.learning_rate)
    return time.process_time() - start
