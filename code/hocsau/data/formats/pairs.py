"""Ghép tệp nhãn với tệp ảnh cùng tên, và cỡ của một ảnh đọc từ phần đầu tệp."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from hocsau.data.formats.boxes import Bad, BoxLabels, PhotoBoxes, complain
from hocsau.data.formats.suffixes import SUFFIXES
from hocsau.errors import DataError


def pairs(
    labels: str | os.PathLike[str],
    suffix: str,
    photos: str | os.PathLike[str],
    bad: Bad = None,
    *,
    apart: Path | None = None,
) -> list[tuple[Path, Path]]:
    """(tệp nhãn, tệp ảnh) xếp theo tên ảnh; tên bỏ đuôi phải như nhau. `apart` không phải tệp nhãn.

    Lỗi:
        DataError: không có thư mục, không có nhãn nào; và khi bad là None: nhãn không có ảnh, ảnh không có
            nhãn, hoặc hai ảnh cùng phần tên.
    """
    listed = _files(Path(labels), (suffix,))
    told = {path.stem: path for path in listed if apart is None or path.resolve() != apart.resolve()}
    if not told:
        raise DataError(f"{labels}: không có tệp nhãn {suffix} nào")
    seen: dict[str, Path] = {}
    for photo in _files(Path(photos), SUFFIXES):
        if photo.stem in seen:
            complain(
                f"{photos}: {seen[photo.stem].name} và {photo.name} cùng phần tên, không rõ nhãn của ảnh nào",
                bad,
                f"đã bỏ {photo.name}",
            )
            continue
        seen[photo.stem] = photo
    for stem, path in told.items():
        if stem not in seen:
            complain(f"{path.name}: nhãn không có ảnh (tìm {stem}.* trong {photos})", bad, "đã bỏ nhãn")
    for stem, photo in seen.items():
        if stem not in told:
            complain(
                f"{photo.name}: ảnh không có tệp nhãn {stem}{suffix}; ảnh không có vật nào thì cần một tệp "
                "nhãn không có khung",
                bad,
                "đã bỏ ảnh",
            )
    return [(told[stem], seen[stem]) for stem in sorted(told) if stem in seen]


def photo_size(path: Path) -> tuple[int, int]:
    """(rộng, cao) của ảnh khi đã xoay theo ghi chú EXIF, đọc từ phần đầu tệp.

    Lỗi:
        DataError: tệp không phải ảnh.
    """
    from PIL import Image

    try:
        with Image.open(path) as image:
            turned = image.getexif().get(0x0112, 1) >= 5  # the four notes that lay a picture on its side
            return (image.height, image.width) if turned else (image.width, image.height)
    except Exception:  # hostile files make Pillow fail in many ways
        raise DataError(f"{path.name} không đọc được như một ảnh; tệp hỏng hay không phải ảnh") from None


def label_paths(labels: BoxLabels, folder: Path, suffix: str) -> Iterator[tuple[PhotoBoxes, Path]]:
    """(ảnh, tệp nhãn phải ghi) của từng ảnh; thư mục được tạo khi chưa có.

    Lỗi:
        DataError: hai ảnh cùng phần tên, hoặc không tạo được thư mục.
    """
    seen: dict[str, str] = {}
    for photo in labels.photos:
        stem = Path(photo.photo).stem
        if stem in seen:
            raise DataError(f"{seen[stem]} và {photo.photo} cùng phần tên; hãy đổi tên một ảnh")
        seen[stem] = photo.photo
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"không tạo được thư mục {folder}: {error.strerror or error}") from None
    for photo in labels.photos:
        yield photo, folder / f"{Path(photo.photo).stem}{suffix}"


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    if not folder.is_dir():
        raise DataError(f"không có thư mục {folder}")
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in suffixes and not path.name.startswith(".") and path.is_file()
    )
