"""Đọc một tệp chữ UTF-8, và nói rõ phải làm gì khi nó không phải UTF-8."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from hocsau.errors import DataError

MAX_BYTES = 100 * 1024 * 1024

# What a file that is not csv begins with.
_OTHER_FORMATS = {
    b"PK\x03\x04": "tệp Excel (.xlsx) hoặc zip",
    b"\xd0\xcf\x11\xe0": "tệp Excel đời cũ (.xls)",
    b"\x1f\x8b": "tệp nén gzip",
    b"%PDF": "tệp PDF",
    b"\x89PNG": "ảnh PNG",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
HOW_TO_SAVE = (
    "Hãy lưu lại bằng UTF-8. Excel: File → Save As → chọn kiểu «CSV UTF-8 (Comma delimited)»; "
    "Notepad: Save As → Encoding: UTF-8; LibreOffice: Save As → Text CSV → Character set: UTF-8."
)

PLAINLY = "Hãy lưu lại bằng UTF-8 (Notepad: Save As → Encoding: UTF-8)."


def read_text(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES, kind: str = "csv") -> str:
    """Đọc tệp chữ UTF-8, có hoặc không có BOM.

    Tham số:
        path: tệp cần đọc.
        max_bytes: tệp dài hơn thế bị từ chối.
        kind: loại tệp, để lời báo lỗi gọi đúng tên: "csv", "txt", "json".

    Lỗi:
        DataError: tệp không có, là thư mục, quá lớn, hoặc không phải chữ UTF-8.
    """
    path = Path(path)
    how = HOW_TO_SAVE if kind == "csv" else PLAINLY
    content = read_bytes(path, max_bytes, kind)
    for start, what in _OTHER_FORMATS.items():
        if content.startswith(start):
            raise DataError(
                f"{path.name} là {what}, không phải {kind}. Hãy mở nó rồi lưu lại dạng {kind}. {how}"
            )
    # A zero byte never stands in UTF-8 text; every other one in UTF-16 text is zero.
    if content.startswith(_UTF16) or b"\0" in content[:2048]:
        raise DataError(f"{path.name} không phải UTF-8 (có vẻ là UTF-16 hoặc tệp nhị phân). {how}")
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise DataError(f"{path.name}, dòng {line}: có byte 0, tệp bị hỏng. {how}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = content[error.start]
        raise DataError(
            f"{path.name}, dòng {line}: byte 0x{byte:02x} không phải chữ UTF-8 "
            f"(thường do lưu bằng bảng mã cũ như Windows-1258). {how}"
        ) from None


def read_bytes(path: Path, max_bytes: int, kind: str) -> bytes:
    """Nội dung của tệp.

    Lỗi:
        DataError: tệp không có, là thư mục, không phải tệp thường, không đọc được, hoặc quá lớn.
    """
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise DataError(f"{path} là thư mục; cần một tệp {kind}")
        if not stat.S_ISREG(found.st_mode):
            raise DataError(f"{path} không phải tệp thường")
        with open(path, "rb") as file:
            # never more than this: read(n) sets n bytes aside at once
            content = file.read(min(found.st_size, max_bytes) + 1)
    except FileNotFoundError:
        raise DataError(f"không có tệp {path}") from None
    except PermissionError:
        raise DataError(f"không có quyền đọc tệp {path}") from None
    except (OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"không đọc được tệp {path}: {error}") from None
    if len(content) > max_bytes:
        raise DataError(
            f"{path.name} lớn hơn {max_bytes // 1024**2} MB; bộ đọc {kind} này dành cho tệp nhỏ hơn"
        )
    return content
