"""Những gì người gõ lệnh chọn cho một lần chạy, giống nhau ở mọi thí nghiệm."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """Cách chạy: không nêu gì thì như sách.

    `epochs` là số epoch của mỗi lượt train, None là số của sách; `progress` thì hiện thanh tiến độ;
    `checkpoints` là thư mục giữ checkpoint (chỉ với thí nghiệm `resumable`).
    """

    epochs: int | None = None
    progress: bool = False
    checkpoints: Path | None = None


BOOK = Options()
