"""Một công thức train: những kĩ thuật của chương 12 mà một lượt học bật hay tắt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch

from hocsau import nn
from hocsau.data import Dataset, Split
from hocsau.data.transforms import Transform, mixup
from hocsau.training import Callback, History, WeightAverage, augmented, fit, metrics, softened

BATCH = 500  # images a forward pass, when nothing is learnt


@dataclass(frozen=True)
class Recipe:
    """Một lượt train bằng SGD có đà (Nesterov) hay Adam, cross-entropy; mặc định mọi kĩ thuật đều tắt.

    `schedule` là "constant", "step" (chia 10 ở một nửa và ba phần tư) hay "cosine"; `warmup` là phần của lượt
    học dành để tăng dần; `average` là hệ số d của trung bình trọng số, 0 là không; `mix` là α của mixup.
    """

    epochs: int
    batch_size: int
    learning_rate: float
    optimizer: str = "sgd"
    momentum: float = 0.9
    weight_decay: float = 0.0
    schedule: str = "constant"
    warmup: float = 0.0
    smoothing: float = 0.0
    mix: float = 0.0
    average: float = 0.0


def schedule_of(recipe: Recipe, samples: int) -> nn.schedules.Schedule:
    """Learning rate theo bước, vừa đủ số bước của cả lượt học trên `samples` mẫu."""
    steps = recipe.epochs * -(-samples // recipe.batch_size)  # rounded up
    first = round(recipe.warmup * steps)
    rest, rate = steps - first, recipe.learning_rate
    if recipe.schedule == "cosine":
        after = nn.schedules.cosine(rate, rest, final=1e-3 * rate)
    elif recipe.schedule == "step":
        after = _halves(rate, rest)
    else:
        after = nn.schedules.constant(rate)
    return nn.schedules.warm_up(after, first)


def _halves(rate: float, steps: int) -> nn.schedules.Schedule:
    """A tenth from the half on, a hundredth from three quarters on."""
    return lambda step: rate * 0.1 ** ((step >= steps / 2) + (step >= 3 * steps / 4))


def learn(
    recipe: Recipe,
    network: torch.nn.Module,
    parts: Dataset,
    rng: np.random.Generator,
    *,
    augment: Transform | None = None,
    callbacks: tuple[Callback, ...] = (),
    checkpoint: Path | None = None,
    progress: bool = False,
) -> History:
    """Train `network` theo công thức; kiểm định trên `parts.val` (không có thì thôi)."""
    parameters = network.parameters()
    if recipe.optimizer == "adam":
        steps = torch.optim.AdamW(parameters, recipe.learning_rate, weight_decay=recipe.weight_decay)
    else:
        steps = torch.optim.SGD(
            parameters,
            recipe.learning_rate,
            momentum=recipe.momentum,
            nesterov=recipe.momentum > 0,
            weight_decay=recipe.weight_decay,
        )
    change = softened(
        len(parts.info.classes),
        recipe.smoothing,
        augment=augment,
        mix=partial(mixup, alpha=recipe.mix) if recipe.mix else None,
    )
    plain = not (recipe.smoothing or recipe.mix or augment)
    hooks = [WeightAverage(recipe.average)] if recipe.average else []
    return fit(
        network,
        ((parts.train.x, parts.train.y), None if parts.val is None else (parts.val.x, parts.val.y)),
        torch.nn.functional.cross_entropy,
        steps,
        epochs=recipe.epochs,
        batch_size=recipe.batch_size,
        metrics={"accuracy": metrics.accuracy},
        callbacks=[*hooks, *callbacks],
        rng=rng,
        schedule=schedule_of(recipe, len(parts.train)),
        train_batch=None if plain else augmented(change, rng),
        checkpoint=checkpoint,
        resume=checkpoint is not None,
        progress=progress,
    )


def logits_of(network: torch.nn.Module, x: np.ndarray, *, mirrored: bool = False) -> np.ndarray:
    """Logit (N, K), từng batch một; `mirrored` thì cộng với logit của ảnh soi gương."""
    found = []
    network.eval()
    with torch.no_grad():
        for i in range(0, len(x), BATCH):
            batch = torch.from_numpy(x[i : i + BATCH])
            out = network(batch)
            found.append((out + network(batch.flip(3)) if mirrored else out).numpy())
    return np.concatenate(found)


def pictures(parts: Dataset) -> Dataset:
    """x thành (N, C, H, W) float32, mỗi kênh trừ trung bình rồi chia độ lệch chuẩn của tập train."""

    def channels_first(x: np.ndarray) -> np.ndarray:
        x = x[:, np.newaxis] if x.ndim == 3 else x.transpose(0, 3, 1, 2)
        return np.ascontiguousarray(x, dtype=np.float32) / np.float32(parts.info.largest)

    train = channels_first(parts.train.x)
    mean, std = (f(train, axis=(0, 2, 3), keepdims=True) for f in (np.mean, np.std))

    def ready(part: Split | None) -> Split | None:
        return None if part is None else Split((channels_first(part.x) - mean) / std, part.y)

    return replace(
        parts, train=Split((train - mean) / std, parts.train.y), val=ready(parts.val), test=ready(parts.test)
    )


def few(part: Split, n: int) -> Split:
    """n mẫu đầu (phần đã được xáo)."""
    return Split(part.x[:n], part.y[:n])


def small(data: Dataset) -> bool:
    """Dữ liệu nhỏ đi kèm: chạy thử cho biết, vài giây."""
    return data.info.profile == "small"
