"""Mạng convolution của chương 9 học MNIST: bản ReLU, rồi bản thêm dropout; chọn bằng tập kiểm định."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from hocsau import models, nn
from hocsau.data import Dataset, Split
from hocsau.experiments import images
from hocsau.experiments.common import cosine_for, sizes_of
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import DIGITS, Outcome, curve
from hocsau.torch import CNN, copy_weights
from hocsau.training import EarlyStopping, History, fit, metrics

SEED = 0
BATCH = 100  # images a forward pass, when nothing is learnt


@dataclass(frozen=True)
class Settings:
    """Một lượt train: Adam, cross-entropy; mặc định là các số của nguồn."""

    activation: str
    epochs: int = 10
    batch_size: int = 32
    learning_rate: float = 0.001
    schedule: str = "constant"
    flat_dropout: float = 0.0  # after Flatten
    hidden_dropout: float = 0.0  # after the dense layer of 128


RELU = Settings("relu")
# What chapter 12 teaches, on the same network: nothing is added to the sums of a prediction.
DROPOUT = replace(RELU, epochs=12, batch_size=64, schedule="cosine", flat_dropout=0.25, hidden_dropout=0.5)
VARIANTS = {"relu": RELU, "dropout": DROPOUT}


@dataclass(frozen=True)
class Trial:
    """Một lượt train đã xong, mạng ở epoch tốt nhất trên tập kiểm định."""

    settings: Settings
    network: CNN
    history: History
    best_epoch: int
    val_accuracy: float


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Train từng bản, chấm mỗi bản một lần trên tập kiểm tra, rồi cho numpy chạy lại cùng trọng số."""
    return compare(VARIANTS, data, options)


def compare(
    variants: dict[str, Settings],
    data: Dataset,
    options: Options = BOOK,
) -> Outcome:
    """Điểm từng bản, đường học, ma trận nhầm lẫn, những ảnh đoán sai; trọng số float16 của bản tốt nhất."""
    parts = pictures(data)
    classes = len(data.info.classes)
    done = {}
    for name, settings in variants.items():
        if options.progress:
            print(f"{name}: {settings}", file=sys.stderr)
        if options.epochs is not None:
            settings = replace(settings, epochs=options.epochs)
        kept = None if options.checkpoints is None else options.checkpoints / f"{data.info.name}-{name}.npz"
        done[name] = train(settings, parts, classes, options.progress, kept)
    best = max(done, key=lambda name: done[name].val_accuracy)
    scores, details = {"parameters": float(sum(p.numel() for p in done[best].network.parameters()))}, {}
    for name, trial in done.items():
        exam, details[name] = examine(trial, parts.test, classes)
        scores |= {f"{key}_{name}": value for key, value in exam.items()}
    small = numpy_twin(done[best], parts.test.x.shape[1:], classes)
    weights = {name: array.astype(np.float16) for name, array in small.state_dict().items()}
    small.load_state_dict(weights)  # the shipped file, half as long
    scores["test_accuracy_float16"] = metrics.accuracy(predict(small, parts.test.x), parts.test.y)
    return Outcome(
        scores,
        curves={name: curve(trial.history) for name, trial in done.items()},
        epoch_seconds={name: float(np.median(trial.history["seconds"])) for name, trial in done.items()},
        details={
            "parts": sizes_of(parts),
            "best": best,
            "runs": details,
        },
        arrays={"weights": weights},
        packages=("torch",),
    )


def pictures(data: Dataset) -> Dataset:
    """Ba phần với x (N, 1, H, W) kiểu float32 trong [0, 1]; cách chia như mọi thí nghiệm MNIST của sách."""
    ready, (height, width) = images.ready(data), data.train.x.shape[1:]

    def shaped(part: Split) -> Split:
        return Split(part.x.reshape(-1, 1, height, width), part.y)

    return replace(ready, train=shaped(ready.train), val=shaped(ready.val), test=shaped(ready.test))


def train(
    settings: Settings, parts: Dataset, classes: int, progress: bool = False, checkpoint: Path | None = None
) -> Trial:
    """Train từ đầu (hoặc học tiếp từ `checkpoint`); trả mạng về epoch có val_accuracy cao nhất."""
    rng = np.random.default_rng(SEED)
    network = CNN(parts.train.x.shape[1:], classes, settings.activation, rng=rng, dtype=np.float32)
    learner = with_dropout(network, settings)
    cosine = cosine_for(settings.learning_rate, settings.epochs, settings.batch_size, len(parts.train))
    keep = EarlyStopping("val_accuracy", patience=settings.epochs)  # never stops: it keeps the best epoch
    history = fit(
        learner,
        ((parts.train.x, parts.train.y), (parts.val.x, parts.val.y)),
        torch.nn.functional.cross_entropy,
        torch.optim.Adam(learner.parameters(), settings.learning_rate),
        epochs=settings.epochs,
        batch_size=settings.batch_size,
        metrics={"accuracy": metrics.accuracy},
        callbacks=[keep],
        rng=rng,
        schedule=cosine if settings.schedule == "cosine" else None,
        checkpoint=checkpoint,
        resume=checkpoint is not None,
        progress=progress,
    )
    return Trial(settings, network.eval(), history, keep.best_epoch, float(keep.best))


def with_dropout(network: CNN, settings: Settings) -> torch.nn.Sequential:
    """Chính các tầng của `network`, xen thêm dropout: train cái này là train cái kia."""
    layers = list(network)
    if settings.hidden_dropout:
        layers.insert(len(layers) - 1, torch.nn.Dropout(settings.hidden_dropout))
    if settings.flat_dropout:
        place = next(i for i, layer in enumerate(layers) if isinstance(layer, torch.nn.Flatten))
        layers.insert(place + 1, torch.nn.Dropout(settings.flat_dropout))
    return torch.nn.Sequential(*layers)


def predict(network: torch.nn.Module | nn.Module, x: np.ndarray) -> np.ndarray:
    """Logit (N, K) của một mạng torch hay numpy, từng batch một."""
    batches = [x[i : i + BATCH] for i in range(0, len(x), BATCH)]
    if isinstance(network, nn.Module):
        return np.concatenate([network(batch) for batch in batches])
    with torch.no_grad():
        return np.concatenate([network(torch.from_numpy(batch)).numpy() for batch in batches])


def numpy_twin(trial: Trial, image: tuple[int, ...], classes: int) -> models.CNN:
    """Mạng numpy của chúng ta, cùng trọng số."""
    rng = np.random.default_rng(SEED)  # the drawn weights are replaced at once
    twin = models.CNN(image, classes, trial.settings.activation, rng=rng, dtype=np.float32)
    copy_weights(trial.network, twin)
    twin.eval()
    return twin


def examine(trial: Trial, test: Split, classes: int) -> tuple[dict[str, float], dict[str, Any]]:
    """Chấm một lần trên tập kiểm tra, và đếm số ảnh mà bản numpy trả lời giống."""
    logits = predict(trial.network, test.x)
    guess = logits.argmax(axis=1)
    began = time.perf_counter()
    ours = predict(numpy_twin(trial, test.x.shape[1:], classes), test.x)
    seconds = time.perf_counter() - began
    wrong = np.flatnonzero(guess != test.y)
    sure = nn.softmax(logits[wrong].astype(np.float64))
    scores = {
        "val_accuracy": trial.val_accuracy,
        "test_accuracy": float(np.mean(guess == test.y)),
        "same_answers_numpy": float(np.sum(guess == ours.argmax(axis=1))),
        "largest_logit_gap_numpy": float(np.abs(logits - ours).max()),
    }
    errors = {
        "image": wrong.tolist(),
        "truth": test.y[wrong].tolist(),
        "guess": guess[wrong].tolist(),
        "probability": np.round(sure.max(axis=1), DIGITS).tolist(),
    }
    details = {
        "settings": asdict(trial.settings),
        "best_epoch": trial.best_epoch,
        "train_seconds": round(float(np.sum(trial.history["seconds"])), 1),
        "numpy_seconds": round(seconds, 1),
        "confusion": metrics.confusion_matrix(guess, test.y, classes).tolist(),
        "errors": errors,
    }
    return scores, details
