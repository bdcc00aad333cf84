"""Chữ viết thành số: dấu chấm hay dấu phẩy thập phân, và những ô không phải số."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none"})

_POINT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_COMMA = re.compile(r"[+-]?([0-9]+(,[0-9]*)?|,[0-9]+)([eE][+-]?[0-9]+)?")
# "448,524" may be 448.524 or 448 thousand: only other cells or the reader can tell.
_AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+")


def is_missing(cell: str) -> bool:
    return cell.strip().casefold() in MISSING


def parse_number(cell: str, decimal: str = ".") -> float | None:
    """Số trong ô, hoặc None khi ô không phải một số hữu hạn ("abc", "inf", "1_000", "1e999")."""
    text = cell.strip()
    pattern = _COMMA if decimal == "," else _POINT
    if not pattern.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if math.isfinite(value) else None


def find_decimal(cells: Iterable[str]) -> str | None:
    """Dấu thập phân mà các ô dùng: "." hoặc ","; None khi không thể biết.

    Dấu phẩy chỉ được nhận khi có ô chắc chắn là số thập phân ("30,5"): toàn những ô như "448,524"
    thì có thể là bốn trăm nghìn, nên trả về None.
    """
    ambiguous = False
    for cell in cells:
        text = cell.strip()
        if "," not in text or not _COMMA.fullmatch(text):
            continue
        if not _AMBIGUOUS.fullmatch(text):
            return ","
        ambiguous = True
    return None if ambiguous else "."
