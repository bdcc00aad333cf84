"""Cất các mảng có tên vào một tệp .npz: không pickle, ghi trọn vẹn hoặc không ghi, đọc thì kiểm từng byte."""

from __future__ import annotations

import math
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import numpy as np
from numpy.lib import format as npy

from hocsau.errors import DataError
from hocsau.files import write_atomically

State = dict[str, np.ndarray]


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

    Lỗi: DataError khi tên tệp không kết thúc bằng .npz, thư mục chưa có, không ghi được; ValueError khi có
    mảng object (phải pickle mới ghi được).
    """
    path = Path(path)
    check_target(path)
    arrays = {name: np.asanyarray(a) for name, a in arrays.items()}
    for name, a in arrays.items():
        if a.dtype.hasobject:
            raise ValueError(f"{name} có dtype {a.dtype}; chỉ ghi được mảng số và chữ")
    try:
        with write_atomically(path) as draft, zipfile.ZipFile(draft, "w") as archive:
            for name, a in arrays.items():
                # By hand and not np.savez, which takes no array of the name "file".
                with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True) as file:
                    npy.write_array(file, a, allow_pickle=False)
    except OSError as error:
        raise DataError(f"không ghi được {path}: {error.strerror or error}") from None


def load_arrays(path: str | os.PathLike) -> State:
    """Mọi mảng trong tệp mà `save_arrays` hoặc np.savez đã ghi.

    Lỗi: DataError khi không có tệp, tệp cụt, bị sửa (CRC sai), không phải .npz, chứa pickle, hoặc một mảng
    khai dài hơn số byte của nó.
    """
    path = Path(path)
    if not path.is_file():
        raise DataError(f"không có tệp {path}")
    try:
        with zipfile.ZipFile(path) as archive:
            return {_name(path, info): _read(path, archive, info) for info in archive.infolist()}
    except zipfile.BadZipFile:
        raise DataError(f"{path} bị cụt hoặc hỏng, hay không phải tệp .npz") from None
    except (NotImplementedError, RuntimeError, EOFError):  # another compression, a password, a short member
        raise DataError(f"{path} không phải tệp .npz mà hocsau ghi ra") from None
    except OSError as error:
        raise DataError(f"không đọc được {path}: {error.strerror or error}") from None


def _name(path: Path, info: zipfile.ZipInfo) -> str:
    # Stored bytes only: a packed file of a kilobyte may unfold into a terabyte.
    if info.compress_type != zipfile.ZIP_STORED or not info.filename.endswith(".npy"):
        raise DataError(
            f"{path}: mục {info.filename!r} bị nén hoặc không phải .npy; không phải tệp của hocsau"
        )
    return info.filename.removesuffix(".npy")


def _read(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> np.ndarray:
    with archive.open(info) as file:
        try:
            shape, dtype = _header(file)
        except zipfile.BadZipFile:
            raise
        except Exception as error:  # a damaged header fails in numpy's parser in many ways
            raise DataError(f"{path}: phần đầu của mảng {info.filename!r} bị hỏng ({error})") from None
        if dtype.hasobject:
            raise DataError(
                f"{path}: {info.filename!r} chứa pickle; hocsau không mở, vì pickle chạy được mã lạ"
            )
        if any(n < 0 for n in shape):
            raise DataError(f"{path}: mảng {info.filename!r} khai shape {shape}; tệp bị hỏng")
        expected = file.tell() + math.prod(shape) * dtype.itemsize
        if expected != info.file_size:
            raise DataError(
                f"{path}: mảng {info.filename!r} khai {expected} byte mà có {info.file_size}; tệp bị hỏng"
            )
    with archive.open(info) as file:
        a = npy.read_array(file, allow_pickle=False)
        file.read(1)  # reach the end: only there does zipfile compare the CRC
    return a


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], np.dtype]:
    version = npy.read_magic(file)
    readers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    if version not in readers:
        raise ValueError(f"phiên bản .npy {version}")
    shape, _, dtype = readers[version](file)
    return shape, dtype
