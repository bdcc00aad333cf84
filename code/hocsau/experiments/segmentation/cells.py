"""Tế bào do sách vẽ: một U-Net nhỏ cho trang sách và `hocsau segment`; ba hạt giống, giữ mạng thứ nhất."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from hocsau.data import Dataset
from hocsau.data.drawn.cells import draw_cell_set
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.recipe import small
from hocsau.experiments.segmentation.common import (
    Plan,
    best_threshold,
    blurred,
    learn,
    logits_of,
    scores_of,
    spread,
)
from hocsau.segmentation import components, match_objects
from hocsau.torch import UNet
from hocsau.torch.models.segmenter import MEAN, SCALE, Segmenter
from hocsau.torch.models.unet import without_norm
from hocsau.torch.shipped import shipped_arrays

LEVELS = tuple(np.linspace(0.05, 0.95, 19).round(2).tolist())


@dataclass(frozen=True)
class Settings:
    """`pictures` ảnh vẽ thêm để học (hạt giống 2), ngoài tập train của bộ cells."""

    seeds: int = 3
    pictures: int = 600
    plan: Plan = Plan(steps=500, batch_size=8, crop=64, learning_rate=4e-3)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Điểm trên 40 ảnh kiểm tra; mạng của hạt giống 0, đã bỏ norm, float16."""
    settings = Settings()
    if small(data) or options.epochs is not None:  # a short try: an epoch is ten steps
        settings = Settings(2, 10, replace(settings.plan, steps=10 * (options.epochs or 1)))
    assert data.test is not None
    more, maps = draw_cell_set(settings.pictures, np.random.default_rng(2))
    x = scaled(np.concatenate([data.train.x, more]))
    y = (np.concatenate([data.train.y, maps]) > 0).astype(np.float32)
    truth = data.test.y > 0
    sigma, level = best_threshold(data.train.x, data.train.y > 0, (0, 1, 2, 3))
    rows = {"threshold": [scored(blurred(data.test.x, sigma) > level, data.test.y)]}
    networks, by_level = [], []
    for seed in range(settings.seeds):
        network = small_unet(seed)
        learn(network, x, y, settings.plan, np.random.default_rng(100 + seed), progress=options.progress)
        z = logits_of(network, scaled(data.test.x))
        rows.setdefault("unet", []).append(scored(z > 0, data.test.y))
        p = 1 / (1 + np.exp(-z))
        by_level.append([round(scores_of(p > k, truth)["dice"], 4) for k in LEVELS])
        networks.append(network)
    kept = Segmenter(rng=np.random.default_rng(0))
    kept.load_state_dict(without_norm(networks[0]).state_dict())
    return Outcome(
        spread(rows),
        details={
            "settings": asdict(settings),
            "threshold": {"sigma": sigma, "level": level},
            "parameters": sum(p.numel() for p in kept.parameters()),
            "runs": rows,
            "levels": list(LEVELS),
            "by threshold": by_level,
        },
        arrays={"network": shipped_arrays("cells-unet", kept)},
        packages=("torch",),
    )


def small_unet(seed: int, **options: Any) -> UNet:
    """Thân của `Segmenter`, có batch norm để học cho nhanh."""
    shape = {"base": Segmenter.BASE, "depth": Segmenter.DEPTH, "up": "transposed"}
    return UNet(1, norm=True, rng=np.random.default_rng(seed), **shape | options)


def scaled(x: np.ndarray) -> np.ndarray:
    """Ảnh uint8 thành số thực quanh 0, như `Segmenter` chờ đợi."""
    return ((x.astype(np.float32) - MEAN) / SCALE).astype(np.float32)


def scored(mask: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """The scores of pixels, and of objects when every connected component is called one."""
    found = [match_objects(components(m), t) for m, t in zip(mask, labels, strict=True)]
    hits, extra, missed = (sum(score[k] for score in found) for k in range(3))
    return scores_of(mask, labels > 0) | {"objects_f1": 2 * hits / max(2 * hits + extra + missed, 1)}
