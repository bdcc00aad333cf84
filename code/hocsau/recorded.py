"""Đọc lại kết quả của những lần chạy đầy đủ mà sách dẫn (book/results/)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hocsau.errors import DataError
from hocsau.resources import packed_file


def recorded(name: str) -> dict[str, Any]:
    """Bản ghi mà sách đang dẫn, ví dụ recorded("income-price")["scores"].

    Lỗi:
        DataError: chưa có bản ghi ấy.
    """
    return json.loads(recorded_file(f"{name}.json").read_text(encoding="utf-8"))


def recorded_file(filename: str) -> Path:
    """Một tệp mà `hocsau train TÊN --full` đã ghi: TÊN.json, hay tệp đi kèm như TÊN-pilot.npz.

    Lỗi:
        DataError: chưa có tệp ấy.
    """
    path = packed_file("results", filename) if Path(filename).name == filename else None
    if path is None:
        name = Path(filename).stem
        raise DataError(f"chưa có kết quả nào tên {name!r}; tạo bằng lệnh: hocsau train {name} --full")
    return path
