"""Thêm dấu cho chữ Việt không dấu bằng mạng đi kèm sách: LSTM hai chiều trên từng chữ cái, bằng numpy."""

from __future__ import annotations

import json
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

FILE, FORMAT = "diacritics-network.npz", "hocsau-diacritics-1"
PAD, STRANGE = 0, 1  # the letters begin at 2
LONGEST = 40  # syllables that are read together
ROOM = 8192  # letters computed at one time
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

    Với mỗi chữ cái, mạng cho xác suất của từng chữ có dấu; điểm của một dạng là tổng log xác suất các chữ của
    nó, và chỉ những dạng đã gặp lúc học được chọn. Chữ hoa giữ hoa. Giữ nguyên: tiếng đã có dấu, tiếng lạ,
    chữ của tiếng khác, số, địa chỉ, và cả dòng khi quá nửa số tiếng của dòng là tiếng lạ.

    Tham số:
        weights: float64, tên như `hocsau.torch.models.tagger.Tagger.weights`.
        letters: các chữ vào, số thứ tự bắt đầu từ 2 (0 là đệm, 1 là chữ lạ).
        marked: các chữ ra.
        forms: tiếng không dấu → các dạng có dấu, hay gặp đứng trước.

    Lỗi:
        DataError: trọng số không khớp số chữ.
    """

    def __init__(
        self,
        weights: Mapping[str, np.ndarray],
        letters: Sequence[str],
        marked: Sequence[str],
        forms: Mapping[str, Sequence[str]],
    ) -> None:
        self.letters, self.marked, self.forms = "".join(letters), "".join(marked), dict(forms)
        self.weights: Weights = dict(weights)
        self._letter = {c: i + 2 for i, c in enumerate(self.letters)}
        self._mark = {c: i for i, c in enumerate(self.marked)}
        try:
            self.layers = [
                (cell_of(self.weights, f"reading.{k}.0"), cell_of(self.weights, f"reading.{k}.1"))
                for k in range(sum(name.endswith(".1.bias") for name in self.weights))
            ]
            shapes = (len(self.weights["words"]), len(self.weights["head.bias"]))
            given = self.weights["head.weight"].shape[1:]
        except KeyError as error:
            raise DataError(f"mạng thêm dấu thiếu trọng số {error}; tệp bị hỏng") from None
        if shapes != (len(self.letters) + 2, len(self.marked)) or given != shapes[1:] or not self.layers:
            raise DataError(f"mạng thêm dấu có {shapes} chữ vào và ra; từ điển của nó không khớp")

    def log_probs(self, lines: Sequence[str]) -> list[np.ndarray]:
        """Mỗi dòng chữ thường không dấu dài T → (T, số chữ ra): log xác suất của từng chữ có dấu."""
        ids = [[self._letter.get(c, STRANGE) for c in line] for line in lines]
        longest = max(map(len, ids), default=0)
        x = np.array([row + [PAD] * (longest - len(row)) for row in ids], int).reshape(len(ids), longest)
        mask = x > PAD
        h = self.weights["words"][x]  # (N, T, D)
        for ahead, back in self.layers:
            h = np.concatenate([lstm(h, ahead, mask), lstm(h, back, mask, back=True)], axis=-1)
        z = h @ self.weights["head.weight"] + self.weights["head.bias"]
        z -= z.max(axis=-1, keepdims=True)
        z -= np.log(np.exp(z).sum(axis=-1, keepdims=True))
        return [z[k, : len(row)] for k, row in enumerate(ids)]

    def scores(self, bare: Sequence[str]) -> list[dict[str, float]]:
        """Điểm (log xác suất) của từng dạng có dấu của từng tiếng, tiếng không dấu viết thường."""
        return self._scored(bare, self.log_probs([" ".join(bare)])[0])

    def best(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Mỗi câu là các tiếng không dấu viết thường → các tiếng có dấu."""
        found: list[list[str]] = [[] for _ in sentences]
        lines = [" ".join(words) for words in sentences]
        for rows in _rooms([len(line) for line in lines]):
            for k, logs in zip(rows, self.log_probs([lines[k] for k in rows]), strict=True):
                found[k] = [max(s, key=s.__getitem__) for s in self._scored(sentences[k], logs)]
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

    def _scored(self, bare: Sequence[str], logs: np.ndarray) -> list[dict[str, float]]:
        at, found = 0, []
        for word in bare:
            scores = {}
            for form in self.forms.get(word, (word,)):
                places = [self._mark.get(c) for c in form]
                scores[form] = sum(float(logs[at + i, p]) for i, p in enumerate(places) if p is not None)
            found.append(scores)
            at += len(word) + 1
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
    if str(arrays.pop("format", "")) != FORMAT or "words_known" not in arrays:
        raise DataError(f"{FILE} không phải mạng thêm dấu của hocsau")
    try:
        known = json.loads(arrays.pop("words_known").tobytes().decode("utf-8"))
        letters, marked, forms = known["letters"], known["marked"], known["forms"].split()
    except (ValueError, KeyError, AttributeError, TypeError):
        raise DataError(f"{FILE}: từ điển của mạng thêm dấu bị hỏng") from None
    return Restorer(widened(arrays), letters, marked, gathered(forms))


def gathered(forms: Iterable[str]) -> dict[str, list[str]]:
    """Các dạng có dấu, hay gặp đứng trước → tiếng không dấu: các dạng của nó."""
    found: dict[str, list[str]] = {}
    for form in forms:
        found.setdefault(strip_marks(form), []).append(form)
    return found


def known_words(letters: str, marked: str, forms: Iterable[str]) -> np.ndarray:
    """Từ điển thành mảng byte (JSON, UTF-8), để cất trong tệp .npz cạnh trọng số."""
    content = {"letters": letters, "marked": marked, "forms": " ".join(forms)}
    return np.frombuffer(json.dumps(content, ensure_ascii=False).encode("utf-8"), np.uint8)
