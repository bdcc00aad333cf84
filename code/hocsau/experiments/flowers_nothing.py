"""17 loài hoa, 1 đến 64 ảnh mỗi loài, học từ trọng số ngẫu nhiên: đường thứ ba của flowers-transfer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from itertools import pairwise

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.data.transforms import Compose, Flip
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.photo_training import enough, learn, predictor
from hocsau.experiments.photos import accuracy, draw_rows, few_of_each, means_of, squares
from hocsau.nn import init
from hocsau.torch.layers.convolution import drawn_convolution
from hocsau.torch.layers.linear import linear

WIDTHS = (24, 48, 96, 160)


@dataclass(frozen=True)
class Settings:
    """Cách đo; cùng các lần chia với flowers-transfer. `steps` là số bước ít nhất của một lượt."""

    shots: tuple[int, ...] = (1, 2, 5, 10, 20, 64)
    draws: int = 5
    per_class: int = 80
    test: int = 16
    side: int = 64
    share: float = 0.875
    epochs: int = 24
    steps: int = 200
    batch_size: int = 32
    learning_rate: float = 3e-3
    weight_decay: float = 0.05
    smoothing: float = 0.1


SMALL = Settings(shots=(1, 4), draws=2, per_class=6, test=2, side=16, share=1.0, epochs=1, steps=4)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Độ chính xác của mạng convolution nhỏ trên ảnh kiểm tra, theo số ảnh mỗi lớp và lần chia."""
    settings = Settings() if data.info.real else SMALL
    data = few_of_each(data, settings.per_class)
    y = data.train.y
    ledger = Ledger(options, "flowers-nothing", asdict(settings) | {"data": dict(data.info.sha256)})
    pixels = squares(data, settings.side, settings.share).astype(np.float32) / np.float32(127.5) - 1
    x = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))  # (N, S, S, 3) -> (N, 3, S, S)
    scores: dict[str, list[float]] = {str(k): [] for k in settings.shots}
    for draw in range(settings.draws):
        learning, test = draw_rows(y, settings.test, draw)
        for k in sorted(settings.shots, reverse=True):  # the longest tells how long the rest will be
            key = f"nothing/{k}/{draw}"
            rows, exam, seed = learning[:, :k].ravel(), test.ravel(), 1000 * draw + k
            score = ledger.once(key, partial(_score, x, y, rows, exam, settings, seed))
            scores[str(k)].append(score)
    curve = {"nothing": scores}
    return Outcome(
        means_of(curve),
        details={"settings": asdict(settings), "test": settings.test * (int(y.max()) + 1), "curve": curve},
        packages=("torch",),
    )


def small_network(classes: int, rng: np.random.Generator) -> torch.nn.Sequential:
    """Ảnh (N, 3, H, W) → logit: conv 5×5 bước 2, ba conv 3×3, trung bình toàn ảnh, một tầng kết nối đầy đủ.

    Hai conv 3×3 đầu có max pooling 2 ngay sau (trước norm cho đỡ phải tính); mỗi convolution có batch
    normalization và ReLU; trọng số "he" từ rng. Với 17 lớp: 195 273 tham số.
    """
    float32, (stem, *widths) = torch.float32, WIDTHS
    first = drawn_convolution(3, stem, 5, rng, float32, stride=2, padding=2, bias=False)
    layers: list[torch.nn.Module] = [first, torch.nn.BatchNorm2d(stem), torch.nn.ReLU()]
    for before, width in pairwise(WIDTHS):
        layers.append(drawn_convolution(before, width, 3, rng, float32, padding=1, bias=False))
        if width != widths[-1]:
            layers.append(torch.nn.MaxPool2d(2))
        layers += [torch.nn.BatchNorm2d(width), torch.nn.ReLU()]
    layers += [torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten()]
    weight = init.make("he", (widths[-1], classes), rng)
    return torch.nn.Sequential(*layers, linear(widths[-1], classes, True, weight, float32))


def _score(
    x: np.ndarray, y: np.ndarray, rows: np.ndarray, exam: np.ndarray, settings: Settings, seed: int
) -> float:
    model = small_network(int(y.max()) + 1, np.random.default_rng(seed))
    optimizer = torch.optim.AdamW(
        model.parameters(), settings.learning_rate, weight_decay=settings.weight_decay
    )
    learn(
        model,
        (x[rows], y[rows]),
        optimizer,
        epochs=enough(settings.epochs, settings.steps, len(rows), settings.batch_size),
        batch_size=settings.batch_size,
        seed=seed,
        smoothing=settings.smoothing,
        change=Compose(Flip()),
    )
    return accuracy(predictor(model)(x[exam]), y[exam])
