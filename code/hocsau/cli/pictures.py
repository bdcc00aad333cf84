"""Những gì các lệnh nhận ảnh dùng chung: liệt kê ảnh, đọc từng ảnh và kể ảnh hỏng, đặt tên tệp ghi ra."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

MAX_BYTES = 1 << 28  # 64 million points of 4 bytes, the largest that is read, need less
# A telephone's MPO holds a second picture that nobody asks for; these hold pages or a film.
_PAGED = ("TIFF", "GIF", "WEBP", "PNG")


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
            _check_file(path)
            image = read_image(path)
        except DataError as error:
            print(error, file=sys.stderr)
            bad.append(path)
            continue
        count = _pages(path)
        if count > 1:
            print(
                f"{path} có {count} trang; chỉ xem trang đầu: hãy tách mỗi trang thành một tệp ảnh",
                file=sys.stderr,
            )
        yield path, image


def _check_file(path: Path) -> None:
    """Refuses what would be read without end (/dev/zero), or holds nothing."""
    from hocsau.errors import DataError

    try:
        found = path.stat()
    except OSError:
        return  # reading it says which it is: no file, no permission
    if stat.S_ISDIR(found.st_mode):
        return
    if not stat.S_ISREG(found.st_mode):
        raise DataError(f"{path} không phải tệp thường; hãy ghi ảnh ra một tệp trước")
    if not found.st_size:
        raise DataError(f"{path} là tệp rỗng (0 byte), không có ảnh nào trong đó")
    if found.st_size > MAX_BYTES:
        raise DataError(f"{path} dài {found.st_size >> 20} MB; tối đa {MAX_BYTES >> 20} MB một ảnh")


def _pages(path: Path) -> int:
    from PIL import Image

    try:
        with Image.open(path) as image:
            return getattr(image, "n_frames", 1) if image.format in _PAGED else 1
    except Exception:  # its first page has been read; a spoilt second one ends the count
        return 1


def targets(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Tệp .png sẽ ghi cho từng ảnh, không trùng nhau; thư mục được tạo khi chưa có.

    Lỗi:
        DataError: không tạo được thư mục, hoặc sẽ ghi đè lên chính một ảnh đầu vào.
    """
    from hocsau.errors import DataError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise DataError(
            f"không tạo được thư mục {folder}: tên ấy là của một tệp; hãy chọn tên khác"
        ) from None
    except PermissionError:
        raise DataError(f"không tạo được thư mục {folder}: bạn không có quyền ghi ở đó") from None
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


def check_report(report: Path, photos: Sequence[Path], written: Sequence[Path]) -> None:
    """Từ chối chỗ ghi báo cáo khi nó sẽ đè lên một ảnh, hoặc không ghi được, trước khi xem ảnh nào.

    Lỗi:
        DataError: `report` là một ảnh đầu vào hay sắp ghi, là thư mục, hoặc thư mục chứa nó không có.
    """
    from hocsau.errors import DataError

    at = report.resolve()
    for kind, paths in (("ảnh đầu vào", photos), ("ảnh sắp ghi ra", written)):
        if at in {path.resolve() for path in paths}:
            raise DataError(f"{report} là một {kind}, sẽ bị ghi đè; hãy chọn tên khác cho --json")
    if report.is_dir():
        raise DataError(f"{report} là thư mục; --json cần tên một tệp")
    if not report.parent.is_dir():
        raise DataError(f"không ghi được {report}: không có thư mục {report.parent}; hãy tạo nó trước")
