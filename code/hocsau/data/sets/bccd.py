"""364 ảnh kính hiển vi của máu, có khung; x là đường dẫn, ảnh chỉ được đọc khi cần tới."""

from __future__ import annotations

from dataclasses import replace

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.formats.boxes import PhotoBoxes
from hocsau.data.formats.voc import read_voc
from hocsau.data.sets.common import box_split, listed_files
from hocsau.data.sources import RemoteFile

INFO = Info(
    name="bccd",
    title="364 ảnh máu dưới kính hiển vi, 640×480, khung của ba loại tế bào",
    profile="full",
    real=True,
    origin="Shenggan Cheng, BCCD Dataset (2017)",
    licence="MIT",
    made="nhãn Pascal VOC gốc; bỏ hai khung có diện tích 0",
    url="https://github.com/Shenggan/BCCD_Dataset",
    target="khung và loại tế bào",
    classes=("RBC", "WBC", "Platelets"),
    largest=255,
)
PARTS = (
    (
        RemoteFile(  # the list of the files; they lie beside it, in Annotations, ImageSets, JPEGImages
            "bccd",
            "SHA256SUMS.txt",
            "59644a58a3258229e3d80fa24e74e158c7a9ee62395ee7d32618850f72bfd3e6",
            (),
            72_146,
        ),
    ),
)
INSTEAD = "toys"


def read(info: Info) -> Dataset:
    """x là mảng chữ (N,): đường dẫn từng ảnh; y (N,) là `PhotoBoxes` của từng ảnh; chia như bộ gốc.

    `info.notes` kể các khung hỏng đã bỏ.

    Lỗi:
        DataError: thiếu tệp, hay một tệp có SHA-256 khác.
    """
    file, listed, found = listed_files(info)
    bad: list[str] = []
    parts: dict[str, Split] = {}
    for part in ("train", "val", "test"):
        stems = found[f"ImageSets/Main/{part}.txt"].read_text(encoding="utf-8").split()
        one: list[tuple[str, PhotoBoxes]] = [
            (
                str(found[f"JPEGImages/{stem}.jpg"]),
                read_voc(found[f"Annotations/{stem}.xml"], info.classes, bad=bad),
            )
            for stem in stems
        ]
        parts[part] = box_split(one)
    n = sum(map(len, parts.values()))
    info = replace(info, n=n, sha256={file.name: file.sha256}, files=(str(listed),), notes="; ".join(bad))
    return Dataset(parts["train"], parts["val"], parts["test"], info)
