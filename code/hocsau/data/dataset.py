"""Hình dạng chung của mọi bộ dữ liệu: `Dataset(train, val, test, info, table)`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from hocsau.data.formats.table import Table
from hocsau.errors import DataError


@dataclass(frozen=True)
class Split:
    """Một phần của bộ dữ liệu: x (N, …) và y (N,), cùng số dòng."""

    x: np.ndarray
    y: np.ndarray

    def __post_init__(self) -> None:
        if len(self.x) != len(self.y):
            raise DataError(f"x có {len(self.x)} mẫu còn y có {len(self.y)}; hai số phải bằng nhau")

    def __len__(self) -> int:
        return len(self.y)


@dataclass(frozen=True)
class Info:
    """Lai lịch của bộ dữ liệu: từ đâu ra, giấy phép nào, cột nào đo bằng gì.

    `largest` là số lớn nhất mà một pixel của bộ ảnh có thể mang (0: không phải bộ ảnh).
    """

    name: str
    title: str
    profile: str
    real: bool
    origin: str
    licence: str
    made: str
    target: str
    features: tuple[str, ...] = ()
    units: dict[str, str] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    largest: int = 0
    url: str = ""
    n: int = 0
    sha256: dict[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class Dataset:
    """Bộ dữ liệu đã nạp.

    `train` luôn có. `val` và `test` là None khi bộ dữ liệu không được chia sẵn: hãy gọi `split`.
    `table` là bảng gốc với tên cột trong tệp (None với bộ ảnh).
    """

    train: Split
    val: Split | None
    test: Split | None
    info: Info
    table: Table | None = None

    def split(
        self, *, val: float | int = 0, test: float | int = 0, rng: np.random.Generator | None = None
    ) -> Dataset:
        """Tách ngẫu nhiên `val` và `test` ra khỏi `train`.

        Tham số:
            val, test: số mẫu (int) hoặc tỉ lệ (0 < float < 1).
            rng: mặc định `default_rng(0)`, nên hai lần gọi giống nhau cho cùng một cách chia.

        Lỗi:
            DataError: phần ấy đã có sẵn, hoặc không còn mẫu nào cho train.
        """
        n = len(self.train)
        sizes = {"val": part_size("val", val, n), "test": part_size("test", test, n)}
        for part, size in sizes.items():
            if size and getattr(self, part) is not None:
                raise DataError(f"bộ {self.info.name} đã có sẵn phần {part}; bỏ tham số {part}")
        if sum(sizes.values()) >= n:
            raise DataError(f"val + test = {sum(sizes.values())} mẫu, nhưng train chỉ có {n}")
        order = (rng or np.random.default_rng(0)).permutation(n)
        cut, stop = sizes["test"], sizes["test"] + sizes["val"]
        pieces = {"test": order[:cut], "val": order[cut:stop], "train": order[stop:]}
        parts = {
            part: Split(self.train.x[rows], self.train.y[rows])
            for part, rows in pieces.items()
            if part == "train" or sizes[part]
        }
        return replace(
            self, train=parts["train"], val=parts.get("val", self.val), test=parts.get("test", self.test)
        )


def part_size(name: str, value: float | int, n: int) -> int:
    """Số mẫu của một phần, từ số mẫu hay tỉ lệ; DataError khi không phải hai thứ ấy."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and value >= 0:
        return int(value)
    if isinstance(value, (float, np.floating)) and 0 < value < 1:
        return max(1, round(value * n))
    raise DataError(f"{name} = {value!r}; cần số mẫu (int ≥ 0) hoặc tỉ lệ (0 < float < 1)")


def chosen_rows(rows: Sequence[int] | np.ndarray, n: int) -> np.ndarray:
    """Số thứ tự (int64) của các hàng được chọn trong n hàng; nhận danh sách số, mặt nạ bool, và rỗng.

    Lỗi:
        DataError: mặt nạ khác độ dài, hoặc có số ngoài khoảng hay không nguyên.
    """
    picked = np.asarray(rows)
    if picked.size == 0 and picked.dtype.kind != "b":
        return np.empty(0, np.int64)
    if picked.ndim == 1 and picked.dtype.kind == "b" and len(picked) == n:
        return np.flatnonzero(picked)
    if picked.ndim != 1 or picked.dtype.kind not in "iu":
        raise DataError(
            f"rows có shape {picked.shape}, kiểu {picked.dtype}; cần danh sách số thứ tự, "
            f"hoặc mặt nạ {n} giá trị True, False"
        )
    if picked.min() < -n or picked.max() >= n:
        raise DataError(f"rows có số {picked.max() if picked.max() >= n else picked.min()}; chỉ có {n} hàng")
    return np.arange(n)[picked]
