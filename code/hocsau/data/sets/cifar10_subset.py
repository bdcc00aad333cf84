"""4000 ảnh đầu của CIFAR-10: đủ nhỏ để một mạng học xong trong vài phút."""

from __future__ import annotations

from dataclasses import replace

from hocsau.data import cache, sources
from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.formats.cifar import read_archive, read_cifar10
from hocsau.data.sets import cifar10
from hocsau.data.sources import RemoteFile

N = 4000
INFO = replace(
    cifar10.INFO,
    name="cifar10_subset",
    title="CIFAR-10: 4000 ảnh đầu của tập huấn luyện",
    made="4000 bản ghi đầu của data_batch_1.bin, giữ nguyên",
)
PARTS = (
    (
        RemoteFile(
            "cifar10_subset",
            "data_batch_1_first4000.bin",
            "0993cf8b8e43bc207603aef9787006995746513f5e3fa5a52e06d1b069926330",
            (),
            12_292_000,
        ),
        *cifar10.PARTS[0],  # the whole archive begins with the same 4,000
    ),
)
INSTEAD = "digits"


def read(info: Info) -> Dataset:
    """Ảnh (4000, 32, 32, 3) kiểu uint8, nhãn (4000,) kiểu int64, cả trong train: tự chia bằng `split`."""
    (part,) = sources.PARTS[info.name]
    file, path = cache.fetch_part(part)
    x, y = read_cifar10(path) if file.dataset == info.name else read_archive(path)["train"]
    info = replace(info, n=N, sha256={file.name: file.sha256}, files=(str(path),))
    return Dataset(Split(x[:N], y[:N]), None, None, info)
