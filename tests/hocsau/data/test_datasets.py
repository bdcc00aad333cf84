"""load(): the registry, the profiles, the small sets, Dataset.split."""

import gzip
import subprocess
import sys

import numpy as np
import pytest

from hocsau.data import DATASETS, DataError, Split, embedded_path, load, sources
from hocsau.data.datasets import choose_profile
from hocsau.data.sets import mnist_small

# Real photos and texts that are read where they are, never downloaded.
ONLY_AT_HAND = {
    *("flowers17_256", "bccd", "vn_motorbike_plates", "membrane_segmentation"),
    *("truyen_kieu", "en_vi_tatoeba", "flickr8k_text", "names", "glove50", "bitcoin_daily"),
}

SMALL = [name for name, entry in DATASETS.items() if not entry.full_only]
FULL = [name for name, entry in DATASETS.items() if entry.full_only]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch, tmp_path):
    for name in ("HOCSAU_PROFILE", "HOCSAU_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOCSAU_CACHE", str(tmp_path))


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("profile", [None, "small", "full"])
def test_small_sets_load_offline_and_describe_themselves(name, profile):
    data = load(name, profile)
    info = data.info
    parts = [part for part in (data.train, data.val, data.test) if part is not None]
    assert sum(map(len, parts)) == info.n > 0
    if data.train.x.dtype.kind == "U":  # texts
        assert all(map(str.strip, data.train.x.tolist()))
    else:
        assert data.val is None
        assert data.train.x.dtype.kind in "fu" and np.isfinite(data.train.x).all()
    assert info.name == name and info.profile == (profile or "small")
    assert info.origin and info.licence and info.made and info.title and info.target
    if info.features:
        assert data.train.x.shape == (info.n, len(info.features))
        assert set(info.units) == {*info.features, info.target}
    elif data.train.x.dtype.kind == "U" and data.train.y.dtype == object:  # sentences and their translations
        assert all(models and all(map(str.strip, models)) for models in data.train.y)
    elif data.train.y.dtype == object:  # boxes
        assert {label for one in data.train.y for label in one.labels} == set(range(len(info.classes)))
    elif data.train.y.ndim == 1:
        assert set(np.unique(data.train.y)) == set(range(len(info.classes)))
    else:  # maps of objects
        assert data.train.y.shape == data.train.x.shape and (np.unique(data.train.y) >= 0).all()


def test_shapes_and_origin_of_each_small_set():
    shapes = {name: (load(name).train.x.shape, load(name).info.real) for name in SMALL}
    assert shapes == {
        "houses": ((30, 1), False),
        "houses_square": ((30, 1), False),
        "houses_bedrooms": ((30, 2), False),
        "loans": ((20, 2), False),
        "houses_map": ((1200, 8), False),
        "driving_laps": ((load("driving_laps").info.n, 6), False),
        "plate_scenes": ((120, 192, 256, 3), False),
        "digits": ((1797, 8, 8), True),
        "clothes": ((3000, 28, 28), False),
        "toys": ((200, 128, 128, 3), False),
        "cells": ((200, 64, 64), False),
        "clips": ((240, 30, 24, 24), False),
        "pets": ((600, 32, 32, 3), False),
        "ca_dao": ((388,), True),
        "en_vi_small": ((319,), False),
        "mnist_small": ((5000, 28, 28), True),
        "diabetes": ((442, 10), True),
        "breast_cancer": ((569, 30), True),
    }


@pytest.mark.parametrize("content", [b"", b"1,2,3\n", b"1,x\n"])
def test_another_file_in_the_package_of_digits_is_refused(content, tmp_path, monkeypatch):
    folder = tmp_path / "data" / "data"
    folder.mkdir(parents=True)
    (folder / "mnist_5k.csv.gz").write_bytes(gzip.compress(content))
    monkeypatch.setattr(mnist_small, "files", lambda package: tmp_path)
    with pytest.raises(DataError, match="mnist_5k"):
        load("mnist_small")


def test_the_house_of_42_square_metres():
    x, y = load("houses").train.x[:, 0], load("houses").train.y
    nearest = np.argmin(abs(x - 42))
    assert x[nearest] == 42.069 and abs(y[nearest] - 625) <= 5


def test_the_table_keeps_the_columns_of_the_file():
    data = load("houses_bedrooms")
    assert data.table.names == ("Diện tích", "Số phòng ngủ", "Giá")
    np.testing.assert_array_equal(data.table["giá"], data.train.y)


def test_diabetes_is_in_its_own_units():
    data = load("diabetes")
    bmi = data.train.x[:, data.info.features.index("bmi")]
    assert 18 <= bmi.min() and bmi.max() < 43 and data.train.y.min() == 25


def test_a_loan_is_a_label_of_0_or_1():
    data = load("loans")
    assert sorted(data.train.y) == [0] * 10 + [1] * 10 and data.info.classes[1] == "cho vay"


def test_one_means_malignant():
    data = load("breast_cancer")
    radius = data.train.x[:, data.info.features.index("mean radius")]
    assert data.train.y.sum() == 212 and data.info.classes[1] == "ác tính"
    assert radius[data.train.y == 1].mean() > 1.3 * radius[data.train.y == 0].mean()


@pytest.mark.parametrize("name", FULL)
def test_a_full_set_in_the_small_profile_says_what_to_do(name):
    with pytest.raises(DataError) as caught:
        load(name)
    for part in ("profile='full'", "HOCSAU_DATA", f"hocsau data fetch {name}", DATASETS[name].instead):
        assert part in str(caught.value)
    assert not DATASETS[DATASETS[name].instead].full_only


@pytest.mark.parametrize("name", FULL)
def test_a_full_set_offline_names_folder_file_and_command(name, monkeypatch, tmp_path):
    monkeypatch.setenv("HOCSAU_PROFILE", "full")
    for scheme in ("http_proxy", "https_proxy"):  # a closed port stands for no network
        monkeypatch.setenv(scheme, "http://127.0.0.1:9")
    with pytest.raises(DataError) as caught:
        load(name)
    first = sources.files(name)[0]
    can = any(file.urls for file in sources.files(name))
    way = f"hocsau data fetch {name}" if can else "Bộ này không có nơi tải tự động"
    for part in (first.name, str(tmp_path / name), way):
        assert part in str(caught.value)
    assert can == (name not in ONLY_AT_HAND)


def test_unknown_names_and_profiles_are_refused(monkeypatch):
    with pytest.raises(DataError, match="không có bộ dữ liệu 'house'.*Ý bạn là 'houses'"):
        load("house")
    with pytest.raises(DataError, match="profile = 'big'; cần 'small' hoặc 'full'"):
        load("houses", "big")
    monkeypatch.setenv("HOCSAU_PROFILE", "big")
    with pytest.raises(DataError, match="biến HOCSAU_PROFILE = 'big'"):
        load("houses")
    assert choose_profile("full") == "full"  # the argument comes first
    monkeypatch.setenv("HOCSAU_PROFILE", " ")
    assert choose_profile() == "small"


def test_split_partitions_the_rows_and_repeats_itself():
    data = load("digits")
    parts = data.split(val=100, test=0.2)
    assert (len(parts.train), len(parts.val), len(parts.test)) == (1338, 100, 359)
    rows = np.concatenate([part.x.reshape(len(part), -1) for part in (parts.train, parts.val, parts.test)])
    whole = data.train.x.reshape(len(data.train), -1)
    np.testing.assert_array_equal(np.sort(rows.view("V64").ravel()), np.sort(whole.view("V64").ravel()))
    np.testing.assert_array_equal(parts.test.x, data.split(val=100, test=0.2).test.x)
    other = data.split(test=0.2, rng=np.random.default_rng(1))
    assert not np.array_equal(parts.test.y, other.test.y)
    # rows keep their labels
    seen = {row.tobytes(): label for row, label in zip(whole, data.train.y, strict=True)}
    assert all(seen[x.tobytes()] == y for x, y in zip(parts.val.x, parts.val.y, strict=True))


@pytest.mark.parametrize(
    "sizes", [{"test": 30}, {"test": 1.0}, {"val": -1}, {"val": True}, {"val": 0.5, "test": 0.5}]
)
def test_impossible_splits_are_refused(sizes):
    with pytest.raises(DataError):
        load("houses").split(**sizes)


def test_a_part_that_is_there_is_not_split_off_again():
    data = load("houses").split(test=5)
    with pytest.raises(DataError, match="đã có sẵn phần test"):
        data.split(test=5)
    assert len(data.split(val=5).test) == 5


def test_x_and_y_must_be_equally_long():
    with pytest.raises(DataError, match="x có 2 mẫu còn y có 3"):
        Split(np.zeros((2, 1)), np.zeros(3))


def test_embedded_path():
    assert embedded_path("houses.csv").read_bytes().startswith("Diện tích,Giá\n".encode())
    with pytest.raises(DataError, match="không được chứa thư mục"):
        embedded_path("../pyproject.toml")
    with pytest.raises(DataError, match="thiếu tệp dữ liệu"):
        embedded_path("none.csv")


def test_importing_hocsau_brings_in_nothing_heavy():
    program = (
        "import sys, hocsau, hocsau.data, hocsau.cli; hocsau.data.load('houses');"
        "heavy = {'torch', 'sklearn', 'matplotlib', 'scipy', 'pandas', 'pooch', 'sympy'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("share", "n", "size"), [(0.25, 10, 2), (0.26, 10, 3), (0.29, 10, 3), (0.2, 4, 1), (0.01, 10, 1)]
)
def test_a_share_is_rounded_to_the_nearest_and_is_never_nothing(share, n, size):
    from hocsau.data.dataset import part_size

    assert part_size("val", share, n) == size
