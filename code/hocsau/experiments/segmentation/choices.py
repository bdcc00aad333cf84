"""Tế bào do sách vẽ: mỗi lần đổi một thứ (loss, augmentation, một đường nối tắt), ba hạt giống."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from hocsau.data import Dataset
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.recipe import small
from hocsau.experiments.segmentation.cells import scaled, scored, small_unet
from hocsau.experiments.segmentation.common import Plan, learn, logits_of, spread
from hocsau.segmentation import border_weights

SEEDS = 3


@dataclass(frozen=True)
class Variant:
    """Một dòng của bảng: lời, và những gì khác với dòng đầu."""

    words: str
    plan: dict[str, Any]
    network: dict[str, Any]
    images: int = 60


VARIANTS: dict[str, Variant] = {
    "bce": Variant("cross-entropy từng điểm", {}, {}),
    "dice": Variant("Dice mềm", {"loss": "dice"}, {}),
    "both": Variant("cross-entropy + Dice mềm", {"loss": "both"}, {}),
    "border": Variant("cross-entropy, viền nặng hơn", {"loss": "weighted"}, {}),
    "no augmentation": Variant("không augmentation", {"augment": ""}, {}),
    "image only": Variant("xoay ảnh, quên mặt nạ", {"augment": "image only"}, {}),
    "no shallow": Variant("bỏ nối tắt nông", {}, {"skips": (False, True)}),
    "no deep": Variant("bỏ nối tắt sâu", {}, {"skips": (True, False)}),
    "no skips": Variant("bỏ cả hai nối tắt", {}, {"skips": False}),
}
PLAN = Plan(steps=160, batch_size=8, crop=64, learning_rate=4e-3)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Mỗi cách ba hạt giống, điểm trên tập kiểm tra."""
    assert data.test is not None
    steps = 5 * (options.epochs or 1) if small(data) or options.epochs is not None else PLAN.steps
    plan = replace(PLAN, steps=steps)
    stamp = {"plan": asdict(plan), "data": dict(data.info.sha256)}
    stamp |= {name: asdict(variant) for name, variant in VARIANTS.items()}
    ledger = Ledger(options, "cells-choices", stamp)
    rows: dict[str, list[dict[str, float]]] = {}
    for name, variant in VARIANTS.items():
        for seed in range(SEEDS):
            key = f"{name}/{seed}"
            rows.setdefault(name, []).append(ledger.once(key, partial(_one, data, variant, plan, seed)))
    return Outcome(
        spread(rows),
        details={
            "plan": asdict(plan),
            "variants": {name: asdict(variant) for name, variant in VARIANTS.items()},
            "runs": rows,
        },
        packages=("torch",),
    )


def _one(data: Dataset, variant: Variant, plan: Plan, seed: int) -> dict[str, float]:
    assert data.test is not None
    labels = data.train.y[: variant.images]
    plan = replace(plan, **variant.plan)
    weights = np.stack([border_weights(one) for one in labels]) if plan.loss == "weighted" else None
    network = small_unet(seed, **variant.network)
    x, y = scaled(data.train.x[: variant.images]), (labels > 0).astype(np.float32)
    learn(network, x, y, plan, np.random.default_rng(100 + seed), weights=weights)
    return scored(logits_of(network, scaled(data.test.x)) > 0, data.test.y)
