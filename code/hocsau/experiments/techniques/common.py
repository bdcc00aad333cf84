"""Một phép so: vài bản, mỗi bản train lại với từng seed, rồi chấm cùng một cách."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import torch

from hocsau import nn
from hocsau.data import Dataset
from hocsau.errors import DivergenceError
from hocsau.experiments.common import sizes_of
from hocsau.experiments.options import Options
from hocsau.experiments.outcome import DIGITS, Outcome
from hocsau.experiments.recipe import Recipe, few, learn, logits_of, pictures, small
from hocsau.nn import init
from hocsau.torch.layers.linear import linear
from hocsau.training import Callback, History

SEEDS = (0, 1, 2)
VAL = 1000
QUICK_IMAGES, QUICK_EPOCHS = 128, 1  # the small profile

Network = Callable[[np.random.Generator], torch.nn.Module]
ACTIVATIONS = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}
INITS = {  # beside those of nn.init
    "tiny": lambda shape, rng: rng.normal(0, 0.01, shape),
    "huge": lambda shape, rng: rng.normal(0, 1, shape),
}


@dataclass(frozen=True)
class Variant:
    """Một bản của phép so: nói bằng lời, công thức train, và cách dựng mạng từ rng."""

    words: str
    recipe: Recipe
    network: Network


def divided(data: Dataset, train: int, test: int | None = None) -> Dataset:
    """`train` ảnh để học, 1000 ảnh kiểm định, `test` ảnh kiểm tra (None là cả tập); cách chia cố định."""
    cut = data.split(val=VAL) if data.test is not None else data.split(val=VAL, test=VAL)
    if small(data):
        train, test = QUICK_IMAGES, QUICK_IMAGES
        cut = replace(cut, val=few(cut.val, QUICK_IMAGES))
    return pictures(
        replace(cut, train=few(cut.train, train), test=cut.test if test is None else few(cut.test, test))
    )


def mlp(
    sizes: tuple[int, ...],
    rng: np.random.Generator,
    *,
    activation: str = "relu",
    weight_init: str = "he",
    norm: type[torch.nn.Module] | None = None,
    dropout: tuple[float, ...] = (),
) -> torch.nn.Sequential:
    """Flatten, rồi mỗi tầng ẩn là Linear (→ norm) → activation (→ Dropout), cuối cùng là một Linear.

    `dropout` là xác suất tắt sau từng tầng ẩn; rỗng là không dropout.
    """
    layers: list[torch.nn.Module] = [torch.nn.Flatten()]
    for i, (inside, outside) in enumerate(zip(sizes[:-1], sizes[1:], strict=True)):
        if weight_init in INITS:
            weight = INITS[weight_init]((inside, outside), rng)
        else:
            weight = init.make(weight_init, (inside, outside), rng)
        layers.append(linear(inside, outside, True, weight, torch.float32))
        if i == len(sizes) - 2:
            break
        if norm is not None:
            layers.append(norm(outside))
        layers.append(ACTIVATIONS[activation]())
        if dropout and dropout[i]:
            layers.append(torch.nn.Dropout(dropout[i]))
    return torch.nn.Sequential(*layers)


@dataclass(frozen=True)
class Trial:
    """Một lượt đã train: mạng ở chế độ dự đoán (phân kì thì ở cuối epoch tốt cuối cùng)."""

    network: torch.nn.Module
    history: History
    diverged: bool
    seconds: float


def train(
    variant: Variant, parts: Dataset, seed: int, epochs: int, callbacks: tuple[Callback, ...] = ()
) -> Trial:
    """Train một bản với một seed: trọng số đầu và thứ tự xáo cùng rút từ seed ấy."""
    rng = np.random.default_rng(seed)
    network, start, diverged = variant.network(rng), time.process_time(), False
    try:
        history = learn(replace(variant.recipe, epochs=epochs), network, parts, rng, callbacks=callbacks)
    except DivergenceError as error:  # a result of its own: the record says so
        history, diverged = error.history, True
    return Trial(network.eval(), history, diverged, time.process_time() - start)


Extra = Callable[[torch.nn.Module, Dataset], Mapping[str, float]]


def compare(
    variants: Mapping[str, Variant],
    parts: Dataset,
    options: Options,
    *,
    extra: Extra | None = None,
    callback: Callable[[], Callback] | None = None,
    seen: Callable[[str, Callback], None] | None = None,
) -> Outcome:
    """Train mọi bản với mọi seed; điểm là trung bình và độ lệch chuẩn (chia n − 1) theo seed.

    Tham số:
        extra: thêm những con số khác cho mỗi lượt.
        callback: tạo một callback cho mỗi lượt; train xong thì seen(tên bản, callback).
    """
    scores: dict[str, float] = {}
    curves, seconds, details = {}, {}, {}
    for name, variant in variants.items():
        quick = QUICK_EPOCHS if parts.info.profile == "small" else variant.recipe.epochs
        epochs, rows, histories = options.epochs or quick, [], []
        for seed in SEEDS:
            hooks = () if callback is None else (callback(),)
            trial = train(variant, parts, seed, epochs, hooks)
            if seen is not None and hooks:
                seen(name, hooks[0])
            more = {} if extra is None else extra(trial.network, parts)
            rows.append(grades(trial, parts) | more)
            histories.append(trial.history)
        table = {key: [round(float(row[key]), DIGITS) for row in rows] for key in rows[0]}
        for key in table.keys() - {"seconds", "diverged"}:
            scores[f"{key}_{name}"] = float(np.mean(table[key]))
            scores[f"{key}_{name}_std"] = float(np.std(table[key], ddof=1))
        curves[name] = mean_curve(histories)
        seconds[name] = float(np.mean(table["seconds"])) / epochs
        settings = asdict(replace(variant.recipe, epochs=epochs))
        details[name] = {"words": variant.words, "settings": settings, "seeds": list(SEEDS)} | table
        if options.progress:
            said = ", ".join(f"{value:.4f}" for value in table["test_accuracy"])
            print(f"{name}: test_accuracy {said} ({sum(table['seconds']):.0f} giây)", file=sys.stderr)
    return Outcome(
        dict(sorted(scores.items())),
        curves={name: curve for name, curve in curves.items() if curve},
        epoch_seconds=seconds,
        details={"parts": sizes_of(parts), "variants": details},
        packages=("torch",),
    )


def grades(trial: Trial, parts: Dataset) -> dict[str, float]:
    """Loss và độ chính xác trên tập train và tập kiểm tra, ở chế độ dự đoán."""
    row = {"diverged": float(trial.diverged), "seconds": trial.seconds}
    for name in ("train", "test"):
        part = getattr(parts, name)
        logits = logits_of(trial.network, part.x).astype(np.float64)
        row[f"{name}_accuracy"] = float(np.mean(logits.argmax(axis=1) == part.y))
        row[f"{name}_loss"] = nn.cross_entropy(logits, part.y)[0]
    return row


def mean_curve(histories: list[History]) -> dict[str, list[float]]:
    """Trung bình theo seed của từng cột (thêm độ lệch chuẩn của val_accuracy), ở các epoch chung."""
    epochs = min(map(len, histories))
    if not epochs:
        return {}
    columns = {}
    for name in ("loss", "accuracy", "val_loss", "val_accuracy", "learning_rate"):
        table = np.array([history[name][:epochs] for history in histories])
        columns[name] = np.round(table.mean(axis=0), DIGITS).tolist()
        if name == "val_accuracy":
            columns["val_accuracy_std"] = np.round(table.std(axis=0, ddof=1), DIGITS).tolist()
    return columns


def merged(first: Outcome, **details: Any) -> Outcome:
    """Kết quả ấy, thêm vài mục vào details."""
    return replace(first, details=first.details | details)


def inputs(parts: Dataset) -> int:
    """Số số của một ảnh."""
    return int(np.prod(parts.train.x.shape[1:]))
