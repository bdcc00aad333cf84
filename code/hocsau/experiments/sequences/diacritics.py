"""Thêm dấu: đếm (dạng hay gặp, bigram) và LSTM hai chiều trên từng tiếng, chấm trên những câu để dành."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np
import torch

from hocsau.data import Dataset, Split
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.sequences.learning import train
from hocsau.text import BigramForms, FrequentForms, length_batches, pad, strip_marks, syllables
from hocsau.text.light import Weights, rounded
from hocsau.text.restorer import FORMAT, STRANGE, Restorer, from_arrays, tables
from hocsau.torch.models.tagger import Tagger

SEEDS = (0, 1, 2)
Sentences = list[list[str]]


@dataclass(frozen=True)
class Settings:
    """Cỡ mạng và cách học; mặc định là lượt chạy đầy đủ.

    `noise` là tỉ lệ tiếng bị thay bằng tiếng lạ lúc học, để mạng không dựa vào một tiếng nào.
    """

    features: int = 64
    hidden: int = 96
    layers: int = 1
    dropout: float = 0.5
    noise: float = 0.15
    epochs: int = 15
    batch_size: int = 48
    rate: float = 3e-3


SMALL = Settings(features=8, hidden=12, epochs=2)


def sentences(part: Split) -> Sentences:
    """Các câu Việt của một phần, mỗi câu là các tiếng viết thường."""
    found = [[word.lower() for word in syllables(model)] for models in part.y for model in models]
    return [words for words in found if words]


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Phần trăm tiếng đúng trên test: để trần, dạng hay gặp, bigram, mạng (ba hạt giống), mạng cộng bigram.

    Chỉ train và val được học; số epoch đặt trước, nên test không chọn gì cả.
    """
    assert data.val is not None and data.test is not None
    full = data.info.name == "en_vi_tatoeba"
    settings = Settings() if full else SMALL
    if options.epochs is not None:
        settings = Settings(**(asdict(settings) | {"epochs": options.epochs}))
    known, exam = sentences(data.train) + sentences(data.val), sentences(data.test)
    bare = [[strip_marks(word) for word in words] for words in exam]
    frequent, bigram = FrequentForms(known), BigramForms(known)
    scores = {
        "bare": share(bare, exam),
        "frequent": share([frequent.restore(words) for words in bare], exam),
        "bigram": share([bigram.restore(words) for words in bare], exam),
    }
    ledger = Ledger(options, "diacritics", asdict(settings) | {"data": dict(data.info.sha256)})
    rows: dict[str, dict[str, float]] = {}
    kept: Weights = {}
    for seed in SEEDS if full else SEEDS[:1]:
        made = ledger.once(
            f"seed {seed}", partial(one, seed, settings, known, exam, bigram, options.progress)
        )
        rows[str(seed)] = made["scores"]
        if seed == SEEDS[0]:
            kept = {name: np.array(values, np.float32) for name, values in made["weights"].items()}
    for way in rows[str(SEEDS[0])]:
        values = [row[way] for row in rows.values()]
        scores |= {way: float(np.mean(values)), f"{way}_lowest": min(values), f"{way}_highest": max(values)}
    arrays = {"format": np.array(FORMAT)} | tables(bigram) | rounded(kept)
    shipped = from_arrays(arrays)
    found = shipped.best(bare)
    seen = set(shipped.order)
    scores["shipped"] = share(found, exam)
    scores["reachable"] = share([[w if w in seen else "" for w in words] for words in exam], exam)
    details = {
        "settings": asdict(settings),
        "rows": rows,
        "syllables": {"learnt": sum(map(len, known)), "exam": sum(map(len, exam))},
        "parameters": int(sum(a.size for a in kept.values())),
        "forms": len(shipped.order),
        "mistakes": mistakes(found, exam),
    }
    return Outcome(scores, details=details, arrays={"network": arrays}, packages=("torch",))


def one(
    seed: int, settings: Settings, known: Sentences, exam: Sentences, bigram: BigramForms, progress: bool
) -> dict[str, Any]:
    """Học một lần; điểm của mạng, của mạng cộng bigram, và trọng số."""
    made = tables(bigram)
    forms = [form for ways in bigram.forms.values() for form in ways]
    place, bare = {form: k for k, form in enumerate(forms)}, {w: k + 2 for k, w in enumerate(bigram.forms)}
    most = max(len(ways) for ways in bigram.forms.values())
    ways_of = np.full((len(bare) + 2, most), -1)
    for word, ways in bigram.forms.items():
        ways_of[bare[word], : len(ways)] = [place[form] for form in ways]
    choices = torch.from_numpy(ways_of)
    network = Tagger(
        len(bare) + 2,
        len(forms),
        features=settings.features,
        hidden=settings.hidden,
        layers=settings.layers,
        dropout=settings.dropout,
        neck=settings.features,
        rng=np.random.default_rng(seed),
    )
    with torch.no_grad():
        network.words.weight.mul_(0.3)
        network.head.bias.copy_(torch.from_numpy(np.log(made["counts"].astype(np.float64))))
    x = [np.array([bare[strip_marks(word)] for word in words]) for words in known]
    y = [np.array([place[word] for word in words]) for words in known]

    def batches(rng: np.random.Generator) -> Iterator[tuple]:
        for rows in length_batches([len(words) for words in known], settings.batch_size, rng):
            ids, mask = pad([x[k] for k in rows])
            hidden = mask & (rng.random(ids.shape) < settings.noise)
            wanted = pad([y[k] for k in rows], -1)[0]
            yield (
                torch.from_numpy(np.where(hidden, STRANGE, ids)),
                torch.from_numpy(ids),
                torch.from_numpy(wanted),
            )

    def loss(given: torch.Tensor, ids: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
        logits, ways = network(given).flatten(0, 1), choices[ids.flatten()]
        kept = logits.gather(1, ways.clamp(min=0)).masked_fill(ways < 0, -1e9)  # only the forms of each word
        target = (ways == wanted.flatten()[:, None]).int().argmax(dim=1)
        each = torch.nn.functional.cross_entropy(kept, target, reduction="none")
        return each[wanted.flatten() >= 0].mean()

    steps = settings.epochs * -(-len(known) // settings.batch_size)
    train(network, batches, loss, steps=steps, rate=settings.rate, seed=seed, progress=progress)
    weights = {name: a.astype(np.float64) for name, a in network.weights().items()}
    restorer = Restorer(weights, forms, made["counts"], made["pairs"])
    asked = [[strip_marks(word) for word in words] for words in exam]
    return {
        "scores": {
            "network": share(restorer.best(asked, alone=True), exam),
            "together": share(restorer.best(asked), exam),
        },
        "weights": {name: a.astype(np.float32).tolist() for name, a in weights.items()},
    }


def share(found: Sentences, exam: Sentences) -> float:
    """Phần trăm tiếng trùng nhau."""
    pairs = [pair for a, b in zip(found, exam, strict=True) for pair in zip(a, b, strict=True)]
    return 100 * sum(a == b for a, b in pairs) / len(pairs)


def mistakes(found: Sentences, exam: Sentences, most: int = 12) -> list[list[Any]]:
    """Những chỗ sai hay gặp: [máy viết, đúng ra, số lần]."""
    counts: dict[tuple[str, str], int] = {}
    for a, b in zip(found, exam, strict=True):
        for pair in zip(a, b, strict=True):
            if pair[0] != pair[1]:
                counts[pair] = counts.get(pair, 0) + 1
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    return [[guess, right, n] for (guess, right), n in order]
