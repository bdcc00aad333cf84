"""Sơ cứu: mười cách hay gặp làm một mạng YOLO không tìm thấy gì; mỗi cách gây ra rồi chữa, ba seed.

Mạng hẹp bốn lần, ảnh vào 128×128, cảnh trơ trụi: học xong trong vài giây nên gây được nhiều lỗi.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import torch

from hocsau.darknet import letterbox
from hocsau.data import Dataset
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import DIGITS, Outcome
from hocsau.experiments.plates.learning import Recipe, batch_of, learn, network_of, one_step, score
from hocsau.experiments.plates.photos import Boxed, of_scenes
from hocsau.plates import BARE, Scene, draw_scenes
from hocsau.torch import Darknet

# k-means with IoU distance on 600 bare scenes at 128×128, rounded
ANCHORS = ((12, 9), (16, 12), (20, 15), (25, 18), (31, 23), (38, 28))
RECIPE = Recipe(side=128, steps=250, batch=8, warm=25, rate=3e-3, change=False, mosaic=0.0, anchors=ANCHORS)


@dataclass(frozen=True)
class Settings:
    """Cách đo; mặc định là lượt chạy đầy đủ."""

    scenes: int = 300
    test: int = 80
    seeds: tuple[int, ...] = (0, 1, 2)
    recipe: Recipe = RECIPE
    wild: float = 1.0
    tame: float = 0.01


SMALL = Settings(
    scenes=6, test=4, seeds=(0,), recipe=replace(RECIPE, multiplier=0.0625, side=64, steps=3, warm=2)
)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """AP50 của từng cách làm hỏng, cạnh AP50 khi làm đúng; và bước đầu tiên có loss NaN."""
    settings = Settings() if data.info.profile == "full" else SMALL
    train, test = (
        draw_scenes(n, np.random.default_rng(seed), BARE)
        for n, seed in ((settings.scenes, 40), (settings.test, 41))
    )
    stamp = asdict(settings) | {"data": dict(data.info.sha256)}
    stamp.pop("seeds")
    ledger = Ledger(options, "plates-first-aid", stamp)
    table: dict[str, list[dict[str, Any]]] = {}
    for seed in settings.seeds:
        for name, measure in CASES.items():
            row = ledger.once(f"{name}/{seed}", partial(measure, train, test, settings, seed))
            table.setdefault(name, []).append(row)
    scores = {
        f"{name}_{key}": float(np.mean([row[key] for row in rows]))
        for name, rows in table.items()
        for key in rows[0]
    }
    return Outcome(
        scores,
        details={"settings": asdict(settings), "cases": table},
        packages=("torch",),
    )


Scenes = list[Scene]


def _ap(network: Darknet, photos: Boxed) -> float:
    return round(score(network, photos).at(0.5), DIGITS)


def right(train: Scenes, test: Scenes, settings: Settings, seed: int) -> dict[str, float]:
    """Làm đúng, rồi bốn cách hỏng chỉ ở lúc dùng."""
    side = settings.recipe.side
    photos, seen = of_scenes(train, side), of_scenes(test, side)
    network, _ = learn(photos, settings.recipe, seed)
    found = {"ap50": _ap(network, seen), "ap": round(score(network, seen).mean, DIGITS)}
    found["bytes_ap50"] = _ap(_With(network, times=255.0), seen)
    found["training_mode_ap50"] = _ap(_With(network, single=True), seen)
    pulled = stretched(test, side)
    found["stretched_ap50"] = _ap(network, pulled)
    found["stretched_ap"] = round(score(network, pulled).mean, DIGITS)
    for threshold in (0.05, 0.25, 0.9):
        table = score(network, seen, floor=threshold)
        found[f"recall_{round(100 * threshold)}"] = round(float(table.recall[0, 0]), DIGITS)
    return found


def early(train: Scenes, test: Scenes, settings: Settings, seed: int) -> dict[str, float]:
    """Dừng ở một phần năm số bước: với ngưỡng 0.25 thì gần như không thấy gì, điểm thật ra đã có."""
    side, steps = settings.recipe.side, max(2, settings.recipe.steps // 5)
    network, _ = learn(of_scenes(train, side), replace(settings.recipe, steps=steps), seed)
    found = {"steps": steps}
    for threshold in (0.01, 0.25, 0.9):
        table = score(network, of_scenes(test, side), floor=threshold)
        found[f"recall_{round(100 * threshold)}"] = round(float(table.recall[0, 0]), DIGITS)
    return found


def _spoilt(change: Callable[[np.ndarray, int], np.ndarray]) -> Callable[..., dict[str, float]]:
    """Nhãn hỏng: mọi khung để học qua `change` (khung theo điểm ảnh của ảnh vào, cạnh ảnh vào)."""

    def measure(train: Scenes, test: Scenes, settings: Settings, seed: int) -> dict[str, float]:
        side = settings.recipe.side
        photos = of_scenes(train, side)
        photos = replace(photos, fitted=tuple(change(boxes, side) for boxes in photos.fitted))
        network, _ = learn(photos, settings.recipe, seed)
        return {"ap50": _ap(network, of_scenes(test, side))}

    return measure


def _other(**changes: Any) -> Callable[..., dict[str, float]]:
    """Một công thức khác."""

    def measure(train: Scenes, test: Scenes, settings: Settings, seed: int) -> dict[str, float]:
        side = settings.recipe.side
        network, _ = learn(of_scenes(train, side), replace(settings.recipe, **changes), seed)
        return {"ap50": _ap(network, of_scenes(test, side))}

    return measure


def wild(train: Scenes, test: Scenes, settings: Settings, seed: int) -> dict[str, float]:
    """SGD với learning rate quá lớn, không làm ấm, không chặn gradient: bước nào loss hết hữu hạn.

    Rồi cùng SGD ấy với learning rate nhỏ và gradient bị chặn; 0 nghĩa là không bước nào.
    """
    photos = of_scenes(train, settings.recipe.side)
    return {
        "nan_step": _first_nan(photos, settings.recipe, seed, settings.wild, None),
        "cured_nan_step": _first_nan(photos, settings.recipe, seed, settings.tame, 10.0),
    }


def _first_nan(photos: Boxed, recipe: Recipe, seed: int, rate: float, clip: float | None) -> int:
    """The step whose loss is no number any more; 0 when none is."""
    network, rng = network_of(recipe, seed).train(), np.random.default_rng(seed)
    optimizer = torch.optim.SGD(network.parameters(), lr=rate, momentum=0.9)
    for step in range(1, recipe.steps + 1):
        loss = one_step(network, optimizer, *batch_of(photos, recipe, rng), clip=clip)
        if not np.isfinite(loss.total.item()):
            return step
    return 0


def as_shares(boxes: np.ndarray, side: int) -> np.ndarray:
    """Để nguyên phần của cạnh (0 … 1) như trong tệp nhãn, quên nhân với cạnh ảnh."""
    return boxes / side


def as_corners(boxes: np.ndarray, side: int) -> np.ndarray:
    """Đọc x, y, rộng, cao (tâm) như thể là hai góc; khung lật ngược thì sắp lại."""
    x1, y1, x2, y2 = boxes.T
    wrong = np.stack([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1], axis=1)
    low, high = np.minimum(wrong[:, :2], wrong[:, 2:]), np.maximum(wrong[:, :2], wrong[:, 2:])
    return np.concatenate([low, high + 1], axis=1)


def stretched(scenes: Scenes, side: int) -> Boxed:
    """Ảnh test bị kéo cho đầy khung, thay vì letterbox như lúc học."""
    plain = of_scenes(scenes, side)
    made = [letterbox(scene.image, side, side, stretch=True) for scene in scenes]
    images = np.ascontiguousarray(np.stack([image for image, _ in made]).transpose(0, 3, 1, 2))
    return replace(plain, images=images, fits=tuple(fit for _, fit in made))


class _With(torch.nn.Module):
    """Chạy mạng mà quên một điều: nhân ảnh vào, hay để batch norm ở chế độ học, từng ảnh một."""

    def __init__(self, network: Darknet, *, times: float = 1.0, single: bool = False) -> None:
        super().__init__()
        self.network, self.times, self.single = network, times, single
        self.heads = network.heads

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        """Như mạng, có lỗi."""
        if not self.single:
            return self.network.eval()(self.times * x)
        kept = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.network.train()
        parts = [self.network(one) for one in x.split(1)]
        self.network.load_state_dict(kept)  # what was forgotten also moves the running means
        self.network.eval()
        return [torch.cat(maps) for maps in zip(*parts, strict=True)]


CASES: dict[str, Callable[..., dict[str, float]]] = {
    "right": right,
    "early": early,
    "wild": wild,
    "shares": _spoilt(as_shares),
    "corners": _spoilt(as_corners),
    # anchors 0, 1, 2 belong to no head
    "mask_gap": _other(masks=((3, 4, 5), (3, 4, 5))),
    # the large anchors look through the small cells
    "masks_swapped": _other(masks=((0, 1, 2), (3, 4, 5))),
    # anchors of another data set, as they stand in the cfg that everybody copies
    "coco_anchors": _other(anchors=((10, 14), (23, 27), (37, 58), (81, 82), (135, 169), (344, 319))),
}
