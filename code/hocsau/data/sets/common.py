"""Những mẩu chung của các bộ dữ liệu: lai lịch của bộ tự sinh, cách đọc tệp csv và idx."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from hocsau.data import cache, sources
from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.formats.boxes import PhotoBoxes
from hocsau.data.formats.csv import read_csv
from hocsau.data.formats.idx import read_idx
from hocsau.data.sources import Part, RemoteFile
from hocsau.errors import DataError
from hocsau.resources import embedded_path

OURS: dict[str, Any] = {
    "profile": "small",
    "real": False,
    "origin": "nhóm Học sâu tự sinh",
    "licence": "CC0 1.0",
}
SKLEARN = "https://scikit-learn.org/stable/datasets/toy_dataset.html"
IDX_NAMES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)
_IDX_TYPES = {"images": (3, np.uint8), "labels": (1, np.uint8)}


def idx_parts(
    dataset: str, hosts: tuple[str, ...], sizes: tuple[int, ...], sums: tuple[str, ...]
) -> tuple[Part, ...]:
    """Bốn tệp idx của một bộ kiểu MNIST, mỗi tệp một phần."""
    return tuple(
        (RemoteFile(dataset, name, sha256, tuple(host + name for host in hosts), size),)
        for name, size, sha256 in zip(IDX_NAMES, sizes, sums, strict=True)
    )


def drawn(info: Info, draw: Callable[..., tuple[np.ndarray, ...]], train: int, test: int) -> Dataset:
    """Bộ do sách vẽ: draw(train, default_rng(0)) để học, draw(test, default_rng(1)) để kiểm tra."""
    parts = [Split(*(a.copy() for a in _drawn(draw, n, seed))) for seed, n in enumerate((train, test))]
    digest = hashlib.sha256(b"".join(part.x.tobytes() for part in parts)).hexdigest()
    info = replace(info, n=sum(map(len, parts)), sha256={info.name: digest})
    return Dataset(parts[0], None, parts[1], info)


@lru_cache
def _drawn(draw: Callable[..., tuple[np.ndarray, ...]], n: int, seed: int) -> tuple[np.ndarray, ...]:
    """Kept for the life of the process: a chapter loads a set more than once."""
    return draw(n, np.random.default_rng(seed))


def embedded_csv(info: Info) -> Dataset:
    """Tệp csv cùng tên trong data/."""
    path = embedded_path(f"{info.name}.csv")
    table = read_csv(path, [*info.features, info.target])
    info = replace(info, n=len(table), sha256={path.name: cache.sha256_of(path)}, files=(str(path),))
    return Dataset(Split(table.array(*info.features), table[info.target]), None, None, info, table)


def embedded_idx(info: Info) -> Dataset:
    """Hai tệp idx cùng tên trong data/: ảnh (N, H, W) kiểu uint8, nhãn (N,) kiểu int64."""
    paths = [embedded_path(f"{info.name}-{part}.gz") for part in ("images-idx3-ubyte", "labels-idx1-ubyte")]
    x, y = map(read_idx, paths)
    digests = {path.name: cache.sha256_of(path) for path in paths}
    info = replace(info, n=len(y), sha256=digests, files=tuple(map(str, paths)))
    return Dataset(Split(x, y.astype(np.int64)), None, None, info)


def read_idx_images(info: Info) -> Dataset:
    """Bốn tệp idx: ảnh (N, H, W) kiểu uint8, nhãn (N,) kiểu int64; chia train và test sẵn."""
    found = [cache.fetch_part(part) for part in sources.PARTS[info.name]]
    arrays = [read_idx(path) for _, path in found]
    for (file, _), array in zip(found, arrays, strict=True):
        ndim, dtype = next(kind for word, kind in _IDX_TYPES.items() if word in file.name)
        if array.ndim != ndim or array.dtype != dtype:
            raise DataError(
                f"{file.name}: mảng {array.shape} kiểu {array.dtype}; cần {ndim} chiều kiểu uint8"
            )
    train_x, train_y, test_x, test_y = arrays
    for labels in (train_y, test_y):
        if labels.max() >= len(info.classes):
            raise DataError(f"bộ {info.name} có nhãn {labels.max()}; nhãn phải nhỏ hơn {len(info.classes)}")
    train, test = Split(train_x, train_y.astype(np.int64)), Split(test_x, test_y.astype(np.int64))
    info = replace(
        info,
        n=len(train) + len(test),
        sha256={file.name: file.sha256 for file, _ in found},
        files=tuple(str(path) for _, path in found),
    )
    return Dataset(train, None, test, info)


def checked_file(path: Path, digest: str, dataset: str) -> str:
    """Đường dẫn của một tệp trong bộ, sau khi đã so SHA-256.

    Lỗi:
        DataError: tệp không đọc được, hay có SHA-256 khác.
    """
    try:
        actual = cache.sha256_of(path)
    except OSError as error:
        raise DataError(f"không đọc được ảnh {path}: {error.strerror or error}") from None
    if actual != digest:
        raise DataError(
            f"{path} không phải tệp của bộ {dataset} (SHA-256 {actual[:12]}…); tệp bị sửa hay hỏng"
        )
    return str(path)


def listed_files(info: Info) -> tuple[RemoteFile, Path, dict[str, Path]]:
    """(tệp kê, chỗ của nó, tên → chỗ của từng tệp) của bộ mà SHA256SUMS.txt kê; SHA-256 của từng tệp được so.

    Lỗi:
        DataError: chưa có bộ ấy, thiếu tệp, hay một tệp có SHA-256 khác.
    """
    (part,) = sources.PARTS[info.name]
    file, listed = cache.fetch_part(part)
    found = {}
    for line in listed.read_text(encoding="utf-8").splitlines():
        digest, name = line.split(maxsplit=1)
        checked_file(listed.parent / name, digest, info.name)
        found[name] = listed.parent / name
    return file, listed, found


def box_split(photos: Sequence[tuple[str, PhotoBoxes]]) -> Split:
    """x là mảng chữ (N,) các đường dẫn, y (N,) kiểu object: `PhotoBoxes` của từng ảnh."""
    y = np.empty(len(photos), object)
    y[:] = [boxes for _, boxes in photos]
    return Split(np.array([path for path, _ in photos]), y)
