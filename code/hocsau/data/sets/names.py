"""Họ của người ở mười tám thứ tiếng, và tên gọi của người Việt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.sets.common import listed_files
from hocsau.data.sets.text_common import read_lines
from hocsau.data.sources import RemoteFile

LANGUAGES = (
    *("Arabic", "Chinese", "Czech", "Dutch", "English", "French", "German", "Greek", "Irish", "Italian"),
    *("Japanese", "Korean", "Polish", "Portuguese", "Russian", "Scottish", "Spanish", "Vietnamese"),
)
INFO = Info(
    name="names",
    title="Họ của người, mười tám thứ tiếng",
    profile="full",
    real=True,
    origin="spro/practical-pytorch (S. Robertson, 2017); tên gọi người Việt: duyet/vietnamese-namedb",
    licence="MIT",
    made="mỗi tệp một thứ tiếng, mỗi dòng một họ; giữ nguyên, chưa chia phần",
    url="https://github.com/spro/practical-pytorch",
    target="thứ tiếng",
    classes=LANGUAGES,
)
PARTS = (
    (
        RemoteFile(  # the list of the files; they lie beside it
            "names",
            "SHA256SUMS.txt",
            "0061fb21e1d2cb618dee99fff679b37c7980603bd7f5c342134c6573cf4f1980",
            (),
            1975,
        ),
    ),
)
INSTEAD = "ca_dao"


def read(info: Info) -> Dataset:
    """x là mảng chữ các họ, y (N,) kiểu int64 là số thứ tự của thứ tiếng trong `info.classes`.

    Lỗi:
        DataError: thiếu tệp, hay một tệp có SHA-256 khác.
    """
    file, listed, found = listed_files(info)
    lists = [read_lines(found[f"by-language/{language}.txt"]) for language in LANGUAGES]
    x = np.array([name for names in lists for name in names])
    y = np.repeat(np.arange(len(LANGUAGES)), [len(names) for names in lists])
    info = replace(info, n=len(y), sha256={file.name: file.sha256}, files=(str(listed),))
    return Dataset(Split(x, y), None, None, info)


def given_names() -> tuple[list[str], list[str]]:
    """(tên con trai, tên con gái) của người Việt, có dấu, mỗi tên một hay nhiều tiếng.

    Lỗi:
        DataError: thiếu tệp, hay một tệp có SHA-256 khác.
    """
    _, _, found = listed_files(INFO)
    boys, girls = (read_lines(found[f"vietnamese-given/{kind}.txt"]) for kind in ("boy", "girl"))
    return boys, girls
