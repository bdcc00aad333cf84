"""Từ cảnh vẽ ra ảnh thật: học bằng gì thì tìm được biển trong 109 ảnh thật để dành.

Năm cách học, cùng một mạng (bề rộng 0.25), cùng số bước, ba seed:

    real            328 ảnh thật, có đổi ảnh
    bare            cảnh trơ trụi (sàn một màu, biển thẳng, không nhiễu), không đổi ảnh
    bare_changed    cảnh trơ trụi, có đổi ảnh (phóng, dời, xoay, sáng, tương phản, mosaic)
    varied          cảnh vẽ đủ loại, không đổi ảnh
    varied_changed  cảnh vẽ đủ loại, có đổi ảnh

và `shipped`: mạng đi kèm sách, cũng học cảnh vẽ đủ loại có đổi ảnh, nhưng chín lần nhiều ảnh hơn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cache, partial

import numpy as np

from hocsau.data import Dataset
from hocsau.data.sets.vn_motorbike_plates import seen_texts
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import DIGITS, Outcome
from hocsau.experiments.plates.learning import Recipe, learn, score, torch_twin
from hocsau.experiments.plates.photos import Boxed, of_scenes, of_split
from hocsau.plates import ANY, BARE, draw_scenes
from hocsau.plates.shipped import plate_detector
from hocsau.torch import Darknet

WAYS = ("real", "bare", "bare_changed", "varied", "varied_changed")


@dataclass(frozen=True)
class Settings:
    """Cách đo; mặc định là lượt chạy đầy đủ."""

    scenes: int = 1200
    drawn_test: int = 100
    seeds: tuple[int, ...] = (0, 1, 2)
    recipe: Recipe = Recipe(steps=400, batch=8)


SMALL = Settings(
    scenes=12,
    drawn_test=6,
    seeds=(0,),
    recipe=Recipe(multiplier=0.0625, side=64, steps=3, warm=2),
)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """AP50, AP50:95 trên phần test (ảnh thật ở lượt đầy đủ) và trên cảnh vẽ, theo cách học và seed."""
    settings = Settings() if data.info.real else SMALL
    side = settings.recipe.side
    test = of_split(data.test, side)
    known = set(seen_texts(list(data.train.y), list(data.test.y)))
    fresh = test.rows([i for i in range(len(test)) if i not in known])
    drawn = of_scenes(draw_scenes(settings.drawn_test, np.random.default_rng(21)), side)
    sources = _sources(data, settings)
    stamp = asdict(settings) | {"data": dict(data.info.sha256)}
    stamp.pop("seeds")  # one more seed later, and the others need not learn again
    ledger = Ledger(options, "plates-yolo", stamp)
    curve: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for seed in settings.seeds:
        for way in WAYS:
            source = sources[way.split("_")[0]]
            learnt = partial(one, source, _recipe(way, settings), seed, test, fresh, drawn)
            curve[way].append(ledger.once(f"{way}/{seed}", learnt))
    ours = ledger.once("shipped", partial(points, torch_twin(plate_detector()), test, fresh, drawn))
    scores = {f"shipped_{name}": value for name, value in ours.items()}
    for way, rows in curve.items():
        for name in rows[0]:
            values = [row[name] for row in rows]
            scores[f"{way}_{name}"] = float(np.mean(values))
            scores[f"{way}_{name}_spread"] = float(np.ptp(values))
    return Outcome(
        scores,
        details={
            "settings": asdict(settings),
            "photos": {
                "train": len(data.train),
                "test": len(test),
                "test_without_seen_plates": len(fresh),
                "drawn": settings.scenes,
                "drawn_test": settings.drawn_test,
            },
            # way -> each seed: AP on the test photos, on those whose plate was never seen, on drawn scenes
            "ways": curve,
        },
        packages=("torch",),
    )


def _sources(data: Dataset, settings: Settings) -> dict[str, Callable[[], Boxed]]:
    side = settings.recipe.side

    @cache
    def real() -> Boxed:
        return of_split(data.train, side)

    @cache
    def bare() -> Boxed:
        return of_scenes(draw_scenes(settings.scenes, np.random.default_rng(20), BARE), side)

    @cache
    def varied() -> Boxed:
        return of_scenes(draw_scenes(settings.scenes, np.random.default_rng(20), ANY), side)

    return {"real": real, "bare": bare, "varied": varied}


def _recipe(way: str, settings: Settings) -> Recipe:
    if way in ("bare", "varied"):
        return replace(settings.recipe, change=False, mosaic=0.0)
    return settings.recipe


def one(
    source: Callable[[], Boxed], recipe: Recipe, seed: int, test: Boxed, fresh: Boxed, drawn: Boxed
) -> dict[str, float]:
    """Học một lần, chấm ba nơi."""
    return points(learn(source(), recipe, seed)[0], test, fresh, drawn)


def points(network: Darknet, test: Boxed, fresh: Boxed, drawn: Boxed) -> dict[str, float]:
    """AP50 và AP50:95 ở ba nơi."""
    found = {}
    for name, photos in (("real", test), ("fresh", fresh), ("drawn", drawn)):
        if len(photos):
            table = score(network, photos)
            found[f"on_{name}_ap50"] = round(table.at(0.5), DIGITS)
            found[f"on_{name}_ap"] = round(table.mean, DIGITS)
    return found
