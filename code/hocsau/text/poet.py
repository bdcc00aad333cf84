"""Viết tiếp lục bát bằng mạng đi kèm sách: LSTM trên từng kí tự, tự do hay theo luật thơ; bằng numpy."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from hocsau.errors import DataError
from hocsau.nn.storage import load_arrays
from hocsau.recorded import recorded_file
from hocsau.text.decoding import log_softmax
from hocsau.text.light import Weights, cell_of, lstm_step, widened
from hocsau.text.marks import nfc
from hocsau.text.metre import rhymes, verse_syllables
from hocsau.text.spelling import parse

FILE, FORMAT = "verse-network.npz", "hocsau-verse-1"
END = "\n"
STOPS = ",.;:!?"
LONGEST = 60  # characters of a free verse: a network that never ends its line is ended
State = tuple[np.ndarray, np.ndarray]
Draw = Callable[[], float]


class Poet:
    """Model ngôn ngữ trên kí tự viết thường; `END` là hết câu thơ.

    Tham số:
        weights: float64, tên như `hocsau.torch.models.language_model.LanguageModel.weights`, một tầng LSTM.
        alphabet: mọi kí tự, theo thứ tự của mạng; có `END`.
        words: các tiếng mà lối viết theo luật được dùng, hay gặp đứng trước.

    Lỗi:
        DataError: trọng số không khớp số kí tự.
    """

    def __init__(
        self, weights: Mapping[str, np.ndarray], alphabet: Sequence[str], words: Sequence[str]
    ) -> None:
        self.alphabet, self.words = "".join(alphabet), tuple(words)
        self.weights: Weights = dict(weights)
        try:
            self.cell = cell_of(self.weights, "reading.0")
            shapes = (len(self.weights["words"]), len(self.weights["head.bias"]))
            given = self.weights["head.weight"].shape[1:]
        except KeyError as error:
            raise DataError(f"mạng làm thơ thiếu trọng số {error}; tệp bị hỏng") from None
        if shapes != (len(self.alphabet),) * 2 or given != shapes[1:] or END not in self.alphabet:
            raise DataError(f"mạng làm thơ có {shapes} kí tự vào và ra; bảng chữ có {len(self.alphabet)}")
        self._place = {c: i for i, c in enumerate(self.alphabet)}

    def start(self) -> State:
        """Trạng thái lúc chưa đọc gì."""
        zero = np.zeros(len(self.cell["weight_h"]))
        return zero, zero

    def read(self, text: str, state: State) -> State:
        """Trạng thái sau khi đọc thêm `text`.

        Lỗi:
            ValueError: `text` có kí tự mạng chưa từng học.
        """
        for char in text:
            if char not in self._place:
                raise ValueError(f"kí tự {char!r} không có trong bảng chữ của mạng")
            z = self.weights["words"][self._place[char]] @ self.cell["weight_x"] + self.cell["bias"]
            state = lstm_step(z, *state, self.cell["weight_h"])
        return state

    def logits(self, state: State) -> np.ndarray:
        """(V,) logit của kí tự kế tiếp."""
        return state[0] @ self.weights["head.weight"] + self.weights["head.bias"]

    def nats(self, text: str) -> float:
        """−ln p trung bình mỗi kí tự của `text` (viết thường), đọc từ sau một dấu hết câu."""
        state, total = self.read(END, self.start()), 0.0
        for char in text:
            total -= log_softmax(self.logits(state))[self._place[char]]
            state = self.read(char, state)
        return total / len(text)

    def write(
        self,
        opening: str,
        lines: int,
        draw: Draw,
        *,
        temperature: float = 0.8,
        lawful: bool = False,
    ) -> list[str]:
        """Viết tiếp cho tới khi có thêm `lines` câu.

        Tham số:
            opening: các câu cho trước, mỗi câu một dòng; câu cuối đủ sáu hay tám tiếng thì viết câu mới,
                thiếu thì viết nốt câu ấy. Rỗng là tự mở đầu.
            lines: số câu viết thêm, kể cả câu viết nốt.
            draw: mỗi lần gọi trả về một số trong [0, 1), như `rng.random`.
            temperature: T > 0.
            lawful: chỉ chọn những kí tự còn dẫn tới một tiếng đúng luật (xem `Law`).

        Trả về:
            Mọi câu, kể cả phần cho trước, viết thường.

        Lỗi:
            ValueError: `opening` có chữ lạ hay câu quá dài, lines không dương, temperature không dương.
        """
        if isinstance(lines, bool) or not isinstance(lines, int) or lines < 1:
            raise ValueError(f"lines = {lines!r}; cần số nguyên dương")
        if not (np.isfinite(temperature) and temperature > 0):
            raise ValueError(f"temperature = {temperature!r}; cần số dương")
        verses = opening_verses(opening)
        state = self.read(END + "".join(verse + END for verse in verses[:-1]), self.start())
        current = verses[-1] if verses else ""
        if current:
            state = self.read(current, state)
            if len(verse_syllables(current)) in (6, 8):
                state, current = self.read(END, state), ""
            else:
                verses.pop()
        for _ in range(lines):
            law = Law(verses, self.words) if lawful else None
            while True:
                logits = self.logits(state)
                allowed = None if law is None else law.next(current)
                char = self._choose(logits, allowed, draw, temperature)
                if char == END and not current.strip():
                    char = " "  # an empty verse is none
                state = self.read(char, state)
                if char == END:
                    break
                current += char
                if len(current) >= LONGEST and law is None:
                    state = self.read(END, state)
                    break
            verses.append(current.strip())
            current = ""
        return verses

    def chances(self, logits: np.ndarray, allowed: str | None, temperature: float) -> np.ndarray:
        """(V,) xác suất của từng kí tự, chỉ trong `allowed` nếu có."""
        z = logits / temperature
        if allowed is not None:
            keep = np.array([c in allowed for c in self.alphabet])
            z = np.where(keep, z, -np.inf)
        p = np.exp(z - z.max())
        return p / p.sum()

    def _choose(self, logits: np.ndarray, allowed: str | None, draw: Draw, temperature: float) -> str:
        p, left = self.chances(logits, allowed, temperature), draw()
        for k, share in enumerate(p):  # one after the other, as the page does
            left -= share
            if left < 0:
                return self.alphabet[k]
        return self.alphabet[int(np.argmax(p))]  # a sum of 0.999…


class Law:
    """Luật lục bát khi viết từng kí tự: ở mỗi chỗ, những kí tự nào còn dẫn tới một tiếng hợp luật.

    Luật: sáu rồi tám tiếng; tiếng 2 bằng, 4 trắc, 6 bằng, 8 bằng; tiếng 6 và 8 của câu bát khác thanh; vần
    lưng, vần chân, không lặp lại chính tiếng phải vần. Không tiếng nào hợp thì chỗ ấy chỉ giữ luật bằng trắc.

    Tham số:
        before: các câu đã viết.
        words: các tiếng được dùng.
    """

    def __init__(self, before: Sequence[str], words: Sequence[str]) -> None:
        self.words = words
        last = verse_syllables(before[-1]) if before else []
        self.length = 8 if len(last) == 6 else 6
        self.rhyme = last[-1] if len(last) in (6, 8) else None

    def allowed(self, done: Sequence[str]) -> tuple[str, ...]:
        """Các tiếng được đặt sau những tiếng `done` của câu này."""
        return _fitting(
            self.words, len(done) + 1, self.length, self.rhyme, done[5] if len(done) > 5 else None
        )

    def next(self, current: str) -> str:
        """Các kí tự được viết sau phần `current` của câu."""
        done, part = current.split(), ""
        if current and not current[-1].isspace():
            part = done.pop()
        done = [word.strip(STOPS) for word in done]
        if part and part[-1] in STOPS:
            return END if len(done) + 1 >= self.length else " "
        if len(done) >= self.length:
            return END
        fitting = self.allowed(done)
        found = {word[len(part)] for word in fitting if len(word) > len(part) and word.startswith(part)}
        if part and (part in fitting or not found):
            found |= {",", END} if len(done) + 1 == self.length else {" "}
            found |= {"."} if len(done) + 1 == self.length else set()
        return "".join(sorted(found))


@lru_cache(4096)
def _fitting(
    words: tuple[str, ...], place: int, length: int, rhyme: str | None, sixth: str | None
) -> tuple[str, ...]:
    level = {2: True, 4: False, 6: True, 8: True}.get(place)
    kept = [w for w in words if (found := parse(w)) and (level is None or found.level == level)]
    if place == 8 and sixth is not None and (other := parse(sixth)):
        apart = [w for w in kept if parse(w).tone != other.tone]  # type: ignore[union-attr]
        kept = apart or kept
    if place == 6 and rhyme is not None:
        rhyming = [w for w in kept if w != rhyme and rhymes(w, rhyme)]
        kept = rhyming or kept
    return tuple(kept)


def opening_verses(opening: str) -> list[str]:
    """Các câu cho trước, viết thường, dạng NFC, bỏ khoảng trắng thừa.

    Lỗi:
        ValueError: một câu có hơn tám tiếng, hay có chữ không phải tiếng Việt.
    """
    verses = [" ".join(line.split()) for line in nfc(opening).lower().splitlines() if line.strip()]
    for verse in verses:
        words = verse_syllables(verse)
        strange = [word for word in words if parse(word) is None]
        rest = [c for c in verse if not c.isalpha() and c not in " " + STOPS]
        if strange or rest or not words:
            what = (strange or rest or [verse])[0]
            raise ValueError(
                f"«{what}» không phải tiếng Việt; câu thơ chỉ gồm các tiếng Việt và dấu câu {STOPS}"
            )
        if len(words) > 8:
            raise ValueError(f"câu «{verse[:60]}» có {len(words)} tiếng; câu lục bát có sáu hay tám tiếng")
    return verses


def capitalised(verse: str) -> str:
    """Chữ đầu câu viết hoa."""
    return verse[:1].upper() + verse[1:]


@lru_cache(1)
def shipped_poet() -> Poet:
    """Mạng do `hocsau train verse --full` ghi.

    Lỗi:
        DataError: tệp không có, hỏng, hay của một mạng khác.
    """
    return from_arrays(load_arrays(recorded_file(FILE)))


def from_arrays(arrays: Mapping[str, np.ndarray]) -> Poet:
    """`Poet` từ các mảng của tệp; DataError khi tệp của một mạng khác hay bị hỏng."""
    arrays = dict(arrays)
    if str(arrays.pop("format", "")) != FORMAT or "words_known" not in arrays:
        raise DataError(f"{FILE} không phải mạng làm thơ của hocsau")
    try:
        known = json.loads(arrays.pop("words_known").tobytes().decode("utf-8"))
        alphabet, words = known["alphabet"], known["words"].split()
    except (ValueError, KeyError, AttributeError, TypeError):
        raise DataError(f"{FILE}: bảng chữ của mạng làm thơ bị hỏng") from None
    return Poet(widened(arrays), alphabet, words)


def known_words(alphabet: str, words: Sequence[str]) -> np.ndarray:
    """Bảng chữ và các tiếng thành mảng byte (JSON, UTF-8), để cất cạnh trọng số."""
    content = {"alphabet": alphabet, "words": " ".join(words)}
    return np.frombuffer(json.dumps(content, ensure_ascii=False).encode("utf-8"), np.uint8)
