"""A folder of photos: what is said of it, the honest score, the classifier's file, a picture of mistakes."""

import shutil

import numpy as np
import pytest
from PIL import Image

from hocsau.data import DataError
from hocsau.data.folders import read_folder
from hocsau.models.softmax_head import fit_head
from hocsau.nn.storage import load_arrays, save_arrays
from hocsau.photos.check import check, without
from hocsau.photos.learn import interval, learn
from hocsau.photos.report import confusion, draw_worst, lines
from hocsau.photos.stored import Classifier, load_classifier, save_classifier


@pytest.fixture
def folder(tmp_path):
    rng = np.random.default_rng(0)
    for name in ("đỏ", "lục"):
        (tmp_path / "ảnh" / name).mkdir(parents=True)
        for i in range(3):
            picture = rng.integers(0, 256, (20, 24, 3), np.uint8)
            Image.fromarray(picture).save(tmp_path / "ảnh" / name / f"{i}.png")
    return tmp_path / "ảnh"


def test_a_plain_folder_needs_no_word(folder):
    done = check(read_folder(folder))
    assert len(done.folder) == 6 and done.notes == ()


def test_turned_transparent_and_twice_the_same_are_told(folder):
    picture = Image.fromarray(np.full((20, 24, 3), 9, np.uint8))
    turn = Image.Exif()
    turn[0x0112] = 6
    picture.save(folder / "đỏ" / "nghiêng.jpg", exif=turn)
    picture.convert("RGBA").save(folder / "lục" / "trong.png")
    shutil.copy(folder / "lục" / "0.png", folder / "lục" / "bản sao.png")
    done = check(read_folder(folder))
    assert len(done.folder) == 8 and len(done.notes) == 3
    for words, note in zip(
        ("1 ảnh trùng", "1 ảnh có ghi chú xoay", "1 ảnh có nền trong suốt"), done.notes, strict=True
    ):
        assert words in note


def test_one_photo_in_two_classes_is_refused(folder):
    shutil.copy(folder / "đỏ" / "1.png", folder / "lục" / "x.png")
    with pytest.raises(DataError, match="hai lớp lục và đỏ.*x.png.*1.png.*xoá một"):
        check(read_folder(folder))


def test_a_class_of_one_photo_is_refused_also_when_its_others_are_copies_or_bad(folder):
    for i in (1, 2):
        shutil.copy(folder / "lục" / "0.png", folder / "lục" / f"{i}.png")
    with pytest.raises(DataError, match=r"lục \(1 ảnh\)"):
        check(read_folder(folder))
    shutil.rmtree(folder / "lục")
    (folder / "lam").mkdir()
    for i in (1, 2):
        Image.fromarray(np.full((4, 4, 3), i, np.uint8)).save(folder / "lam" / f"{i}.png")
    whole = check(read_folder(folder)).folder
    with pytest.raises(DataError, match=r"lam \(1 ảnh\)"):
        without(whole, [0])
    assert len(without(whole, [3])) == 4


def test_a_damaged_head_is_left_to_the_reader_of_pictures(folder):
    (folder / "đỏ" / "0.png").write_bytes(b"none")
    assert len(check(read_folder(folder)).folder) == 6


def features(n, separate, seed=0):
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 2
    return np.abs(rng.normal(size=(n, 5)) + separate * np.eye(2, 5)[y]), y


def test_every_photo_is_guessed_by_one_that_never_saw_it():
    """Labels without meaning: the classifier knows its own photos by heart, and the score stays at chance."""
    rng = np.random.default_rng(0)
    x, y = np.abs(rng.normal(size=(60, 300))), np.arange(60) % 2
    done = learn(x, y, np.random.default_rng(0))
    assert (done.head.predict(x) == y).mean() > 0.95 and (done.said == y).mean() < 0.75
    x, y = features(40, 4)
    assert (learn(x, y, np.random.default_rng(0)).said == y).mean() > 0.9


def test_two_photos_a_class_are_enough():
    x, y = features(4, 6)
    done = learn(x, y, np.random.default_rng(0))
    assert done.folds == 2 and done.probability.shape == (4, 2) and np.isfinite(done.probability).all()


def test_the_interval_is_wilson_s():
    for right, n in ((0, 10), (7, 10), (272, 272), (1, 1)):
        low, high = interval(right, n)
        assert 0 <= low <= right / n <= high <= 1
        for p in {low, high} - {0.0, 1.0}:  # its ends: there the observed share is 1.96 deviations away
            assert abs(abs(right / n - p) / np.sqrt(p * (1 - p) / n) - 1.959964) < 1e-6
    assert interval(10, 10)[0] == pytest.approx(0.7225, abs=1e-4)
    for bad in ((1, 0), (-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="n ≥ 1"):
            interval(*bad)


def test_the_table_counts_and_names_the_pairs():
    counts = confusion(np.array([0, 0, 1, 1, 1]), np.array([0, 1, 1, 0, 0]), ("a", "b"))
    assert counts.tolist() == [[1, 1], [2, 1]]
    told = "\n".join(lines(counts, ("a", "b")))
    assert "b → a (2), a → b (1)" in told and "(1)" in told
    assert "Không nhầm" in "\n".join(lines(np.eye(2, dtype=int), ("a", "b")))
    many = [f"lớp {i}" for i in range(20)]
    assert len(list(lines(np.eye(20, dtype=int), many))) == 1


def test_the_worst_mistakes_are_drawn_and_none_when_there_are_none(folder, tmp_path):
    whole = read_folder(folder)
    right = np.eye(2)[whole.y]
    out = tmp_path / "sai.png"
    assert draw_worst(out, whole, right) == 0 and not out.exists()
    chances = right.copy()
    chances[0], chances[5] = (0.1, 0.9), (0.7, 0.3)
    assert draw_worst(out, whole, chances) == 2
    with Image.open(out) as image:
        assert image.format == "PNG" and image.width > 400
    with pytest.raises(DataError, match="không ghi được hình"):
        draw_worst(tmp_path / "không có" / "x.png", whole, chances)


def stored(tmp_path):
    x, y = features(20, 4)
    path = tmp_path / "classifier.npz"
    save_classifier(path, Classifier(("đỏ", "lục"), fit_head(x, y, 10.0), "chữ kí"))
    return path, x


def test_a_classifier_comes_back_as_it_was(tmp_path):
    path, x = stored(tmp_path)
    back = load_classifier(path)
    assert back.classes == ("đỏ", "lục") and back.key == "chữ kí" and back.head.c == 10.0
    y = np.arange(20) % 2
    np.testing.assert_array_equal(back.head.logits(x), fit_head(x, y, 10.0).logits(x))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": np.array("other")}, "không phải bộ phân loại"),
        ({"weight": None}, "thiếu mảng weight"),
        ({"weight": np.zeros((5, 3))}, "không khớp"),
        ({"bias": np.array([0.0, np.nan])}, "không khớp"),
        ({"classes": np.array(["một"])}, "không khớp"),
        ({"classes": np.array([1, 2])}, "không khớp"),
        ({"c": np.zeros(2)}, "không khớp"),
    ],
)
def test_a_changed_classifier_is_refused(tmp_path, change, words):
    path, _ = stored(tmp_path)
    arrays = {name: a for name, a in (load_arrays(path) | change).items() if a is not None}
    save_arrays(path, arrays)
    with pytest.raises(DataError, match=words):
        load_classifier(path)


def test_files_that_are_no_classifier(tmp_path):
    with pytest.raises(DataError, match="không có tệp"):
        load_classifier(tmp_path / "x.npz")
    with pytest.raises(DataError, match=r"tệp \.npz"):
        load_classifier(tmp_path / "x.pkl")
    (tmp_path / "y.npz").write_bytes(b"PK\x03\x04")
    with pytest.raises(DataError, match="cụt hoặc hỏng"):
        load_classifier(tmp_path / "y.npz")
