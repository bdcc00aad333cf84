"""Đuôi dài của các cột nhà California: chuẩn hoá thường, cắt đuôi, log, hay trung vị với tứ phân vị."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hocsau import nn
from hocsau.data import Dataset, Info, StandardScaler
from hocsau.experiments import houses
from hocsau.experiments.common import cosine_for
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.models import MLP, LinearRegression
from hocsau.training import fit, metrics

LONG_TAILED = ("AveRooms", "AveBedrms", "Population", "AveOccup")
SEEDS = (0, 1, 2)
EPOCHS, BATCH, RATE = 15, 64, 0.002

Prepare = Callable[[np.ndarray], np.ndarray]


def preparations(x: np.ndarray, info: Info) -> dict[str, Prepare]:
    """Bốn cách đưa cột về cùng cỡ; mọi con số đều đo trên x, tức là tập huấn luyện.

    plain – trừ trung bình, chia độ lệch chuẩn; clipped – kẹp mỗi cột vào khoảng giữa (99 % số khu) rồi làm
    như plain; log – lấy ln bốn cột đuôi dài rồi làm như plain; quartiles – trừ trung vị, chia cho khoảng tứ
    phân vị.
    """
    tailed = [info.features.index(name) for name in LONG_TAILED if name in info.features]

    def clip(a: np.ndarray) -> np.ndarray:
        return np.clip(a, *bounds)

    def log(a: np.ndarray) -> np.ndarray:
        a = a.copy()
        a[:, tailed] = np.log(a[:, tailed])
        return a

    def quartiles(a: np.ndarray) -> np.ndarray:
        return (a - middle) / (high - low)

    def scaled_after(change: Prepare) -> Prepare:
        scaler = StandardScaler().fit(change(x))
        return lambda a: scaler.transform(change(a))

    bounds = np.percentile(x, [0.5, 99.5], axis=0)
    low, middle, high = np.percentile(x, [25, 50, 75], axis=0)
    return {
        "plain": StandardScaler().fit(x).transform,
        "clipped": scaled_after(clip),
        "log": scaled_after(log),
        "quartiles": quartiles,
    }


def spread(z: np.ndarray) -> dict[str, float]:
    """Cột đã chuẩn hoá trải tới đâu: số lớn nhất, và hai đầu của một nửa và của 99 % ở giữa."""
    half_low, half_high, most_low, most_high = np.percentile(z, [25, 75, 0.5, 99.5])
    ends = {"largest": z.max(), "half_low": half_low, "half_high": half_high}
    return {k: round(float(v), 4) for k, v in {**ends, "most_low": most_low, "most_high": most_high}.items()}


def network_rmse(prepare: Prepare, parts: Dataset, seed: int, epochs: int) -> float:
    """RMSE trên tập kiểm định của mạng 64-64 (Adam, cosine) học đầu vào đã qua `prepare`."""
    rng = np.random.default_rng(seed)
    network = MLP([parts.train.x.shape[1], 64, 64, 1], rng=rng, dtype=np.float32)
    prices = StandardScaler().fit(parts.train.y[:, None])
    fit(
        network,
        (prepare(parts.train.x).astype(np.float32), prices.transform(parts.train.y[:, None])),
        nn.mse,
        nn.Adam(network.parameters(), RATE),
        epochs=epochs,
        batch_size=BATCH,
        rng=rng,
        schedule=cosine_for(RATE, epochs, BATCH, len(parts.train)),
        progress=False,
    )
    answer = prices.inverse(network.eval()(prepare(parts.val.x).astype(np.float32)))[:, 0]
    return metrics.rmse(answer, parts.val.y)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Mỗi cách chuẩn bị: R² của linear regression và RMSE của mạng 64-64 (ba seed), trên tập kiểm định."""
    parts, _ = houses.parts(data)
    scores: dict[str, float] = {}
    tried: dict[str, Any] = {}
    for name, prepare in preparations(parts.train.x, data.info).items():
        linear = LinearRegression().fit(prepare(parts.train.x), parts.train.y)
        scores[f"val_r2_linear_{name}"] = metrics.r2(linear.predict(prepare(parts.val.x)), parts.val.y)
        rmses = [network_rmse(prepare, parts, seed, options.epochs or EPOCHS) for seed in SEEDS]
        scores[f"val_rmse_network_{name}"] = float(np.median(rmses))
        tried[name] = [round(rmse, 4) for rmse in rmses]
        if options.progress:
            print(f"{name}: {tried[name]}")
    z = preparations(parts.train.x, data.info)["plain"](parts.train.x)
    return Outcome(
        scores,
        details={
            "network_rmse": tried,
            "spread": {name: spread(column) for name, column in zip(data.info.features, z.T, strict=True)},
            "seeds": list(SEEDS),
        },
    )
