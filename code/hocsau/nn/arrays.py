"""Kiểm một mảng trước khi tính: đúng là số, đúng shape; số nguyên thì thành số thực để không bao giờ tràn."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


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
    axes = pattern.split()
    if axes[-1] == "…":
        axes.pop()
        fits = a.ndim >= len(axes)
    else:
        fits = a.ndim == len(axes)
    if not fits or any(axis.isdigit() and int(axis) != n for axis, n in zip(axes, a.shape, strict=False)):
        comma = "," if len(axes) == 1 and "…" not in pattern else ""
        wanted = f"({', '.join(pattern.split())}{comma})"
        raise ValueError(f"{name} có shape {a.shape}; cần {wanted}{': ' * bool(why)}{why}")
    return a


def wide(a: np.ndarray) -> np.ndarray:
    """float16 thành float32 để cộng dồn không tràn, không rụng chữ số; dtype khác giữ nguyên."""
    return a.astype(wide_dtype(a.dtype), copy=False)


def wide_dtype(dtype: np.dtype) -> np.dtype:
    """dtype để cộng dồn các số kiểu `dtype`: float32 cho float16, còn lại chính nó."""
    return np.dtype(np.float32) if dtype == np.float16 else dtype
