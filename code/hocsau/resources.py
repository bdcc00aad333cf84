"""Những tệp đi kèm gói: dữ liệu nhỏ (data/) và kết quả đã đo (book/results/).

Gói đã cài giữ chúng trong hocsau/packed; bản cài `-e` đọc thẳng các thư mục của kho mã.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from hocsau.errors import DataError

# What the wheel calls a folder, and where it lies in the repository (pyproject.toml packs one as the other).
FOLDERS = {"data": Path("data"), "results": Path("book", "results")}


def packed_file(folder: str, name: str) -> Path | None:
    """Đường dẫn tới tệp `name` của thư mục `folder` ("data" hay "results"); None khi không có tệp ấy."""
    if Path(name).name != name:
        raise DataError(f"tên tệp {name!r} không được chứa thư mục")
    package = Path(str(resources.files("hocsau")))
    root = package.parents[1]
    places = [package / "packed" / folder / name]
    if (root / "pyproject.toml").is_file():  # a checkout, not somebody's folder that happens to hold a data/
        places.append(root / FOLDERS[folder] / name)
    return next((path for path in places if path.is_file()), None)


def embedded_path(name: str) -> Path:
    """Đường dẫn của một tệp dữ liệu đi kèm, ví dụ "houses.csv".

    Lỗi:
        DataError: `name` chứa thư mục, hoặc gói thiếu tệp ấy.
    """
    path = packed_file("data", name)
    if path is None:
        raise DataError(
            f"gói hocsau thiếu tệp dữ liệu {name}; hãy cài lại: pip install --force-reinstall hocsau"
        )
    return path
