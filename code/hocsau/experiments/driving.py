"""PilotNet học lái từ ba vòng của người lái giỏi trên một đường, rồi tự lái những đường nó chưa từng thấy."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.driving import Camera, Car, Drive, balance, build, drive, load_track
from hocsau.driving.pilot import Pilot
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import DIGITS, Outcome, curve
from hocsau.torch import PilotNet
from hocsau.torch.shipped import shipped_arrays
from hocsau.training import EarlyStopping, History, fit


@dataclass(frozen=True)
class Settings:
    """Cách học và cách thi: mỗi `every` bước lấy một thời điểm, mỗi camera `copies` biến thể."""

    every: int
    copies: int
    epochs: int
    exams: tuple[tuple[str, float], ...]  # tracks and laps; the first one is drawn in the chapter
    learning_rate: float = 1e-4
    batch_size: int = 32
    dropout: float = 0.5
    patience: int = 5


TRAINED_ON = "ho"
FULL = Settings(every=3, copies=2, epochs=20, exams=(("rung", 3), ("doi", 3), ("bien", 3), (TRAINED_ON, 1)))
# Under a minute on one core: fewer pictures, larger steps, no dropout; still a lap of the unseen track.
SMALL = Settings(every=8, copies=1, epochs=10, exams=(("rung", 1),), learning_rate=5e-4, dropout=0.1)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Học, giữ checkpoint tốt nhất trên tập kiểm định, rồi lái từng đường thi tới đủ số vòng."""
    settings = FULL if data.info.profile == "full" else SMALL
    network, history, counts = train(settings, data, options)
    pilot = Pilot(network)
    scores = {name: float(value) for name, value in counts.items()}
    scores |= {"parameters": float(sum(p.numel() for p in network.parameters()))}
    scores |= {"val_mse": float(np.nanmin(history["val_loss"]))}
    details = {}
    for name, laps in settings.exams:
        began = time.perf_counter()
        run = examine(pilot, name, laps)
        seconds = time.perf_counter() - began
        scores |= {f"laps_{name}": run.laps, f"max_offset_{name}": run.max_offset}
        scores |= {f"margin_{name}": run.margin, f"real_time_{name}": float(run.t[-1]) / seconds}
        details[name] = brief(run)
    return Outcome(
        scores,
        curves={"pilotnet": curve(history)},
        epoch_seconds={"pilotnet": float(np.median(history["seconds"]))},
        details={"settings": vars(settings) | {"exams": dict(settings.exams)}, "drives": details},
        arrays={"pilot": shipped_arrays("pilotnet", network)},
        packages=("torch",),
    )


def train(
    settings: Settings, data: Dataset, options: Options = BOOK
) -> tuple[PilotNet, History, dict[str, int]]:
    """PilotNet với Adam và MSE; 20 % thời điểm để kiểm định, như nguồn. Kèm số thời điểm và số mẫu."""
    rng = np.random.default_rng(0)
    camera, features = Camera(load_track(TRAINED_ON)), data.info.features
    columns = [features.index(name) for name in ("x", "y", "heading", "speed")]
    rows = np.arange(0, len(data.train), settings.every)
    rows = rows[balance(data.train.y[rows], rng)]
    order = rng.permutation(rows)
    cut = len(order) // 5

    def moments(chosen: np.ndarray):
        for i in chosen:
            yield camera.images(Car(*map(float, data.train.x[i, columns]))), float(data.train.y[i])

    val = build(moments(order[:cut]), rng, copies=0)
    learning = build(moments(order[cut:]), rng, settings.copies)
    network = PilotNet(settings.dropout, rng=rng).to(memory_format=torch.channels_last)
    history = fit(
        network,
        (learning, val),
        torch.nn.functional.mse_loss,
        torch.optim.Adam(network.parameters(), settings.learning_rate),
        epochs=options.epochs or settings.epochs,
        batch_size=settings.batch_size,
        callbacks=[EarlyStopping("val_loss", patience=settings.patience)],
        rng=rng,
        progress=options.progress,
    )
    return network, history, {"moments": len(order), "samples": len(learning[1])}


def examine(pilot: Pilot, name: str, laps: float) -> Drive:
    """Một bài thi: xuất phát từ vạch, đứng yên, giữa đường."""
    return drive(load_track(name), pilot, laps=laps)


def brief(run: Drive, hertz: float = 3.0) -> dict[str, list[float]]:
    """Lần lái, thưa bớt còn `hertz` điểm mỗi giây, để vẽ mà không phải lái lại."""
    every = max(round(1 / hertz / (run.t[1] - run.t[0])), 1)
    names = ("t", "x", "y", "offset", "steering", "speed")
    return {name: [round(float(v), DIGITS - 2) for v in getattr(run, name)[::every]] for name in names}
