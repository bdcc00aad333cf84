"""1360 ảnh hoa thật của mười bảy loài; x là đường dẫn, ảnh chỉ được đọc khi cần tới."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hocsau.data import cache, sources
from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.sets.common import checked_file
from hocsau.data.sources import RemoteFile

PER_CLASS = 80
INFO = Info(
    name="flowers17_256",
    title="1360 ảnh hoa của mười bảy loài, cạnh ngắn 256",
    profile="full",
    real=True,
    origin="M-E. Nilsback, A. Zisserman (Oxford, 2006)",
    licence="không ghi; chỉ dùng để đo, không in ảnh, không phát hành lại",
    made="17flowers gốc, thu nhỏ (bicubic) cho cạnh ngắn còn 256 điểm, JPEG 88",
    url="https://www.robots.ox.ac.uk/~vgg/data/flowers/17/",
    target="loài hoa",
    classes=(
        *("thuỷ tiên vàng", "giọt tuyết", "linh lan", "chuông xanh", "nghệ tây", "diên vĩ", "li hổ", "tulip"),
        *("bối mẫu", "hướng dương", "cúc hoạ mi", "khoản đông", "bồ công anh", "anh thảo", "mao lương"),
        *("hải quỳ", "păng xê"),
    ),
    largest=255,
)
PARTS = (
    (
        RemoteFile(  # the list of the photos; they lie beside it, in c01 … c17
            "flowers17_256",
            "SHA256SUMS.txt",
            "3387f6526327c507e594d81bbd600dbd1afe56d536bdc9b0910a452fe9b25cba",
            (),
            115_600,
        ),
    ),
)
INSTEAD = "clothes"


def read(info: Info) -> Dataset:
    """x là mảng chữ (1360,): đường dẫn từng ảnh; y (1360,) kiểu int64. SHA-256 của từng ảnh được kiểm.

    Lỗi:
        DataError: thiếu ảnh, hay một ảnh có SHA-256 khác.
    """
    (part,) = sources.PARTS[info.name]
    file, listed = cache.fetch_part(part)
    paths, y = [], []
    for line in listed.read_text(encoding="utf-8").splitlines():
        digest, name = line.split(maxsplit=1)
        paths.append(checked_file(listed.parent / name, digest, info.name))
        y.append(int(name[1:3]) - 1)  # c01/image_0001.jpg
    info = replace(info, n=len(y), sha256={file.name: file.sha256}, files=(str(listed),))
    return Dataset(Split(np.array(paths), np.array(y, np.int64)), None, None, info)
