"""Bộ CIFAR-10 trong sổ đăng kí: lai lịch và cách đọc."""

from __future__ import annotations

from dataclasses import replace

from hocsau.data import cache, sources
from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.formats.cifar import read_archive
from hocsau.data.sources import RemoteFile

INFO = Info(
    name="cifar10",
    title="CIFAR-10: ảnh màu 32×32 của mười loại vật",
    profile="full",
    real=True,
    origin="A. Krizhevsky, V. Nair, G. Hinton (2009)",
    licence="không ghi; chỉ tải về để học, không phát hành lại",
    made="gói nhị phân gốc, giữ nguyên",
    url="https://www.cs.toronto.edu/~kriz/cifar.html",
    target="loại",
    classes=("máy bay", "ô tô", "chim", "mèo", "hươu", "chó", "ếch", "ngựa", "tàu thuỷ", "xe tải"),
    units={"x": "độ sáng 0–255 của kênh đỏ, lục, lam"},
    largest=255,
)
PARTS = (
    (
        RemoteFile(
            "cifar10",
            "cifar-10-binary.tar.gz",
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            (
                "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
                "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/cifar-10-binary.tar.gz",
            ),
            170_052_171,
        ),
    ),
)
INSTEAD = "digits"


def read(info: Info) -> Dataset:
    """Ảnh (N, 32, 32, 3) kiểu uint8, nhãn (N,) kiểu int64; 50000 ảnh train, 10000 ảnh test."""
    (part,) = sources.PARTS[info.name]
    file, path = cache.fetch_part(part)
    halves = {name: Split(*arrays) for name, arrays in read_archive(path).items()}
    n = sum(map(len, halves.values()))
    info = replace(info, n=n, sha256={file.name: file.sha256}, files=(str(path),))
    return Dataset(halves["train"], None, halves["test"], info)
