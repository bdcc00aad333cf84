"""Phần chung của hai thí nghiệm MNIST: một lượt train theo cấu hình, và lưới cấu hình được thử."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from hocsau import nn
from hocsau.data import Dataset
from hocsau.experiments.common import cosine_for
from hocsau.experiments.options import BOOK, Options
from hocsau.models import MLP
from hocsau.training import History, fit, metrics

SEED = 0


@dataclass(frozen=True)
class Settings:
    """Một lượt train. `loss` là "one_vs_all" (mười sigmoid) hoặc "softmax"."""

    activation: str
    loss: str
    init: str
    optimizer: str
    learning_rate: float
    epochs: int
    schedule: str = "constant"
    input_dropout: float = 0.0
    hidden_dropout: float = 0.0
    batch_size: int = 100

    def words(self) -> str:
        """Cấu hình viết thành một dòng."""
        dropout = f", dropout {self.input_dropout:g} và {self.hidden_dropout:g}"
        return (
            f"{self.activation}, {self.init}, {self.optimizer}, η = {self.learning_rate:g} ({self.schedule})"
            + dropout * bool(self.input_dropout or self.hidden_dropout)
        )


# The source: N(0, 1) for weights and biases, learning rate 3.0, batches of 100, 30 epochs.
SOURCE = Settings("sigmoid", "one_vs_all", "normal", "sgd", 3.0, 30)
INITS = ("normal", "xavier")
RATES = (0.1, 0.3, 0.5, 0.7, 1.0, 3.0)


def one_vs_all(logits: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray]:
    """Cross-entropy của K sigmoid, tổng theo lớp, trung bình theo mẫu; ∂L/∂z = (σ(z) − one_hot) / N."""
    one_hot = np.zeros_like(logits)
    one_hot[np.arange(len(target)), target] = 1
    total, dz = nn.bce_with_logits(logits, one_hot, "sum")
    return total / len(target), dz / len(target)


LOSSES = {"one_vs_all": one_vs_all, "softmax": nn.cross_entropy}


def network(sizes: list[int], settings: Settings, rng: np.random.Generator) -> nn.Sequential:
    """Mạng float32 theo cấu hình; init "normal" lấy cả bias từ N(0, 1), như chương trình gốc."""
    mlp = MLP(
        sizes,
        activation=settings.activation,
        dropout=settings.hidden_dropout,
        weight_init=settings.init,
        rng=rng,
        dtype=np.float32,
    )
    if settings.init == "normal":
        for name, parameter in mlp.named_parameters():
            if name.endswith("bias"):
                parameter.data[...] = rng.normal(size=parameter.shape)
    if settings.input_dropout:
        return nn.Sequential(nn.Dropout(settings.input_dropout, rng=rng), *mlp.layers)
    return mlp


def optimizer(model: nn.Module, settings: Settings) -> nn.Optimizer:
    """SGD, Momentum(0.9) hoặc Adam."""
    kinds = {"sgd": nn.SGD, "momentum": nn.Momentum, "adam": nn.Adam}
    return kinds[settings.optimizer](model.parameters(), settings.learning_rate)


def train(
    sizes: list[int], settings: Settings, data: Dataset, progress: bool = False
) -> tuple[nn.Sequential, History]:
    """Train một mạng từ đầu; val chỉ để đo, không dừng sớm."""
    rng = np.random.default_rng(SEED)
    model = network(sizes, settings, rng)
    cosine = cosine_for(settings.learning_rate, settings.epochs, settings.batch_size, len(data.train))
    history = fit(
        model,
        ((data.train.x, data.train.y), (data.val.x, data.val.y)),
        LOSSES[settings.loss],
        optimizer(model, settings),
        epochs=settings.epochs,
        batch_size=settings.batch_size,
        metrics={"accuracy": metrics.accuracy},
        rng=rng,
        schedule=cosine if settings.schedule == "cosine" else None,
        progress=progress,
    )
    return model, history


@dataclass(frozen=True)
class Trial:
    """Một lượt train đã xong."""

    settings: Settings
    model: nn.Sequential
    history: History

    @property
    def val_accuracy(self) -> float:
        """Độ chính xác trên tập kiểm định sau epoch cuối."""
        return float(self.history["val_accuracy"][-1])

    def row(self) -> dict[str, Any]:
        """Một dòng của bảng tìm kiếm: cấu hình, điểm kiểm định, đường kiểm định theo epoch."""
        steps = {name: np.round(self.history[name], 5).tolist() for name in ("loss", "val_accuracy")}
        return asdict(self.settings) | {"val_accuracy": round(self.val_accuracy, 5), "history": steps}


def trials(
    sizes: list[int],
    several: Iterable[Settings],
    data: Dataset,
    options: Options = BOOK,
) -> list[Trial]:
    """Train từng cấu hình một; `options.epochs` khác None thì thay số epoch của mọi cấu hình."""
    several, done = list(several), []
    for number, settings in enumerate(several, start=1):
        settings = settings if options.epochs is None else replace(settings, epochs=options.epochs)
        if options.progress:
            print(f"Lượt {number}/{len(several)}: {settings.words()}", file=sys.stderr)
        done.append(Trial(settings, *train(sizes, settings, data, options.progress)))
    return done


def best(done: list[Trial]) -> Trial:
    """Lượt có điểm kiểm định cao nhất; bằng nhau thì lượt đứng trước."""
    return max(done, key=lambda trial: trial.val_accuracy)


def test_accuracy(trial: Trial, data: Dataset) -> float:
    """Điểm trên tập kiểm tra: chỉ gọi cho lượt đã được chọn."""
    return metrics.accuracy(trial.model.eval()(data.test.x), data.test.y)
