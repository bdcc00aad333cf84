"""So câu trả lời với đáp án: None khi khớp, ngược lại là một câu nói chỗ khác nhau, không lộ đáp án."""

import math
from typing import Any

import numpy as np

from hocsau.exercises.shown import kind, show

RTOL, ATOL = 1e-6, 1e-9
_EMPTY = {
    type(None): "là None: bạn chưa gán giá trị, hoặc hàm không trả về gì (quên `return`?)",
    type(Ellipsis): "vẫn là dấu ba chấm (...): bạn chưa viết câu trả lời",
}


def difference(found: Any, expected: Any, rtol: float = RTOL) -> str | None:
    """Chỗ khác nhau đầu tiên giữa `found` và `expected`, viết để đứng sau chữ "kết quả"; None khi khớp.

    Số so với sai số tương đối rtol (số nguyên và số thực bằng nhau thì khớp, True/False thì không phải số).
    list, tuple, dictionary, set, chuỗi, True/False phải đúng kiểu. Mảng phải đúng shape.
    """
    if type(found) in _EMPTY and found is not expected:
        return _EMPTY[type(found)]
    if expected is None:
        return None if found is None else f"là {kind(found)} {show(found)}; ở đây cần None"
    for accepts, compare in _RULES:
        if accepts(expected):
            return compare(found, expected, rtol)
    raise TypeError(f"no rule to compare with {type(expected).__name__}")


def same(a: Any, b: Any) -> bool:
    """Whether two of our own arguments are equal, types and all: to see whether a function changed one."""
    if type(a) is not type(b):
        return False
    if isinstance(b, np.ndarray):
        return a.shape == b.shape and a.dtype == b.dtype and bool(np.array_equal(a, b))
    if isinstance(b, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in b)
    if isinstance(b, list | tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return bool(a == b)


def _kind_error(found: Any, needed: str) -> str:
    if callable(found) and not isinstance(found, type):
        return f"là một hàm; cần {needed}. Có phải bạn quên cặp ngoặc () để gọi hàm?"
    if isinstance(found, np.ndarray):
        return f"là {kind(found)}; cần {needed}"
    return f"là {kind(found)} {show(found)}; cần {needed}"


def _bool(found: Any, expected: Any, rtol: float) -> str | None:
    if not isinstance(found, bool | np.bool_):
        return _kind_error(found, "True hoặc False")
    return None if bool(found) == bool(expected) else f"là {bool(found)}, ngược với đáp án"


def _number(found: Any, expected: Any, rtol: float) -> str | None:
    if isinstance(found, np.ndarray) and found.shape == ():
        found = found[()]
    if isinstance(found, bool | np.bool_) or not isinstance(found, int | float | np.integer | np.floating):
        return _kind_error(found, "một số")
    if isinstance(found, int | np.integer) and isinstance(expected, int | np.integer):
        right = int(found) == int(expected)  # exactly, however large
    else:
        try:
            value = float(found)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            return f"là {show(found)}, không phải một con số bình thường (chia cho 0?)"
        right = math.isclose(value, float(expected), rel_tol=rtol, abs_tol=ATOL)
    return None if right else f"là {show(found)}: sai giá trị"


def _text(found: Any, expected: str, rtol: float) -> str | None:
    if not isinstance(found, str):
        return _kind_error(found, "một chuỗi")
    if str(found) == expected:
        return None
    if found.split() == expected.split() or found.strip() == expected.strip():
        why = "chữ đúng, chỉ thừa hoặc thiếu khoảng trắng"
    elif found.casefold() == expected.casefold():
        why = "chỉ khác chữ hoa, chữ thường"
    elif "".join(found.split()) == "".join(expected.split()):
        why = "chữ đúng, chỉ khác khoảng trắng"
    else:
        at = next((k for k, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), None)
        why = "độ dài chuỗi chưa đúng" if at is None else f"khác từ kí tự ở vị trí {at} (đếm từ 0)"
    return f"là {show(found)}: {why}"


def _sequence(found: Any, expected: Any, rtol: float) -> str | None:
    needed = type(expected).__name__
    if not isinstance(found, type(expected)):
        return _kind_error(found, f"một {needed}")
    if len(found) != len(expected):
        return f"là {show(found)}: có {len(found)} phần tử, số phần tử chưa đúng"
    for k, (a, b) in enumerate(zip(found, expected, strict=True)):
        why = difference(a, b, rtol)
        if why:
            return f"là {show(found)}: phần tử ở vị trí {k} {why}"
    return None


def _dictionary(found: Any, expected: dict, rtol: float) -> str | None:
    if not isinstance(found, dict):
        return _kind_error(found, "một dictionary")
    missing = [key for key in expected if key not in found]
    extra = [key for key in found if key not in expected]
    if missing or extra:
        parts = [f"thiếu key {show(missing[0])}"] if missing else []
        parts += [f"thừa key {show(extra[0])}"] if extra else []
        return f"là {show(found)}: {', '.join(parts)}"
    for key, value in expected.items():
        why = difference(found[key], value, rtol)
        if why:
            return f"là {show(found)}: giá trị ở key {show(key)} {why}"
    return None


def _set(found: Any, expected: Any, rtol: float) -> str | None:
    if not isinstance(found, set | frozenset):
        return _kind_error(found, "một set")
    return None if found == expected else f"là {show(found)}: chưa đúng phần tử"


def _array(found: Any, expected: np.ndarray, rtol: float) -> str | None:
    if not isinstance(found, np.ndarray):
        return _kind_error(found, "một mảng numpy")
    found = np.asarray(found)  # a masked array would hide its wrong places
    if found.shape != expected.shape:
        return f"có shape {found.shape}, cần shape {expected.shape}"
    if expected.dtype.kind == "b":
        if found.dtype.kind != "b":
            return f"là mảng kiểu {found.dtype}; cần mảng True/False"
        close = found == expected
    elif found.dtype.kind not in "iuf":
        return f"là mảng kiểu {found.dtype}; cần mảng số"
    else:
        if not np.isfinite(found).all():
            return f"có {int((~np.isfinite(found)).sum())} chỗ là nan hoặc vô hạn (chia cho 0?)"
        close = np.isclose(found.astype(float), expected.astype(float), rtol=rtol, atol=ATOL)
    if close.all():
        return None
    first = tuple(int(k) for k in np.argwhere(~close)[0])
    turned = found.ndim == 2 and found.T.shape == expected.shape and np.allclose(found.T, expected)
    hint = "; có vẻ hàng và cột bị đổi chỗ cho nhau" if turned else ""
    where = f"[{', '.join(map(str, first))}]"
    return f"sai {int((~close).sum())} trong {close.size} chỗ, chỗ đầu tiên ở vị trí {where}{hint}"


_RULES = (
    (lambda value: isinstance(value, bool | np.bool_), _bool),
    (lambda value: isinstance(value, int | float | np.integer | np.floating), _number),
    (lambda value: isinstance(value, str), _text),
    (lambda value: isinstance(value, list | tuple), _sequence),
    (lambda value: isinstance(value, dict), _dictionary),
    (lambda value: isinstance(value, set | frozenset), _set),
    (lambda value: isinstance(value, np.ndarray), _array),
)
