"""CIFAR-10 với 2500 ảnh để học: mạng trơn, rồi cùng mạng ấy với những gì chương 12 dạy."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import torch

from hocsau import nn
from hocsau.data import Dataset
from hocsau.data.transforms import Compose, Crop, Cutout, Flip
from hocsau.experiments.common import sizes_of
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import DIGITS, Outcome, curve
from hocsau.experiments.recipe import Recipe, few, learn, logits_of, pictures, small
from hocsau.experiments.short_resnet import short_resnet
from hocsau.training import metrics

SEED = 0
TEST, VAL = 1000, 500
WIDTHS = (32, 64, 128)
PLAIN = Recipe(epochs=20, batch_size=64, learning_rate=0.02)
BEST = Recipe(
    epochs=40,
    batch_size=64,
    learning_rate=0.05,
    weight_decay=5e-4,
    schedule="cosine",
    warmup=0.1,
    smoothing=0.1,
    average=0.99,
)
# name → recipe, batch norm and residuals, augmentation
VARIANTS = {"plain": (PLAIN, False, False), "best": (BEST, True, True)}
QUICK = {"images": 240, "epochs": 1, "widths": (8, 16)}  # the small profile


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Train hai bản; mọi lựa chọn đã làm trên tập kiểm định, mỗi bản chấm một lần trên tập kiểm tra."""
    parts = divided(data)
    widths = WIDTHS
    if small(data):
        parts = replace(parts, train=few(parts.train, QUICK["images"]))
        widths = QUICK["widths"]
    side = parts.train.x.shape[2]
    augment = Compose(Flip(), Crop(side, side, side // 8), Cutout(side // 4), fill="reflect")
    scores: dict[str, float] = {}
    curves, seconds, runs = {}, {}, {}
    for name, (recipe, modern, changed) in VARIANTS.items():
        epochs = options.epochs or (QUICK["epochs"] if small(data) else recipe.epochs)
        recipe = replace(recipe, epochs=epochs)
        if options.progress:
            print(f"{name}: {recipe}", file=sys.stderr)
        rng = np.random.default_rng(SEED)
        classes = len(data.info.classes)
        network = short_resnet(parts.train.x.shape[1], classes, widths, residual=modern, norm=modern, rng=rng)
        kept = None if options.checkpoints is None else options.checkpoints / f"cifar-small-{name}.npz"
        history = learn(
            recipe, network, parts, rng, augment=augment if changed else None, checkpoint=kept,
            progress=options.progress,
        )  # fmt: skip
        exam, runs[name] = examine(network, parts, mirrored=changed)
        runs[name] |= {"settings": asdict(recipe), "batch_norm_and_residuals": modern, "augmented": changed}
        scores |= {f"{key}_{name}": value for key, value in exam.items()}
        curves[name] = curve(history)
        seconds[name] = float(np.median(history["seconds"]))
    return Outcome(
        scores,
        curves=curves,
        epoch_seconds=seconds,
        details={"parts": sizes_of(parts), "seed": SEED, "widths": list(widths), "runs": runs},
        packages=("torch",),
    )


def divided(data: Dataset) -> Dataset:
    """1000 ảnh để kiểm tra, 500 để kiểm định, còn lại để học; ảnh (N, C, H, W) đã chuẩn hoá."""
    wanted = {"val": VAL} if data.test is not None else {"val": VAL, "test": TEST}
    return pictures(data.split(**wanted))


def examine(
    network: torch.nn.Module, parts: Dataset, *, mirrored: bool
) -> tuple[dict[str, float], dict[str, Any]]:
    """Điểm trên tập kiểm định và kiểm tra, ma trận nhầm lẫn, xác suất trung bình mà mạng dám nói.

    `mirrored` thì chấm bằng trung bình của ảnh và ảnh soi gương; điểm không soi gương vẫn được ghi.
    """
    scores = {"parameters": float(sum(p.numel() for p in network.parameters()))}
    for name in ("val", "test"):
        part = getattr(parts, name)
        scores[f"{name}_accuracy_one_view"] = metrics.accuracy(logits_of(network, part.x), part.y)
        logits = logits_of(network, part.x, mirrored=mirrored)
        scores[f"{name}_accuracy"] = metrics.accuracy(logits, part.y)
    sure = nn.softmax(logits_of(network, parts.test.x).astype(np.float64)).max(axis=1)
    guess = logits.argmax(axis=1)
    details = {
        "confusion": metrics.confusion_matrix(guess, parts.test.y, len(parts.info.classes)).tolist(),
        "mean_confidence": round(float(sure.mean()), DIGITS),
    }
    return scores, details
