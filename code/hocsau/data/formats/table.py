"""`Table`: các cột đọc từ một tệp csv, tìm theo tên."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from hocsau.data.formats.number import POINT, Marks
from hocsau.errors import DataError, nearest


@dataclass(frozen=True)
class Table:
    """Bảng N dòng: `columns` là tên → mảng (N,), `rows` là số dòng trong tệp (tên cột là dòng 1),
    `missing` là tên cột → những dòng có ô trống (chỉ khi đọc với missing="nan"), `marks` là dấu thập phân và
    dấu ngăn hàng nghìn của tệp."""

    columns: dict[str, np.ndarray]
    rows: np.ndarray
    missing: dict[str, tuple[int, ...]] = field(default_factory=dict)
    source: str = "bảng"
    marks: Marks = POINT

    @property
    def names(self) -> tuple[str, ...]:
        """Tên các cột, theo thứ tự trong tệp."""
        return tuple(self.columns)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> np.ndarray:
        return self.columns[find_name(self.source, self.columns, name)]

    def array(self, *names: str) -> np.ndarray:
        """Ghép các cột số thành ma trận (N, số cột); không nêu tên thì lấy mọi cột."""
        picked = [find_name(self.source, self.columns, name) for name in names or self.names]
        for name in picked:
            if self.columns[name].dtype.kind != "f":
                raise DataError(f"{self.source}: cột «{name}» là cột chữ, không ghép vào ma trận số được")
        return np.stack([self.columns[name] for name in picked], axis=1)  # (N, D)


def clean_name(name: str) -> str:
    """Tên cột dạng NFC, không có khoảng trắng thừa: "Diện tích" gõ kiểu nào cũng thành một tên."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def find_name(source: str, names: Iterable[str], wanted: str) -> str:
    """Tên cột đúng với `wanted`; không kể NFC/NFD, khoảng trắng thừa, và chữ hoa nếu không gây nhầm."""
    names, clean = list(names), clean_name(wanted)
    if clean in names:
        return clean
    same = [name for name in names if name.casefold() == clean.casefold()]
    if len(same) == 1:
        return same[0]
    guess = nearest(clean, names)
    raise DataError(
        f"{source}: không có cột «{clean}». Các cột có: {', '.join(f'«{name}»' for name in names)}."
        + (f" Ý bạn là «{guess}»?" if guess else "")
    )
