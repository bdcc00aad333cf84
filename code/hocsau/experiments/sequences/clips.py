"""Phân loại hành động trong phim người que: có thứ tự, và khi các khung hình bị xáo (chương 16)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from hocsau import nn
from hocsau.data import Dataset
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome

SEEDS = 5
WAYS = {
    "ordered": "đúng thứ tự",
    "shuffled": "xáo khung lúc học và lúc chấm",
    "middle": "chỉ khung giữa phim",
}


@dataclass(frozen=True)
class Plan:
    """Một lượt học: số bước, batch size, số nút, learning rate, chỗ cắt gradient."""

    steps: int = 240
    batch_size: int = 40
    hidden: int = 32
    learning_rate: float = 3e-3
    clip: float = 1.0


def features(x: np.ndarray) -> np.ndarray:
    """Phim (N, T, 24, 24) → (N, T, 64): mỗi ô 3×3 điểm ảnh một số trung bình, đưa về quanh 0."""
    n, t = x.shape[:2]
    small = x.reshape(n, t, 8, 3, 8, 3).mean(axis=(3, 5))
    return (small.reshape(n, t, 64) - 50.0) / 60.0


def shuffled(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """x (N, T, …) với các bước của mỗi dãy bị xáo, mỗi dãy một cách xáo."""
    return np.stack([one[rng.permutation(len(one))] for one in x]) if len(x) else x.copy()


class ClipRNN:
    """RNN đọc cả đoạn phim, Linear đặt trên trạng thái cuối: (N, T, D) → logit (N, K)."""

    def __init__(self, inputs: int, hidden: int, classes: int, rng: np.random.Generator) -> None:
        self.rnn = nn.RNN(inputs, hidden, rng=rng, return_state=True)
        self.head = nn.Linear(hidden, classes, rng=rng)
        self.parameters = [*self.rnn.parameters(), *self.head.parameters()]

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """x (N, T, D) → logit (N, K)."""
        _, h = self.rnn(x)
        return self.head(h[-1])

    def backward(self, dz: np.ndarray) -> None:
        """dz (N, K): cộng gradient của mọi tham số."""
        self.rnn.backward((None, self.head.backward(dz)[None]))


def learn(x: np.ndarray, y: np.ndarray, classes: int, plan: Plan, rng: np.random.Generator) -> ClipRNN:
    """Học bằng Adam, mỗi bước một lô rút ngẫu nhiên, gradient được cắt."""
    model = ClipRNN(x.shape[-1], plan.hidden, classes, rng)
    optimizer = nn.Adam(model.parameters, learning_rate=plan.learning_rate)
    for _ in range(plan.steps):
        rows = rng.permutation(len(x))[: plan.batch_size]
        _, dz = nn.cross_entropy(model(x[rows]), y[rows])
        optimizer.zero_grad()
        model.backward(dz)
        nn.clip_gradients(model.parameters, plan.clip)
        optimizer.step()
    return model


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Ba cách cho mạng xem phim, năm hạt giống; điểm là tỉ lệ đúng trên tập kiểm tra."""
    assert data.test is not None
    plan = Plan() if options.epochs is None else Plan(steps=6 * options.epochs)
    x, test = features(data.train.x), features(data.test.x)
    rows: dict[str, list[dict[str, float]]] = {}
    for way in WAYS:
        for seed in range(SEEDS):
            rng = np.random.default_rng(seed)
            a, b = (_seen(part, way, rng) for part in (x, test))
            guess = learn(a, data.train.y, len(data.info.classes), plan, rng)(b).argmax(axis=1)
            right = float((guess == data.test.y).mean())
            pair = float((guess // 2 == data.test.y // 2).mean())  # which of the two pairs of actions
            within = guess[guess // 2 == data.test.y // 2] == data.test.y[guess // 2 == data.test.y // 2]
            rows.setdefault(way, []).append(
                {"right": right, "pair": pair, "within": float(within.mean()) if within.size else 0.0}
            )
    scores = {
        f"{way} {key}": float(np.mean([r[key] for r in rows[way]])) for way in rows for key in rows[way][0]
    }
    return Outcome(scores, details={"plan": asdict(plan), "ways": WAYS, "runs": rows})


def _seen(x: np.ndarray, way: str, rng: np.random.Generator) -> np.ndarray:
    if way == "shuffled":
        return shuffled(x, rng)
    return x[:, x.shape[1] // 2, None] if way == "middle" else x
