"""Một mảng viết theo dạng .npy: đọc chặt hơn numpy, không cấp bộ nhớ trước khi biết tệp nói thật.

numpy đọc phần đầu bằng `ast.literal_eval`, thứ nhận mọi biểu thức Python: ngoặc lồng nghìn lớp, dtype lồng
nhau, chiều âm. Ở đây chỉ nhận đúng câu mà numpy ghi ra cho mảng số và chữ.
"""

from __future__ import annotations

import math
import re

import numpy as np

from hocsau.errors import DataError

_MAGIC = b"\x93NUMPY"
_LENGTH = {(1, 0): 2, (2, 0): 4}  # version -> bytes that say how long the header is
_DIMENSION = r"(?:0|[1-9]\d{0,17})"
_HEADER = re.compile(
    r"\{'descr': '([<>|][a-zA-Z][0-9]{0,10})', 'fortran_order': (True|False), "
    rf"'shape': \(((?:{_DIMENSION},|{_DIMENSION}(?:, {_DIMENSION})+)?)\), \}} *\n",
    re.ASCII,
)
_NUMBERS = re.compile(r"\|b1|\|[iu]1|[<>](?:[iu][248]|f[248]|c(?:8|16))")
_TEXT = re.compile(r"\|S[1-9]\d*|[<>]U[1-9]\d*")
_MAX_DIMS = 32  # numpy 1; numpy 2 allows 64
_LAST_CODE_POINT, _SURROGATES = 0x10FFFF, (0xD800, 0xDFFF)


def storable(dtype: np.dtype) -> bool:
    """Dtype này ghi được và đọc lại được: số, bool, chữ."""
    return bool(_NUMBERS.fullmatch(dtype.str) or _TEXT.fullmatch(dtype.str))


def parse(content: bytes) -> np.ndarray:
    """Mảng mà `content` (cả tệp .npy) giữ.

    Lỗi:
        DataError: phần đầu không phải của numpy, khai dài hơn hay ngắn hơn dữ liệu, chứa pickle, hoặc có chữ
            không phải Unicode.
    """
    dtype, fortran, shape, start = _header(content)
    claimed, given = math.prod(shape) * dtype.itemsize, len(content) - start
    if claimed != given:
        raise DataError(f"khai shape {shape} kiểu {dtype.name}, dài {claimed} byte, mà có {given} byte")
    if math.prod(n or 1 for n in shape) * dtype.itemsize > 2**62:  # (0, 10**18): no bytes, and yet too long
        raise DataError(f"khai shape {shape} kiểu {dtype.name}, lớn quá mức máy đánh địa chỉ được")
    a = np.frombuffer(content, dtype, offset=start) if given else np.empty(math.prod(shape), dtype)
    _check_values(a)
    return a.reshape(shape, order="F" if fortran else "C").copy(order="K")  # of its own, so it can be changed


def _header(content: bytes) -> tuple[np.dtype, bool, tuple[int, ...], int]:
    version = tuple(content[6:8])
    if content[:6] != _MAGIC or version not in _LENGTH:
        raise DataError("không bắt đầu như một mảng .npy phiên bản 1 hay 2")
    start = 8 + _LENGTH[version]
    end = start + int.from_bytes(content[8:start], "little")
    if end > len(content):
        raise DataError("phần đầu bị cụt")
    text = content[start:end].decode("latin-1")
    found = _HEADER.fullmatch(text)
    if found is None:
        raise DataError(f"phần đầu không phải do numpy ghi cho mảng số hay chữ: {text[:80]!r}")
    kind, fortran, sides = found[1], found[2] == "True", found[3]
    if kind[1] == "O":
        raise DataError("chứa pickle; hocsau không mở, vì pickle chạy được mã lạ")
    if not (_NUMBERS.fullmatch(kind) or _TEXT.fullmatch(kind)):
        raise DataError(f"có kiểu {kind!r}; hocsau chỉ đọc mảng số, bool và chữ")
    shape = tuple(int(side) for side in sides.replace(",", " ").split())
    if len(shape) > _MAX_DIMS:
        raise DataError(f"khai {len(shape)} chiều; tối đa {_MAX_DIMS}")
    letters = int(kind[2:])
    if letters > len(content):  # before numpy is asked for a dtype of two billion letters
        raise DataError(f"khai mỗi chuỗi dài {letters} chữ, hơn cả tệp")
    return np.dtype(kind), fortran, shape, end


def _check_values(a: np.ndarray) -> None:
    """What the bytes of a number cannot be wrong about, those of a bool and of a letter can."""
    if a.dtype.kind == "b" and a.size and a.view(np.uint8).max() > 1:
        raise DataError("có giá trị bool khác 0 và 1")
    if a.dtype.kind == "U" and a.size:
        codes = a.view(np.dtype(np.uint32).newbyteorder(a.dtype.byteorder))
        low, high = _SURROGATES
        if codes.max() > _LAST_CODE_POINT or ((codes >= low) & (codes <= high)).any():
            raise DataError("có chữ không phải Unicode")
