"""Kết luận của một lần kiểm."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

NEEDED = 8  # valid samples before "no counter-example" means anything


class Kind(StrEnum):
    PROVED = "proved"  # for every value
    NUMERIC = "checked numerically"  # at many random values


@dataclass(frozen=True)
class Proof:
    """Một lần kiểm đã qua: được chứng minh hay chỉ thử bằng số (`kind`), và bằng cách nào (`detail`)."""

    kind: Kind
    detail: str


class Refuted(Exception):
    """Hai vế khác nhau (kèm phản ví dụ), hoặc không kiểm được."""


def needed_samples(valid: int, needed: int = NEEDED) -> int:
    """Quá ít bộ thử hợp lệ thì không được coi là đúng."""
    if valid < needed:
        raise Refuted(
            f"chỉ có {valid} bộ giá trị thử mà cả hai vế xác định, cần ít nhất {needed}; "
            "hãy khai miền của biến (positive=True, domain=(thấp, cao), sample=…)"
        )
    return valid
