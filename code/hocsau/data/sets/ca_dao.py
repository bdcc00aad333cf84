"""Ca dao lục bát, gõ lại cho sách."""

from __future__ import annotations

from dataclasses import replace

from hocsau.data import cache
from hocsau.data.dataset import Dataset, Info
from hocsau.data.sets.text_common import read_lines, verse_split
from hocsau.errors import DataError
from hocsau.resources import embedded_path

INFO = Info(
    name="ca_dao",
    title="Ca dao lục bát, mỗi cặp một câu sáu một câu tám",
    profile="small",
    real=True,
    origin="ca dao truyền miệng, không rõ tác giả",
    licence="văn học dân gian, thuộc về công chúng; bản gõ này: CC0 1.0",
    made="nhóm Học sâu gõ lại theo trí nhớ, mỗi câu một bản trong nhiều dị bản",
    target="câu lục hay câu bát",
    classes=("lục", "bát"),
)


def read(info: Info) -> Dataset:
    """x là mảng chữ các câu thơ, y là 0 (câu lục) hay 1 (câu bát), xen nhau; chưa chia phần.

    Lỗi:
        DataError: số dòng của tệp lẻ.
    """
    path = embedded_path("ca_dao.txt")
    verses = read_lines(path)
    if len(verses) % 2:
        raise DataError(f"{path.name} có {len(verses)} dòng; cần số chẵn: một câu lục, một câu bát")
    info = replace(info, n=len(verses), sha256={path.name: cache.sha256_of(path)}, files=(str(path),))
    return Dataset(verse_split(verses), None, None, info)
