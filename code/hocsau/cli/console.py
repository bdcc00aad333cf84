"""Chữ Việt vào và ra, dù console dùng bảng mã nào."""

from __future__ import annotations

import codecs
import os
import sys


def use_utf8() -> None:
    """Cho stdout và stderr viết UTF-8 (console Windows hay LC_ALL=C mặc định không viết được chữ Việt)."""
    codecs.register_error("hocsau", _original_bytes)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # notebooks and pytest put other objects there
            stream.reconfigure(encoding="utf-8", errors="hocsau")


def _original_bytes(error: UnicodeError) -> tuple[str | bytes, int]:
    """A file name that the locale could not decode is written back as the bytes it was."""
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeError:
        return codecs.lookup_error("backslashreplace")(error)


def typed(argument: str) -> str:
    """Chữ mà người dùng đã gõ, kể cả khi locale C đọc UTF-8 thành những byte lẻ."""
    return os.fsencode(argument).decode("utf-8", "replace")
