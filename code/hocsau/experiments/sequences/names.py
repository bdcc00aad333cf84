"""Họ này của người nước nào: đọc từng chữ rồi đoán một trong mười tám thứ tiếng (chương 16)."""

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
from hocsau.text import NgramModel, Vocabulary, length_batches, nfc, pad
from hocsau.torch.models.sequence_classifier import CELLS, SequenceClassifier

SEEDS = 3
START, STOP = "^", "$"  # of a name, for the counts of letters


@dataclass(frozen=True)
class Plan:
    """Một lượt học: số epoch, batch size, cỡ mạng, learning rate lúc đầu (giảm dần tới 0)."""

    epochs: int = 10
    batch_size: int = 64
    features: int = 32
    hidden: int = 128
    learning_rate: float = 4e-3


def divided(names: np.ndarray, labels: np.ndarray) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Chia 80/20 theo *cách viết*: một họ có ở hai thứ tiếng (hay hai lần) thì mọi lần nằm cùng một phần.

    Trả về:
        (họ đã đưa về NFC, số thứ tự các dòng để học, số thứ tự các dòng để chấm).
    """
    clean = [nfc(str(name)).strip() for name in names]
    kinds = sorted(set(clean))
    place = dict(zip(kinds, np.random.default_rng(0).permutation(len(kinds)), strict=True))
    test = np.array([place[name] < len(kinds) // 5 for name in clean], bool)
    return clean, np.flatnonzero(~test), np.flatnonzero(test)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Đoán theo tần số, theo 3-gram của từng thứ tiếng, rồi RNN, LSTM, GRU; mỗi mạng ba hạt giống."""
    quick = small(data) or options.epochs is not None
    plan = Plan(epochs=options.epochs or 1, hidden=16) if quick else Plan()
    names, y = divided(data.train.x, data.train.y), np.asarray(data.train.y)
    ledger = Ledger(options, "names", {"plan": asdict(plan), "data": dict(data.info.sha256)})
    classes = int(y.max()) + 1
    clean, train, test = names
    most = np.full(len(test), np.bincount(y[train]).argmax())
    rows: dict[str, list[dict[str, float]]] = {"most frequent": [scored(most, y[test])]}
    rows["trigram"] = [ledger.once("trigram", partial(_trigrams, names, y))]
    for cell in CELLS:
        for seed in range(SEEDS):
            once = partial(_network, names, y, classes, cell, plan, seed)
            rows.setdefault(cell, []).append(ledger.once(f"{cell}/{seed}", once))
    scores = {
        f"{k} {m}": float(np.mean([r[m] for r in rows[k]])) for k in rows for m in ("right", "balanced")
    }
    details: dict[str, Any] = {
        "plan": asdict(plan),
        "runs": rows,
        "train": len(train),
        "test": len(test),
        "spellings": len(set(clean)),
        "largest class": float(np.bincount(y).max() / len(y)),
    }
    return Outcome(scores, details=details, packages=("torch",))


def scored(guess: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """{"right": tỉ lệ đúng, "balanced": trung bình tỉ lệ đúng của từng thứ tiếng}."""
    each = [float((guess[y == k] == k).mean()) for k in np.unique(y)]
    return {"right": round(float((guess == y).mean()), 5), "balanced": round(float(np.mean(each)), 5)}


def _trigrams(names: tuple[list[str], np.ndarray, np.ndarray], y: np.ndarray) -> dict[str, float]:
    """The language whose counts of three letters, times its share, make the name likeliest."""
    clean, train, test = names
    letters = sorted({c for name in clean for c in name} | {START, STOP})
    spelt = [[START, *name, STOP] for name in clean]
    kinds = np.unique(y[train])
    models = [NgramModel([spelt[i] for i in train if y[i] == k], 3, letters) for k in kinds]
    prior = np.log([np.mean(y[train] == k) for k in kinds])
    found = [[sum(model.log_probs(spelt[i])) for model in models] for i in test]
    return scored(kinds[(np.array(found) + prior).argmax(axis=1)], y[test])


def _network(
    names: tuple[list[str], np.ndarray, np.ndarray],
    y: np.ndarray,
    classes: int,
    cell: str,
    plan: Plan,
    seed: int,
) -> dict[str, float]:
    clean, train, test = names
    rng = np.random.default_rng(seed)
    letters = Vocabulary.build([clean[i] for i in train], "character")
    ids = [letters.encode(name, end=True) for name in clean]
    lengths = np.array([len(one) for one in ids])
    network = SequenceClassifier(
        plan.features, plan.hidden, classes, rng=rng, cell=cell, vocabulary=len(letters)
    )
    optimizer = torch.optim.Adam(network.parameters(), plan.learning_rate)
    total, step = plan.epochs * -(-len(train) // plan.batch_size), 0
    for _ in range(plan.epochs):
        for rows in length_batches(lengths[train], plan.batch_size, rng):
            z = _logits(network, ids, train[rows])
            loss = torch.nn.functional.cross_entropy(z, torch.from_numpy(y[train[rows]]))
            for group in optimizer.param_groups:
                group["lr"] = plan.learning_rate * max(1 - step / total, 0.01)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
    guess = np.zeros(len(test), np.int64)
    with torch.no_grad():
        for rows in length_batches(lengths[test], 500):
            guess[rows] = _logits(network, ids, test[rows]).argmax(dim=1).numpy()
    return scored(guess, y[test])


def _logits(network: SequenceClassifier, ids: list[np.ndarray], rows: np.ndarray) -> torch.Tensor:
    batch, mask = pad([ids[i] for i in rows])
    return network(torch.from_numpy(batch), torch.from_numpy(mask))
