"""Chó hay mèo: chuẩn hoá đầu vào, siêu tham số, kiến trúc và activation, mỗi lần đổi một thứ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from hocsau.data import Dataset
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.training import fit, metrics

SEEDS, LEARN, MOCK = 5, 400, 100
Function = Callable[[torch.Tensor], torch.Tensor]


class Apply(nn.Module):
    """Một activation viết bằng một hàm."""

    def __init__(self, function: Function) -> None:
        super().__init__()
        self.forward = function


@dataclass(frozen=True)
class Net:
    """Hai tầng convolution 8 và 16 kênh, rồi một tầng kết nối đầy đủ; mặc định là mạng của bài tập 9.2."""

    activation: Function = torch.relu
    kernel: int = 3
    pools: int = 2
    norm: bool = False
    drop: float = 0.0

    def build(self, seed: int, side: int = 32) -> nn.Sequential:
        """Mạng mới, trọng số theo `seed`, cho ảnh (N, 3, side, side)."""
        torch.manual_seed(seed)
        layers: list[nn.Module] = []
        channels = 3
        for width, pool in [(8, self.pools >= 1), (16, self.pools >= 2)]:
            layers.append(nn.Conv2d(channels, width, self.kernel, padding=self.kernel // 2))
            layers += [nn.BatchNorm2d(width)] * self.norm
            layers.append(Apply(self.activation))
            layers += [nn.MaxPool2d(2)] * pool
            channels = width
        rest = side // 2**self.pools
        return nn.Sequential(*layers, nn.Flatten(), nn.Dropout(self.drop), nn.Linear(16 * rest * rest, 2))


@dataclass(frozen=True)
class Trial:
    """Một cách học; mặc định là cách của bài tập 9.3."""

    net: Net = field(default_factory=Net)
    input: str = "centred"
    rate: float = 0.001
    batch_size: int = 32
    epochs: int = 4


# The usual run and the one of eight epochs stand in several tables.
TRIALS: dict[str, Trial] = {
    "usual": Trial(),
    "raw": Trial(input="raw", epochs=8),
    "centred": Trial(epochs=8),
    "scaled": Trial(input="scaled", epochs=8),
    "rate_0.00001": Trial(rate=0.00001),
    "rate_0.3": Trial(rate=0.3),
    "batch_8": Trial(batch_size=8),
    "batch_200": Trial(batch_size=200),
    "epochs_1": Trial(epochs=1),
    "pools_0": Trial(Net(pools=0)),
    "pools_1": Trial(Net(pools=1)),
    "dropout": Trial(Net(drop=0.3)),
    "norm": Trial(Net(norm=True)),
    "kernel_5": Trial(Net(kernel=5)),
    "kernel_7": Trial(Net(kernel=7)),
    "sigmoid": Trial(Net(torch.sigmoid), epochs=8),
    "sigmoid_centred": Trial(Net(lambda z: torch.sigmoid(z) - 0.5), epochs=8),
    "sigmoid_steep": Trial(Net(lambda z: 4 * torch.sigmoid(z)), epochs=8),
    "tanh_flat": Trial(Net(lambda z: torch.tanh(z) / 4), epochs=8),
    "tanh": Trial(Net(torch.tanh), epochs=8),
}


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Mỗi cách học năm hạt giống; điểm là độ chính xác kiểm định sau epoch cuối."""
    inputs = prepared(data)
    scores: dict[str, list[float]] = {}
    sizes: dict[str, int] = {}
    for name, trial in TRIALS.items():
        scores[name] = [learn(trial, inputs[trial.input], seed, options) for seed in range(SEEDS)]
        sizes[name] = sum(p.numel() for p in trial.net.build(0).parameters())
    return Outcome(
        {f"val_accuracy_{name}": round(float(np.mean(found)), 5) for name, found in scores.items()},
        details={
            "settings": {"seeds": SEEDS, "learn": LEARN, "mock": MOCK},
            "trials": {name: _plain(trial) for name, trial in TRIALS.items()},
            "parameters": sizes,
            "val_accuracy": scores,  # trial -> one number a seed
        },
        packages=("torch",),
    )


def prepared(data: Dataset) -> dict[str, list[tuple[np.ndarray, np.ndarray]]]:
    """Ba cách chuẩn hoá → [(x, y) để học, (x, y) kiểm định], x (N, 3, H, W) kiểu float32."""
    rng, y = np.random.default_rng(0), data.train.y
    kinds = [rng.permutation(np.flatnonzero(y == kind)) for kind in range(2)]
    rows = np.stack([rows[: (LEARN + MOCK) // 2] for rows in kinds], axis=1)  # as many dogs as cats
    order = np.concatenate([rng.permutation(part.ravel()) for part in np.split(rows, [LEARN // 2])])
    x = data.train.x[order].transpose(0, 3, 1, 2).astype(np.float32) / 255
    y = data.train.y[order]
    learnt = x[:LEARN]
    mean, std = (f(learnt, axis=(0, 2, 3), keepdims=True) for f in (np.mean, np.std))
    ways = {"raw": x, "centred": x - np.float32(0.5), "scaled": (x - mean) / std}
    return {name: [(z[:LEARN], y[:LEARN]), (z[LEARN:], y[LEARN:])] for name, z in ways.items()}


def learn(trial: Trial, parts: Any, seed: int, options: Options = BOOK) -> float:
    """Độ chính xác kiểm định của một lượt học."""
    network = trial.net.build(seed, parts[0][0].shape[-1])
    history = fit(
        network,
        tuple(parts),
        F.cross_entropy,
        torch.optim.Adam(network.parameters(), lr=trial.rate),
        epochs=options.epochs or trial.epochs,
        batch_size=trial.batch_size,
        metrics={"accuracy": metrics.accuracy},
        rng=np.random.default_rng(seed),
        progress=options.progress,
    )
    return float(history["val_accuracy"][-1])


def _plain(trial: Trial) -> dict[str, Any]:
    words = asdict(trial)
    del words["net"]["activation"]  # a function: the trial's name tells
    return words
