"""Đường tắt: mạng 8 tầng và 20 tầng, có và không có nhánh thặng dư."""

from __future__ import annotations

from hocsau.data import Dataset
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.recipe import Recipe
from hocsau.experiments.techniques.common import Variant, compare, divided
from hocsau.torch import ResNet

IMAGES, TEST = 1000, 1000
RECIPE = Recipe(epochs=8, batch_size=50, learning_rate=0.05, weight_decay=1e-4, schedule="cosine")


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """ResNet-8, ResNet-20 và hai mạng trơn cùng độ sâu: đều có batch norm, chỉ khác đường tắt."""
    parts = divided(data, IMAGES, TEST)
    shape = {"classes": len(data.info.classes), "channels": parts.train.x.shape[1]}
    variants = {}
    for depth in (8, 20):
        for name, residual in (("plain", False), ("resnet", True)):
            variants[f"{name}_{depth}"] = Variant(
                f"{name}-{depth}",
                RECIPE,
                lambda rng, depth=depth, residual=residual: ResNet(
                    depth, residual=residual, rng=rng, **shape
                ),
            )
    return compare(variants, parts, options)
