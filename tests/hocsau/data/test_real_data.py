"""The readers on real files: those of HOCSAU_DATA, or of a data folder beside the repository."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from hocsau.data import DataError, load, read_csv
from hocsau.data.california import FEATURES, RAW_NAMES, read_california
from hocsau.data.formats.voc import read_voc
from hocsau.data.formats.yolo import read_classes, read_yolo
from hocsau.data.sets.vn_motorbike_plates import seen_texts

pytestmark = pytest.mark.real_data


@pytest.mark.parametrize(
    ("name", "columns", "first", "last"),
    [
        ("data_linear.csv", ("Diện tích", "Giá"), [30, 448.524], [100, 1515.28]),
        ("data_square.csv", ("Diện tích", "Giá nhà"), [30, -100], None),
        ("d1.csv", ("Diện tích", "Giá"), [30, 448.524], None),
        ("dataset.csv", ("Lương", "Thời gian làm việc", "Cho vay"), [10, 1, 1], [8, 0.15, 0]),
        ("xor.csv", ("x1", "x2", "x1 XOR x2"), [1, 1, 0], [0, 0, 0]),
    ],
)
def test_the_csv_files_of_the_tutorial(real, name, columns, first, last):
    path = real(f"dl-tutorial-csv/{name}")
    table = read_csv(path)
    assert table.names == columns
    values = table.array()
    assert values[0].tolist() == first
    if last:
        assert values[-1].tolist() == last
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    assert len(values) == len([line for line in lines if line.strip()]) - 1


def test_a_line_through_the_houses_of_the_tutorial(real):
    table = read_csv(real("dl-tutorial-csv/data_linear.csv"))
    slope, intercept = np.polyfit(table["Diện tích"], table["Giá"], 1)
    assert abs(slope - 15.2) < 0.1 and abs(intercept + 7.06) < 0.1


def test_mnist(real):
    real("mnist")
    data = load("mnist", "full")
    assert data.train.x.shape == (60000, 28, 28) and data.test.x.shape == (10000, 28, 28)
    assert np.bincount(data.train.y).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert (round(data.train.x.mean() / 255, 4), round(data.test.x.mean() / 255, 4)) == (0.1307, 0.1325)
    assert data.train.y[:5].tolist() == [5, 0, 4, 1, 9]


def test_fashion_mnist(real):
    real("fashion-mnist")
    data = load("fashion_mnist", "full")
    assert (
        np.bincount(data.train.y).tolist() == [6000] * 10 and np.bincount(data.test.y).tolist() == [1000] * 10
    )
    assert (round(data.train.x.mean() / 255, 4), round(data.test.x.mean() / 255, 4)) == (0.2860, 0.2868)


def test_the_three_files_of_california_are_one_table(real):
    folder = real("california-housing")
    table = {
        name: read_california(folder / name) for name in ("cal_housing.data", "housing.csv", "housing.tgz")
    }
    whole, csv, tgz = (t.array(*RAW_NAMES) for t in table.values())
    assert whole.shape == (20640, 9) and np.isfinite(whole).all()
    np.testing.assert_array_equal(csv, tgz)
    blank = np.isnan(csv)
    assert blank.sum() == len(table["housing.csv"].missing["total_bedrooms"]) == 207
    assert set(np.argwhere(blank)[:, 1]) == {RAW_NAMES.index("total_bedrooms")}
    np.testing.assert_array_equal(np.where(blank, whole, csv), whole)


def test_california_has_the_features_that_everyone_knows(real):
    real("california-housing")
    data = load("california_housing", "full")
    assert data.train.x.shape == (20640, 8) and data.info.features == FEATURES
    # the first row as printed in scikit-learn's documentation
    np.testing.assert_allclose(
        data.train.x[0], [8.3252, 41, 6.98412698, 1.02380952, 322, 2.55555556, 37.88, -122.23]
    )
    assert data.train.y[0] == 4.526 and data.train.y.max() == 5.00001


def test_the_flowers_and_a_photo_that_was_changed(real, tmp_path, monkeypatch):
    folder = real("flowers17-256")
    data = load("flowers17_256", "full")
    assert data.info.n == 1360 and len(data.info.classes) == 17 and data.train.x.shape == (1360,)
    assert np.bincount(data.train.y).tolist() == [80] * 17 and data.train.x[80].endswith("image_0081.jpg")
    copy = tmp_path / "flowers17-256"
    (copy / "c01").mkdir(parents=True)
    (copy / "SHA256SUMS.txt").write_bytes((folder / "SHA256SUMS.txt").read_bytes())
    monkeypatch.setenv("HOCSAU_DATA", str(tmp_path))
    with pytest.raises(DataError, match="không đọc được ảnh .*image_0001.jpg"):
        load("flowers17_256", "full")
    (copy / "c01" / "image_0001.jpg").write_bytes(b"other")
    with pytest.raises(DataError, match="image_0001.jpg không phải tệp của bộ"):
        load("flowers17_256", "full")


def test_the_membranes(real):
    real("membrane-segmentation")
    data = load("membrane_segmentation", "full")
    assert data.train.x.shape == (25, 512, 512) and data.test.x.shape == (5, 512, 512)
    assert set(np.unique(data.train.y)) == {0, 1} and round(data.train.y.mean(), 3) == 0.776
    assert data.train.x.dtype == np.uint8 and data.info.n == 30


def test_a_changed_slice_is_refused(real, tmp_path, monkeypatch):
    shutil.copytree(real("membrane-segmentation"), tmp_path / "membrane-segmentation")
    folder = tmp_path / "membrane-segmentation/train/label"
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o755)
    (folder / "3.png").write_bytes((folder / "4.png").read_bytes())
    monkeypatch.setenv("HOCSAU_DATA", str(tmp_path))
    with pytest.raises(DataError, match="label/3.png không phải ảnh của bộ"):
        load("membrane_segmentation", "full")
    (folder / "3.png").unlink()
    with pytest.raises(DataError, match="không đọc được"):
        load("membrane_segmentation", "full")


def test_blood_cells_in_their_official_parts_without_the_two_boxes_of_no_area(real):
    real("bccd")
    data = load("bccd", "full")
    assert [len(part) for part in (data.train, data.val, data.test)] == [205, 87, 72]
    photos = [photo for part in (data.train, data.val, data.test) for photo in part.y]
    labels = np.concatenate([photo.labels for photo in photos])
    assert np.bincount(labels).tolist() == [4153, 372, 361]  # two of 4,155 red cells have no area
    for name, line in (("00338", 158), ("00343", 50)):
        assert f"BloodImage_{name}.xml, dòng {line}: khung" in data.info.notes
    assert data.info.notes.count("diện tích 0") == data.info.notes.count("đã bỏ khung") == 2
    boxes = np.concatenate([photo.boxes for photo in photos])
    assert (boxes[:, :2] < boxes[:, 2:]).all() and (boxes <= [640, 480, 640, 480]).all()
    assert data.train.x[0].endswith(data.train.y[0].photo)


def test_a_box_of_no_area_is_refused_when_nothing_may_be_dropped(real):
    path = real("bccd/Annotations/BloodImage_00338.xml")
    with pytest.raises(DataError, match="00338.xml, dòng 158: khung .* diện tích 0"):
        read_voc(path, ("RBC", "WBC", "Platelets"))


def test_plates_every_fourth_photo_held_out_and_no_text_in_what_is_printed(real):
    folder = real("vn-motorbike-plates")
    data = load("vn_motorbike_plates", "full")
    assert (len(data.train), data.val, len(data.test)) == (328, None, 109)
    assert all(len(photo) == len(photo.texts) == 1 for photo in [*data.train.y, *data.test.y])
    assert {Path(x).name for x in data.train.x}.isdisjoint(Path(x).name for x in data.test.x)
    again = seen_texts(data.train.y, data.test.y)
    assert data.info.notes.startswith(f"{len(again)} ảnh test") and len(again) == 6
    for photo in data.test.y:
        assert photo.texts[0] not in repr(photo)
    stated = read_yolo(
        folder / "labels" / f"{Path(data.train.x[0]).stem}.txt",
        (472, 303),
        read_classes(folder / "classes.txt"),
    )
    np.testing.assert_allclose(stated.boxes, data.train.y[0].boxes, atol=1e-3)
