"""Vài trăm cặp câu Anh – Việt do sách viết, đủ cho một mạng dịch nhỏ học ngay trong trang."""

from __future__ import annotations

from dataclasses import replace

from hocsau.data import cache
from hocsau.data.dataset import Dataset, Info
from hocsau.data.sets.common import OURS
from hocsau.data.sets.text_common import pair_dataset, read_pairs
from hocsau.resources import embedded_path

INFO = Info(
    name="en_vi_small",
    title="Cặp câu Anh – Việt ngắn do sách viết",
    target="các câu Việt của một câu Anh",
    made="nhóm Học sâu viết từng cặp; các cặp chung câu vào cùng một phần, khoảng 80 / 10 / 10 phần trăm",
    **OURS,
)


def read(info: Info) -> Dataset:
    """x là mảng chữ các câu Anh; y kiểu object, mỗi ô là tuple các câu Việt; train, val, test sẵn.

    Lỗi:
        DataError: một dòng thiếu cột.
    """
    path = embedded_path("en_vi_small.tsv")
    info = replace(info, sha256={path.name: cache.sha256_of(path)}, files=(str(path),))
    return pair_dataset(read_pairs(path), info)
