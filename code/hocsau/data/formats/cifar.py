"""Đọc CIFAR-10 dạng nhị phân: mỗi ảnh một bản ghi dài đúng 3073 byte."""

from __future__ import annotations

import os
import tarfile
import zlib
from pathlib import Path, PurePosixPath

import numpy as np

from hocsau.errors import DataError

SIDE, CHANNELS, CLASSES = 32, 3, 10
RECORD = 1 + CHANNELS * SIDE * SIDE  # one label, then the red, the green and the blue image
BATCH = 10_000  # records of each official file
TRAIN = tuple(f"data_batch_{i}.bin" for i in range(1, 6))
TEST = ("test_batch.bin",)


def read_cifar10(path: str | os.PathLike[str]) -> tuple[np.ndarray, np.ndarray]:
    """Đọc một tệp .bin của CIFAR-10.

    Bản ghi: 1 byte nhãn (0 … 9), 1024 byte đỏ, 1024 byte lục, 1024 byte lam, hết hàng này đến hàng khác.
    Trả về: ảnh uint8 (N, 32, 32, 3) và nhãn int64 (N,).
    Lỗi: DataError khi không có tệp, tệp rỗng, bị cụt hay thừa byte, hoặc có nhãn lớn hơn 9.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"không có tệp {path}") from None
    except IsADirectoryError:
        raise DataError(f"{path} là thư mục; cần một tệp như data_batch_1.bin") from None
    except OSError as error:
        raise DataError(f"không đọc được tệp {path}: {error.strerror or error}") from None
    return decode(content, path.name)


def read_archive(path: str | os.PathLike[str]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Đọc thẳng cifar-10-binary.tar.gz, không giải nén ra đĩa: {"train": (50000 ảnh), "test": (10000 ảnh)}.

    Lỗi: DataError khi gói hỏng, thiếu tệp, hoặc một tệp không có đúng 10000 bản ghi.
    """
    path, found = Path(path), {}
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                name = PurePosixPath(member.name).name
                if not member.isfile() or name not in (*TRAIN, *TEST):
                    continue
                if member.size != BATCH * RECORD:  # before a byte of it is unpacked
                    raise DataError(f"{path.name}: {name} dài {member.size} byte; cần {BATCH * RECORD}")
                found[name] = decode(archive.extractfile(member).read(), name)
    except FileNotFoundError:
        raise DataError(f"không có tệp {path}") from None
    except (tarfile.TarError, EOFError, zlib.error, OSError):
        raise DataError(f"{path.name}: gói tar.gz bị cụt hoặc hỏng; hãy tải lại tệp") from None
    missing = [name for name in (*TRAIN, *TEST) if name not in found]
    if missing:
        raise DataError(f"{path.name} thiếu {', '.join(missing)}; cần gói CIFAR-10 dạng nhị phân")
    return {
        part: tuple(np.concatenate([found[name][k] for name in names]) for k in (0, 1))
        for part, names in (("train", TRAIN), ("test", TEST))
    }


def decode(content: bytes, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Các bản ghi của một tệp thành ảnh và nhãn; `name` là tên tệp để báo lỗi."""
    if not content or len(content) % RECORD:
        left = f"thừa {len(content) % RECORD} byte sau bản ghi thứ {len(content) // RECORD}"
        raise DataError(
            f"{name} dài {len(content)} byte, không phải bội số của {RECORD} "
            f"({left if content else 'tệp rỗng'}); tệp bị cụt hoặc không phải CIFAR-10 dạng nhị phân"
        )
    records = np.frombuffer(content, np.uint8).reshape(-1, RECORD)
    y = records[:, 0].astype(np.int64)
    if y.max() >= CLASSES:
        bad = int(np.argmax(y >= CLASSES))
        raise DataError(
            f"{name}: bản ghi thứ {bad + 1} có nhãn {y[bad]}; nhãn phải từ 0 đến {CLASSES - 1} "
            "(tệp CIFAR-100 có hai byte nhãn mỗi ảnh)"
        )
    planes = records[:, 1:].reshape(-1, CHANNELS, SIDE, SIDE)
    return np.ascontiguousarray(planes.transpose(0, 2, 3, 1)), y  # (N, 3, H, W) -> (N, H, W, 3)
