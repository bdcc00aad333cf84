"""Khởi tạo: mười tầng ẩn, ba activation, bốn cách rút trọng số đầu."""

from __future__ import annotations

from functools import partial

import numpy as np

from hocsau.data import Dataset
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.recipe import Recipe
from hocsau.experiments.techniques.common import ACTIVATIONS, Variant, compare, divided, inputs, merged, mlp
from hocsau.training import Histograms

IMAGES, DEPTH, WIDTH = 3000, 10, 100
WAYS = ("tiny", "xavier", "he", "huge")
RECIPE = Recipe(epochs=6, batch_size=64, learning_rate=0.02)
WORDS = {"tiny": "N(0, 0.01²)", "xavier": "Xavier", "he": "He", "huge": "N(0, 1)"}


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Mỗi cặp (activation, cách khởi tạo): điểm sau vài epoch, và đầu ra, gradient từng tầng ở bước đầu."""
    parts = divided(data, IMAGES)
    sizes = (inputs(parts), *(WIDTH,) * DEPTH, len(data.info.classes))
    variants = {
        f"{activation}_{way}": Variant(
            f"{activation}, {WORDS[way]}", RECIPE, partial(mlp, sizes, activation=activation, weight_init=way)
        )
        for activation in ACTIVATIONS
        for way in WAYS
    }
    layers: dict[str, dict[str, list]] = {name: {"output_std": [], "gradient_std": []} for name in variants}

    def seen(name: str, histograms: Histograms) -> None:
        # Flatten, then Linear and activation by turns: every second one is an activation
        outputs = list(histograms.outputs.values())[2::2]
        gradients = [g for key, g in histograms.gradients.items() if key.endswith("weight")]
        layers[name]["output_std"].append([_short(s.std[0]) for s in outputs])
        layers[name]["gradient_std"].append([_short(s.std[0]) for s in gradients])

    outcome = compare(variants, parts, options, callback=lambda: Histograms(every=10**9), seen=seen)
    return merged(outcome, depth=DEPTH, width=WIDTH, layers=layers)


def _short(value: float) -> float:
    """Four significant digits: a gradient may be 1e-20."""
    return float(np.format_float_scientific(value, precision=3))
