"""Giá nhà California, điều tra dân số 1990: tải về khi cần."""

from __future__ import annotations

from dataclasses import replace

from hocsau.data import cache, sources
from hocsau.data.california import FEATURES, UNITS, features, read_california
from hocsau.data.dataset import Dataset, Info, Split
from hocsau.data.sources import RemoteFile

_HOSTS = (
    "https://raw.githubusercontent.com/ageron/handson-ml2/aa555aa16b9d0af6c84e67c7757f3317d05acb12/datasets/housing/",
    "https://raw.githubusercontent.com/ageron/handson-ml2/master/datasets/housing/",
    "https://raw.githubusercontent.com/ageron/data/main/housing/",
)
# One table in four wrappings; only the two cal_housing files have every total_bedrooms.
PARTS = (
    (
        RemoteFile(
            "california_housing",
            "cal_housing.data",
            "d3d8a1a722ae78f91134862727d27a70b1415e7d512a89140406248687f4b902",
            (),
            2_092_122,
        ),
        RemoteFile(
            "california_housing",
            "cal_housing.tgz",
            # the archive that scikit-learn fetches, with the checksum that scikit-learn states
            "aaa5c9a6afe2225cc2aed2723682ae403280c4a3695a2ddda4ffb5d8215ea681",
            ("https://ndownloader.figshare.com/files/5976036",),
        ),
        RemoteFile(
            "california_housing",
            "housing.csv",
            "8a3727f4cf54ac1a327f69b1d5b4db54c5834ea81c6e4efc0d163300022a685e",
            tuple(host + "housing.csv" for host in _HOSTS),
            1_423_529,
        ),
        RemoteFile(
            "california_housing",
            "housing.tgz",
            "d4cd501af90475f09b814c7447c7701f59bf28e8cf1180205ae5ace9737a0109",
            tuple(host + "housing.tgz" for host in _HOSTS[:2]),
            409_488,
        ),
    ),
)
INFO = Info(
    name="california_housing",
    title="Giá nhà ở 20640 khu của California, điều tra dân số 1990",
    profile="full",
    real=True,
    origin="R. K. Pace, R. Barry, Sparse Spatial Autoregressions (1997), qua StatLib",
    licence="không ghi; chỉ tải về để học, không phát hành lại",
    made="chia tổng số phòng, phòng ngủ, dân số cho số hộ, như scikit-learn",
    url="https://scikit-learn.org/stable/datasets/real_world.html#california-housing-dataset",
    target="MedHouseVal",
    features=FEATURES,
    units=UNITS,
)
INSTEAD = "houses_map"


def read(info: Info) -> Dataset:
    """x (20640, 8), y (20640,); `table` giữ các cột gốc."""
    (part,) = sources.PARTS[info.name]
    file, path = cache.fetch_part(part)
    table = read_california(path)
    x, y = features(table)
    blanks = len(table.missing.get("total_bedrooms", ()))
    notes = f"đọc từ {file.name}" + (
        f"; {blanks} ô total_bedrooms trống nên AveBedrms là NaN ở các dòng ấy" if blanks else ""
    )
    info = replace(info, n=len(y), sha256={file.name: file.sha256}, files=(str(path),), notes=notes)
    return Dataset(Split(x, y), None, None, info, table)
