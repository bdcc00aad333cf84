"""Truyện Kiều của Nguyễn Du, 3254 câu lục bát."""

from __future__ import annotations

from dataclasses import replace

from hocsau.data.dataset import Dataset, Info
from hocsau.data.sets.text_common import read_lines, the_file, verse_split
from hocsau.data.sources import RemoteFile
from hocsau.errors import DataError

VERSES, TEST = 3254, 326  # the last tenth, an even number: it opens with a six
INFO = Info(
    name="truyen_kieu",
    title="Truyện Kiều, 3254 câu lục bát",
    profile="full",
    real=True,
    origin="Nguyễn Du (mất 1820), quốc ngữ; tệp của duyet/truyenkieu-word2vec, bỏ số câu và dấu thừa",
    licence="tác phẩm thuộc về công chúng; kho ấy theo MIT",
    made="mỗi dòng một câu; 2928 câu đầu để học, 326 câu cuối để kiểm tra",
    target="câu lục hay câu bát",
    classes=("lục", "bát"),
    notes="chưa so với bản in nào; máy tìm ra mười một chữ gõ sai",
)
PARTS = (
    (
        RemoteFile(
            "truyen_kieu",
            "truyen_kieu.txt",
            "1831ed9128f2f4cc581f9b523cbe0db253498445d382d1fa2beb33cc0dd35e8e",
            (),
            135_833,
        ),
    ),
)
INSTEAD = "ca_dao"


def read(info: Info) -> Dataset:
    """x là mảng chữ các câu thơ, y là 0 (lục) hay 1 (bát); test là một phần mười cuối.

    Lỗi:
        DataError: chưa có tệp, hay tệp không đủ 3254 câu.
    """
    path, info = the_file(info)
    verses = read_lines(path)
    if len(verses) != VERSES:
        raise DataError(f"{path.name} có {len(verses)} dòng; cần {VERSES}")
    cut = VERSES - TEST
    return Dataset(verse_split(verses[:cut]), None, verse_split(verses[cut:]), replace(info, n=VERSES))
