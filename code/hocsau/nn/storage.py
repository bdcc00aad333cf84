"""Cất các mảng có tên vào một tệp .npz: không pickle, ghi trọn vẹn hoặc không ghi, đọc thì kiểm từng byte."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import numpy as np
from numpy.lib import format as npy_writer

from hocsau.errors import DataError
from hocsau.files import write_atomically
from hocsau.nn import npy

State = dict[str, np.ndarray]
_STARTS = (b"PK\x03\x04", b"PK\x05\x06")  # a member, or the end of an archive of none


def check_target(path: Path) -> None:
    """DataError khi không thể ghi tệp .npz ở `path`: sai đuôi, là thư mục, hoặc thư mục chứa nó chưa có."""
    if path.suffix != ".npz":
        raise DataError(f"{path}: tên tệp phải kết thúc bằng .npz")
    if path.is_dir():
        raise DataError(f"{path} là thư mục, không ghi được; cần tên một tệp")
    if not path.parent.is_dir():
        raise DataError(f"không có thư mục {path.parent}; hãy tạo nó trước")


def save_arrays(path: str | os.PathLike, arrays: Mapping[str, np.ndarray]) -> None:
    """Ghi mọi mảng vào `path`; np.load cũng đọc được. Cùng mảng thì cùng byte.

    Lỗi:
        DataError: tên tệp không kết thúc bằng .npz, thư mục chưa có, không ghi được.
        ValueError: có mảng không phải số, bool hay chữ (mảng object phải pickle mới ghi được).
    """
    path = Path(path)
    check_target(path)
    arrays = {name: np.asanyarray(a) for name, a in arrays.items()}
    for name, a in arrays.items():
        if not npy.storable(a.dtype):
            raise ValueError(f"{name} có dtype {a.dtype}; chỉ ghi được mảng số, bool và chữ")
    try:
        with write_atomically(path) as draft, zipfile.ZipFile(draft, "w") as archive:
            for name, a in arrays.items():
                # By hand and not np.savez, which takes no array of the name "file".
                with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True) as file:
                    npy_writer.write_array(file, a, allow_pickle=False)
    except OSError as error:
        raise DataError(f"không ghi được {path}: {error.strerror or error}") from None


def load_arrays(path: str | os.PathLike) -> State:
    """Mọi mảng trong tệp mà `save_arrays` hoặc np.savez đã ghi.

    Lỗi:
        DataError: không có tệp, tệp cụt, bị sửa (CRC sai), không phải .npz, chứa pickle, có hai mảng cùng
            tên, hoặc một mảng khai dài hơn số byte của nó (so trước khi cấp bộ nhớ).
    """
    path = Path(path)
    if not path.is_file():
        raise DataError(f"không có tệp {path}")
    try:
        with open(path, "rb") as file:
            return _read(path, file)
    except OSError as error:
        raise DataError(f"không đọc được {path}: {error.strerror or error}") from None
    except MemoryError:  # the file is as long as it says
        raise DataError(f"{path} dài {path.stat().st_size} byte; máy không đủ bộ nhớ để đọc") from None


def _read(path: Path, file: IO[bytes]) -> State:
    arrays: State = {}
    start = file.read(4)
    if start not in _STARTS:
        raise DataError(f"{path} không phải tệp .npz" if start else f"{path}: tệp rỗng")
    try:
        with zipfile.ZipFile(file) as archive:
            _check_members(path, archive.infolist(), os.fstat(file.fileno()).st_size)
            for info in archive.infolist():
                try:
                    arrays[info.filename.removesuffix(".npy")] = npy.parse(archive.read(info))
                except DataError as error:
                    raise DataError(f"{path}: mảng {info.filename!r} {error}") from None
    except (DataError, OSError, MemoryError):
        raise
    except (
        Exception
    ):  # a damaged file ends zipfile in a dozen ways: struct.error, UnicodeDecodeError, EOFError…
        raise DataError(f"{path} bị cụt hoặc hỏng, hay không phải tệp .npz do hocsau ghi ra") from None
    return arrays


def _check_members(path: Path, members: list[zipfile.ZipInfo], size: int) -> None:
    """Before a byte of a member is read: its sizes can be true, its name is its own."""
    seen: set[str] = set()
    for info in members:
        # Stored bytes only: a packed file of a kilobyte may unfold into a terabyte.
        if info.compress_type != zipfile.ZIP_STORED or not info.filename.endswith(".npy"):
            raise DataError(
                f"{path}: mục {info.filename!r} bị nén hoặc không phải .npy; không phải tệp của hocsau"
            )
        if info.filename in seen:
            raise DataError(f"{path}: có hai mảng cùng tên {info.filename!r}; tệp bị hỏng hoặc bị ghép")
        seen.add(info.filename)
        if info.file_size != info.compress_size or info.header_offset < 0:
            raise DataError(f"{path}: mảng {info.filename!r} khai hai độ dài khác nhau; tệp bị hỏng")
    if sum(info.file_size for info in members) > size:
        raise DataError(f"{path}: các mảng khai dài hơn cả tệp ({size} byte); tệp bị hỏng")
