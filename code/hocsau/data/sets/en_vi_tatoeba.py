"""Câu Anh – Việt của Tatoeba, chia theo câu, giữ mọi bản dịch."""

from __future__ import annotations

from hocsau.data.dataset import Dataset, Info
from hocsau.data.sets.text_common import pair_dataset, read_pairs, the_file
from hocsau.data.sources import RemoteFile

INFO = Info(
    name="en_vi_tatoeba",
    title="11757 cặp câu Anh – Việt của Tatoeba",
    profile="full",
    real=True,
    origin="tatoeba.org, qua www.manythings.org/anki",
    licence="CC BY 2.0 FR",
    made="các cặp chung câu Anh hay câu Việt vào cùng một phần; khoảng 80 / 10 / 10 phần trăm",
    url="https://tatoeba.org",
    target="các câu Việt của một câu Anh",
)
PARTS = (
    (
        RemoteFile(
            "en_vi_tatoeba",
            "tatoeba_en_vi.tsv",
            "b6a64cb94af2c6551f9e80bc6ab6814373897c04bc91573093e7b3ddbbe04a66",
            (),
            1_205_958,
        ),
    ),
)
INSTEAD = "en_vi_small"


def read(info: Info) -> Dataset:
    """x là mảng chữ các câu Anh khác nhau; y kiểu object, mỗi ô là tuple các câu Việt; train, val, test sẵn.

    Lỗi:
        DataError: chưa có tệp, hay một dòng thiếu cột.
    """
    path, info = the_file(info)
    return pair_dataset(read_pairs(path), info)
