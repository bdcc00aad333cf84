"""Ba mươi lát cắt não ruồi giấm qua kính hiển vi điện tử, kèm mặt nạ màng tế bào."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from hocsau.data import cache, sources
from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.sources import RemoteFile
from hocsau.errors import DataError

TRAIN, SLICES, SIDE = 25, 30, 512
INFO = Info(
    name="membrane_segmentation",
    title="30 lát cắt kính hiển vi điện tử 512×512 (ISBI 2012), mặt nạ màng tế bào",
    profile="full",
    real=True,
    origin="A. Cardona và cộng sự (2010), cuộc thi ISBI 2012",
    licence="không ghi riêng cho ảnh; chỉ dùng để đo, không in ảnh, không phát hành lại",
    made="tệp PNG của kho zhixuhao/unet, giữ nguyên; 25 lát đầu để học, 5 lát cuối để kiểm tra",
    url="https://imagej.net/events/isbi-2012-segmentation-challenge",
    target="mặt nạ: 1 là trong tế bào, 0 là màng",
    classes=("màng", "tế bào"),
    units={"x": "độ sáng 0–255"},
    largest=255,
)
PARTS = (
    (
        RemoteFile(  # the list of the pictures; they lie beside it, in train/image and train/label
            "membrane_segmentation",
            "SHA256SUMS.txt",
            "e82ced2765584d5d4a4ace0484518fa7a6ca64d0f9a3c116befbce08aac96cd0",
            (),
            5080,
        ),
    ),
)
INSTEAD = "cells"


def read(info: Info) -> Dataset:
    """Ảnh uint8 (N, 512, 512), mặt nạ int64 (N, 512, 512); 25 lát train, 5 lát test.

    SHA-256 của từng tệp được kiểm.

    Lỗi:
        DataError: thiếu tệp, một tệp có SHA-256 khác, hay mặt nạ có giá trị khác 0 và 255.
    """
    (part,) = sources.PARTS[info.name]
    file, listed = cache.fetch_part(part)
    digests = {name: digest for digest, name in map(str.split, listed.read_text("utf-8").splitlines())}
    x, y = (
        np.stack([_picture(listed.parent, f"train/{kind}/{k}.png", digests) for k in range(SLICES)])
        for kind in ("image", "label")
    )
    if not np.isin(y, (0, 255)).all():
        raise DataError(f"{listed.parent}/train/label có giá trị khác 0 và 255")
    y = (y > 0).astype(np.int64)
    info = replace(info, n=SLICES, sha256={file.name: file.sha256}, files=(str(listed),))
    return Dataset(Split(x[:TRAIN], y[:TRAIN]), None, Split(x[TRAIN:], y[TRAIN:]), info)


def _picture(folder: Path, name: str, digests: dict[str, str]) -> np.ndarray:
    from hocsau.vision.images import read_image  # slow to import, and only this set needs it here

    path = folder / name
    try:
        actual = cache.sha256_of(path)
    except OSError as error:
        raise DataError(f"không đọc được ảnh {path}: {error.strerror or error}") from None
    if actual != digests.get(name):
        raise DataError(f"{path} không phải ảnh của bộ (SHA-256 {actual[:12]}…); tệp bị sửa hay hỏng")
    image = read_image(path, grey=True)
    if image.shape != (SIDE, SIDE):
        raise DataError(f"{path} có cỡ {image.shape}; cần {(SIDE, SIDE)}")
    return image
