"""Đếm: mạng học aⁿbⁿ với n nhỏ, rồi bị hỏi những n chưa từng gặp (chương 17); chuỗi do lệnh tự sinh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.sequences.learning import train
from hocsau.nn import init
from hocsau.torch.layers.linear import linear
from hocsau.torch.models.tagger import KINDS

SIGNS = "ab"  # what is read
NEXT = "ab$"  # what is foretold; $ is the end
LEARNT, ASKED = 10, 100
SEEDS = 5


@dataclass(frozen=True)
class Settings:
    """Cỡ mạng và cách học; mặc định là lượt chạy đầy đủ. `forget_bias` chỉ có nghĩa với LSTM."""

    hidden: int = 3
    steps: int = 3000
    rate: float = 0.05
    forget_bias: float = 4.0


class Counter(torch.nn.Module):
    """(N, T, 2) one-hot của a, b → logit (N, T, 3) của a, b, $."""

    def __init__(self, kind: str, hidden: int, rng: np.random.Generator, forget_bias: float = 1.0) -> None:
        super().__init__()
        more = {"forget_bias": forget_bias} if kind == "lstm" else {}
        self.reading = KINDS[kind](len(SIGNS), hidden, rng=rng, dtype=np.float32, **more)
        weight = init.make("he", (hidden, len(NEXT)), rng)
        self.head = linear(hidden, len(NEXT), True, weight, torch.float32)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, T, 2) → (N, T, 3)."""
        return self.head(self.reading(x))


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Với mỗi loại mạng và mỗi hạt giống: n lớn nhất mà mọi chuỗi tới n đều đúng ở phần sau chữ b đầu."""
    settings = Settings() if options.epochs is None else Settings(steps=options.epochs)
    ledger = Ledger(options, "counting", asdict(settings))
    details: dict[str, Any] = {"settings": asdict(settings), "learnt": LEARNT, "asked": ASKED, "reach": {}}
    scores: dict[str, float] = {}
    for kind in KINDS:
        made = [ledger.once(f"{kind} {seed}", partial(one, kind, seed, settings)) for seed in range(SEEDS)]
        reach = [row["reach"] for row in made]
        details["reach"][kind] = reach
        scores |= {f"{kind}_median": float(np.median(reach)), f"{kind}_most": float(max(reach))}
        scores[f"{kind}_beyond"] = float(np.mean([r > LEARNT for r in reach]))
        if kind == "lstm":
            best = int(np.argmax(reach))
            details["network"] = made[best]["weights"] | {"seed": best}
    return Outcome(scores, details=details, packages=("torch",))


def one(kind: str, seed: int, settings: Settings) -> dict[str, Any]:
    """Học một lần trên mọi n từ 1 tới `LEARNT`; xa tới đâu, và trọng số (xếp như bản numpy)."""
    network = Counter(kind, settings.hidden, np.random.default_rng(seed), settings.forget_bias)
    x, y = words(range(1, LEARNT + 1))

    def batches(rng: np.random.Generator) -> Iterator[tuple]:
        yield x, y

    def loss(given: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
        logits = network(given).flatten(0, 1)
        return torch.nn.functional.cross_entropy(logits, wanted.flatten(), ignore_index=-1)

    train(network, batches, loss, steps=settings.steps, rate=settings.rate, seed=seed, decay=0.0)
    cell = network.reading.cells[0]
    made = {name: p.T if p.ndim == 2 else p for name, p in cell.named_parameters()}
    made |= {"head.weight": network.head.weight.T, "head.bias": network.head.bias}
    weights = {name: np.round(p.detach().numpy().astype(np.float64), 5).tolist() for name, p in made.items()}
    return {"reach": reach_of(network), "weights": weights}


def words(counts: range) -> tuple[torch.Tensor, torch.Tensor]:
    """Chuỗi aⁿbⁿ: x (N, T, 2) one-hot, đệm 0; y (N, T) kí tự kế tiếp, −1 ở chỗ đệm và phần chữ a.

    Đang đọc chữ a thì không ai biết còn nữa không: bắt mạng đoán chỗ ấy là dạy nó "dài nhất là mười".
    """
    longest = 2 * max(counts)
    x = torch.zeros(len(counts), longest, len(SIGNS))
    y = torch.full((len(counts), longest), -1)
    for row, n in enumerate(counts):
        text = "a" * n + "b" * n
        for t, sign in enumerate(text):
            x[row, t, SIGNS.index(sign)] = 1
            if t >= n:
                y[row, t] = NEXT.index((text + "$")[t + 1])
    return x, y


def reach_of(network: torch.nn.Module) -> int:
    """n lớn nhất sao cho mọi chuỗi từ 1 tới n đều đúng ở mọi chỗ sau chữ b đầu tiên."""
    for n in range(1, ASKED + 1):
        x, y = words(range(n, n + 1))
        with torch.no_grad():
            said = network(x)[0].argmax(-1)
        if not torch.equal(said[n:], y[0, n:]):  # before the first b nobody can know
            return n - 1
    return ASKED
