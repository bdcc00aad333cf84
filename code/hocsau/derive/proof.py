"""Kết luận của một lần kiểm."""

from __future__ import annotations

from dataclasses import dataclass

NEEDED = 8  # valid samples before "no counter-example" means anything


@dataclass(frozen=True)
class Proof:
    """`kind`: "proved" (chứng minh) hoặc "checked numerically" (thử bằng số); `detail` nói bằng cách nào."""

    kind: str
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
