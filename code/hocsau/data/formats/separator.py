"""Dấu ngăn các ô của một tệp csv: dấu phẩy, dấu chấm phẩy hay tab."""

from __future__ import annotations

import csv
import io
import itertools
import re

from hocsau.data.formats.number import ways_of
from hocsau.errors import DataError

SEPARATORS = (",", ";", "\t")
NAMES = {",": "dấu phẩy", ";": "dấu chấm phẩy", "\t": "tab"}
_SNIFF_ROWS = 100
_SEP_LINE = re.compile(r"\s*\"?sep=([^\w\s\"]|\t)\"?[,;\t ]*(?:\r\n|\r|\n|$)", re.IGNORECASE)


def check_separator(sep: str | None) -> None:
    """ValueError khi `sep` không phải một kí tự ngăn ô được."""
    if sep is not None and (not isinstance(sep, str) or len(sep) != 1 or sep in '"\r\n ' or sep.isalnum()):
        raise ValueError(f"sep = {sep!r}; cần một dấu, như ',' hoặc ';' hoặc '\\t'")


def stated_separator(text: str) -> tuple[str | None, str]:
    """Dấu mà dòng «sep=;» của Excel nêu, và phần còn lại; dòng ấy thành dòng trống để số dòng không lệch."""
    found = _SEP_LINE.match(text)
    return (found[1], "\n" + text[found.end() :]) if found else (None, text)


def find_separator(file: str, text: str) -> str:
    """Dấu duy nhất cắt dòng tên cột và các dòng dưới nó thành cùng số ô.

    Lỗi:
        DataError: hai dấu đều được, kèm các cột mà mỗi dấu cho.
    """
    rows = {sep: _first_rows(text, sep) for sep in SEPARATORS}
    cutting = {sep: found for sep, found in rows.items() if found and len(found[0]) > 1}
    # «Diện tích (m², sàn);Giá»: no name is cut inside its brackets
    closed = {sep: found for sep, found in cutting.items() if all(map(_closed, found[0]))}
    if not closed and (not cutting or _of_one_name(rows) == ";"):
        return _of_one_name(rows)
    cutting = closed or cutting
    even = [sep for sep, found in cutting.items() if all(_fits(fields, found[0]) for fields in found[1:])]
    if len(even) == 1:
        return even[0]
    if len(even) > 1:
        shown = " hay ".join(_shown(sep, cutting[sep][0]) for sep in even)
        options = " hoặc ".join(f"--sep {'tab' if sep == chr(9) else repr(sep)}" for sep in even)
        codes = " hoặc ".join(f"sep={sep!r}" for sep in even)
        raise DataError(
            f"{file}: không rõ các ô cách nhau bằng {shown}. Hãy chỉ rõ {options} (trong mã Python: {codes})."
        )
    return max(cutting, key=lambda sep: len(cutting[sep][0]))  # uneven rows: reported with their number


def _shown(sep: str, header: list[str]) -> str:
    names = ", ".join(f"«{name.strip()[:20]}»" for name in header[:4])
    return f"{NAMES[sep]} (được {len(header)} cột: {names}{'…' if len(header) > 4 else ''})"


def _first_rows(text: str, sep: str) -> list[list[str]]:
    reader, found = csv.reader(io.StringIO(text, newline=""), delimiter=sep), []
    try:
        for fields in itertools.islice(reader, _SNIFF_ROWS):
            if any(field.strip() for field in fields):
                found.append(fields)
    except csv.Error:
        pass  # the strict reader reports it, with its row
    return found


def _fits(fields: list[str], header: list[str]) -> bool:
    """As many cells as names; what is more must be blank (a separator at the end of the line)."""
    return len(fields) >= len(header) and not any(field.strip() for field in fields[len(header) :])


def _closed(name: str) -> bool:
    return all(name.count(a) == name.count(b) for a, b in ("()", "[]"))


def _of_one_name(rows: dict[str, list[list[str]]]) -> str:
    """One name: a column, whose numbers (30,5 or 12,157.5) must not be cut at their commas."""
    whole = rows[";"]
    if len(whole) > 1 and all(len(fields) == 1 and ways_of(fields[0]) for fields in whole[1:]):
        return ";"
    return ","
