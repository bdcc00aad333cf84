"""Mạng hẹp (bề rộng 0.25) học trên cảnh vẽ: mạng chạy ngay trong trang của chương 14."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np

from hocsau.darknet import IntegerNet
from hocsau.data import Dataset
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import DIGITS, Outcome
from hocsau.experiments.plates.learning import Recipe, learn, light, score
from hocsau.experiments.plates.photos import Boxed, of_scenes, of_split
from hocsau.plates import draw_scenes
from hocsau.torch import Darknet

SEEDS = (0,)


@dataclass(frozen=True)
class Settings:
    """Cách đo; mặc định là lượt chạy đầy đủ."""

    scenes: int = 2400
    test: int = 400
    seeds: tuple[int, ...] = SEEDS
    recipe: Recipe = Recipe(steps=1800)


SMALL = Settings(seeds=(0,), recipe=Recipe(multiplier=0.0625, side=64, steps=6, warm=2))


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """AP50 và AP50:95 trên cảnh chưa thấy, của mạng float32 và của mạng có trọng số int8."""
    full = data.info.profile == "full"
    settings = Settings() if full else SMALL
    train, test = photos(data, settings, full)
    stamp = asdict(settings) | {"data": dict(data.info.sha256)}
    stamp.pop("seeds")  # one more seed later, and the others need not learn again
    ledger = Ledger(options, "plates-narrow", stamp)
    rows = [ledger.once(f"seed/{seed}", partial(one, train, test, settings, seed)) for seed in settings.seeds]
    scores = {
        f"{kind}_{name}": float(np.mean([row[kind][name] for row in rows]))
        for kind in ("float", "int8")
        for name in ("ap50", "ap")
    }
    scores["ap50_least"] = min(row["float"]["ap50"] for row in rows)
    scores["int8_loss"] = max(row["float"]["ap50"] - row["int8"]["ap50"] for row in rows)
    return Outcome(
        scores,
        curves={f"seed {s}": {"loss": row["curve"]} for s, row in zip(settings.seeds, rows, strict=True)},
        details={
            "settings": asdict(settings),
            # each seed: AP50 and AP50:95 as float32 and with int8 weights
            "seeds": [{"float": row["float"], "int8": row["int8"]} for row in rows],
        },
        arrays={"network": IntegerNet.unpacked(rows[0]["network"]).arrays()},
        packages=("torch",),
    )


def photos(data: Dataset, settings: Settings, full: bool) -> tuple[Boxed, Boxed]:
    """Cảnh để học và cảnh để chấm; bộ plate_scenes ở profile small, nhiều cảnh hơn ở full."""
    side = settings.recipe.side
    if not full:
        return of_split(data.train, side), of_split(data.test, side)
    made = [
        of_scenes(draw_scenes(n, np.random.default_rng(seed)), side)
        for n, seed in ((settings.scenes, 10), (settings.test, 11))
    ]
    return made[0], made[1]


def one(train: Boxed, test: Boxed, settings: Settings, seed: int) -> dict[str, Any]:
    """Học một lần, chấm hai lần: float32, rồi với trọng số int8."""
    network, curve = learn(train, settings.recipe, seed)
    small, twin = light(network)
    return {
        "float": points(network, test),
        "int8": points(twin, test),
        "curve": [round(v, DIGITS) for v in curve],
        "network": small.packed(),
    }


def points(network: Darknet, test: Boxed) -> dict[str, float]:
    """AP50 và AP50:95."""
    found = score(network, test)
    return {"ap50": round(found.at(0.5), DIGITS), "ap": round(found.mean, DIGITS)}
