"""Từ điển: mỗi từ (tiếng, kí tự) một số; bốn số đầu dành cho chỗ đệm, từ lạ, đầu câu và cuối câu."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from hocsau.errors import DataError
from hocsau.files import write_atomically
from hocsau.text.marks import nfc

PAD, UNKNOWN, START, END = "<pad>", "<unk>", "<s>", "</s>"
SPECIALS = (PAD, UNKNOWN, START, END)
UNITS = ("syllable", "character")


class Vocabulary:
    """Đổi qua lại giữa từ và số: số 0 là chỗ đệm, 1 là từ lạ, 2 là đầu câu, 3 là cuối câu, rồi tới các từ.

    Tham số:
        tokens: các từ, không lặp, không trùng bốn từ đặc biệt; giữ đúng thứ tự này.
        unit: "syllable" (câu tách ở khoảng trắng) hay "character" (mỗi kí tự một từ).

    Lỗi:
        ValueError: từ rỗng, lặp, không phải chuỗi, hay `unit` lạ.
    """

    pad, unknown, start, end = range(4)

    def __init__(self, tokens: Iterable[str], unit: str = "syllable") -> None:
        if unit not in UNITS:
            raise ValueError(f"unit = {unit!r}; cần một trong {UNITS}")
        if isinstance(tokens, str):
            raise ValueError("tokens là một chuỗi; cần danh sách các từ, ví dụ list(chuỗi)")
        self.unit = unit
        self.tokens: tuple[str, ...] = (*SPECIALS, *tokens)
        self._index: dict[str, int] = {}
        for token in self.tokens:
            if not isinstance(token, str) or not token or nfc(token) != token:
                raise ValueError(f"từ {token!r} không dùng được; cần chuỗi khác rỗng, dạng NFC")
            if token in self._index:
                raise ValueError(f"từ {token!r} có hai lần trong từ điển (hay trùng một từ đặc biệt)")
            self._index[token] = len(self._index)

    @classmethod
    def build(
        cls,
        texts: Iterable[str],
        unit: str = "syllable",
        *,
        min_count: int = 1,
        max_size: int | None = None,
    ) -> Vocabulary:
        """Lập từ điển từ các câu của phần train: từ gặp nhiều đứng trước, bằng nhau thì theo thứ tự mã.

        Tham số:
            texts: các câu.
            unit: "syllable" hay "character".
            min_count: từ gặp ít lần hơn thế thì thành từ lạ.
            max_size: số từ nhiều nhất, không kể bốn từ đặc biệt; None là không hạn chế.

        Lỗi:
            ValueError: `texts` là một chuỗi, hay min_count, max_size không phải số nguyên dương.
        """
        if isinstance(texts, str):
            raise ValueError("texts là một chuỗi; cần danh sách các câu, ví dụ [câu]")
        for name, value in (("min_count", min_count), ("max_size", max_size)):
            if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
                raise ValueError(f"{name} = {value!r}; cần số nguyên dương")
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(tokenize(text, unit))
        order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        kept = [token for token, n in order if n >= min_count and token not in SPECIALS]
        return cls(kept[:max_size], unit)

    def __len__(self) -> int:
        return len(self.tokens)

    def __contains__(self, token: object) -> bool:
        return token in self._index

    def encode(self, text: str | Sequence[str], *, start: bool = False, end: bool = False) -> np.ndarray:
        """Câu thành dãy số.

        Tham số:
            text: một câu, hay danh sách từ đã tách; được đưa về NFC. Từ viết giống một từ đặc biệt là từ lạ.
            start: thêm số của đầu câu vào trước.
            end: thêm số của cuối câu vào sau.

        Trả về:
            (T,) int64.
        """
        words = tokenize(text, self.unit) if isinstance(text, str) else [nfc(word) for word in text]
        ids = [self.unknown if word in SPECIALS else self._index.get(word, self.unknown) for word in words]
        return np.array([self.start] * start + ids + [self.end] * end, np.int64)

    def decode(self, ids: Sequence[int] | np.ndarray) -> str:
        """Dãy số thành câu: dừng ở số cuối câu, bỏ chỗ đệm và đầu câu; từ lạ hiện là "<unk>".

        Tham số:
            ids: (T,) số nguyên từ 0 tới len(self) − 1.

        Lỗi:
            ValueError: không phải dãy số nguyên, hay có số ngoài từ điển.
        """
        a = np.asarray(ids)
        if a.ndim != 1 or (a.size and a.dtype.kind not in "iu"):
            raise ValueError(f"ids có shape {a.shape}, kiểu {a.dtype}; cần một dãy (T,) số nguyên")
        words = []
        for i in a.tolist():
            if not 0 <= i < len(self):
                raise ValueError(f"ids có số {i}; từ điển có {len(self)} từ, số từ 0 tới {len(self) - 1}")
            if i == self.end:
                break
            if i not in (self.pad, self.start):
                words.append(self.tokens[i])
        return ("" if self.unit == "character" else " ").join(words)

    def state(self) -> str:
        """Từ điển thành một chuỗi json, để cất cùng trọng số; `Vocabulary.from_state` đọc lại."""
        return json.dumps({"unit": self.unit, "tokens": self.tokens[len(SPECIALS) :]}, ensure_ascii=False)

    @classmethod
    def from_state(cls, state: str) -> Vocabulary:
        """Ngược của `state`.

        Lỗi:
            DataError: không phải json của một từ điển.
        """
        try:
            content = json.loads(state)
            return cls(content["tokens"], content["unit"])
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise DataError(
                f"không đọc được từ điển: {error!r}; cần chuỗi do Vocabulary.state viết"
            ) from None

    def save(self, path: str | os.PathLike[str]) -> None:
        """Ghi từ điển ra tệp json (UTF-8), trọn vẹn hoặc không ghi gì."""
        with write_atomically(path) as draft:
            draft.write_text(self.state(), encoding="utf-8")

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Vocabulary:
        """Đọc tệp mà `save` ghi.

        Lỗi:
            DataError: không đọc được tệp, hay tệp không phải một từ điển.
        """
        try:
            return cls.from_state(Path(path).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"không đọc được từ điển {path}: {error}") from None


def tokenize(text: str, unit: str = "syllable") -> list[str]:
    """Tách câu, dạng NFC: ở khoảng trắng ("syllable"; dấu câu dính vào tiếng) hay từng kí tự."""
    if unit not in UNITS:
        raise ValueError(f"unit = {unit!r}; cần một trong {UNITS}")
    return nfc(text).split() if unit == "syllable" else list(nfc(text))
