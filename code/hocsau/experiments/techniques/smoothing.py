"""Label smoothing: độ chính xác, và mạng có dám chắc quá không; nhãn sạch và nhãn sai một phần năm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from hocsau import nn
from hocsau.data import Dataset, Split
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.recipe import Recipe, logits_of
from hocsau.experiments.techniques.common import Variant, compare, divided, inputs, mlp

IMAGES, WRONG, BINS = 2000, 0.2, 15
AMOUNTS = (0.0, 0.1, 0.3)
RECIPE = Recipe(epochs=25, batch_size=64, learning_rate=1e-3, optimizer="adam")


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """ε = 0, 0.1, 0.3 trên nhãn sạch, rồi trên nhãn mà một phần năm đã bị thay; tập kiểm tra luôn sạch."""
    clean = divided(data, IMAGES)
    sizes = (inputs(clean), 256, len(data.info.classes))
    parts, outcomes = {"clean": clean, "noisy": spoiled(clean)}, []
    for name, given in parts.items():
        variants = {
            f"{name}_{round(100 * amount)}": Variant(
                f"ε = {amount:g}" + ", nhãn sai một phần năm" * (name == "noisy"),
                replace(RECIPE, smoothing=amount),
                lambda rng: mlp(sizes, rng),
            )
            for amount in AMOUNTS
        }
        outcomes.append(compare(variants, given, options, extra=calibration))
    first, second = outcomes
    variants = first.details["variants"] | second.details["variants"]
    return replace(
        first,
        scores=first.scores | second.scores,
        curves=first.curves | second.curves,
        epoch_seconds=first.epoch_seconds | second.epoch_seconds,
        details=first.details | {"variants": variants, "wrong": WRONG},
    )


def spoiled(parts: Dataset) -> Dataset:
    """Một phần năm nhãn train thay bằng nhãn rút đều từ mọi lớp (có thể trúng lại nhãn cũ)."""
    rng, y = np.random.default_rng(0), parts.train.y.copy()
    rows = rng.choice(len(y), round(WRONG * len(y)), replace=False)
    y[rows] = rng.integers(0, len(parts.info.classes), len(rows))
    return replace(parts, train=Split(parts.train.x, y))


def calibration(network: torch.nn.Module, parts: Dataset) -> dict[str, float]:
    """Trên tập kiểm tra: xác suất trung bình của lớp được chọn, và sai lệch ECE với 15 khoảng.

    ECE = Σ_khoảng (số mẫu / N)·|độ chính xác − xác suất trung bình|.
    """
    p = nn.softmax(logits_of(network, parts.test.x).astype(np.float64))
    sure, right = p.max(axis=1), p.argmax(axis=1) == parts.test.y
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [
        abs(right[bins == b].mean() - sure[bins == b].mean()) * np.mean(bins == b) for b in np.unique(bins)
    ]
    return {"confidence": float(sure.mean()), "calibration_error": float(np.sum(gaps))}
