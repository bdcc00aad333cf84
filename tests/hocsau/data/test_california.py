"""California housing on a few rows of our own making: features, four wrappings, bad archives."""

import io
import tarfile

import numpy as np
import pytest

from hocsau.data import DataError, cache, load, sources
from hocsau.data import california as ca
from hocsau.data.sources import RemoteFile

RAW = np.array(
    [
        [-122.2, 37.9, 41, 880, 129, 322, 126, 8.3252, 452600],
        [-118.3, 34.1, 20, 7099, 1106, 2401, 1138, 2.5, 100000],
    ]
)
DATA = "\n".join(",".join(f"{v:.6f}" for v in row) for row in RAW) + "\n"
HEADER = ",".join([*ca.RAW_NAMES, ca.TEXT_NAME])
CSV = "\n".join([HEADER, *(",".join([*map(str, row), "NEAR BAY"]) for row in RAW)]) + "\n"


def archive(path, members):
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


@pytest.fixture
def wrapped(tmp_path):
    (tmp_path / "cal_housing.data").write_text(DATA)
    (tmp_path / "housing.csv").write_text(CSV)
    archive(tmp_path / "housing.tgz", {"housing.csv": CSV.encode()})
    archive(
        tmp_path / "cal_housing.tgz",
        {"CaliforniaHousing/cal_housing.domain": b"x", "CaliforniaHousing/cal_housing.data": DATA.encode()},
    )
    return tmp_path


NAMES = ["cal_housing.data", "cal_housing.tgz", "housing.csv", "housing.tgz"]


@pytest.mark.parametrize("name", NAMES)
def test_every_wrapping_holds_the_same_table(wrapped, name):
    table = ca.read_california(wrapped / name)
    np.testing.assert_array_equal(table.array(*ca.RAW_NAMES), RAW)
    assert ("NEAR BAY" in table["ocean_proximity"]) if "housing." in name[:8] else len(table.names) == 9


def test_features_are_those_of_scikit_learn(wrapped):
    x, y = ca.features(ca.read_california(wrapped / "housing.csv"))
    # its own recipe: reorder, then divide three columns in place
    data = RAW[:, [8, 7, 2, 3, 4, 5, 6, 1, 0]].copy()
    target, data = data[:, 0], data[:, 1:]
    data[:, 2] /= data[:, 5]
    data[:, 3] /= data[:, 5]
    data[:, 5] = data[:, 4] / data[:, 5]
    np.testing.assert_allclose(x, data)
    np.testing.assert_allclose(y, target / 100_000)


def test_bad_archives_are_refused(tmp_path):
    with pytest.raises(DataError, match="không có housing.csv"):
        ca.read_california(archive(tmp_path / "a.tgz", {"other.txt": b""}))
    good = archive(tmp_path / "b.tgz", {"housing.csv": CSV.encode()}).read_bytes()
    for name, content in {"cut": good[:-40], "html": b"<html>"}.items():
        (tmp_path / f"{name}.tgz").write_bytes(content)
        with pytest.raises(DataError, match="không mở được tệp nén"):
            ca.read_california(tmp_path / f"{name}.tgz")


def test_load_says_which_file_it_read_and_which_rows_lack_bedrooms(wrapped, monkeypatch):
    path = wrapped / "housing.csv"
    path.write_text(CSV.replace(",1106.0,", ",,"))
    file = RemoteFile("california_housing", path.name, cache.sha256_of(path), ("https://x",))
    monkeypatch.setattr(sources, "PARTS", {**sources.PARTS, "california_housing": ((file,),)})
    monkeypatch.setenv("HOCSAU_DATA", str(wrapped))
    data = load("california_housing", "full")
    assert "housing.csv" in data.info.notes and "1 ô total_bedrooms trống" in data.info.notes
    assert data.table.missing == {"total_bedrooms": (3,)}
    assert np.argwhere(np.isnan(data.train.x)).tolist() == [[1, ca.FEATURES.index("AveBedrms")]]
    assert data.info.sha256 == {path.name: file.sha256}
