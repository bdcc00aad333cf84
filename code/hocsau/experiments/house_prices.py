"""Giá nhà California: đường thẳng, mạng hai tầng ẩn 64, và một mạng sâu hơn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hocsau import nn
from hocsau.data import Dataset, Split, StandardScaler
from hocsau.experiments import houses
from hocsau.experiments.common import cosine_for, sizes_of
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome, curve
from hocsau.models import MLP, LinearRegression
from hocsau.training import History, fit, metrics


@dataclass(frozen=True)
class Settings:
    """Một mạng và cách train nó (Adam, lịch cosine, MSE trên giá đã chuẩn hoá)."""

    hidden: tuple[int, ...]
    learning_rate: float
    epochs: int
    batch_size: int = 64
    dropout: float = 0.0


SIMPLE = Settings((64, 64), 0.001, 60)
DEEPER = Settings((128, 128, 128, 64), 0.002, 80, dropout=0.05)


@dataclass(frozen=True)
class PriceModel:
    """Mạng kèm hai bộ chuẩn hoá, nên nhận đầu vào và trả giá theo đơn vị gốc."""

    network: nn.Module
    x_scaler: StandardScaler
    y_scaler: StandardScaler

    def predict(self, x: np.ndarray) -> np.ndarray:
        """x (N, D) -> giá (N,)."""
        z = self.network.eval()(self.x_scaler.transform(x).astype(np.float32))
        return self.y_scaler.inverse(z)[:, 0]


def train(settings: Settings, parts: Dataset, options: Options = BOOK) -> tuple[PriceModel, History]:
    """Chuẩn hoá bằng trung bình và độ lệch chuẩn của tập huấn luyện, rồi train."""
    rng = np.random.default_rng(0)
    x_scaler = StandardScaler().fit(parts.train.x)
    y_scaler = StandardScaler().fit(parts.train.y[:, None])
    sizes = [parts.train.x.shape[1], *settings.hidden, 1]
    network = MLP(sizes, dropout=settings.dropout, rng=rng, dtype=np.float32)
    pairs = [
        (x_scaler.transform(part.x), y_scaler.transform(part.y[:, None])) for part in (parts.train, parts.val)
    ]
    epochs = options.epochs or settings.epochs
    history = fit(
        network,
        tuple(pairs),
        nn.mse,
        nn.Adam(network.parameters(), settings.learning_rate),
        epochs=epochs,
        batch_size=settings.batch_size,
        rng=rng,
        schedule=cosine_for(settings.learning_rate, epochs, settings.batch_size, len(parts.train)),
        progress=options.progress,
    )
    return PriceModel(network, x_scaler, y_scaler), history


def ratings(prediction: np.ndarray, part: Split) -> dict[str, float]:
    """MSE, RMSE, MAE, R² theo đơn vị gốc."""
    named = {"mse": metrics.mse, "rmse": metrics.rmse, "mae": metrics.mae, "r2": metrics.r2}
    return {name: metric(prediction, part.y) for name, metric in named.items()}


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Bỏ dòng có ô trống, để riêng 20 % làm tập kiểm tra và 10 % phần còn lại làm tập kiểm định."""
    parts, dropped = houses.parts(data)
    linear = LinearRegression().fit(parts.train.x, parts.train.y)
    predictions = {"linear": linear.predict(parts.test.x)}
    histories = {}
    for name, settings in (("64-64", SIMPLE), ("deeper", DEEPER)):
        model, histories[name] = train(settings, parts, options)
        predictions[name] = model.predict(parts.test.x)
    scores = {
        f"test_{metric}_{name}": value
        for name, prediction in predictions.items()
        for metric, value in ratings(prediction, parts.test).items()
    }
    return Outcome(
        scores,
        curves={name: curve(history) for name, history in histories.items()},
        epoch_seconds={name: float(np.median(h["seconds"])) for name, h in histories.items()},
        details={
            "parts": sizes_of(parts),
            "dropped": dropped,
            "hidden": {"64-64": list(SIMPLE.hidden), "deeper": list(DEEPER.hidden)},
            "explored": houses.explored(parts.train, data.info),
            "predicted": houses.cloud(predictions["deeper"], parts.test.y),
        },
    )
