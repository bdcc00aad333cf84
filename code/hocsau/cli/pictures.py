"""Những gì các lệnh nhận ảnh dùng chung: liệt kê ảnh, đọc từng ảnh và kể ảnh hỏng, đặt tên tệp ghi ra."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


def pictures(paths: Sequence[Path]) -> list[Path]:
    """Các ảnh được nêu; thư mục thì là mọi ảnh trong đó."""
    from hocsau.data.folders import pictures_in

    return [one for path in paths for one in (pictures_in(path) if path.is_dir() else [path])]


def opened(paths: Sequence[Path], bad: list[Path]) -> Iterator[tuple[Path, Any]]:
    """(đường dẫn, ảnh uint8 (H, W, 3)) của từng ảnh đọc được; ảnh hỏng thì một dòng lỗi, và vào `bad`."""
    from hocsau.errors import DataError
    from hocsau.vision.images import read_image

    for path in paths:
        try:
            image = read_image(path)
        except DataError as error:
            print(error, file=sys.stderr)
            bad.append(path)
            continue
        yield path, image


def targets(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Tệp .png sẽ ghi cho từng ảnh, không trùng nhau; thư mục được tạo khi chưa có.

    Lỗi:
        DataError: không tạo được thư mục, hoặc sẽ ghi đè lên chính một ảnh đầu vào.
    """
    from hocsau.errors import DataError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"không tạo được thư mục {folder}: {error.strerror or error}") from None
    taken: set[str] = set()
    made = []
    for path in paths:
        name, number = f"{path.stem}.png", 2
        while name.casefold() in taken:
            name, number = f"{path.stem}-{number}.png", number + 1
        taken.add(name.casefold())
        made.append(folder / name)
    sources = {path.resolve() for path in paths}
    for target in made:
        if target.resolve() in sources:
            raise DataError(f"{target} là một ảnh đầu vào, sẽ bị ghi đè; hãy chọn thư mục khác cho --out")
    return made
