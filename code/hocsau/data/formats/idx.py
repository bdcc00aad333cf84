"""Đọc tệp idx, định dạng của MNIST: magic, các chiều, rồi các số viết liền nhau."""

from __future__ import annotations

import gzip
import math
import os
import zlib
from pathlib import Path
from typing import IO

import numpy as np

from hocsau.errors import DataError

# The third byte of the magic number says how each number is stored (big-endian).
DTYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
MAX_DIMS = 16
MAX_BYTES = 1 << 30
# Deflate cannot do better than this ratio, so a claim beyond it is false before a byte is unpacked.
_MAX_DEFLATE_RATIO = 1032
_CHUNK = 1 << 20
_GZIP, _HEADER = 31, 1 << 16  # zlib's word for "gzip only", and bytes enough for a header with names in it


def read_idx(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> np.ndarray:
    """Đọc một tệp idx (`.gz` hoặc không) thành mảng numpy.

    Số phần tử = tích các chiều; tệp phải dài đúng bằng phần đầu + số phần tử × cỡ mỗi số.

    Trả về:
        mảng đúng các chiều ghi trong tệp, kiểu số của máy.

    Lỗi:
        DataError: tệp không có, cụt, thừa byte, sai magic, hoặc khai nhiều dữ liệu hơn nó có (kích thước được
            so với tệp thật trước khi cấp bộ nhớ).
    """
    path = Path(path)
    try:
        with open(path, "rb") as raw:
            size = os.fstat(raw.fileno()).st_size
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if not packed:
                return _read(raw, path, min(size, max_bytes), max_bytes)
            zlib.decompressobj(_GZIP).decompress(raw.read(_HEADER), 1)  # its flags, which gzip passes over
            raw.seek(0)
            with gzip.GzipFile(fileobj=raw) as unpacked:
                limit = min(size * _MAX_DEFLATE_RATIO, max_bytes)
                return _read(unpacked, path, limit, max_bytes)
    except FileNotFoundError:
        raise DataError(f"không có tệp {path}") from None
    except IsADirectoryError:
        raise DataError(f"{path} là thư mục; cần một tệp idx") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise DataError(f"{path.name}: phần nén gzip bị cụt hoặc hỏng; hãy tải lại tệp") from None
    except OSError as error:
        raise DataError(f"{path.name}: không đọc được ({error.strerror or error})") from None


def _read(stream: IO[bytes] | gzip.GzipFile, path: Path, available: int, max_bytes: int) -> np.ndarray:
    name = path.name
    magic = stream.read(4)
    if len(magic) < 4:
        raise DataError(f"{name}: tệp chỉ có {len(magic)} byte; tệp idx cần ít nhất 8")
    zeros, code, ndim = magic[:2], magic[2], magic[3]
    if zeros != b"\0\0" or code not in DTYPES or not 1 <= ndim <= MAX_DIMS:
        raise DataError(
            f"{name}: bốn byte đầu là {magic.hex(' ')}, không phải tệp idx (ảnh MNIST: 00 00 08 03)"
        )
    head = stream.read(4 * ndim)
    if len(head) < 4 * ndim:
        raise DataError(f"{name}: tệp bị cụt ngay trong phần khai {ndim} chiều")
    shape = tuple(int.from_bytes(head[i : i + 4], "big") for i in range(0, 4 * ndim, 4))
    dtype = np.dtype(DTYPES[code])
    expected = math.prod(shape) * dtype.itemsize  # Python integers: no overflow
    if expected == 0:
        raise DataError(f"{name}: các chiều {shape} không chứa phần tử nào")
    if expected > max_bytes:
        raise DataError(f"{name}: khai các chiều {shape}, tức {expected} byte, quá giới hạn {max_bytes} byte")
    if expected > available:
        raise DataError(
            f"{name}: khai các chiều {shape}, tức {expected} byte, nhưng tệp không thể chứa chừng ấy"
        )
    content = bytearray()
    while chunk := stream.read(min(_CHUNK, expected + 1 - len(content))):
        content += chunk
    if len(content) < expected:
        raise DataError(f"{name}: tệp bị cụt, khai {expected} byte dữ liệu nhưng chỉ có {len(content)}")
    if len(content) > expected:
        raise DataError(f"{name}: tệp thừa byte so với các chiều {shape} đã khai")
    # frombuffer on a bytearray shares its memory and stays writable
    return np.frombuffer(content, dtype).reshape(shape).astype(dtype.newbyteorder("="), copy=False)
