"""Chữ viết thành số: dấu nào là dấu thập phân, dấu nào ngăn hàng nghìn, và những ô không phải số."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none"})


class Marks(NamedTuple):
    """Một cách viết số: dấu thập phân, và dấu ngăn hàng nghìn (None: không có)."""

    decimal: str = "."
    thousands: str | None = None


POINT, COMMA, VIETNAMESE, ENGLISH = Marks("."), Marks(","), Marks(",", "."), Marks(".", ",")
WAYS = (POINT, COMMA, VIETNAMESE, ENGLISH)  # the plainer one first

_EXPONENT = r"(?:[eE][+-]?[0-9]+)?"
# 1.250 may be one and a quarter or twelve hundred and fifty: only other cells or the reader can tell.
_GROUPS = {mark: rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+" for mark in ".,"}
_GROUPED = {mark: re.compile(rf"[+-]?{groups}") for mark, groups in _GROUPS.items()}


def _pattern(marks: Marks) -> re.Pattern[str]:
    point = re.escape(marks.decimal)
    whole = "[0-9]+" if marks.thousands is None else rf"(?:{_GROUPS[marks.thousands]}|[0-9]+)"
    return re.compile(rf"[+-]?(?:{whole}(?:{point}[0-9]*)?|{point}[0-9]+){_EXPONENT}")


_PATTERNS = {marks: _pattern(marks) for marks in WAYS}


def is_missing(cell: str) -> bool:
    return cell.strip().casefold() in MISSING


def parse_number(cell: str, decimal: str = ".", thousands: str | None = None) -> float | None:
    """Số trong ô, hoặc None khi ô không phải một số hữu hạn ("abc", "inf", "1_000", "1e999")."""
    text = cell.strip()
    if not _PATTERNS[Marks(decimal, thousands)].fullmatch(text):
        return None
    value = float((text.replace(thousands, "") if thousands else text).replace(decimal, "."))
    return value if math.isfinite(value) else None


def ways_of(cell: str) -> tuple[Marks, ...]:
    """Những cách viết số mà ô này hợp; rỗng khi ô không phải là số."""
    text = cell.strip()
    if "," not in text and _PATTERNS[POINT].fullmatch(text):  # most cells of most files
        if "." not in text:
            return WAYS
        return (POINT, VIETNAMESE, ENGLISH) if is_grouped(text, ".") else (POINT, ENGLISH)
    return tuple(marks for marks in WAYS if _PATTERNS[marks].fullmatch(text))


def is_grouped(cell: str, mark: str) -> bool:
    """Ô viết như thể `mark` ngăn hàng nghìn: 1.250, 1.950.000; không phải 0.125, 12.50."""
    return bool(_GROUPED[mark].fullmatch(cell.strip()))


def two_readings(cell: str, ways: Iterable[Marks]) -> tuple[Marks, Marks] | None:
    """Hai cách trong `ways` đọc ô này thành hai số khác nhau; None khi mọi cách đọc như nhau."""
    if not (is_grouped(cell, ".") or is_grouped(cell, ",")):
        return None
    fitting = [marks for marks in ways_of(cell) if marks in set(ways)]
    for other in fitting[1:]:
        if parse_number(cell, *fitting[0]) != parse_number(cell, *other):
            return fitting[0], other
    return None


def one_number(text: str) -> float | None:
    """Số mà người dùng gõ riêng một mình: 42.5 hay 42,5; None khi không phải số hoặc không rõ (1,234).

    Dấu chấm được hiểu là dấu thập phân, như trong mã.
    """
    ways = ways_of(text)
    if POINT in ways:
        return parse_number(text)
    return None if not ways or two_readings(text, ways) else parse_number(text, *ways[0])
