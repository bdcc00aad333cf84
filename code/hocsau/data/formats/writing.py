"""Ghi tệp nhãn: cả tệp hoặc không gì cả, và số viết ngắn nhất mà đọc lại vẫn đúng."""

from __future__ import annotations

from pathlib import Path

from hocsau.errors import DataError
from hocsau.files import write_atomically


def number(value: float) -> str:
    """Số viết ngắn nhất mà đọc lại đúng từng bit: 12, 30.5."""
    value = float(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def write_text(path: Path, text: str) -> None:
    """Ghi UTF-8, thay tệp cũ chỉ khi đã ghi xong.

    Lỗi:
        DataError: không ghi được.
    """
    try:
        with write_atomically(path) as draft:
            draft.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise DataError(f"không ghi được {path}: {error.strerror or error}") from None
