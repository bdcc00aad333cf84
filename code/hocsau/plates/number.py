"""Số của một biển: mã địa phương, sê ri, thứ tự; hai hàng của nó, đọc từ chữ và rút ngẫu nhiên."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from hocsau.errors import DataError
from hocsau.plates.codes import LETTERS, PROVINCES, SEEN_LETTERS

CHARACTERS = "0123456789" + SEEN_LETTERS
_FORM = re.compile(rf"(\d\d)-?([{SEEN_LETTERS}][0-9{SEEN_LETTERS}])[-\s]?(\d\d\d\.?\d\d|\d{{4}})")


@dataclass(frozen=True)
class PlateNumber:
    """Số biển "59-X1 123.45": code "59", series "X1", order "12345" (biển cũ có bốn chữ số).

    Lỗi:
        DataError: mã không có trong `PROVINCES`, sê ri hay thứ tự sai dạng.
    """

    code: str
    series: str
    order: str

    def __post_init__(self) -> None:
        if self.code not in PROVINCES:
            raise DataError(
                f"biển {self.code}-{self.series} {self.order}: không có mã địa phương {self.code!r}"
            )
        if not _FORM.fullmatch(f"{self.code}{self.series}{self.order}"):
            raise DataError(
                f"biển {self.code}-{self.series} {self.order} sai dạng; sê ri là một chữ cái rồi chữ số hay "
                f"chữ cái (các chữ: {SEEN_LETTERS}), thứ tự là 4 hay 5 chữ số"
            )

    @property
    def rows(self) -> tuple[str, str]:
        """Hai hàng như in trên biển: ("59-X1", "123.45")."""
        dotted = f"{self.order[:3]}.{self.order[3:]}" if len(self.order) == 5 else self.order
        return f"{self.code}-{self.series}", dotted

    @property
    def text(self) -> str:
        """Các kí tự, không dấu: "59X112345"; máy đọc được chấm trên chuỗi này."""
        return self.code + self.series + self.order

    def __str__(self) -> str:
        return " ".join(self.rows)


def read_number(text: str) -> PlateNumber:
    """Số biển từ chữ: "59-X1 123.45", "59X1-12345" hay "59X112345".

    Lỗi:
        DataError: không phải số biển xe máy.
    """
    found = _FORM.fullmatch(str(text).strip().upper())
    if found is None:
        raise DataError(f"{text!r} không phải số biển xe máy; cần dạng '59-X1 123.45' hay '59-X1 1234'")
    code, series, order = found.groups()
    return PlateNumber(code, series, order.replace(".", ""))


def draw_number(rng: np.random.Generator, *, law: bool = False) -> PlateNumber:
    """Một số biển bịa, rút bằng rng; không lấy từ xe nào có thật (trùng thì là tình cờ).

    Phần lớn có sê ri "chữ, số" và năm chữ số; một phần tư chỉ có bốn chữ số, một phần mười hai chữ cái.

    Tham số:
        law: True thì chỉ dùng 20 chữ của thông tư, không có R.
    """
    letters = LETTERS if law else SEEN_LETTERS
    code = list(PROVINCES)[rng.integers(len(PROVINCES))]
    first = letters[rng.integers(len(letters))]
    second = letters[rng.integers(len(letters))] if rng.random() < 0.1 else str(rng.integers(1, 10))
    length = 4 if rng.random() < 0.25 else 5
    return PlateNumber(code, first + second, "".join(str(d) for d in rng.integers(0, 10, length)))
