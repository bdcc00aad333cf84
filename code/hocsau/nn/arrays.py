"""Kiểm một mảng trước khi tính: đúng là số, đúng shape; số nguyên thì thành số thực để không bao giờ tràn."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

FLOAT16, FLOAT32 = np.dtype(np.float16), np.dtype(np.float32)


def as_float(value: ArrayLike, name: str = "x") -> np.ndarray:
    """`value` thành mảng số thực: số nguyên và bool đổi sang float, số thực giữ nguyên dtype.

    Phép tính trên số nguyên ngắn cuộn tròn mà không báo: 200 + 200 bằng 144 trong uint8. Vì thế mọi tầng và
    loss bắt đầu bằng hàm này.

    Tham số:
        value: mảng, danh sách hay một số; bool, uint8, int16 thành float32, số nguyên dài hơn thành float64.
        name: tên trong câu báo lỗi.

    Trả về:
        Mảng float16, float32 hay float64; đã là số thực thì chính mảng ấy, không chép.

    Lỗi:
        ValueError: `value` không phải số (None, chữ, số phức, các hàng dài ngắn khác nhau).
    """
    if type(value) is np.ndarray and value.dtype.kind == "f":
        return value
    if hasattr(value, "detach"):
        raise ValueError(f"{name} là tensor của torch; tầng numpy cần mảng numpy: {name}.detach().numpy()")
    try:
        a = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name}: các hàng dài ngắn khác nhau; cần một mảng chữ nhật") from None
    if a.dtype.kind not in "biuf":
        what = type(value).__name__ if a.ndim == 0 else f"mảng dtype {a.dtype}"
        raise ValueError(f"{name} là {what}; cần mảng số")
    # of dtypes, not of values: numpy 1 looks at the value of a 0-d array and would make float32 of 0.3
    return a if a.dtype.kind == "f" else a.astype(np.result_type(a.dtype, np.float32))


def expect_shape(value: ArrayLike, pattern: str, why: str = "", name: str = "x") -> np.ndarray:
    """Như `as_float`, và shape phải theo `pattern`.

    Tham số:
        value: mảng cần kiểm.
        pattern: mỗi trục một từ, như "N C H W"; một con số thì trục ấy phải đúng bằng số đó, như "N 784";
            từ cuối là "…" thì sau đó có bao nhiêu trục cũng được.
        why: nói thêm sau câu báo lỗi.
        name: tên trong câu báo lỗi.

    Trả về:
        Mảng số thực.

    Lỗi:
        ValueError: không phải mảng số, hoặc shape khác `pattern`.
    """
    a = as_float(value, name)
    ndim, more, fixed = _axes(pattern)
    shape = a.shape
    fits = len(shape) >= ndim if more else len(shape) == ndim
    for axis, n in fixed if fits else ():
        fits = fits and shape[axis] == n
    if not fits:
        comma = "," if ndim == 1 and not more else ""
        wanted = f"({', '.join(pattern.split())}{comma})"
        raise ValueError(f"{name} có shape {shape}; cần {wanted}{': ' * bool(why)}{why}")
    return a


@lru_cache(maxsize=1024)  # a step of learning asks for the same few patterns, thousands of times a second
def _axes(pattern: str) -> tuple[int, bool, tuple[tuple[int, int], ...]]:
    """How many axes, whether more may follow, and which of them have a fixed length."""
    axes = pattern.split()
    more = axes[-1] == "…"
    if more:
        axes.pop()
    return len(axes), more, tuple((i, int(axis)) for i, axis in enumerate(axes) if axis.isdigit())


def wide(a: np.ndarray) -> np.ndarray:
    """float16 thành float32 để cộng dồn không tràn, không rụng chữ số; dtype khác giữ nguyên."""
    return a.astype(FLOAT32) if a.dtype == FLOAT16 else a


def wide_dtype(dtype: np.dtype) -> np.dtype:
    """dtype để cộng dồn các số kiểu `dtype`: float32 cho float16, còn lại chính nó."""
    return FLOAT32 if dtype == FLOAT16 else dtype
