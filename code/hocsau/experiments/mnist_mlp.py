"""MNIST bằng mạng 784-100-10: bản gốc, rồi chọn khởi tạo và learning rate, rồi thêm từng kĩ thuật."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import product
from typing import Any

from hocsau.data import Dataset
from hocsau.experiments import first_steps, images, mnist
from hocsau.experiments.common import sizes_of
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome, curve
from hocsau.experiments.speed import epoch_seconds
from hocsau.models.quantised import QuantisedMLP, quantise
from hocsau.training import metrics

HIDDEN = [100]

# Same kind of network as the source: only the start and the step are chosen.
GRID = [
    replace(mnist.SOURCE, init=init, learning_rate=rate) for init, rate in product(mnist.INITS, mnist.RATES)
]

# One thing more at a time, each of which a later chapter explains.
RELU = mnist.Settings("relu", "softmax", "he", "sgd", 0.1, 40)
MOMENTUM = replace(RELU, optimizer="momentum")
COSINE = replace(MOMENTUM, schedule="cosine")
LADDER = [
    RELU,
    MOMENTUM,
    COSINE,
    replace(COSINE, input_dropout=0.2),
    replace(COSINE, input_dropout=0.3),
    replace(COSINE, input_dropout=0.2, hidden_dropout=0.1),
    replace(COSINE, optimizer="adam", learning_rate=0.002, input_dropout=0.2),
]


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Bản gốc, lưới, rồi các món thêm; mỗi nhóm chọn bằng tập kiểm định, và chỉ lượt được chọn mới thi."""
    outcome, chosen = compare(HIDDEN, GRID, LADDER, data, options)
    return replace(outcome, files={"canvas": canvas(chosen["best"], images.ready(data))})


def canvas(trial: mnist.Trial, data: Dataset) -> dict[str, Any]:
    """Mạng nén thành int8 cho khung viết của trang sách, kèm độ chính xác kiểm tra trước và sau khi nén."""
    network = quantise(trial.model)
    after = metrics.accuracy(QuantisedMLP(network)(data.test.x), data.test.y)
    return {"accuracy": {"before": mnist.test_accuracy(trial, data), "after": after}} | network


def compare(
    hidden: list[int],
    grid: list[mnist.Settings],
    ladder: list[mnist.Settings],
    data: Dataset,
    options: Options = BOOK,
) -> tuple[Outcome, dict[str, mnist.Trial]]:
    """Ba lượt được chọn (source, sigmoid, best), bảng của mọi lượt đã thử, và số giây một epoch."""
    parts = images.ready(data)
    sizes = [parts.train.x.shape[1], *hidden, len(data.info.classes)]
    tried = {
        "source": mnist.trials(sizes, [mnist.SOURCE], parts, options),
        "sigmoid": mnist.trials(sizes, grid, parts, options),
        "best": mnist.trials(sizes, ladder, parts, options),
    }
    chosen = {name: mnist.best(done) for name, done in tried.items()}
    scores = {}
    for name, trial in chosen.items():
        scores[f"val_accuracy_{name}"] = trial.val_accuracy
        scores[f"test_accuracy_{name}"] = mnist.test_accuracy(trial, parts)
    seconds = epoch_seconds(sizes, parts.train, options.progress)
    for loop in ("per_sample_float64", "per_sample_float32"):
        scores[f"times_faster_than_{loop}"] = seconds[loop] / seconds["ours"]
    outcome = Outcome(
        scores,
        curves={name: curve(trial.history) for name, trial in chosen.items()},
        epoch_seconds=seconds | {name: _median_seconds(trial) for name, trial in chosen.items()},
        details={
            "sizes": sizes,
            "parts": sizes_of(parts),
            "chosen": {name: asdict(trial.settings) for name, trial in chosen.items()},
            "first_steps": first_steps.watch(sizes, parts),
            "tried": {name: [trial.row() for trial in done] for name, done in tried.items()},
        },
    )
    return outcome, chosen


def _median_seconds(trial: mnist.Trial) -> float:
    seconds = sorted(trial.history["seconds"])
    return float(seconds[len(seconds) // 2])
