"""437 ảnh xe máy trong bãi gửi xe, mỗi ảnh một biển số; x là đường dẫn, ảnh chỉ được đọc khi cần tới."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from hocsau.data.dataset import Dataset, Info
from hocsau.data.formats.boxes import PhotoBoxes, tidy
from hocsau.data.formats.text import read_text
from hocsau.data.sets.common import box_split, listed_files
from hocsau.data.sources import RemoteFile
from hocsau.errors import DataError

SIZE, HELD_OUT = (472, 303), 4  # of every photo; every fourth is for the test
INFO = Info(
    name="vn_motorbike_plates",
    title="437 ảnh xe máy nhìn từ phía sau, 472×303, mỗi ảnh một khung biển số và chữ trên biển",
    profile="full",
    real=True,
    origin="GreenParking (bãi gửi xe ở Việt Nam), một phần tư của 1747 ảnh",
    licence="không ghi; biển số là của người thật: chỉ dùng để đo, không in ảnh, không in chữ",
    made="khung và chữ trong location.txt của nguồn, giữ nguyên",
    url="https://github.com/daotrananhtuan09102002/CS231.M22.KHCL-Project",
    target="khung và chữ của biển số",
    classes=("license_plate",),
    largest=255,
)
PARTS = (
    (
        RemoteFile(  # the list of the files; they lie beside it, in images and labels
            "vn_motorbike_plates",
            "SHA256SUMS.txt",
            "54b1c6a13f8d2bdb5a5fd4fa61d291097d8294298326bf9430d234d2754a5fa7",
            (),
            78_817,
        ),
    ),
)
INSTEAD = "plate_scenes"


def read(info: Info) -> Dataset:
    """x là mảng chữ (N,): đường dẫn từng ảnh; y (N,) là `PhotoBoxes` của từng ảnh, chữ của biển ở `texts`.

    Xếp theo tên ảnh, cứ ảnh thứ tư thì để dành: 328 ảnh train, 109 ảnh test. Vài xe vào bãi nhiều lần, nên có
    biển nằm ở cả hai phần; `seen_texts` kể số ấy.

    Lỗi:
        DataError: thiếu tệp, một tệp có SHA-256 khác, hay một dòng của location.txt không đúng dạng.
    """
    file, listed, found = listed_files(info)
    where = found["location.txt"]
    lines = enumerate(read_text(where, kind="txt").split("\n"), 1)
    rows = sorted(_row(where.name, i, line) for i, line in lines if line.strip())
    photos = []
    for name, line, box, text in rows:
        kept, _ = tidy(where.name, [f"dòng {line}"], SIZE, [box], [0], info.classes)
        photos.append(
            (str(found[f"images/{name}"]), PhotoBoxes(name, SIZE, kept, np.zeros(1, np.int64), texts=(text,)))
        )
    test = [photo for i, photo in enumerate(photos) if i % HELD_OUT == HELD_OUT - 1]
    train = [photo for i, photo in enumerate(photos) if i % HELD_OUT != HELD_OUT - 1]
    again = len(seen_texts([y for _, y in train], [y for _, y in test]))
    info = replace(
        info,
        n=len(photos),
        sha256={file.name: file.sha256},
        files=(str(listed),),
        notes=f"{again} ảnh test có biển đã gặp ở train (xe vào bãi nhiều lần)",
    )
    return Dataset(box_split(train), None, box_split(test), info)


def seen_texts(train: list[PhotoBoxes], test: list[PhotoBoxes]) -> list[int]:
    """Số thứ tự những ảnh của `test` có biển đã nằm trong `train`."""
    known = {text for photo in train for text in photo.texts}
    return [i for i, photo in enumerate(test) if known & set(photo.texts)]


def _row(file: str, line: int, text: str) -> tuple[str, int, tuple[float, ...], str]:
    """One plate a line: file, count (always 1), x, y, width, height, text. The message shows no text."""
    parts = text.split()
    if len(parts) != 7 or parts[1] != "1" or not all(part.isdecimal() for part in parts[2:6]):
        raise DataError(f"{file}, dòng {line}: cần bảy mục «tệp 1 x y rộng cao biển», có {len(parts)}")
    x, y, width, height = map(int, parts[2:6])
    return Path(parts[0]).name, line, (x, y, x + width, y + height), parts[6]
