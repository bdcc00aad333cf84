"""Lịch learning rate: hằng số, bậc thang, cosine; và warm-up khi mạng sâu."""

from __future__ import annotations

from functools import partial

from hocsau.data import Dataset
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.recipe import Recipe
from hocsau.experiments.techniques.common import Variant, compare, divided, inputs, mlp

IMAGES, EPOCHS, BATCH, HIGH, LOW = 4000, 12, 32, 0.1, 0.01
DEPTH, WIDTH, DEEP_RATE = 10, 100, 0.05


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Năm lịch trên mạng hai tầng ẩn; rồi mạng mười tầng ẩn, learning rate lớn, có và không warm-up."""
    parts = divided(data, IMAGES)
    first, last = inputs(parts), len(data.info.classes)
    shallow, deep = (first, 128, 128, last), (first, *(WIDTH,) * DEPTH, last)
    given = {
        "constant_high": ("hằng số 0.1", Recipe(EPOCHS, BATCH, HIGH)),
        "constant_low": ("hằng số 0.01", Recipe(EPOCHS, BATCH, LOW)),
        "step": ("bậc thang từ 0.1", Recipe(EPOCHS, BATCH, HIGH, schedule="step")),
        "cosine": ("cosine từ 0.1", Recipe(EPOCHS, BATCH, HIGH, schedule="cosine")),
        "warmup": ("warm-up rồi cosine từ 0.1", Recipe(EPOCHS, BATCH, HIGH, schedule="cosine", warmup=0.1)),
    }
    variants = {
        name: Variant(words, recipe, partial(mlp, shallow)) for name, (words, recipe) in given.items()
    }
    for name, warmup in (("deep_cosine", 0.0), ("deep_warmup", 0.2)):
        recipe = Recipe(EPOCHS, BATCH, DEEP_RATE, schedule="cosine", warmup=warmup)
        words = f"{DEPTH} tầng ẩn, cosine từ {DEEP_RATE:g}" + ", có warm-up" * bool(warmup)
        variants[name] = Variant(words, recipe, partial(mlp, deep))
    return compare(variants, parts, options)
