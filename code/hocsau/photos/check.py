"""Soát một thư mục ảnh trước khi học: ảnh trùng, ảnh hỏng, lớp quá ít, ảnh xoay, ảnh trong suốt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from hocsau.data import cache
from hocsau.data.folders import ImageFolder
from hocsau.errors import DataError

_TURN = 0x0112  # EXIF's note of how the camera was held; 1 is upright


@dataclass(frozen=True)
class Checked:
    """Những ảnh dùng được, và những điều cần nói với người dùng, mỗi điều một câu."""

    folder: ImageFolder
    notes: tuple[str, ...]


def check(folder: ImageFolder) -> Checked:
    """Bỏ ảnh trùng trong cùng một lớp; kể ảnh có ghi chú xoay, ảnh có nền trong suốt. Chưa giải nén ảnh nào.

    Lỗi:
        DataError: một ảnh nằm trong hai lớp, một lớp chỉ có một ảnh, hoặc không đọc được tệp.
    """
    first: dict[str, int] = {}
    kept, copies = [], 0
    for i, path in enumerate(folder.paths):
        try:
            digest = cache.sha256_of(path)
        except OSError as error:
            raise DataError(f"không đọc được {path}: {error.strerror or error}") from None
        j = first.setdefault(digest, i)
        if j == i:
            kept.append(i)
        elif folder.y[i] == folder.y[j]:
            copies += 1
        else:
            names = (folder.classes[folder.y[k]] for k in (j, i))
            raise DataError(
                f"cùng một ảnh nằm trong hai lớp {' và '.join(names)}: {folder.paths[j]} và {path}; "
                "hãy xoá một trong hai"
            )
    folder = folder.take(kept)
    enough(folder)
    turned, clear = _seen(folder.paths)
    notes = [f"{copies} ảnh trùng từng byte với ảnh khác của lớp mình: chỉ giữ một bản"] if copies else []
    notes += [f"{turned} ảnh có ghi chú xoay của máy chụp (EXIF): đã xoay lại cho đứng"] if turned else []
    notes += [f"{clear} ảnh có nền trong suốt: đặt lên nền trắng"] if clear else []
    return Checked(folder, tuple(notes))


def without(folder: ImageFolder, bad: Sequence[int]) -> ImageFolder:
    """Bỏ những ảnh không đọc được; DataError khi một lớp không còn đủ hai ảnh."""
    keep = np.ones(len(folder), bool)
    keep[list(bad)] = False
    rest = folder.take(keep)
    enough(rest)
    return rest


def enough(folder: ImageFolder) -> None:
    """DataError khi một lớp có ít hơn hai ảnh: một để học, một để kiểm."""
    few = [f"{name} ({count} ảnh)" for name, count in folder.counts().items() if count < 2]
    if few:
        raise DataError(
            f"lớp {', '.join(few)} có quá ít ảnh dùng được; mỗi lớp cần từ hai ảnh khác nhau, một để học "
            "và một để kiểm. Hãy thêm ảnh, hoặc dời thư mục ấy đi chỗ khác"
        )


def _seen(paths: Sequence[Path]) -> tuple[int, int]:
    """How many are turned, how many have something transparent; read from the heads of the files."""
    turned = clear = 0
    for path in paths:
        try:
            with Image.open(path) as image:
                turned += image.getexif().get(_TURN, 1) not in (0, 1)
                clear += bool(image.has_transparency_data)
        except Exception:  # a damaged file: the reader of pictures says so later, with its name
            continue
    return turned, clear
