"""Giá Bitcoin ngày mai: các mạng cạnh mốc "mai bằng hôm nay"; rồi cố ý làm sai để thấy rò rỉ (chương 16)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.sequences.forecast import (
    linear_forecast,
    rmse,
    same_as_today,
    walk_forward,
    windows,
)
from hocsau.torch.models.sequence_classifier import SequenceClassifier

SEEDS = 3


@dataclass(frozen=True)
class Plan:
    """Số đoạn và số ngày mỗi đoạn để chấm, độ dài cửa sổ, và cách học mỗi mạng."""

    folds: int = 8
    days: int = 90
    length: int = 30
    hidden: int = 32
    epochs: int = 10
    batch_size: int = 64
    learning_rate: float = 3e-3


NETWORKS = {  # cell, what it reads and says: the level of the price, or its change
    "rnn level": ("rnn", "level"),
    "lstm level": ("lstm", "level"),
    "rnn change": ("rnn", "change"),
    "lstm change": ("lstm", "change"),
}


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Sai số của log giá trên 720 ngày cuối; tỉ số với mốc: dưới 1 mới là hơn việc không đoán gì."""
    real = data.info.name == "bitcoin_daily"
    if real:
        series = np.log(np.asarray(data.train.y, float))
    else:
        series = np.cumsum(np.random.default_rng(0).normal(0, 0.04, 400))  # a trial: no real prices here
    plan = Plan() if real and options.epochs is None else Plan(folds=2, days=20, epochs=options.epochs or 1)
    truth = series[-plan.folds * plan.days :]
    ledger = Ledger(options, "bitcoin", {"plan": asdict(plan), "data": dict(data.info.sha256)})
    spans = {"folds": plan.folds, "days": plan.days, "length": plan.length}
    floor = rmse(walk_forward(series, same_as_today, **spans), truth)
    rows = {"today": [floor], "linear": [rmse(walk_forward(series, linear_forecast, **spans), truth)]}
    for name, (cell, reads) in NETWORKS.items():
        for seed in range(SEEDS):

            def once(cell: str = cell, reads: str = reads, seed: int = seed) -> float:
                made = partial(network_forecast, cell=cell, reads=reads, plan=plan, seed=seed)
                return rmse(walk_forward(series, made, **spans), truth)

            rows.setdefault(name, []).append(ledger.once(f"{name}/{seed}", once))
    wrong = {}
    for seed in range(SEEDS):
        wrong.setdefault("smoothed first", []).append(
            ledger.once(f"smoothed/{seed}", partial(_smoothed_first, series, plan, seed))
        )
        wrong.setdefault("shuffled days", []).append(
            ledger.once(f"shuffled/{seed}", partial(_shuffled_days, series, plan, seed))
        )
    scores = {f"{name} ratio": float(np.mean(found)) / floor for name, found in rows.items()}
    scores |= {f"{name} ratio": float(np.mean(found)) for name, found in wrong.items()}
    scores["today rmse"] = floor
    scores["r2 of today"] = float(1 - floor**2 / np.var(truth))
    details = {"plan": asdict(plan), "rmse": rows, "wrong ratios": wrong, "days": len(series)}
    return Outcome(scores, details=details, packages=("torch",))


def network_forecast(
    past: np.ndarray, asked: np.ndarray, *, cell: str, reads: str, plan: Plan, seed: int
) -> np.ndarray:
    """Một mạng học trên `past` rồi đoán ngày sau mỗi cửa sổ của `asked`; thang đo lấy từ `past` mà thôi."""
    if reads == "change":
        inside, now = np.diff(past), np.diff(asked, axis=1)
    else:
        inside, now = past, asked
    centre, scale = inside.mean(), inside.std()
    x, y = windows((inside - centre) / scale, now.shape[1])
    guess = _learn_and_guess(x, y, (now - centre) / scale, cell, plan, seed) * scale + centre
    return asked[:, -1] + guess if reads == "change" else guess


def _learn_and_guess(
    x: np.ndarray, y: np.ndarray, asked: np.ndarray, cell: str, plan: Plan, seed: int
) -> np.ndarray:
    rng = np.random.default_rng(seed)
    network = SequenceClassifier(1, plan.hidden, 1, rng=rng, cell=cell)
    optimizer = torch.optim.Adam(network.parameters(), plan.learning_rate)
    inputs, target = (torch.tensor(a, dtype=torch.float32)[..., None] for a in (x, y))
    for _ in range(plan.epochs):
        for rows in np.array_split(rng.permutation(len(x)), max(1, len(x) // plan.batch_size)):
            loss = torch.nn.functional.mse_loss(network(inputs[rows]), target[rows])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
    with torch.no_grad():
        return network(torch.tensor(asked, dtype=torch.float32)[..., None])[:, 0].double().numpy()


def _smoothed_first(series: np.ndarray, plan: Plan, seed: int) -> float:
    """Wrong on purpose: the inputs are averages over five days, two of them still to come."""
    smooth = np.convolve(np.pad(series, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    x, _ = windows(smooth, plan.length)
    y = series[plan.length :]
    last = series[plan.length - 1 : -1]
    return _ratio(x - last[:, None], y - last, len(y) - plan.folds * plan.days, plan, seed)


def _shuffled_days(series: np.ndarray, plan: Plan, seed: int) -> float:
    """Wrong on purpose: days to learn from and days to be judged on are drawn at random."""
    x, y = windows(series, plan.length)
    last, rng = x[:, -1].copy(), np.random.default_rng(seed)
    order = rng.permutation(len(y))
    return _ratio((x - last[:, None])[order], (y - last)[order], len(y) - plan.folds * plan.days, plan, seed)


def _ratio(x: np.ndarray, y: np.ndarray, cut: int, plan: Plan, seed: int) -> float:
    """Error of an LSTM on the rows from `cut` on, over that of no change at all."""
    a, b = x.std(), y.std()  # of everything, the days to come included: wrong as well
    guess = _learn_and_guess(x[:cut] / a, y[:cut] / b, x[cut:] / a, "lstm", plan, seed) * b
    return rmse(guess, y[cut:]) / rmse(np.zeros(len(y) - cut), y[cut:])
