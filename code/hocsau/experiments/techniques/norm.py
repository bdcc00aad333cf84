"""Batch norm: mạng sâu và learning rate lớn; rồi những batch rất nhỏ, cạnh layer norm."""

from __future__ import annotations

from functools import partial

import torch

from hocsau.data import Dataset
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.recipe import Recipe
from hocsau.experiments.techniques.common import Variant, compare, divided, inputs, mlp

IMAGES, DEPTH, WIDTH = 2000, 10, 100
NORMS = {"none": None, "batch": torch.nn.BatchNorm1d, "layer": torch.nn.LayerNorm}
RATES = (0.01, 0.1, 1.0)
BATCHES = (2, 8, 64)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Mười tầng ẩn, hai activation, ba learning rate, có và không batch norm; rồi batch 2, 8, 64."""
    parts = divided(data, IMAGES)
    first, last = inputs(parts), len(data.info.classes)
    deep, shallow = (first, *(WIDTH,) * DEPTH, last), (first, WIDTH, WIDTH, last)
    variants = {}
    for activation, way in (("relu", "he"), ("sigmoid", "xavier")):
        for name in ("none", "batch"):
            for rate in RATES:
                network = partial(mlp, deep, activation=activation, weight_init=way, norm=NORMS[name])
                words = f"{DEPTH} tầng ẩn, {activation}, norm: {name}, learning rate {rate:g}"
                recipe = Recipe(epochs=5, batch_size=64, learning_rate=rate, momentum=0.0)
                variants[f"{activation}_{name}_{rate:g}"] = Variant(words, recipe, network)
    for name, norm in NORMS.items():
        for batch in BATCHES:
            network = partial(mlp, shallow, norm=norm)
            rate = 0.1 * batch / 64  # linear scaling, so that only the batch differs
            words = f"2 tầng ẩn, relu, norm: {name}, batch {batch}"
            recipe = Recipe(epochs=3, batch_size=batch, learning_rate=rate, momentum=0.0)
            variants[f"batch{batch}_{name}"] = Variant(words, recipe, network)
    return compare(variants, parts, options)
