"""Kiểm đầu vào của `hocsau.detection`: khung, điểm, ngưỡng."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.arrays import as_float, wide


def real(value: ArrayLike, name: str) -> np.ndarray:
    """Mảng float32 hay float64: số nguyên thành float64, float16 thành float32; diện tích khỏi tràn số.

    Lỗi:
        ValueError: `value` không phải mảng số.
    """
    a = as_float(value, name)
    whole = a is not value and getattr(value, "dtype", np.asarray(value).dtype).kind != "f"
    return a.astype(np.float64) if whole else wide(a)


def rows_of_four(value: ArrayLike, name: str = "boxes") -> np.ndarray:
    """`value` thành mảng (N, 4) số thực hữu hạn; danh sách rỗng thành (0, 4).

    Lỗi:
        ValueError: shape khác (N, 4), hay có NaN, inf.
    """
    a = real(value, name)
    if a.shape == (0,):
        return a.reshape(0, 4)
    if a.ndim != 2 or a.shape[1] != 4:
        hint = f"; một khung thì viết [{name}]" if a.shape == (4,) else ""
        raise ValueError(f"{name} có shape {a.shape}; cần (N, 4), mỗi hàng một khung{hint}")
    if not np.isfinite(a).all():
        row = int(np.flatnonzero(~np.isfinite(a).all(axis=1))[0])
        raise ValueError(f"{name}[{row}] = {a[row].tolist()}; cần bốn số hữu hạn (không NaN, không inf)")
    return a


def as_boxes(value: ArrayLike, name: str = "boxes") -> np.ndarray:
    """Khung dạng hai góc (x1, y1, x2, y2), đã kiểm x1 ≤ x2 và y1 ≤ y2.

    Tham số:
        value: (N, 4); khung có diện tích 0 được phép.
        name: tên trong câu báo lỗi.

    Trả về:
        (N, 4) số thực.

    Lỗi:
        ValueError: sai shape, có NaN, hay có khung lật ngược.
    """
    a = rows_of_four(value, name)
    wrong = (a[:, 2] < a[:, 0]) | (a[:, 3] < a[:, 1])
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise ValueError(
            f"{name}[{row}] = {a[row].tolist()}; cần x1 ≤ x2, y1 ≤ y2. Khung đang ở dạng (x, y, rộng, cao) "
            "hay (tâm, rộng, cao) thì đổi trước: from_sizes, to_corners"
        )
    return a


def pairs(a: ArrayLike, b: ArrayLike, names: tuple[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Hai dãy khung cùng số hàng, hàng i đi với hàng i, cùng một dtype.

    Lỗi:
        ValueError: như `as_boxes`, hoặc số hàng khác nhau.
    """
    first, second = as_boxes(a, names[0]), as_boxes(b, names[1])
    if len(first) != len(second):
        raise ValueError(
            f"{names[0]} có {len(first)} khung, {names[1]} có {len(second)}; cần bằng nhau, đi từng cặp"
        )
    return first, second.astype(first.dtype, copy=False)


def as_scores(value: ArrayLike, count: int, name: str = "scores") -> np.ndarray:
    """(N,) số thực, mỗi khung một điểm.

    Lỗi:
        ValueError: shape khác (count,) hoặc có NaN.
    """
    a = real(value, name)
    if a.shape != (count,):
        raise ValueError(f"{name} có shape {a.shape}; cần ({count},): mỗi khung một số")
    if np.isnan(a).any():
        raise ValueError(f"{name}[{int(np.flatnonzero(np.isnan(a))[0])}] là NaN; cần số để xếp thứ tự")
    return a


def as_labels(value: ArrayLike, count: int, name: str = "labels") -> np.ndarray:
    """(N,) số nguyên, mỗi khung một lớp.

    Lỗi:
        ValueError: shape khác (count,) hoặc không phải số nguyên.
    """
    a = np.asarray(value)
    if a.shape == (0,) and count == 0:
        return a.astype(np.int64)
    if a.shape != (count,) or a.dtype.kind not in "iu":
        raise ValueError(f"{name} có shape {a.shape}, dtype {a.dtype}; cần ({count},) số nguyên")
    return a.astype(np.int64)


def fraction(value: float, name: str) -> float:
    """Một số từ 0 đến 1.

    Lỗi:
        ValueError: không phải số, hoặc ngoài [0, 1].
    """
    number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    if not (number and 0 <= value <= 1):
        raise ValueError(f"{name} = {value!r}; cần một số từ 0 đến 1")
    return float(value)


def whole(value: int, name: str, least: int = 1) -> int:
    """Một số nguyên từ `least` trở lên.

    Lỗi:
        ValueError: không nguyên, hoặc nhỏ hơn `least`.
    """
    number = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not (number and value >= least):
        raise ValueError(f"{name} = {value!r}; cần một số nguyên từ {least} trở lên")
    return int(value)


def positive(value: float, name: str) -> float:
    """Một số hữu hạn lớn hơn 0.

    Lỗi:
        ValueError: không phải số, không dương, hoặc vô hạn.
    """
    number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    if not (number and 0 < value < np.inf):
        raise ValueError(f"{name} = {value!r}; cần một số dương hữu hạn")
    return float(value)
