"""Dropout: khi mạng học thuộc, khi mạng học chưa tới, và khi đứng cạnh batch norm."""

from __future__ import annotations

import torch

from hocsau.data import Dataset
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.recipe import Recipe
from hocsau.experiments.techniques.common import Variant, compare, divided, inputs, mlp

IMAGES = 1000
RECIPE = Recipe(epochs=40, batch_size=50, learning_rate=1e-3, optimizer="adam")
WIDE, NARROW = (256, 256), (16,)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Mạng rộng học 1000 ảnh với p = 0 … 0.8; mạng hẹp; rồi cùng batch norm, dropout ở hai chỗ khác nhau."""
    parts = divided(data, IMAGES)
    ends = inputs(parts), len(data.info.classes)

    def variant(words: str, hidden: tuple[int, ...], *p: float, norm: bool = False) -> Variant:
        sizes = (ends[0], *hidden, ends[1])
        kind = torch.nn.BatchNorm1d if norm else None
        return Variant(words, RECIPE, lambda rng: mlp(sizes, rng, dropout=p, norm=kind))

    variants = {
        f"wide_{round(100 * p)}": variant(f"hai tầng ẩn 256, p = {p:g}", WIDE, p, p)
        for p in (0.0, 0.2, 0.5, 0.8)
    }
    variants |= {
        f"narrow_{round(100 * p)}": variant(f"một tầng ẩn 16, p = {p:g}", NARROW, p) for p in (0.0, 0.2, 0.5)
    }
    variants |= {
        "norm": variant("batch norm, không dropout", WIDE, 0.0, 0.0, norm=True),
        "norm_before": variant("dropout 0.5 ngay trước tầng có batch norm", WIDE, 0.5, 0.0, norm=True),
        "norm_after": variant("dropout 0.5 sau mọi batch norm", WIDE, 0.0, 0.5, norm=True),
    }
    return compare(variants, parts, options)
