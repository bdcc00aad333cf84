"""Dấu của chữ Việt: dạng NFC, bỏ dấu, và các tiếng trong một câu."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# The five tone marks and the three shape marks of Vietnamese, as Unicode writes them apart (NFD).
TONES = {"": "ngang", "\u0300": "huyền", "\u0301": "sắc", "\u0309": "hỏi", "\u0303": "ngã", "\u0323": "nặng"}
SHAPES = frozenset("\u0302\u0306\u031b")
VOWELS = frozenset("aeiouy")
_LETTERS = re.compile(r"[^\W\d_]+")


def nfc(text: str) -> str:
    """`text` ở dạng NFC: mỗi chữ có dấu là một kí tự.

    Tham số:
        text: chuỗi bất kì.

    Trả về:
        Chuỗi cùng nghĩa; "a" + dấu sắc rời thành "á".

    Lỗi:
        ValueError: `text` không phải chuỗi.
    """
    if not isinstance(text, str):
        raise ValueError(f"text là {type(text).__name__}; cần một chuỗi (str)")
    return unicodedata.normalize("NFC", text)


def strip_marks(text: str) -> str:
    """Bỏ dấu của chữ Việt, giữ chữ hoa: "Đường phố" → "Duong pho".

    Chỉ tám dấu của tiếng Việt, và chỉ trên a, e, i, o, u, y; đ thành d. Chữ của tiếng khác (ñ, ç, ü, 漢) giữ
    nguyên.

    Tham số:
        text: chuỗi bất kì.

    Trả về:
        Chuỗi dài bằng `nfc(text)`, từng kí tự một.
    """
    return "".join(map(_bare, nfc(text)))


def _bare(char: str) -> str:
    if char.isascii():
        return char
    if char in "đĐ":
        return "d" if char == "đ" else "D"
    apart = unicodedata.normalize("NFD", char)
    base, marks = apart[0], apart[1:]
    vietnamese = base.lower() in VOWELS and all(mark in TONES or mark in SHAPES for mark in marks)
    return base if vietnamese else char


def syllables(text: str) -> list[str]:
    """Các tiếng của một câu: những cụm chữ cái liền nhau, NFC, giữ chữ hoa; dấu câu và chữ số bị bỏ.

    Tham số:
        text: chuỗi bất kì.

    Trả về:
        Danh sách tiếng; câu rỗng cho danh sách rỗng.
    """
    return _LETTERS.findall(nfc(text))


def marked_forms(words: Iterable[str]) -> dict[str, dict[str, int]]:
    """Mỗi tiếng không dấu có những cách viết có dấu nào, mỗi cách gặp mấy lần.

    Tham số:
        words: các tiếng có dấu, viết thường hay hoa tuỳ ý (hai cách viết ấy khác nhau).

    Trả về:
        {tiếng không dấu: {tiếng có dấu: số lần}}; cách gặp nhiều đứng trước, bằng nhau thì theo thứ tự mã.
    """
    counts: dict[str, dict[str, int]] = {}
    for word in words:
        word = nfc(word)
        form = counts.setdefault(strip_marks(word), {})
        form[word] = form.get(word, 0) + 1
    return {
        bare: dict(sorted(form.items(), key=lambda item: (-item[1], item[0])))
        for bare, form in counts.items()
    }
