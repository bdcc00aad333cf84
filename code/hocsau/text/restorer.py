"""Thêm dấu cho chữ Việt không dấu: LSTM hai chiều trên từng tiếng, cộng với bigram; chạy bằng numpy."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hocsau.errors import DataError
from hocsau.nn.storage import load_arrays
from hocsau.recorded import recorded_file
from hocsau.text.light import Weights, cell_of, lstm, widened
from hocsau.text.marks import nfc, strip_marks
from hocsau.text.ngrams import BigramForms

FILE, FORMAT = "diacritics-network.npz", "hocsau-diacritics-1"
PAD, STRANGE = 0, 1  # the syllables begin at 2
BESIDE = 0.8  # weight of the bigram beside the network
PAIR, ALPHA = 0.9, 0.1  # as hocsau.text.BigramForms has them
LONGEST = 40  # syllables that are read together
ROOM = 4096  # syllables computed at one time
_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
_CODE = re.compile(r"[\d_@/\\]|\w\.\w")  # numbers, addresses, names of files: no sentence
_STOP = re.compile(r"[.!?…;:]\W*$")


@dataclass(frozen=True)
class Word:
    """Một tiếng trong văn bản: `start`, `end` là chỗ của nó; `bare` là dạng thường, không dấu.

    `open` là True khi mạng được chọn dấu cho nó: chưa có dấu nào, và có trong từ điển.
    """

    start: int
    end: int
    bare: str
    open: bool


class Restorer:
    """Gọi restorer.restore(text) thì được chuỗi có dấu.

    Với mỗi tiếng không dấu, mạng chấm điểm từng dạng có dấu đã gặp lúc học. Cả câu được
    chọn sao cho Σ (ln p của mạng + 0.8 · ln P(dạng | dạng trước) của bigram) lớn nhất, bằng Viterbi.
    Chữ hoa giữ hoa. Giữ nguyên: tiếng đã có dấu, tiếng lạ, chữ của tiếng khác, số, địa chỉ, và cả dòng khi
    quá nửa số tiếng của dòng là tiếng lạ.

    Tham số:
        weights: float64, tên như `hocsau.torch.models.tagger.Tagger.weights`, một `Tagger` có neck.
        forms: các dạng có dấu, theo thứ tự của tầng cuối.
        counts: (F,) số lần gặp từng dạng.
        pairs: (P, 3) số nguyên: dạng trước (0 là đầu câu, k + 1 là dạng k), dạng sau, số lần gặp.

    Lỗi:
        DataError: trọng số, số lần hay các cặp không khớp số dạng.
    """

    def __init__(
        self, weights: Mapping[str, np.ndarray], forms: Sequence[str], counts: np.ndarray, pairs: np.ndarray
    ) -> None:
        self.weights: Weights = dict(weights)
        self.order, self.counts, self.pairs = tuple(forms), np.asarray(counts), np.asarray(pairs)
        self.forms = gathered(self.order)
        self._bare = {word: k + 2 for k, word in enumerate(self.forms)}
        self._place = {form: k for k, form in enumerate(self.order)}
        try:
            self.layers = [
                (cell_of(self.weights, f"reading.{k}.0"), cell_of(self.weights, f"reading.{k}.1"))
                for k in range(sum(name.endswith(".1.bias") for name in self.weights))
            ]
            sizes = (len(self.weights["words"]), len(self.weights["head.bias"]), len(self.counts))
            given = self.weights["head.weight"].shape
            self.weights["neck.weight"]
        except KeyError as error:
            raise DataError(f"mạng thêm dấu thiếu trọng số {error}; tệp bị hỏng") from None
        n = len(self.order)
        right = sizes == (len(self.forms) + 2, n, n) and given == (len(self.weights["neck.bias"]), n)
        if not right or not self.layers or self.pairs.ndim != 2 or self.pairs.shape[1] != 3:
            raise DataError(f"mạng thêm dấu có {sizes}; không khớp {n} dạng trong từ điển của nó")
        if self.pairs.size and (self.pairs[:, 0].max() > n or self.pairs[:, 1].max() >= n):
            raise DataError("bảng cặp tiếng của mạng thêm dấu nhắc tới dạng không có; tệp bị hỏng")
        self._pairs = {(int(a), int(b)): int(k) for a, b, k in self.pairs}
        self._before = np.zeros(n + 1, int)
        np.add.at(self._before, self.pairs[:, 0].astype(int), self.pairs[:, 2].astype(int))
        self._total = int(self.counts.sum())

    def logits(self, sentences: Sequence[Sequence[str]]) -> list[np.ndarray]:
        """Mỗi câu T tiếng không dấu viết thường → (T, F): điểm thô của mọi dạng."""
        ids = [[self._bare.get(word, STRANGE) for word in words] for words in sentences]
        longest = max(map(len, ids), default=0)
        x = np.array([row + [PAD] * (longest - len(row)) for row in ids], int).reshape(len(ids), longest)
        mask, given = x > PAD, self.weights["words"][x]  # (N, T), (N, T, D)
        h = given
        for ahead, back in self.layers:
            h = np.concatenate([lstm(h, ahead, mask), lstm(h, back, mask, back=True)], axis=-1)
        q = np.concatenate([h, given], axis=-1) @ self.weights["neck.weight"] + self.weights["neck.bias"]
        return [
            q[k, : len(row)] @ self.weights["head.weight"] + self.weights["head.bias"]
            for k, row in enumerate(ids)
        ]

    def scores(self, bare: Sequence[str]) -> list[dict[str, float]]:
        """ln p của mạng cho từng dạng của từng tiếng, chỉ trong các dạng của tiếng ấy; tiếng lạ thì 0."""
        return self._scored(bare, self.logits([bare])[0])

    def log_pair(self, form: str, before: str | None) -> float:
        """ln P(form | before) của bigram; before là None ở đầu câu."""
        here, there = self._place.get(form), 0 if before is None else self._place.get(before, -2) + 1
        count = self.counts[here] if here is not None else 0
        single = (count + ALPHA) / (self._total + ALPHA * (len(self.order) + 1))
        seen = self._before[there] if there >= 0 else 0
        pair = self._pairs.get((there, here), 0) / seen if seen and here is not None else 0.0
        return math.log(PAIR * pair + (1 - PAIR) * single)

    def choose(self, scores: Sequence[Mapping[str, float]]) -> list[str]:
        """Cả câu với tổng điểm lớn nhất (Viterbi)."""
        best: dict[str | None, tuple[float, list[str]]] = {None: (0.0, [])}
        for forms in scores:
            step: dict[str | None, tuple[float, list[str]]] = {}
            for form, own in forms.items():
                ways = ((s + BESIDE * self.log_pair(form, last), p) for last, (s, p) in best.items())
                score, path = max(ways, key=lambda item: item[0])
                step[form] = (score + own, [*path, form])
            best = step
        return max(best.values(), key=lambda item: item[0])[1]

    def shares(self, scores: Sequence[Mapping[str, float]], chosen: Sequence[str]) -> list[dict[str, float]]:
        """Phần của từng dạng khi các tiếng hai bên đã chọn như `chosen`; tổng mỗi tiếng là 1."""
        found = []
        for k, forms in enumerate(scores):
            before = chosen[k - 1] if k else None
            after = chosen[k + 1] if k + 1 < len(chosen) else None
            total = {}
            for form, own in forms.items():
                beside = self.log_pair(form, before) + (
                    self.log_pair(after, form) if after is not None else 0
                )
                total[form] = own + BESIDE * beside
            top = max(total.values())
            parts = {form: math.exp(v - top) for form, v in total.items()}
            whole = sum(parts.values())
            found.append({form: part / whole for form, part in parts.items()})
        return found

    def best(self, sentences: Sequence[Sequence[str]], *, alone: bool = False) -> list[list[str]]:
        """Các tiếng không dấu viết thường → các tiếng có dấu, từng câu; alone là chỉ nghe mạng."""
        found: list[list[str]] = [[] for _ in sentences]
        for rows in _rooms([len(words) for words in sentences]):
            for k, logits in zip(rows, self.logits([sentences[k] for k in rows]), strict=True):
                scores = self._scored(sentences[k], logits)
                found[k] = [max(s, key=s.__getitem__) for s in scores] if alone else self.choose(scores)
        return found

    def restore(self, text: str) -> str:
        """Văn bản có dấu; chữ nào không phải tiếng Việt không dấu thì giữ y nguyên.

        Tham số:
            text: chuỗi bất kì, nhiều dòng cũng được.

        Lỗi:
            ValueError: `text` không phải chuỗi.
        """
        nfc(text)  # only to refuse what is no text
        sentences = [s for s in self.sentences(text) if any(word.open for word in s)]
        pieces, last = [], 0
        chosen = self.best([[word.bare for word in s] for s in sentences])
        for words, forms in zip(sentences, chosen, strict=True):
            for word, form in zip(words, forms, strict=True):
                if word.open:
                    pieces += [text[last : word.start], dressed(form, text[word.start : word.end])]
                    last = word.end
        return "".join([*pieces, text[last:]])

    def sentences(self, text: str) -> Iterator[list[Word]]:
        """Các câu, theo thứ tự, mỗi câu không quá `LONGEST` tiếng; dòng không phải tiếng Việt bị bỏ."""
        at = 0
        for line in text.splitlines(keepends=True):
            words, ends = self._line(line, at)
            at += len(line)
            if 2 * sum(word.bare in self.forms for word in words) < len(words):
                continue
            start = 0
            for end in ends:
                for k in range(start, end, LONGEST):
                    yield words[k : min(k + LONGEST, end)]
                start = end

    def _line(self, line: str, at: int) -> tuple[list[Word], list[int]]:
        """The words of a line, and how many of them there are where each sentence ends."""
        words: list[Word] = []
        ends: list[int] = []
        for chunk in _CHUNK.finditer(line):
            if not _CODE.search(chunk[0]):
                for found in _WORD.finditer(chunk[0]):
                    whole = nfc(found[0])
                    bare = strip_marks(whole).lower()
                    plain = found[0].isascii() and bare in self.forms
                    start = at + chunk.start() + found.start()
                    words.append(Word(start, start + len(found[0]), bare, plain))
            if _STOP.search(chunk[0]) and words and (not ends or ends[-1] < len(words)):
                ends.append(len(words))
        if words and (not ends or ends[-1] < len(words)):
            ends.append(len(words))
        return words, ends

    def _scored(self, bare: Sequence[str], logits: np.ndarray) -> list[dict[str, float]]:
        found = []
        for word, row in zip(bare, logits, strict=True):
            forms = self.forms.get(word)
            if forms is None:
                found.append({word: 0.0})
                continue
            z = row[[self._place[form] for form in forms]]
            z = z - z.max()
            z -= math.log(np.exp(z).sum())
            found.append(dict(zip(forms, z.tolist(), strict=True)))
        return found


def dressed(form: str, given: str) -> str:
    """Dạng có dấu, hoa thường như chữ đã gõ: ("đường", "DUong") → "ĐƯờng"."""
    return "".join(a.upper() if b.isupper() else a for a, b in zip(form, given, strict=True))


def _rooms(lengths: Sequence[int]) -> Iterable[list[int]]:
    """Places of the lines, those of like length together, so that padding and memory stay small."""
    rows: list[int] = []
    for k in sorted(range(len(lengths)), key=lambda k: lengths[k]):
        if rows and (len(rows) + 1) * lengths[k] > ROOM:
            yield rows
            rows = []
        rows.append(k)
    if rows:
        yield rows


@lru_cache(1)
def shipped_restorer() -> Restorer:
    """Mạng do `hocsau train diacritics --full` ghi.

    Lỗi:
        DataError: tệp không có, hỏng, hay của một mạng khác.
    """
    return from_arrays(load_arrays(recorded_file(FILE)))


def from_arrays(arrays: Mapping[str, np.ndarray]) -> Restorer:
    """`Restorer` từ các mảng của tệp; DataError khi tệp của một mạng khác hay bị hỏng."""
    arrays = dict(arrays)
    if str(arrays.pop("format", "")) != FORMAT or not {"known", "counts", "pairs"} <= arrays.keys():
        raise DataError(f"{FILE} không phải mạng thêm dấu của hocsau")
    counts, pairs = arrays.pop("counts"), arrays.pop("pairs")
    try:
        forms = json.loads(arrays.pop("known").tobytes().decode("utf-8")).split()
    except (ValueError, AttributeError):
        raise DataError(f"{FILE}: từ điển của mạng thêm dấu bị hỏng") from None
    return Restorer(widened(arrays), forms, counts, pairs)


def gathered(forms: Iterable[str]) -> dict[str, list[str]]:
    """Các dạng có dấu → tiếng không dấu: các dạng của nó, theo thứ tự đã cho."""
    found: dict[str, list[str]] = {}
    for form in forms:
        found.setdefault(strip_marks(form), []).append(form)
    return found


def tables(model: BigramForms) -> dict[str, np.ndarray]:
    """Các dạng, số lần gặp, các cặp của một bigram đã đếm, thành mảng để cất cạnh trọng số."""
    forms = [form for ways in model.forms.values() for form in ways]
    place = {form: k for k, form in enumerate(forms)}
    pairs = sorted((place.get(a, -1) + 1, place[b], n) for (a, b), n in model.pairs.items())
    return {
        "known": np.frombuffer(json.dumps(" ".join(forms), ensure_ascii=False).encode("utf-8"), np.uint8),
        "counts": np.array([model.singles[form] for form in forms], np.uint16),
        "pairs": np.array(pairs, np.uint16),
    }
