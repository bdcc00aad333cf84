"""Dữ liệu vào của `fit`: nhận mọi dạng, kiểm từng mảng, cắt thành batch."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from hocsau.data.dataset import Dataset, Split
from hocsau.errors import DataError

PROBE = 256  # how many samples are tried before training starts


class Pair(NamedTuple):
    """x (N, …) và y (N, …), đã kiểm."""

    x: np.ndarray
    y: np.ndarray


def parts(data: Any) -> tuple[Pair, Pair | None]:
    """(train, kiểm định hoặc None) từ Dataset, Split, (x, y), hoặc ((x, y), (x_val, y_val)).

    Lỗi: DataError khi không phải một trong các dạng ấy, mảng rỗng, không phải số, có NaN/inf, x và y khác số
    mẫu, hoặc hai phần khác shape.
    """
    if isinstance(data, Dataset):
        train, val = data.train, data.val
    elif isinstance(data, (tuple, list)) and len(data) == 2 and all(map(_is_part, data)):
        train, val = data
    else:
        train, val = data, None
    first = _pair("", train)
    if val is None:
        return first, None
    second = _pair("_val", val)
    for name, a, b in (("x", first.x, second.x), ("y", first.y, second.y)):
        if a.shape[1:] != b.shape[1:]:
            raise DataError(f"{name} có shape {a.shape} còn {name}_val có {b.shape}: mỗi mẫu phải cùng shape")
    return first, second


def _is_part(value: Any) -> bool:
    return isinstance(value, Split) or (isinstance(value, tuple) and len(value) == 2)


def _pair(suffix: str, part: Any) -> Pair:
    if isinstance(part, Split):
        part = (part.x, part.y)
    if not isinstance(part, (tuple, list)) or len(part) != 2:
        raise DataError(
            f"data có kiểu {type(part).__name__}; cần Dataset, Split, cặp (x, y), "
            "hoặc hai cặp ((x, y), (x_val, y_val))"
        )
    x, y = array(f"x{suffix}", part[0]), array(f"y{suffix}", part[1])
    if len(x) != len(y):
        raise DataError(f"x{suffix} có {len(x)} mẫu còn y{suffix} có {len(y)}; hai số phải bằng nhau")
    return Pair(x, y)


def array(name: str, values: Any) -> np.ndarray:
    """Mảng số, không rỗng, hữu hạn; dtype giữ nguyên."""
    if hasattr(values, "detach"):  # a torch tensor
        values = values.detach().cpu().numpy()
    try:
        a = np.asarray(values)
    except ValueError:
        raise DataError(f"{name}: các mẫu dài ngắn khác nhau; cần một mảng chữ nhật") from None
    if a.dtype.kind not in "biuf":
        raise DataError(f"{name} có dtype {a.dtype}; cần mảng số")
    if a.ndim == 0 or a.size == 0:
        raise DataError(f"{name} có shape {a.shape}: không có mẫu nào để học")
    # NaN and inf show in the extremes, so that no mask as large as the data is made.
    if a.dtype.kind == "f" and not (np.isfinite(a.min()) and np.isfinite(a.max())):
        place = np.argwhere(~np.isfinite(a))[0]
        column = f", cột {place[1]}" if a.ndim == 2 else ""
        raise DataError(
            f"{name} có giá trị không hữu hạn (NaN hoặc inf) ở dòng {place[0]}{column} (đếm từ 0)"
        )
    return a


def probe_rows(y: np.ndarray) -> np.ndarray:
    """Vài mẫu để thử trước: những mẫu đầu, và mẫu có y nhỏ nhất, lớn nhất (nhãn ngoài khoảng sẽ lộ ra)."""
    flat = y.reshape(len(y), -1)
    ends = [int(flat.min(axis=1).argmin()), int(flat.max(axis=1).argmax())]
    return np.unique(np.r_[np.arange(min(PROBE, len(y))), ends])


def bounds(n: int, batch_size: int, pairs: bool = False) -> list[tuple[int, int]]:
    """Chỗ bắt đầu và kết thúc của từng batch; batch cuối có thể ngắn hơn.

    pairs: batch cuối chỉ có 1 mẫu thì nhập vào batch trước, vì batch normalization cần từ 2 mẫu.
    """
    starts = list(range(0, n, batch_size))
    if pairs and len(starts) > 1 and n - starts[-1] == 1:
        starts.pop()
    return list(zip(starts, [*starts[1:], n], strict=True))


def count(name: str, value: Any, least: int, advice: str = "") -> int:
    """Số nguyên từ `least` trở lên; ValueError nêu tên khi không phải."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(f"{name} = {value!r}; cần số nguyên từ {least} trở lên{advice}")
    return int(value)
