"""Sổ ghi dần kết quả của một lượt chạy dài: bị ngắt thì lần sau chỉ tính phần còn thiếu."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hocsau.errors import DataError
from hocsau.experiments.options import Options
from hocsau.files import write_atomically


class Ledger:
    """Tên → kết quả (JSON). Có thư mục checkpoint thì mỗi kết quả mới được ghi ngay vào một tệp.

    Tham số:
        options: cách chạy; `checkpoints` là None thì chỉ nhớ trong bộ nhớ.
        name: tên tệp, không có đuôi.
        stamp: mọi thứ mà kết quả phụ thuộc; sổ ghi với stamp khác thì bị từ chối.

    Lỗi:
        DataError: sổ có sẵn bị hỏng, hay của một lượt chạy khác.
    """

    def __init__(self, options: Options, name: str, stamp: dict[str, Any]) -> None:
        self.progress = options.progress
        self.path: Path | None = None if options.checkpoints is None else options.checkpoints / f"{name}.json"
        self.stamp = json.loads(json.dumps(stamp))
        self.rows: dict[str, Any] = {}
        if self.path is not None and self.path.exists():
            try:
                kept = json.loads(self.path.read_text(encoding="utf-8"))
                stamp, rows = kept["stamp"], dict(kept["rows"])
            except (OSError, ValueError, KeyError, TypeError):
                raise DataError(
                    f"{self.path} không đọc được như một sổ ghi; hãy xoá nó để chạy từ đầu"
                ) from None
            if stamp != self.stamp:
                raise DataError(
                    f"{self.path} là của một lượt chạy khác (thiết lập khác); xoá nó để chạy từ đầu"
                )
            self.rows = rows

    def once(self, key: str, compute: Callable[[], Any]) -> Any:
        """Kết quả tên `key`: lấy trong sổ, hoặc tính rồi ghi."""
        if key not in self.rows:
            self.rows[key] = compute()
            if self.progress:
                print(f"{key}: {json.dumps(self.rows[key])[:100]}", file=sys.stderr, flush=True)
            if self.path is not None:
                content = json.dumps({"stamp": self.stamp, "rows": self.rows})
                with write_atomically(self.path) as draft:
                    draft.write_text(content, encoding="utf-8")
        return self.rows[key]
