"""Mạng học năm loại quần áo, rồi học việc mới: gần hay xa, ít hay nhiều ảnh; và nó quên việc cũ bao nhiêu."""

from __future__ import annotations

import copy
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
import torch

from hocsau.data import Dataset, Split, load
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.photo_training import enough, learn, predictor
from hocsau.experiments.photos import accuracy, means_of
from hocsau.torch import SmallVGG
from hocsau.torch.finetune import freeze, new_head, parameter_groups, put_head, stages_of, unfreeze

HALF = 5  # kinds of the old task, and of each new one
WAYS = ("nothing", "frozen", "last", "tenth", "whole")


@dataclass(frozen=True)
class Settings:
    """Cách đo: `old` ảnh mỗi loại để học việc cũ; `few`, `many` ảnh mỗi loại của việc mới."""

    seeds: int = 3
    old: int = 1200
    old_epochs: int = 3
    few: int = 5
    many: int = 100
    test: int = 200
    epochs: int = 8
    steps: int = 80
    batch_size: int = 32
    learning_rate: float = 2e-3


SMALL = Settings(seeds=2, old=60, old_epochs=1, few=2, many=8, test=20, epochs=1, steps=2)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Bốn ô gần/xa × ít/nhiều, năm cách học: độ chính xác việc mới, và việc cũ còn lại."""
    settings = Settings() if data.info.real else SMALL
    near = {"learn": kinds(data.train, HALF), "test": kinds(data.test, HALF)}
    digits = load("mnist_small").train
    order = np.random.default_rng(0).permutation(len(digits))
    cut = len(order) // 2
    far = {
        name: kinds(Split(digits.x[rows], digits.y[rows]), 0)
        for name, rows in {"learn": order[:cut], "test": order[cut:]}.items()
    }
    ledger = Ledger(options, "clothes-transfer", asdict(settings) | {"data": dict(data.info.sha256)})
    new: dict[str, list[float]] = {}
    old: dict[str, list[float]] = {}
    for seed in range(settings.seeds):
        one = partial(_seed, data, {"near": near, "far": far}, settings, seed)
        found = ledger.once(f"seed/{seed}", one)
        for table, rows in ((new, found["new"]), (old, found["old"])):
            for name, value in rows.items():
                table.setdefault(name, []).append(value)
    return Outcome(
        means_of({"new": new, "old": old}),
        details={
            "settings": asdict(settings),
            "old_classes": list(data.info.classes[:HALF]),
            "near_classes": list(data.info.classes[HALF : 2 * HALF]),
            "far_classes": [str(i) for i in range(HALF)],
            # "way-task-size" -> accuracy of each seed; old has "before" too
            "new": new,
            "old": old,
        },
        packages=("torch", "mlxtend"),
    )


def kinds(part: Split, start: int) -> Split:
    """Ảnh của năm loại từ `start`, x (N, 1, H, W) float32 trong [0, 1], nhãn 0 … 4."""
    rows = (part.y >= start) & (part.y < start + HALF)
    return Split(part.x[rows][:, None].astype(np.float32) / np.float32(255), part.y[rows] - start)


def some(part: Split, each: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """`each` ảnh mỗi loại, rút ngẫu nhiên (ít hơn thì lấy hết)."""
    rows = [rng.permutation(np.flatnonzero(part.y == k))[:each] for k in range(HALF)]
    chosen = np.concatenate(rows)
    return part.x[chosen], part.y[chosen]


def _seed(
    data: Dataset, tasks: dict[str, dict[str, Split]], settings: Settings, seed: int
) -> dict[str, dict[str, float]]:
    rng = np.random.default_rng(seed)
    body = SmallVGG(tasks["near"]["learn"].x.shape[1:], HALF, rng=rng)
    x, y = some(kinds(data.train, 0), settings.old, rng)
    optimizer = torch.optim.Adam(body.parameters(), settings.learning_rate)
    learn(
        body, (x, y), optimizer, epochs=settings.old_epochs, batch_size=settings.batch_size, seed=seed
    )  # fmt: skip
    old_x, old_y = some(kinds(data.test, 0), settings.test, rng)
    found = {"new": {}, "old": {"before": accuracy(predictor(body)(old_x), old_y)}}
    for task, parts in tasks.items():
        test_x, test_y = some(parts["test"], settings.test, rng)
        for size, each in (("few", settings.few), ("many", settings.many)):
            new = some(parts["learn"], each, rng)
            for way in WAYS:
                model = adapted(body, way, new, settings, seed)
                name = f"{way}-{task}-{size}"
                found["new"][name] = accuracy(predictor(model)(test_x), test_y)
                if way != "nothing":
                    put_head(
                        model, body.linear2.weight.detach().numpy().T, body.linear2.bias.detach().numpy()
                    )
                    found["old"][name] = accuracy(predictor(model)(old_x), old_y)
    return found


def adapted(
    body: SmallVGG, way: str, new: tuple[np.ndarray, np.ndarray], settings: Settings, seed: int
) -> SmallVGG:
    """Mạng đã học việc mới, theo một trong năm cách.

    "nothing": từ trọng số ngẫu nhiên; "frozen": chỉ tầng cuối; "last": thêm tầng kết nối đầy đủ trước nó;
    "tenth": cả mạng, phần thân chậm bằng một phần mười; "whole": cả mạng cùng một learning rate.
    """
    rng = np.random.default_rng(1000 + seed)
    if way == "nothing":
        model = SmallVGG(body.image, HALF, rng=rng)
    else:
        model = copy.deepcopy(body)
        new_head(model, HALF, rng=rng)
    head, *rest = reversed(list(stages_of(model)))
    if way in ("frozen", "last"):
        freeze(model)
        unfreeze(model, head, *(rest[:1] if way == "last" else ()))
    rate = settings.learning_rate
    opened = {"frozen": (), "last": rest[:1]}.get(way, rest)
    rates = {head: rate} | {name: 0.1 * rate if way == "tenth" else rate for name in opened}
    optimizer = torch.optim.Adam(parameter_groups(model, rates))
    epochs = enough(settings.epochs, settings.steps, len(new[1]), settings.batch_size)
    learn(model, new, optimizer, epochs=epochs, batch_size=settings.batch_size, seed=seed)
    return model
