"""Viết một giá trị bất kì thành chữ ngắn, và gọi tên kiểu của nó bằng tiếng Việt; không bao giờ báo lỗi."""

import re
from types import GeneratorType, ModuleType
from typing import Any

import numpy as np

LIMIT = 70
_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    ((bool, np.bool_), "giá trị True/False"),
    ((int, np.integer), "số nguyên"),
    ((float, np.floating), "số thực"),
    ((complex, np.complexfloating), "số phức"),
    (str, "chuỗi"),
    (list, "list"),
    (tuple, "tuple"),
    (dict, "dictionary"),
    ((set, frozenset), "set"),
    (range, "range"),
    (map, "map (chưa phải list)"),
    (GeneratorType, "generator (chưa phải list)"),
    (ModuleType, "cả một thư viện"),
    (type, "một kiểu dữ liệu"),
)


def kind(value: Any) -> str:
    """Tên kiểu: "số nguyên", "mảng numpy shape (2, 3)", "hàm"…"""
    if value is None:
        return "None"
    if value is Ellipsis:
        return "dấu ba chấm (...)"
    if isinstance(value, np.ndarray):
        return f"mảng numpy shape {value.shape}"
    for types, name in _KINDS:
        if isinstance(value, types):
            return name
    return "hàm" if callable(value) else f"kiểu {type(value).__name__}"


def show(value: Any, limit: int = LIMIT) -> str:
    """Viết gọn trên một dòng, tối đa `limit` kí tự."""
    try:
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, float):
            text = min(repr(value), f"{value:.6g}", key=len)
        elif isinstance(value, np.ndarray):
            text = np.array2string(value, precision=4, threshold=24, edgeitems=2, separator=", ")
        else:
            with np.printoptions(precision=4, threshold=24, edgeitems=2):
                text = repr(value)
    except Exception:  # a repr that fails says nothing: its type still does
        return f"<{type(value).__name__}>"
    text = re.sub(r"\s*\n\s*", " ", text)
    return text if len(text) <= limit else text[: limit - 1] + "…"
