"""Thơ: n-gram, RNN, LSTM, GRU trên từng kí tự của Truyện Kiều; nat mỗi kí tự, và điểm luật thơ."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.sequences.learning import train
from hocsau.text import RULES, NgramModel, nfc, score_verses, verse_syllables
from hocsau.text.light import Weights, rounded, widened
from hocsau.text.poet import END, FORMAT, Poet, known_words
from hocsau.text.spelling import parse
from hocsau.torch.models.language_model import LanguageModel

SEEDS = (0, 1, 2)
ORDERS = (2, 3, 4, 5, 6, 7)
VALIDATION = 0.1  # of the verses for learning: they choose the order of the n-grams
POEMS, LINES, TEMPERATURE = 50, 4, 0.8


@dataclass(frozen=True)
class Settings:
    """Cỡ mạng và cách học; mặc định là lượt chạy đầy đủ. `hidden` chọn sao cho ba mạng bằng số tham số."""

    features: int = 48
    hidden: dict[str, int] = field(default_factory=lambda: {"lstm": 192, "gru": 225, "rnn": 407})
    dropout: float = 0.3
    steps: int = 1900
    batch_size: int = 32
    length: int = 64
    rate: float = 4e-3


SMALL = Settings(features=6, hidden={"lstm": 8, "gru": 9, "rnn": 12}, steps=6, batch_size=4, length=16)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Nat mỗi kí tự của phần test (ba hạt giống mỗi loại mạng), và điểm luật thơ của những bài viết ra.

    Phần test không chọn gì: bậc của n-gram chọn trên một phần mười cuối của phần học, số bước đặt trước.
    """
    full = data.info.name == "truyen_kieu"
    settings = Settings() if full else SMALL
    verses = [nfc(verse).lower() for verse in data.train.x]
    if data.test is None:  # the small set has no parts: its last tenth is held out
        cut = len(verses) - 2 * (len(verses) // 20)
        learnt, exam = verses[:cut], verses[cut:]
    else:
        learnt, exam = verses, [nfc(verse).lower() for verse in data.test.x]
    alphabet = "".join(sorted(set(END + "".join(learnt + exam))))
    order = best_order(learnt, alphabet)
    counts = NgramModel([joined(learnt)], order, alphabet)
    scores = {"ngram": nats_of(counts, exam), "ngram_order": float(order)}
    ledger = Ledger(options, "verse", asdict(settings) | {"data": dict(data.info.sha256)})
    rows: dict[str, dict[str, float]] = {}
    curves: dict[str, dict[str, list[float]]] = {}
    kept: Weights = {}
    for seed in SEEDS if full else SEEDS[:1]:
        for kind in settings.hidden:
            made = ledger.once(
                f"{kind} {seed}", partial(one, kind, seed, settings, learnt, exam, alphabet, options.progress)
            )
            rows.setdefault(kind, {})[str(seed)] = made["nats"]
            if seed == SEEDS[0]:
                curves[kind] = {"step": made["steps"], "loss": made["losses"]}
                if kind == "lstm":
                    kept = {name: np.array(values, np.float32) for name, values in made["weights"].items()}
    for kind, found in rows.items():
        values = list(found.values())
        scores |= {
            kind: float(np.mean(values)),
            f"{kind}_lowest": min(values),
            f"{kind}_highest": max(values),
        }
    words = known_syllables(learnt)
    light = rounded(kept)
    poet = Poet(widened(light), alphabet, words)
    scores["shipped"] = poet.nats(joined(exam)[1:])
    count = POEMS if full else 2
    metre = {"real": metre_of([exam[k : k + LINES] for k in range(0, len(exam) - LINES + 1, LINES)], learnt)}
    metre["ngram"] = metre_of(poems(partial(ngram_poem, counts), count), learnt)
    for name, lawful in (("lstm", False), ("lstm_lawful", True)):
        write = partial(poet.write, "", LINES, temperature=TEMPERATURE, lawful=lawful)
        metre[name] = metre_of(poems(lambda rng, write=write: write(rng.random), count), learnt)
    arrays = {"format": np.array(FORMAT), "words_known": known_words(alphabet, words)} | light
    details = {
        "settings": asdict(settings),
        "rows": rows,
        "metre": metre,
        "characters": {"learnt": len(joined(learnt)) - 1, "exam": len(joined(exam)) - 1},
        "alphabet": len(alphabet),
        "parameters": int(sum(a.size for a in kept.values())),
        "orders": {str(n): round(v, 4) for n, v in orders(learnt, alphabet).items()},
    }
    return Outcome(scores, curves, details=details, arrays={"network": arrays}, packages=("torch",))


def joined(verses: Sequence[str]) -> str:
    """Các câu thành một chuỗi, mỗi câu có dấu hết câu ở sau, và một dấu ở đầu."""
    return END + "".join(verse + END for verse in verses)


def orders(learnt: Sequence[str], alphabet: str) -> dict[int, float]:
    """Nat mỗi kí tự của một phần mười cuối, n-gram học trên phần trước, theo từng bậc."""
    cut = len(learnt) - 2 * max(1, int(VALIDATION * len(learnt) / 2))
    text = joined(learnt[:cut])
    return {n: nats_of(NgramModel([text], n, alphabet), learnt[cut:]) for n in ORDERS}


def best_order(learnt: Sequence[str], alphabet: str) -> int:
    """Bậc có nat thấp nhất trong `orders`."""
    found = orders(learnt, alphabet)
    return min(found, key=found.__getitem__)


def nats_of(model: NgramModel, verses: Sequence[str]) -> float:
    """−ln p trung bình mỗi kí tự của các câu, kể cả dấu hết câu."""
    return -float(np.mean(model.log_probs(joined(verses))[1:]))


def one(
    kind: str,
    seed: int,
    settings: Settings,
    learnt: Sequence[str],
    exam: Sequence[str],
    alphabet: str,
    progress: bool,
) -> dict[str, Any]:
    """Học một lần; nat mỗi kí tự của `exam`, đường loss, và trọng số (của LSTM, hạt giống đầu)."""
    place = {c: i for i, c in enumerate(alphabet)}
    text, test = (torch.tensor([place[c] for c in joined(verses)]) for verses in (learnt, exam))
    network = LanguageModel(
        len(alphabet),
        features=settings.features,
        hidden=settings.hidden[kind],
        kind=kind,
        dropout=settings.dropout,
        rng=np.random.default_rng(seed),
    )
    carried: list[Any] = [None]

    def batches(rng: np.random.Generator) -> Iterator[tuple]:
        turned = torch.roll(text[:-1], int(rng.integers(len(text) - 1)))  # every epoch is cut elsewhere
        length = (len(turned) - 1) // settings.batch_size
        streams = turned[: length * settings.batch_size + 1]
        x = streams[:-1].reshape(settings.batch_size, length)
        y = streams[1:].reshape(settings.batch_size, length)
        carried[0] = None
        for start in range(0, length, settings.length):
            yield x[:, start : start + settings.length], y[:, start : start + settings.length]

    def loss(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        logits, ends = network(x, carried[0])
        carried[0] = [tuple(s.detach() for s in states) for states in ends]
        return torch.nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten())

    losses = train(
        network, batches, loss, steps=settings.steps, rate=settings.rate, seed=seed, progress=progress
    )
    with torch.no_grad():
        logits = network(test[None, :-1])[0][0]
        nats = float(torch.nn.functional.cross_entropy(logits, test[1:]))
    part = max(1, len(losses) // 60)
    ends = list(range(part, len(losses) + 1, part))
    return {
        "nats": nats,
        "steps": ends,
        "losses": [round(float(np.mean(losses[k - part : k])), 4) for k in ends],
        "weights": {n: a.astype(np.float32).tolist() for n, a in network.weights().items()}
        if kind == "lstm" and seed == SEEDS[0]
        else {},
    }


def known_syllables(verses: Sequence[str]) -> list[str]:
    """Các tiếng Việt của các câu, hay gặp đứng trước."""
    counts = Counter(word for verse in verses for word in verse_syllables(verse) if parse(word))
    return [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def poems(write: Callable[[np.random.Generator], list[str]], count: int) -> list[list[str]]:
    """`count` bài, bài thứ k dùng default_rng(k)."""
    return [write(np.random.default_rng(k)) for k in range(count)]


def ngram_poem(model: NgramModel, rng: np.random.Generator) -> list[str]:
    """Một bài `LINES` câu, bốc từng kí tự với nhiệt độ `TEMPERATURE`."""
    signs, text = sorted(map(str, model.vocabulary)), END
    while text.count(END) <= LINES and len(text) < 60 * LINES:
        p = np.array([model.prob(c, text) for c in signs]) ** (1 / TEMPERATURE)
        text += signs[rng.choice(len(signs), p=p / p.sum())]
    verses = text.strip(END).split(END)[:LINES]
    return verses + [""] * (LINES - len(verses))


def metre_of(found: Sequence[Sequence[str]], learnt: Sequence[str]) -> dict[str, float]:
    """Tỉ lệ giữ từng luật, gộp mọi bài; và tỉ lệ câu chép nguyên văn của phần học."""
    scored = [score_verses(verses) for verses in found]
    known, lines = set(learnt), [verse for verses in found for verse in verses]
    made = {}
    for rule in RULES:
        places = sum(s[rule].places for s in scored)
        made[rule] = sum(s[rule].kept for s in scored) / places if places else math.nan
    return {name: round(share, 4) for name, share in made.items()} | {
        "copied": round(float(np.mean([verse in known for verse in lines])), 4)
    }
