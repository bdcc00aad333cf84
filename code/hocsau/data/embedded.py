"""Những tệp dữ liệu nhỏ đi kèm gói."""

from importlib import resources
from pathlib import Path

from hocsau.errors import DataError


def embedded_path(name: str) -> Path:
    """Đường dẫn của một tệp đi kèm, ví dụ "houses.csv".

    Gói đã cài giữ các tệp này trong hocsau/data/embedded; bản cài `-e` đọc thẳng data/ của kho mã.
    """
    if Path(name).name != name:
        raise DataError(f"tên tệp {name!r} không được chứa thư mục")
    installed = Path(str(resources.files("hocsau.data") / "embedded" / name))
    if installed.is_file():
        return installed
    root = Path(__file__).parents[3]
    if (root / "pyproject.toml").is_file() and (root / "data" / name).is_file():
        return root / "data" / name
    raise DataError(f"gói hocsau thiếu tệp dữ liệu {name}; hãy cài lại: pip install --force-reinstall hocsau")
