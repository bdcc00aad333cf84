"""Thêm dấu: đếm (dạng hay gặp, bigram) và LSTM hai chiều trên từng chữ cái, chấm trên những câu để dành."""

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
from hocsau.text.light import Weights, rounded, widened
from hocsau.text.restorer import FORMAT, STRANGE, Restorer, gathered, known_words
from hocsau.torch.models.tagger import Tagger

SEEDS = (0, 1, 2)
WEIGHTS = (0.3, 0.5)  # of the bigram beside the network
Sentences = list[list[str]]


@dataclass(frozen=True)
class Settings:
    """Cỡ mạng và cách học; mặc định là lượt chạy đầy đủ.

    `noise` là tỉ lệ chữ cái bị thay bằng chữ lạ lúc học, để mạng không dựa vào một chữ nào.
    """

    features: int = 32
    hidden: int = 96
    layers: int = 2
    dropout: float = 0.3
    noise: float = 0.05
    epochs: int = 12
    batch_size: int = 48
    rate: float = 3e-3


SMALL = Settings(features=8, hidden=12, layers=1, epochs=2)


def sentences(part: Split) -> Sentences:
    """Các câu Việt của một phần, mỗi câu là các tiếng viết thường."""
    found = [[word.lower() for word in syllables(model)] for models in part.y for model in models]
    return [words for words in found if words]


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Phần trăm tiếng đúng trên test: để trần, dạng hay gặp, bigram, mạng (ba hạt giống), mạng pha bigram.

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
    alphabet = letters_of(known)
    words = [form for forms in frequent.forms.values() for form in forms]
    light = rounded(kept)
    shipped = Restorer(widened(light), *alphabet, gathered(words))
    scores["shipped"] = share(shipped.best(bare), exam)
    seen = {form for forms in frequent.forms.values() for form in forms}
    scores["reachable"] = share([[w if w in seen else "" for w in words] for words in exam], exam)
    arrays = {"format": np.array(FORMAT), "words_known": known_words(*alphabet, words)} | light
    details = {
        "settings": asdict(settings),
        "rows": rows,
        "syllables": {"learnt": sum(map(len, known)), "exam": sum(map(len, exam))},
        "parameters": int(sum(a.size for a in kept.values())),
        "forms": len(words),
        "mistakes": mistakes(shipped.best(bare), exam),
    }
    return Outcome(scores, details=details, arrays={"network": arrays}, packages=("torch",))


def one(
    seed: int, settings: Settings, known: Sentences, exam: Sentences, bigram: BigramForms, progress: bool
) -> dict[str, Any]:
    """Học một lần; điểm của mạng, của mạng pha bigram, và trọng số."""
    letters, marked = letters_of(known)
    network = Tagger(
        len(letters) + 2,
        len(marked),
        features=settings.features,
        hidden=settings.hidden,
        layers=settings.layers,
        dropout=settings.dropout,
        rng=np.random.default_rng(seed),
    )
    lines = [" ".join(words) for words in known]
    place, target = {c: i + 2 for i, c in enumerate(letters)}, {c: i for i, c in enumerate(marked)}
    x = [np.array([place[c] for c in strip_marks(line)]) for line in lines]
    y = [np.array([target.get(c, -1) for c in line]) for line in lines]

    def batches(rng: np.random.Generator) -> Iterator[tuple]:
        for rows in length_batches([len(line) for line in lines], settings.batch_size, rng):
            ids, mask = pad([x[k] for k in rows])
            hidden = mask & (rng.random(ids.shape) < settings.noise) & (ids != place[" "])
            wanted = pad([y[k] for k in rows], -1)[0]
            yield torch.from_numpy(np.where(hidden, STRANGE, ids)), torch.from_numpy(wanted)

    def loss(ids: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
        logits = network(ids).flatten(0, 1)
        return torch.nn.functional.cross_entropy(logits, wanted.flatten(), ignore_index=-1)

    steps = settings.epochs * -(-len(lines) // settings.batch_size)
    train(network, batches, loss, steps=steps, rate=settings.rate, seed=seed, progress=progress)
    weights = {name: a.astype(np.float64) for name, a in network.weights().items()}
    made = Restorer(weights, letters, marked, bigram.forms)
    bare = [[strip_marks(word) for word in words] for words in exam]
    scored = [made.scores(words) for words in bare]
    answers = {"network": [[max(s, key=s.__getitem__) for s in row] for row in scored]}
    for weight in WEIGHTS:
        answers[f"with_bigram_{weight:g}"] = [together(row, bigram, weight) for row in scored]
    return {
        "scores": {way: share(found, exam) for way, found in answers.items()},
        "weights": {name: a.astype(np.float32).tolist() for name, a in weights.items()},
    }


def together(scores: list[dict[str, float]], bigram: BigramForms, weight: float) -> list[str]:
    """Các dạng với Σ (điểm của mạng + weight · ln P của bigram) lớn nhất, tìm bằng Viterbi."""
    best: dict[str, tuple[float, list[str]]] = {"<s>": (0.0, [])}
    for forms in scores:
        step = {}
        for form, own in forms.items():
            ways = ((s + weight * bigram.log_prob(form, last), p) for last, (s, p) in best.items())
            score, path = max(ways, key=lambda item: item[0])
            step[form] = (score + own, [*path, form])
        best = step
    return max(best.values(), key=lambda item: item[0])[1]


def letters_of(known: Sentences) -> tuple[str, str]:
    """(các chữ không dấu và dấu cách, các chữ có dấu) của phần học."""
    marked = sorted({c for words in known for word in words for c in word})
    return " " + "".join(sorted({c for char in marked for c in strip_marks(char)})), "".join(marked)


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
