"""Nhớ được bao xa: bài cộng và bài chép, RNN cạnh LSTM và GRU, năm hạt giống (chương 16, 17)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.recipe import small
from hocsau.nn import init
from hocsau.torch.layers.linear import linear
from hocsau.torch.layers.recurrent import GRU, LSTM, RNN

CELLS = {"rnn": RNN, "lstm": LSTM, "lstm-long": LSTM, "gru": GRU}
LENGTHS, SEEDS = (50, 100, 200), 5
SYMBOLS, WORD = 8, 1  # of the copying task: letters of the alphabet, letters to keep
NAIVE = {"adding": 1 / 6, "copying": 1 / SYMBOLS}  # always 1; a letter at random
COSTLY = {("copying", "gru")}  # only the shortest: 40 ms a step at T = 200
SOLVED = {"adding": 0.01, "copying": 0.99}


@dataclass(frozen=True)
class Plan:
    """Một lượt học: số bước nhiều nhất, batch size, learning rate, chỗ cắt gradient, chấm mỗi mấy bước."""

    steps: int = 1200
    batch_size: int = 32
    hidden: int = 64
    learning_rate: float = 5e-3
    clip: float = 1.0
    every: int = 50
    forget_bias: float = 1.0


def adding(n: int, length: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Bài cộng: mỗi bước một số trong [0, 1) và một dấu; hai bước có dấu 1, mỗi nửa dãy một bước.

    Tham số:
        n: số dãy.
        length: T ≥ 2.
        rng: bộ sinh số.

    Trả về:
        (x, y): x (n, T, 2) float32; y (n, 1) float32, tổng của hai số có dấu. Đoán mãi số 1 thì sai số bình
        phương trung bình là 1/6.
    """
    x = np.zeros((n, length, 2), np.float32)
    x[..., 0] = rng.random((n, length))
    half, rows = length // 2, np.arange(n)
    first, second = rng.integers(0, half, n), rng.integers(half, length, n)
    x[rows, first, 1] = x[rows, second, 1] = 1
    return x, (x[rows, first, 0] + x[rows, second, 0])[:, None]


def copying(n: int, length: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Bài chép: một chữ, T bước trống, rồi một bước phải đọc lại chữ ấy.

    Tham số:
        n: số dãy.
        length: T, số bước trống.
        rng: bộ sinh số.

    Trả về:
        (x, y): x (n, T + 2, 10) float32, one-hot: tám chữ, ô trống, lệnh "đọc đi"; y (n, 1) int64.
    """
    y = rng.integers(SYMBOLS, size=(n, WORD))
    ids = np.full((n, WORD + length + WORD), SYMBOLS)
    ids[:, :WORD], ids[:, WORD + length :] = y, SYMBOLS + 1
    return np.eye(SYMBOLS + 2, dtype=np.float32)[ids], y


TASKS = {"adding": adding, "copying": copying}


class Memory(torch.nn.Module):
    """Một tầng hồi quy và một tầng Linear đặt trên `last` trạng thái cuối: (N, T, D) → (N, last, K).

    "lstm" có bias của cổng quên là 1; "lstm-long" thì là ln của một số rút đều trong (1, T), bias của cổng
    vào là số đối: mỗi nút nhớ chừng ấy bước (Tallec và Ollivier, 2018).
    """

    def __init__(
        self,
        cell: str,
        inputs: int,
        outputs: int,
        last: int,
        length: int,
        plan: Plan,
        rng: np.random.Generator,
    ) -> None:
        super().__init__()
        self.recurrent = CELLS[cell](inputs, plan.hidden, rng=rng, dtype=np.float32)
        if cell.startswith("lstm"):  # gates i, f, g, o
            size = plan.hidden
            span = np.log(rng.uniform(1, max(length, 2), size)).astype(np.float32)
            with torch.no_grad():
                bias = self.recurrent.cells[0].bias
                bias[size : 2 * size] = torch.from_numpy(span) if cell == "lstm-long" else plan.forget_bias
                if cell == "lstm-long":
                    bias[:size] = -torch.from_numpy(span)
        weight = init.make("xavier", (plan.hidden, outputs), rng)
        self.head, self.last = linear(plan.hidden, outputs, True, weight, torch.float32), last

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, T, D) → (N, last, K)."""
        return self.head(self.recurrent(x)[:, -self.last :])


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Hai bài, ba độ dài, bốn loại ô, năm hạt giống; dữ liệu sinh tại chỗ, `data` chỉ cho biết cỡ chạy."""
    quick = small(data) or options.epochs is not None
    plan = Plan(steps=4 * (options.epochs or 1), every=2) if quick else Plan()
    lengths, seeds = ((10,), 1) if quick else (LENGTHS, SEEDS)
    ledger = Ledger(options, "memory", {"plan": asdict(plan), "lengths": lengths, "seeds": seeds})
    runs: dict[str, list[dict[str, Any]]] = {}
    for task in TASKS:
        for length in lengths:
            for cell in CELLS:
                if (task, cell) in COSTLY and length > lengths[0]:
                    continue
                name = f"{task} {length} {cell}"
                for seed in range(seeds):
                    once = partial(learn, task, length, cell, plan, seed)
                    runs.setdefault(name, []).append(ledger.once(f"{name}/{seed}", once))
    scores = {f"{name} solved": float(np.mean([r["solved"] for r in rows])) for name, rows in runs.items()}
    scores |= {f"{name} score": float(np.mean([r["score"] for r in rows])) for name, rows in runs.items()}
    details = {"plan": asdict(plan), "naive": NAIVE, "enough": SOLVED, "runs": runs}
    return Outcome(scores, details=details, packages=("torch",))


def learn(task: str, length: int, cell: str, plan: Plan, seed: int) -> dict[str, Any]:
    """Một lượt học trên dãy mới sinh ở từng bước; dừng khi đạt mức SOLVED.

    Trả về:
        {"score", "steps", "solved"}: score là sai số bình phương trung bình (bài cộng) hay tỉ lệ chữ đúng
        (bài chép) trên 500 dãy chưa học.
    """
    make, rng = TASKS[task], np.random.default_rng(seed)
    test_x, test_y = map(torch.from_numpy, make(500, length, np.random.default_rng(1000)))
    regress = task == "adding"
    outputs, last = (1, 1) if regress else (SYMBOLS, WORD)
    network = Memory(cell, test_x.shape[-1], outputs, last, length, plan, rng)
    optimizer = torch.optim.Adam(network.parameters(), plan.learning_rate)
    score, done = float("nan"), False
    for step in range(1, plan.steps + 1):
        x, y = map(torch.from_numpy, make(plan.batch_size, length, rng))
        z = network(x)
        if regress:
            loss = torch.nn.functional.mse_loss(z[:, 0], y)
        else:
            loss = torch.nn.functional.cross_entropy(z.transpose(1, 2), y)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), plan.clip)
        optimizer.step()
        if step % plan.every == 0:
            with torch.no_grad():
                z = network(test_x)
            if regress:
                score = float(torch.mean((z[:, 0] - test_y) ** 2))
                done = score < SOLVED[task]
            else:
                score = float((z.argmax(-1) == test_y).double().mean())
                done = score > SOLVED[task]
            if done:
                break
    return {"score": round(score, 5), "steps": step, "solved": done}
