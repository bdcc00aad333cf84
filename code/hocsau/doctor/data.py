"""Profile, các thư mục dữ liệu, và những bộ đã có."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hocsau.data import DataError, cache, sources
from hocsau.data.datasets import DATASETS, choose_profile
from hocsau.doctor.finding import BAD, NOTE, OK, Finding

LITTLE_SPACE = 1e9


def check() -> Iterator[Finding]:
    try:
        profile = choose_profile()
        yield Finding(OK, "Profile", profile)
    except DataError as error:
        profile = ""
        yield Finding(BAD, "Profile", str(error), "đặt HOCSAU_PROFILE=small hoặc full, hoặc bỏ biến ấy")
    try:
        cache.cache_folder()
        folders = cache.data_folders()
    except DataError as error:
        yield Finding(BAD, "Thư mục dữ liệu", str(error), "export HOCSAU_CACHE=/tmp/hocsau")
        yield small_sets()
        return
    yield cache_finding()
    for folder in folders:
        if folder.is_dir():
            yield Finding(OK, "HOCSAU_DATA", str(folder))
        else:
            yield Finding(BAD, "HOCSAU_DATA", f"không có thư mục {folder}", "sửa hoặc bỏ biến HOCSAU_DATA")
    yield small_sets()
    for name in sources.PARTS:
        yield real_set(name, profile)


def cache_finding() -> Finding:
    """Thư mục cache ghi được không, còn bao nhiêu chỗ."""
    folder = cache.cache_folder()
    there = next(parent for parent in [folder, *folder.absolute().parents] if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError:
        return Finding(
            BAD, "Cache", f"không ghi được vào {folder}", "đặt biến HOCSAU_CACHE thành một thư mục ghi được"
        )
    free = shutil.disk_usage(there).free
    value = f"{folder}, còn trống {free / 1e9:.1f} GB"
    if free < LITTLE_SPACE:
        return Finding(NOTE, "Cache", value, "dọn bớt đĩa, hoặc đặt HOCSAU_CACHE sang đĩa khác")
    return Finding(OK, "Cache", value)


def small_sets() -> Finding:
    """Các bộ đi kèm đều nạp được."""
    small = [entry for entry in DATASETS.values() if not entry.full_only]
    try:
        for entry in small:
            entry.read(entry.info)
    except DataError as error:
        return Finding(BAD, "Dữ liệu đi kèm", str(error), "cài lại gói hocsau")
    return Finding(OK, "Dữ liệu đi kèm", ", ".join(entry.info.name for entry in small))


def real_set(name: str, profile: str) -> Finding:
    """Một bộ phải tải về: có chưa, ở đâu."""
    fetch = f"hocsau data fetch {name}"
    try:
        found = [cache.find_part(part) for part in sources.PARTS[name]]
    except DataError as error:
        return Finding(BAD, f"Bộ {name}", str(error), f"xoá tệp ấy rồi chạy: {fetch}")
    if all(found):
        where: Path = found[0][1].parent
        return Finding(OK, f"Bộ {name}", str(where))
    needed = "" if profile == "full" else " (chỉ cần cho profile full)"
    return Finding(NOTE, f"Bộ {name}", f"chưa có{needed}", fetch)
