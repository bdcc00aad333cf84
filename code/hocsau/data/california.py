"""Giá nhà California (1990): đọc bốn dạng tệp và tính tám đặc trưng quen thuộc."""

from __future__ import annotations

import tarfile
import tempfile
import zlib
from pathlib import Path

import numpy as np

from hocsau.data.formats.csv import read_csv
from hocsau.data.formats.table import Table
from hocsau.errors import DataError

RAW_NAMES = (
    "longitude",
    "latitude",
    "housing_median_age",
    "total_rooms",
    "total_bedrooms",
    "population",
    "households",
    "median_income",
    "median_house_value",
)
TEXT_NAME = "ocean_proximity"
FEATURES = ("MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude")
TARGET = "MedHouseVal"
UNITS = {
    "MedInc": "chục nghìn đô la một năm",
    "HouseAge": "năm",
    "AveRooms": "phòng mỗi hộ",
    "AveBedrms": "phòng ngủ mỗi hộ",
    "Population": "người",
    "AveOccup": "người mỗi hộ",
    "Latitude": "độ vĩ",
    "Longitude": "độ kinh",
    "MedHouseVal": "trăm nghìn đô la",
}
_MAX_MEMBER = 16 * 1024 * 1024


def read_california(path: str | Path) -> Table:
    """Bảng gốc từ housing.csv, cal_housing.data, hoặc tệp .tgz chứa một trong hai.

    housing.csv có thêm cột chữ ocean_proximity và 207 ô total_bedrooms trống (thành NaN).
    """
    path = Path(path)
    if path.suffix == ".tgz":
        return _read_archive(path)
    if path.suffix == ".data":
        return read_csv(path, names=RAW_NAMES)
    return read_csv(path, [*RAW_NAMES, TEXT_NAME], text=[TEXT_NAME], missing="nan")


def _read_archive(path: Path) -> Table:
    """Only the one known member is read, as bytes: nothing else of the archive is trusted."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                name = Path(member.name).name
                if member.isfile() and name in ("housing.csv", "cal_housing.data"):
                    if member.size > _MAX_MEMBER:
                        raise DataError(f"{path.name}: {member.name} lớn bất thường ({member.size} byte)")
                    content = archive.extractfile(member).read(_MAX_MEMBER)
                    break
            else:
                raise DataError(f"{path.name}: không có housing.csv hay cal_housing.data bên trong")
    except (tarfile.TarError, EOFError, OSError, zlib.error):
        raise DataError(f"{path.name}: không mở được tệp nén; tệp bị cụt, hỏng, hay không có") from None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        return read_california(Path(folder) / name)


def features(table: Table) -> tuple[np.ndarray, np.ndarray]:
    """x (N, 8), y (N,) của bộ quen thuộc: trung bình mỗi hộ thay cho tổng số, giá theo 100 000 đô la."""
    households = table["households"]
    x = np.stack(
        [
            table["median_income"],  # tens of thousands of dollars
            table["housing_median_age"],
            table["total_rooms"] / households,
            table["total_bedrooms"] / households,
            table["population"],
            table["population"] / households,
            table["latitude"],
            table["longitude"],
        ],
        axis=1,
    )  # (N, 8)
    return x, table["median_house_value"] / 100_000
