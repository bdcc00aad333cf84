"""Các lỗi của gói, và tìm tên gần đúng để gợi ý."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np


class Columns(Protocol):
    """Các cột theo tên, như `hocsau.training.History`."""

    def __iter__(self) -> Iterator[str]: ...

    def __getitem__(self, name: str) -> np.ndarray: ...


class DataError(ValueError):
    """Dữ liệu thiếu, hỏng hoặc sai dạng. Câu lỗi luôn nói: gặp gì, ở đâu, và làm gì tiếp."""


class DivergenceError(ArithmeticError):
    """`fit` đã dừng vì loss hoặc trọng số không còn là số hữu hạn.

    `history` là lịch sử của những epoch tốt; model, optimizer và các bộ sinh số ngẫu nhiên đã được đưa về
    cuối epoch tốt cuối cùng.
    """

    def __init__(self, message: str, history: Columns) -> None:
        super().__init__(message)
        self.history = history


def fold(text: str) -> str:
    """Bỏ dấu và chữ hoa, để so gần đúng: "Diện tích" -> "dien tich"."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def nearest(name: str, choices: Iterable[str]) -> str | None:
    """Tên gần `name` nhất trong `choices`, hoặc None."""
    by_fold = {fold(choice): choice for choice in choices}
    found = difflib.get_close_matches(fold(name), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None
