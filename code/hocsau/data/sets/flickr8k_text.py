"""Câu tả ảnh của Flickr8k: chỉ chữ, không có ảnh."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from hocsau.data import cache, sources
from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.sets.text_common import groups_of, read_lines
from hocsau.data.sources import RemoteFile
from hocsau.errors import DataError

_FILES = (
    ("Flickr8k.token.txt", "34ad7b233d723293637efc8d45bb09e94c49a99d8309f271c7a4f3653416cb94", 3_434_885),
    (
        "Flickr_8k.trainImages.txt",
        "338a2ac8f4df14648e7b13166442ba1ac3f92009cb1f47bf37c2bc401c9acea6",
        160_601,
    ),
    ("Flickr_8k.devImages.txt", "18ba829f47f6df1cb830bf7f0506e2ddf333818925299babbd1bbcaf50fdc504", 25_801),
    ("Flickr_8k.testImages.txt", "c0924146c131458ceba45da59670fe9520eadce1e5cafffa16a817672a9b1f17", 25_775),
)
INFO = Info(
    name="flickr8k_text",
    title="Năm câu tiếng Anh tả mỗi ảnh của Flickr8k (chỉ chữ)",
    profile="full",
    real=True,
    origin="M. Hodosh, P. Young, J. Hockenmaier (2013), qua Sadika1212/Image-Caption-Generator",
    licence="không ghi; cho nghiên cứu và học tập phi thương mại, không phát hành lại",
    made="giữ nguyên; chia theo ba danh sách của bộ gốc; bản này thiếu ba ảnh train so với bộ gốc",
    target="năm câu tả của một ảnh",
)
PARTS = tuple((RemoteFile("flickr8k_text", name, digest, (), size),) for name, digest, size in _FILES)
INSTEAD = "en_vi_small"


def read(info: Info) -> Dataset:
    """x là mảng chữ tên ảnh; y kiểu object, mỗi ô là tuple năm câu tả; train, val, test sẵn.

    Lỗi:
        DataError: chưa có tệp, một dòng sai dạng, hay một ảnh không có câu tả.
    """
    found = [cache.fetch_part(part) for part in sources.PARTS[info.name]]
    captions = read_captions(found[0][1])
    parts = []
    for _, path in found[1:]:
        names = read_lines(path)
        if missing := [name for name in names if name not in captions]:
            raise DataError(f"{path.name}: ảnh {missing[0]} không có câu tả nào")
        parts.append(Split(np.array(names), groups_of([captions[name] for name in names])))
    info = replace(
        info,
        n=sum(map(len, parts)),
        sha256={file.name: file.sha256 for file, _ in found},
        files=tuple(str(path) for _, path in found),
    )
    return Dataset(parts[0], parts[1], parts[2], info)


def read_captions(path: Path) -> dict[str, list[str]]:
    """Tệp "tên ảnh#k, tab, câu tả": các câu tả của từng ảnh, theo thứ tự trong tệp.

    Lỗi:
        DataError: một dòng sai dạng.
    """
    captions: dict[str, list[str]] = {}
    for number, line in enumerate(read_lines(path), 1):
        head, tab, caption = line.partition("\t")
        name, sign, k = head.rpartition("#")
        if not (tab and sign and name and k.isdigit()):
            raise DataError(f"{path.name}, dòng {number}: {line[:60]!r}; cần tên#số, dấu tab, câu tả")
        captions.setdefault(name, []).append(caption)
    return captions
