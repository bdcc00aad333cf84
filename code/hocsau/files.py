"""Ghi tệp trọn vẹn hoặc không ghi gì."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def write_atomically(path: str | os.PathLike) -> Iterator[Path]:
    """Cho một tên tạm cạnh `path` (cùng đuôi) để ghi; hết khối, tệp tạm mới mang tên `path`.

        with write_atomically("ket_qua.json") as draft:
            draft.write_text(text, encoding="utf-8")

    Mất điện hay bị giết giữa chừng thì `path` vẫn là tệp cũ, nguyên vẹn. Trong khối có lỗi thì tệp tạm bị
    xoá. `path` là liên kết thì tệp đích được thay.

    Lỗi:
        OSError: không ghi được; chỗ gọi nói cách sửa.
    """
    target = Path(os.path.realpath(path))
    # The name is drawn here, not by mkstemp, whose files only their owner may read.
    draft = target.with_name(f".{target.stem[:100]}-{secrets.token_hex(4)}{target.suffix}")
    try:
        yield draft
        if target.exists():
            shutil.copymode(target, draft)
        with open(draft, "rb+") as file:
            os.fsync(file.fileno())  # the rename must not reach the disk before the content does
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows opens no folders, and its rename needs no such help
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
