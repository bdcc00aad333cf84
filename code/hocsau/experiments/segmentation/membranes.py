"""Màng tế bào thật: U-Net, U-Net không nối tắt, và ngưỡng sáng; ba hạt giống."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.segmentation.common import (
    Plan,
    best_threshold,
    blurred,
    learn,
    logits_of,
    scores_of,
    spread,
)
from hocsau.torch import UNet

LEVELS = tuple(np.linspace(0.05, 0.95, 19).round(2).tolist())  # thresholds of the recorded curve


@dataclass(frozen=True)
class Settings:
    """Ảnh 512 thu còn 256 để học và đoán; logit phóng lại 512 rồi mới chấm."""

    base: int = 16
    depth: int = 3
    seeds: int = 3
    plan: Plan = Plan(steps=200, batch_size=8, crop=128)


SMALL = Settings(base=4, depth=2, seeds=2, plan=Plan(steps=6, batch_size=2, crop=16))


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Điểm trên các lát cắt không học, trung bình và khoảng qua các hạt giống."""
    settings = Settings() if data.info.real else SMALL
    assert data.test is not None
    truth = data.test.y > 0
    ledger = Ledger(options, "membranes-unet", asdict(settings) | {"data": dict(data.info.sha256)})
    sigma, level = best_threshold(data.train.x, data.train.y > 0, (0, 1, 2, 3))
    rows = {"threshold": [scores_of(blurred(data.test.x, sigma) > level, truth)]}
    curves, slices = {}, {}
    for name, skips in (("unet", True), ("no skips", False)):
        for seed in range(settings.seeds):
            found = ledger.once(
                f"{name}/{seed}", lambda skips=skips, seed=seed: _one(data, settings, skips, seed, options)
            )
            rows.setdefault(name, []).append(found["scores"])
            curves[f"{name}-{seed}"] = {"loss": found["loss"]}
            slices.setdefault(name, []).append({key: found[key] for key in ("levels", "slices")})
    return Outcome(
        spread(rows),
        curves=curves,
        details={
            "settings": asdict(settings),
            "threshold": {"sigma": sigma, "level": level},
            "parameters": {
                name: sum(p.numel() for p in _network(settings, skips, 0).parameters())
                for name, skips in (("unet", True), ("no skips", False))
            },
            "runs": rows,
            # name -> a row a seed: Dice of cells at each threshold of LEVELS, Dice of each test slice
            "levels": list(LEVELS),
            "by threshold": {name: [row["levels"] for row in found] for name, found in slices.items()},
            "by slice": {name: [row["slices"] for row in found] for name, found in slices.items()},
        },
        packages=("torch",),
    )


def _network(settings: Settings, skips: bool, seed: int) -> UNet:
    rng = np.random.default_rng(seed)
    shape = {"base": settings.base, "depth": settings.depth, "up": "transposed"}
    return UNet(1, norm=True, skips=skips, rng=rng, **shape)


def _one(data: Dataset, settings: Settings, skips: bool, seed: int, options: Options) -> dict:
    assert data.test is not None
    x, mean, std = halved(data.train.x), float(data.train.x.mean()), float(data.train.x.std())
    network = _network(settings, skips, seed)
    y = halved(data.train.y > 0)  # an edge pixel is partly cell: a target between 0 and 1
    losses = learn(
        network,
        (x - np.float32(mean)) / np.float32(std),
        y,
        settings.plan,
        np.random.default_rng(100 + seed),
        progress=options.progress,
    )
    z = logits_of(network, (halved(data.test.x) - np.float32(mean)) / np.float32(std), 1)
    whole = torch.nn.functional.interpolate(
        torch.from_numpy(z)[:, None], scale_factor=2, mode="bilinear", align_corners=False
    )[:, 0].numpy()
    truth = data.test.y > 0
    p = 1 / (1 + np.exp(-whole))
    return {
        "scores": scores_of(p > 0.5, truth),
        "levels": [round(scores_of(p > level, truth)["dice"], 5) for level in LEVELS],
        "slices": [round(scores_of(a > 0.5, b)["dice"], 5) for a, b in zip(p, truth, strict=True)],
        "loss": [round(float(np.mean(part)), 5) for part in np.array_split(losses, min(40, len(losses)))],
    }


def halved(a: np.ndarray) -> np.ndarray:
    """(N, 2h, 2w) → (N, h, w) float32: trung bình từng ô 2×2."""
    n, height, width = a.shape
    return a.reshape(n, height // 2, 2, width // 2, 2).mean(axis=(2, 4), dtype=np.float32)
