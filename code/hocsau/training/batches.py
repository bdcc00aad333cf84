"""Dữ liệu vào của `fit`: nhận mọi dạng, kiểm trước khi học, lấy ra từng batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from hocsau.data.dataset import Dataset, Split
from hocsau.errors import DataError
from hocsau.training.checkpoint import fingerprint
from hocsau.training.trees import leaves, map_tree

PROBE = 256  # how many samples are tried before training starts
LAZY_PROBE = 8  # how many of those that are read one by one, from a disk perhaps

Collate = Callable[[list[tuple[Any, Any]]], tuple[Any, Any]]
FORMS = "Dataset, Split, cặp (x, y), nguồn có len và [i], hoặc hai phần (train, kiểm định)"


class Part(Protocol):
    """Một phần của dữ liệu (train hay kiểm định), đã kiểm, lấy ra được từng batch."""

    steady: bool  # whether every batch has samples of one shape, so that outputs can be put together

    def __len__(self) -> int:
        """Số mẫu."""

    def take(self, rows: np.ndarray) -> tuple[Any, Any]:
        """(x, y) của những mẫu ấy: mảng numpy, hoặc cây (tuple, dict) gồm các mảng."""

    def probe(self) -> np.ndarray:
        """Những mẫu để thử trước khi học."""

    def fingerprint(self) -> str:
        """Dấu vết ngắn của dữ liệu, để checkpoint nhận ra lần chạy khác."""


class Arrays:
    """Dữ liệu nằm trọn trong bộ nhớ: x và y là mảng, hoặc tuple, dict gồm các mảng cùng số mẫu."""

    steady = True

    def __init__(self, x: Any, y: Any, suffix: str = "") -> None:
        self.x = _checked(f"x{suffix}", x)
        self.y = _checked(f"y{suffix}", y)
        _same_length(list(leaves(f"x{suffix}", self.x)))
        _same_length([*leaves(f"x{suffix}", self.x), *leaves(f"y{suffix}", self.y)])
        self.n = len(next(leaves("", self.x))[1])

    def __len__(self) -> int:
        return self.n

    def take(self, rows: np.ndarray) -> tuple[Any, Any]:
        """Chép những hàng ấy ra."""
        return map_tree(lambda a: a[rows], self.x), map_tree(lambda a: a[rows], self.y)

    def probe(self) -> np.ndarray:
        """Vài mẫu đầu, và mẫu có y nhỏ nhất, lớn nhất."""
        found = [probe_rows(y) for _, y in leaves("y", self.y)]
        return np.unique(np.concatenate([*found, np.arange(min(PROBE, self.n))])).astype(int)

    def fingerprint(self) -> str:
        """Shape, dtype và CRC-32 của từng mảng."""
        return fingerprint(*(a for tree in (self.x, self.y) for _, a in leaves("", tree)))


class Samples:
    """Dữ liệu lấy từng mẫu khi cần (`samples[i]` là cặp (x, y)), rồi `collate` ghép thành batch.

    Nhờ vậy một thư mục ảnh không phải nằm trong bộ nhớ, và các mẫu có thể dài ngắn khác nhau.
    """

    def __init__(self, samples: Any, collate: Collate | None, suffix: str = "", y: Any = None) -> None:
        self.samples, self.suffix, self.y = samples, suffix, y
        self.steady = collate is None
        self.collate = stack if collate is None else collate
        if len(samples) == 0:
            raise DataError(f"dữ liệu{suffix.replace('_val', ' kiểm định')} không có mẫu nào để học")
        self.take(self.probe())  # refused now rather than in the middle of an epoch

    def __len__(self) -> int:
        return len(self.samples)

    def take(self, rows: np.ndarray) -> tuple[Any, Any]:
        """Đọc những mẫu ấy và ghép lại; DataError nêu số thứ tự của mẫu hỏng."""
        found = []
        for i in rows:
            sample = self.samples[int(i)]
            if not isinstance(sample, (tuple, list)) or len(sample) != 2:
                raise DataError(f"mẫu {i} có kiểu {type(sample).__name__}; mỗi mẫu cần là cặp (x, y)")
            found.append((sample[0], sample[1]))
        said = f"các mẫu {', '.join(map(str, rows[:5]))}{' …' if len(rows) > 5 else ''}"
        try:
            made = self.collate(found)
            if not isinstance(made, tuple) or len(made) != 2:
                raise DataError("collate phải trả về cặp (x, y)")
            x, y = _checked(f"x{self.suffix}", made[0]), _checked(f"y{self.suffix}", made[1])
            named = [*leaves(f"x{self.suffix}", x), *leaves(f"y{self.suffix}", y)]
            _same_length(named, len(rows))
        except Exception as error:  # whatever the collate raises
            raise DataError(f"không ghép được {said} thành một batch: {error}") from error
        return x, y

    def probe(self) -> np.ndarray:
        """Vài mẫu rải đều, và mẫu có y nhỏ nhất, lớn nhất khi y nằm trong bộ nhớ."""
        rows = np.linspace(0, len(self) - 1, min(LAZY_PROBE, len(self))).astype(int)
        ends = [probe_rows(a, 0) for _, a in leaves("y", self.y)] if self.y is not None else []
        return np.unique(np.concatenate([rows, *ends])).astype(int)

    def fingerprint(self) -> str:
        """Số mẫu, và dấu vết của những mẫu thử: đọc tất cả thì quá lâu."""
        x, y = self.take(self.probe())
        return f"{len(self)} mẫu, " + fingerprint(*(a for t in (x, y) for _, a in leaves("", t)))


class _Zipped:
    """Samples of x and y that lie apart."""

    def __init__(self, x: Any, y: Any) -> None:
        self.x, self.y = x, y
        self.n = len(next(leaves("", x))[1])

    def __len__(self) -> int:
        return self.n

    def __getitem__(self, i: int) -> tuple[Any, Any]:
        return map_tree(lambda a: a[i], self.x), map_tree(lambda a: a[i], self.y)


def stack(samples: list[tuple[Any, Any]]) -> tuple[Any, Any]:
    """Ghép các mẫu cùng shape thành một batch.

    Lỗi:
        DataError: các mẫu khác shape.
    """

    def together(*parts: Any) -> np.ndarray:
        arrays = [_numpy("mẫu", part) for part in parts]
        odd = [a.shape for a in arrays if a.shape != arrays[0].shape]
        if odd:
            raise DataError(
                f"có mẫu shape {arrays[0].shape}, có mẫu {odd[0]}; hãy đưa collate=hàm ghép chúng thành batch"
            )
        return np.stack(arrays)

    xs, ys = zip(*samples, strict=True)
    return map_tree(together, *xs), map_tree(together, *ys)


def parts(data: Any, collate: Collate | None = None) -> tuple[Part, Part | None]:
    """(train, kiểm định hoặc None) từ mọi dạng dữ liệu mà `fit` nhận.

    Lỗi:
        DataError: không phải một trong các dạng ấy, mảng rỗng, không phải số, có NaN/inf, x và y khác số mẫu,
            hoặc hai phần khác shape.
    """
    if collate is not None and not callable(collate):
        raise ValueError(f"collate có kiểu {type(collate).__name__}; cần hàm nhận danh sách các cặp (x, y)")
    if isinstance(data, Dataset):
        train, val = data.train, data.val
    elif (
        isinstance(data, (tuple, list))
        and len(data) == 2
        and _is_part(data[0])
        and (data[1] is None or _is_part(data[1]))
    ):
        train, val = data
    else:
        train, val = data, None
    first = part("", train, collate)
    if val is None:
        return first, None
    second = part("_val", val, collate)
    if isinstance(first, Arrays) and isinstance(second, Arrays):
        for name in ("x", "y"):
            _same_kind(name, getattr(first, name), getattr(second, name))
    return first, second


def part(suffix: str, given: Any, collate: Collate | None) -> Part:
    """Một phần, từ Split, cặp (x, y), hay nguồn có len và [i]."""
    if _is_source(given):
        return Samples(given, collate, suffix)
    pair = (given.x, given.y) if isinstance(given, Split) else given
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        raise DataError(f"data có kiểu {type(given).__name__}; cần {FORMS}")
    x, y = pair
    named = [*leaves(f"x{suffix}", x), *leaves(f"y{suffix}", y)]
    if collate is None and not any(_is_source(leaf) for _, leaf in named):
        return Arrays(x, y, suffix)
    for name, leaf in named:
        if not (hasattr(leaf, "__len__") and hasattr(leaf, "__getitem__")) or isinstance(leaf, (str, bytes)):
            raise DataError(
                f"{name} có kiểu {type(leaf).__name__}; cần mảng, danh sách, hay nguồn có len và [i]"
            )
    _same_length(named)
    in_memory = collate is None and not any(_is_source(leaf) for _, leaf in leaves("y", y))
    checked = _checked(f"y{suffix}", y) if in_memory else y
    return Samples(_Zipped(x, checked), collate, suffix, checked if in_memory else None)


def unlabelled(x: Any) -> Part:
    """Một phần chỉ có x (mảng, tuple các mảng, hay nguồn lười); y của mỗi batch là tuple rỗng."""
    if any(_is_source(leaf) for _, leaf in leaves("x", x)):
        _same_length(list(leaves("x", x)))
        return Samples(_Zipped(x, ()), None)
    return Arrays(x, ())


def _is_source(value: Any) -> bool:
    """Something read one by one: len and [i], and none of the kinds that are arrays or trees."""
    known = (tuple, list, Mapping, str, bytes, Split, Dataset, np.ndarray)
    return (
        not isinstance(value, (type, *known))
        and hasattr(value, "__len__")
        and hasattr(value, "__getitem__")
        and not hasattr(value, "__array__")
        and not hasattr(value, "detach")
    )


def _is_part(value: Any) -> bool:
    if isinstance(value, Split) or (isinstance(value, tuple) and len(value) == 2):
        return True
    if not _is_source(value) or len(value) == 0:
        return False
    sample = value[0]
    return isinstance(sample, (tuple, list)) and len(sample) == 2


def _checked(name: str, tree: Any) -> Any:
    if isinstance(tree, tuple):
        return tuple(_checked(f"{name}[{i}]", part) for i, part in enumerate(tree))
    if isinstance(tree, Mapping):
        return {key: _checked(f"{name}[{key!r}]", part) for key, part in tree.items()}
    return array(name, tree)


def _same_length(named: Sequence[tuple[str, Any]], n: int | None = None) -> None:
    if not named:
        raise DataError("không có mảng nào để học")
    first, leaf = named[0]
    wanted = len(leaf) if n is None else n
    for name, other in named:
        if len(other) != wanted:
            if n is not None:
                raise DataError(f"{name} có {len(other)} mẫu; batch này phải có {n}")
            raise DataError(f"{first} có {wanted} mẫu còn {name} có {len(other)}; hai số phải bằng nhau")


def _same_kind(name: str, train: Any, val: Any) -> None:
    def same(a: np.ndarray, b: np.ndarray) -> None:
        if a.shape[1:] != b.shape[1:]:
            raise DataError(f"{name} có shape {a.shape} còn {name}_val có {b.shape}: mỗi mẫu phải cùng shape")

    try:
        map_tree(same, train, val)
    except DataError:
        raise
    except ValueError:
        raise DataError(f"{name} và {name}_val khác dạng: tuple, dict của hai phần phải như nhau") from None


def array(name: str, values: Any) -> np.ndarray:
    """Mảng số, không rỗng, hữu hạn; dtype giữ nguyên.

    Lỗi:
        DataError: không phải thế, nêu tên và chỗ.
    """
    a = _numpy(name, values)
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


def _numpy(name: str, values: Any) -> np.ndarray:
    if hasattr(values, "detach"):  # a torch tensor
        values = values.detach().cpu()
        try:
            values = values.numpy()
        except (TypeError, RuntimeError):
            raise DataError(
                f"{name} có dtype {values.dtype}, numpy không có; hãy đổi sang float32: {name}.float()"
            ) from None
    try:
        a = np.asarray(values)
    except ValueError:
        raise DataError(
            f"{name}: các mẫu dài ngắn khác nhau; cần một mảng chữ nhật, hoặc đưa collate=hàm ghép chúng"
        ) from None
    if a.dtype.kind not in "biuf":
        raise DataError(f"{name} có dtype {a.dtype}; cần mảng số")
    return a


def probe_rows(y: np.ndarray, first: int = PROBE) -> np.ndarray:
    """Vài mẫu để thử trước: những mẫu đầu, và mẫu có y nhỏ nhất, lớn nhất (nhãn ngoài khoảng sẽ lộ ra)."""
    flat = y.reshape(len(y), -1)
    ends = [int(flat.min(axis=1).argmin()), int(flat.max(axis=1).argmax())]
    return np.unique(np.r_[np.arange(min(first, len(y))), ends]).astype(int)


def bounds(n: int, batch_size: int, pairs: bool = False) -> list[tuple[int, int]]:
    """Chỗ bắt đầu và kết thúc của từng batch; batch cuối có thể ngắn hơn.

    Tham số:
        n: số mẫu.
        batch_size: cỡ batch.
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
