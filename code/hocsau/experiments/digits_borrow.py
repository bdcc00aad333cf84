"""Ít ảnh chữ số: mượn mạng gần hay xa so với học từ đầu; và mười ảnh mỗi chữ với data augmentation."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from hocsau.data import Dataset, load
from hocsau.data.transforms import Compose, Flip, RandomAugment, Rotate, Scale, Transform, Translate
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.torch.finetune import freeze, parameter_groups, put_head, unfreeze
from hocsau.training import metrics

SOURCES = ("near", "far")  # learnt on the digits 0–4, on drawn clothes
WAYS = ("scratch", "frozen", "early", "gentle", "restart")
CHANGES: dict[str, Transform | None] = {
    "none": None,
    "gentle": Compose(Rotate(15), Scale(0.9, 1.1), Translate(0.1)),
    "lots": RandomAugment(2, 0.3, side=28, fill="constant"),
    "mirror": Compose(Flip()),
    "half_turn": Compose(Rotate(180)),
}


@dataclass(frozen=True)
class Settings:
    """Cỡ của hai phép đo; số epoch chọn sao cho mọi cách học bằng nhau về số bước."""

    seeds: int = 5
    source: int = 1500  # pictures that a borrowed network has learnt
    source_epochs: int = 6
    exam: int = 1500  # the last so many of mnist_small are the exam of the ten digits
    few: int = 5
    few_epochs: int = 50
    many: int = 40
    many_epochs: int = 15
    shots: int = 10  # of each digit, with augmentation
    epochs: int = 30


SMALL = Settings(1, 200, 1, 200, 2, 1, 3, 1, 2, 1)


class Pictures(NamedTuple):
    """x (N, 1, 28, 28) trong [0, 1], y (N,)."""

    x: torch.Tensor
    y: torch.Tensor

    def take(self, rows: np.ndarray | slice) -> Pictures:
        """Những hàng ấy."""
        return Pictures(self.x[rows], self.y[rows])


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Hai bảng: bốn trường hợp × năm cách, và năm phép biến đổi (thêm chấm chín lần, thêm ảnh thật)."""
    settings = Settings() if options.epochs is None else SMALL
    digits = Pictures(torch.from_numpy(data.train.x.astype(np.float32) / 255)[:, None], _labels(data.train.y))
    boxes = four_boxes(digits, settings)
    changes = augmentation(digits, settings)
    means = {f"{box}_{way}": np.mean(found) for box, ways in boxes.items() for way, found in ways.items()}
    means |= {f"change_{name}": np.mean(found["accuracy"]) for name, found in changes.items()}
    return Outcome(
        {name: round(float(mean), 5) for name, mean in means.items()},
        details={"settings": asdict(settings), "boxes": boxes, "changes": changes},
        packages=("torch", "scikit-learn"),
    )


def _labels(y: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(y.astype(np.int64))


# --- the network and its training --------------------------------------------------------------------------


def build(classes: int, seed: int) -> nn.Sequential:
    """Ba khối thu nhỏ (28 → 14 → 7 → 4) rồi một tầng kết nối đầy đủ trên 512 số."""

    def block(channels: int, filters: int) -> nn.Sequential:
        conv = nn.Conv2d(channels, filters, 3, stride=2, padding=1)
        return nn.Sequential(conv, nn.BatchNorm2d(filters), nn.ReLU())

    torch.manual_seed(seed)
    return nn.Sequential(block(1, 8), block(8, 16), block(16, 32), nn.Flatten(), nn.Linear(512, classes))


def train(
    network: nn.Sequential,
    optimizer: torch.optim.Optimizer,
    pictures: Pictures,
    epochs: int,
    seed: int,
    change: Transform | None = None,
) -> nn.Sequential:
    """Học batch 50; mỗi batch được `change` biến đổi trước."""
    chosen, rng = torch.Generator().manual_seed(seed), np.random.default_rng(seed)
    network.train()
    for _ in range(epochs):
        for rows in torch.randperm(len(pictures.x), generator=chosen).split(50):
            x = pictures.x[rows]
            if change is not None:
                x = torch.from_numpy(change(x.numpy(), rng=rng))
            loss = F.cross_entropy(network(x), pictures.y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return network.eval()


def from_nothing(
    classes: int, pictures: Pictures, epochs: int, seed: int, change: Transform | None = None
) -> nn.Sequential:
    """Mạng mới, học từ đầu bằng Adam, η = 0.003."""
    network = build(classes, seed)
    return train(network, torch.optim.Adam(network.parameters(), lr=0.003), pictures, epochs, seed, change)


def accuracy(network: nn.Sequential, exam: Pictures) -> float:
    """Phần đoán đúng."""
    with torch.no_grad():
        return (network(exam.x).argmax(1) == exam.y).float().mean().item()


def each_of(y: torch.Tensor, count: int, seed: int) -> np.ndarray:
    """Số hàng của `count` ảnh mỗi lớp, rút không lặp lại."""
    rng, labels = np.random.default_rng(seed), y.numpy()
    rows = [np.flatnonzero(labels == k) for k in range(labels.max() + 1)]
    return np.concatenate([rng.choice(found, count, replace=False) for found in rows])


# --- borrow, or not ----------------------------------------------------------------------------------------


def four_boxes(digits: Pictures, settings: Settings) -> dict[str, dict[str, list[float]]]:
    """ "few_near", "few_far", "many_near", "many_far" → cách → độ chính xác của từng hạt giống."""
    old = digits.take(np.flatnonzero(digits.y.numpy() < 5))
    new = digits.take(np.flatnonzero(digits.y.numpy() >= 5))
    new = Pictures(new.x, new.y - 5)
    cloth = load("clothes").train
    clothes = Pictures(torch.from_numpy(cloth.x.astype(np.float32) / 255)[:, None], _labels(cloth.y))
    first = slice(0, settings.source)
    sources = {
        "near": from_nothing(5, old.take(first), settings.source_epochs, 0),
        "far": from_nothing(10, clothes.take(first), settings.source_epochs, 0),
    }
    cut = len(new.x) * 3 // 5  # 1500 of the 2500
    exam, learnt = new.take(slice(cut, None)), new.take(slice(0, cut))
    sizes = {"few": (settings.few, settings.few_epochs), "many": (settings.many, settings.many_epochs)}
    found: dict[str, dict[str, list[float]]] = {}
    for size, (count, epochs) in sizes.items():
        for seed in range(settings.seeds):
            pictures = learnt.take(each_of(learnt.y, count, seed))
            alone = accuracy(from_nothing(5, pictures, epochs, seed), exam)
            for name in SOURCES:
                ways = {"scratch": alone} | borrowed(sources[name], pictures, exam, epochs, seed)
                for way in WAYS:
                    found.setdefault(f"{size}_{name}", {}).setdefault(way, []).append(ways[way])
    return found


def borrowed(
    source: nn.Sequential, pictures: Pictures, exam: Pictures, epochs: int, seed: int
) -> dict[str, float]:
    """Bốn cách mượn `source`: khoá cả thân, khoá hai khối đầu, fine-tune nhẹ, chỉ dùng để khởi đầu."""
    first = _with_head(source, pictures)
    second = copy.deepcopy(first)
    unfreeze(second)
    groups = parameter_groups(second, {"0": 0.0003, "1": 0.0003, "2": 0.0003, "4": 0.003})
    train(second, torch.optim.Adam(groups), pictures, epochs, seed)
    restart = copy.deepcopy(source)
    torch.manual_seed(seed)
    restart[4] = nn.Linear(512, 5)
    train(restart, torch.optim.Adam(restart.parameters(), lr=0.003), pictures, epochs, seed)
    early = _solved(_body(source, pictures.x, 2), pictures.y)
    return {
        "frozen": accuracy(first, exam),
        "early": float(early.score(_body(source, exam.x, 2), exam.y.numpy())),
        "gentle": accuracy(second, exam),
        "restart": accuracy(restart, exam),
    }


def _body(network: nn.Sequential, x: torch.Tensor, blocks: int = 4) -> np.ndarray:
    with torch.no_grad():
        return network[:blocks](x).flatten(1).numpy()


def _solved(points: np.ndarray, y: torch.Tensor):
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=300).fit(points, y.numpy())


def _with_head(source: nn.Sequential, pictures: Pictures) -> nn.Sequential:
    network = copy.deepcopy(source)
    solved = _solved(_body(network, pictures.x), pictures.y)
    put_head(network, solved.coef_.T, solved.intercept_)
    freeze(network)
    return network.eval()


# --- ten pictures a digit ----------------------------------------------------------------------------------


def augmentation(digits: Pictures, settings: Settings) -> dict[str, dict[str, list[float]]]:
    """Phép biến đổi → "accuracy", "nine_looks", "six_nine" (số ảnh lẫn 6 với 9), mỗi hạt giống một số.

    "twice_as_many" là gấp đôi ảnh thật, không biến đổi, cùng số bước.
    """
    learnt, exam = digits.take(slice(0, -settings.exam)), digits.take(slice(-settings.exam, None))
    runs: dict[str, tuple[int, int, Transform | None]] = {
        name: (settings.shots, settings.epochs, change) for name, change in CHANGES.items()
    }
    runs["twice_as_many"] = (2 * settings.shots, max(1, settings.epochs // 2), None)
    found: dict[str, dict[str, list[float]]] = {}
    for name, (count, epochs, change) in runs.items():
        columns: dict[str, list[float]] = {"accuracy": [], "nine_looks": [], "six_nine": []}
        for seed in range(settings.seeds):
            pictures = learnt.take(each_of(learnt.y, count, seed))
            network = from_nothing(10, pictures, epochs, seed, change)
            said, looked = _said(network, exam.x), nine_looks(network, exam.x).argmax(1)
            table = metrics.confusion_matrix(said, exam.y.numpy(), classes=10)
            columns["accuracy"].append(float(np.mean(said == exam.y.numpy())))
            columns["nine_looks"].append(float(np.mean(looked == exam.y.numpy())))
            columns["six_nine"].append(int(table[6, 9] + table[9, 6]))
        found[name] = columns
    return found


def _said(network: nn.Sequential, x: torch.Tensor) -> np.ndarray:
    with torch.no_grad():
        return network(x).argmax(1).numpy()


def nine_looks(network: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor) -> np.ndarray:
    """Xác suất (N, K), trung bình trên chín bản dời một điểm ảnh theo mỗi hướng."""
    steps = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    with torch.no_grad():
        looks = [network(torch.roll(x, step, (2, 3))).softmax(dim=1) for step in steps]
    return torch.stack(looks).mean(dim=0).numpy()
