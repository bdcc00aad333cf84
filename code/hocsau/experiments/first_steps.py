"""Vài bước đầu tiên: một bước đổi trọng số bao nhiêu, và bao nhiêu nơ-ron ẩn kẹt ở vùng phẳng của sigmoid."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from hocsau import nn
from hocsau.data import Dataset
from hocsau.experiments import mnist

INITS = ("normal", "xavier")
RATES = (0.7, 3.0)
MOMENTS = (0, 5, 20, 100, 500, 1000)  # steps after which the hidden layer is looked at
FLAT = 0.01  # a slope of the sigmoid below this (its largest is 0.25) lets almost nothing through
ALMOST_ALL = 0.95  # of the images: a neuron that is flat on so many can hardly learn any more
SEEN = 2000  # images, enough for a share to two digits


def watch(sizes: list[int], data: Dataset) -> list[dict[str, Any]]:
    """Mỗi cặp (khởi tạo, learning rate): phần trăm mà bước đầu đổi W⁽¹⁾, và phần nơ-ron ẩn bị kẹt dần.

    `histogram` là phân bố của z ở hidden layer lúc mới sinh, chung một thang cho mọi cặp.
    """
    return [_watch(sizes, data, init, rate) for init, rate in product(INITS, RATES)]


def _watch(sizes: list[int], data: Dataset, init: str, rate: float) -> dict[str, Any]:
    settings = replace(mnist.SOURCE, init=init, learning_rate=rate)
    rng = np.random.default_rng(mnist.SEED)
    model = mnist.network(sizes, settings, rng)
    optimizer = mnist.optimizer(model, settings)
    weight = model[0].weight
    order = np.concatenate([rng.permutation(len(data.train)) for _ in range(_epochs(data))])
    counts, edges = np.histogram(model[0](data.val.x[:SEEN]), bins=60, range=(-30, 30), density=True)
    stuck, percent = {0: stuck_share(model, data)}, 0.0
    for step in range(1, MOMENTS[-1] + 1):
        rows = order[(step - 1) * settings.batch_size : step * settings.batch_size]
        _, dz = mnist.one_vs_all(model(data.train.x[rows]), data.train.y[rows])
        optimizer.zero_grad()
        model.backward(dz)
        if step == 1:
            percent = 100 * rate * float(np.linalg.norm(weight.grad) / np.linalg.norm(weight.data))
        optimizer.step()
        if step in MOMENTS:
            stuck[step] = stuck_share(model, data)
    return {
        "init": init,
        "learning_rate": rate,
        "first_step_percent": round(percent, 2),
        "stuck_share": {str(step): round(share, 4) for step, share in stuck.items()},
        "histogram": {"edges": edges.tolist(), "density": counts.round(5).tolist()},
    }


def stuck_share(model: nn.Sequential, data: Dataset) -> float:
    """Phần các nơ-ron ẩn kẹt: σ′(z) < 0.01 với hơn 95 % số ảnh."""
    a = nn.sigmoid(model[0](data.val.x[:SEEN]))  # (N, hidden)
    flat = (a * (1 - a) < FLAT).mean(axis=0)
    return float(np.mean(flat > ALMOST_ALL))


def _epochs(data: Dataset) -> int:
    return -(-MOMENTS[-1] * mnist.SOURCE.batch_size // len(data.train))
