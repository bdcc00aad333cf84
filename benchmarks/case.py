"""Một phép đo: nhiều cách tính cùng một thứ."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """Tên, và các cách tính; cách đầu là của sách, các tỉ số lấy nó làm 1. Mỗi cách được đo `rounds` lần."""

    name: str
    ways: dict[str, Callable[[], object]]
    rtol: float = 1e-6
    rounds: int = 7
