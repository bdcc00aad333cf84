"""Những mẩu chung của các bộ dữ liệu chữ: dòng của một tệp, mảng chữ, cặp câu và cách chia không rò rỉ."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from hocsau.data import cache, sources
from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.formats.text import read_text
from hocsau.errors import DataError, fold

SHARES = (80, 10, 10)  # train, val, test: of a hundred groups of sentences


def read_lines(path: Path) -> list[str]:
    """Các dòng của một tệp chữ UTF-8, bỏ dòng trống ở cuối tệp.

    Lỗi:
        DataError: không đọc được tệp, hay tệp không có dòng nào.
    """
    lines = read_text(path, kind="txt").rstrip("\n").split("\n")
    lines = [line.rstrip("\r") for line in lines]
    if lines == [""]:
        raise DataError(f"{path.name} rỗng; tệp bị cắt cụt?")
    return lines


def the_file(info: Info) -> tuple[Path, Info]:
    """(chỗ của tệp duy nhất của bộ, `info` đã ghi SHA-256 và đường dẫn)."""
    (part,) = sources.PARTS[info.name]
    file, path = cache.fetch_part(part)
    return path, replace(info, sha256={file.name: file.sha256}, files=(str(path),))


def groups_of(values: Sequence[Iterable[str]]) -> np.ndarray:
    """Mảng (N,) kiểu object, mỗi ô một tuple chữ."""
    y = np.empty(len(values), object)
    y[:] = [tuple(group) for group in values]
    return y


def verse_split(verses: Sequence[str]) -> Split:
    """x là mảng chữ (N,) các câu thơ, y (N,) kiểu int64: 0 là câu lục, 1 là câu bát."""
    return Split(np.array(verses), np.arange(len(verses)) % 2)


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Các cặp (câu Anh, câu Việt) của một tệp tsv; cột thứ ba trở đi bị bỏ.

    Lỗi:
        DataError: một dòng thiếu cột hay có câu trống.
    """
    pairs = []
    for number, line in enumerate(read_lines(path), 1):
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) < 2 or not columns[0] or not columns[1]:
            raise DataError(f"{path.name}, dòng {number}: {line[:60]!r}; cần câu Anh, dấu tab, câu Việt")
        pairs.append((columns[0], columns[1]))
    return pairs


def pair_dataset(pairs: Sequence[tuple[str, str]], info: Info) -> Dataset:
    """x là mảng chữ các câu Anh khác nhau, y (kiểu object) là tuple mọi câu Việt của câu ấy.

    Chia theo *nhóm* câu: hai cặp chung câu Anh hay chung câu Việt (không kể hoa thường, dấu câu) thì cùng một
    nhóm, cả nhóm vào một phần. Nhóm vào phần nào là do SHA-256 của câu nhỏ nhất trong nhóm, nên thêm câu
    không làm câu khác đổi phần.
    """
    together: dict[str, list[str]] = {}
    for english, vietnamese in pairs:
        models = together.setdefault(english, [])
        if vietnamese not in models:
            models.append(vietnamese)
    places = _places(together)
    train, val, test = (
        Split(
            np.array([english for english in together if places[english] == part], dtype=np.str_),
            groups_of([models for english, models in together.items() if places[english] == part]),
        )
        for part in range(3)
    )
    return Dataset(train, val, test, replace(info, n=len(together)))


def _places(together: dict[str, list[str]]) -> dict[str, int]:
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for english, models in together.items():
        for model in models:
            a, b = root("en " + _plain(english)), root("vi " + _plain(model, marks=True))
            parent[max(a, b)] = min(a, b)  # the root is the least of the group
    return {english: _part(root("en " + _plain(english))) for english in together}


def _plain(text: str, *, marks: bool = False) -> str:
    """Letters and digits only, lower case: what makes two sentences one and the same."""
    kept = "".join(char if char.isalnum() else " " for char in text.casefold())
    return " ".join(kept.split()) if marks else fold(kept)


def _part(key: str) -> int:
    draw = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) % 100
    return 0 if draw < SHARES[0] else 1 if draw < SHARES[0] + SHARES[1] else 2
