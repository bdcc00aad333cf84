"""read_folder(): a class a folder, read lazily, every damaged place named."""

import numpy as np
import pytest
from PIL import Image

from hocsau.data import DataError, read_folder
from hocsau.vision import write_image

COLOURS = {"cho": (200, 30, 30), "meo": (30, 30, 200)}


@pytest.fixture
def pets(tmp_path):
    """Three red dogs and two blue cats, of different sizes."""
    for name, sizes in (("cho", [(20, 30), (40, 40), (9, 7)]), ("meo", [(30, 20), (64, 16)])):
        (tmp_path / name).mkdir()
        for k, (height, width) in enumerate(sizes):
            picture = np.full((height, width, 3), COLOURS[name], np.uint8)
            write_image(picture, tmp_path / name / f"{k}.png")
    return tmp_path


def test_classes_come_from_the_folders_and_nothing_is_read_before_it_is_asked_for(pets):
    (pets / "cho" / "9.jpg").write_bytes(b"not an image")
    folder = read_folder(pets, size=8)
    assert folder.classes == ("cho", "meo") and folder.y.tolist() == [0, 0, 0, 0, 1, 1]
    assert folder.counts() == {"cho": 4, "meo": 2} and len(folder) == 6
    x, y = folder[5]
    assert x.shape == (3, 8, 8) and x.dtype == np.float32 and y == 1
    np.testing.assert_allclose(x[:, 3, 4], np.array(COLOURS["meo"]) / 255, rtol=1e-6)


def test_hidden_files_and_files_that_are_no_images_are_passed_over(pets):
    for name in (".DS_Store", "Thumbs.db", "ghi_chu.txt", ".an.png"):
        (pets / "cho" / name).write_bytes(b"x")
    (pets / ".cache").mkdir()
    assert read_folder(pets).counts() == {"cho": 3, "meo": 2}


HIDDEN = (
    ".ipynb_checkpoints", ".Trash-1000/files", ".thumbnails/large", ".git", "@eaDir", "__MACOSX", "#recycle",
    "$RECYCLE.BIN", "sâu/.ẩn",
)  # fmt: skip


@pytest.mark.parametrize("name", HIDDEN)
def test_what_systems_keep_beside_the_pictures_is_passed_over(pets, name):
    for place in (pets / "meo" / name, pets / name):
        place.mkdir(parents=True)
        write_image(np.zeros((5, 5), np.uint8), place / "a.png")
    expected = {"cho": 3, "meo": 2}
    if name.startswith("sâu"):
        write_image(np.zeros((5, 5), np.uint8), pets / "sâu" / "a.png")
        expected["sâu"] = 1
    assert read_folder(pets).counts() == expected


def test_a_root_below_a_hidden_folder_is_read(pets, tmp_path):
    pets.joinpath("cho").rename(tmp_path / "cho_")
    hidden = tmp_path / ".cache" / "ảnh"
    hidden.mkdir(parents=True)
    (tmp_path / "cho_").rename(hidden / "cho")
    (tmp_path / "meo").rename(hidden / "meo")
    assert read_folder(hidden).counts() == {"cho": 3, "meo": 2}


@pytest.mark.parametrize("suffix", [".jfif", ".jpe", ".JPG", ".tif", ".TIFF", ".ppm", ".pgm", ".webp"])
def test_every_suffix_of_a_picture_is_taken(pets, suffix):
    kind = {".jfif": "JPEG", ".jpe": "JPEG", ".ppm": "PPM", ".pgm": "PPM", ".tif": "TIFF"}.get(suffix)
    Image.new("L", (5, 5)).save(pets / "meo" / f"x{suffix}", kind)
    folder = read_folder(pets, size=4)
    assert folder.counts() == {"cho": 3, "meo": 3}
    assert folder.image(len(folder) - 1).shape == (4, 4, 3)


def test_pictures_that_are_left_out_are_counted(pets):
    for name in ("a.heic", "b.HEIC", "c.avif", "d.txt"):
        (pets / "meo" / name).write_bytes(b"x")
    write_image(np.zeros((5, 5), np.uint8), pets / "loose.png")
    with pytest.warns(UserWarning, match=r"bỏ qua 1 tệp \.avif .*2 tệp \.heic .*1 ảnh nằm ngoài"):
        assert read_folder(pets).counts() == {"cho": 3, "meo": 2}


def test_rows_are_taken_by_number_and_by_mask(pets):
    folder = read_folder(pets)
    cats = folder.take(folder.y == 1)
    assert cats.counts() == {"cho": 0, "meo": 2} and cats.paths == folder.paths[3:]
    assert folder.take([4, -5]).paths == (folder.paths[4], folder.paths[0])
    for empty in ([], np.zeros(5, bool), np.array([], int)):
        assert len(folder.take(empty)) == 0 and folder.take(empty).y.dtype == np.int64
    for wrong in ([True, False], [5], [-6], [0.5], [[0]], "ab", np.zeros(0, bool)):
        with pytest.raises(DataError, match="rows"):
            folder.take(wrong)


def test_images_may_lie_deeper(pets):
    (pets / "meo" / "con").mkdir()
    write_image(np.zeros((5, 5), np.uint8), pets / "meo" / "con" / "a.png")
    folder = read_folder(pets, size=4)
    assert folder.counts()["meo"] == 3
    assert folder.image(5).shape == (4, 4, 3)  # a grey image gets three channels


def test_labels_from_file_names(tmp_path):
    for name in ("dog.0", "cat.1", "cat.0"):
        write_image(np.zeros((4, 4, 3), np.uint8), tmp_path / f"{name}.png")
    folder = read_folder(tmp_path, label=lambda name: name.split(".")[0])
    assert folder.classes == ("cat", "dog") and [p.name for p in folder.paths][0] == "cat.0.png"
    with pytest.raises(DataError, match="label cho 1 lớp"):
        read_folder(tmp_path, label=lambda name: "x")
    with pytest.raises(DataError, match="trả về ''"):
        read_folder(tmp_path, label=lambda name: "")
    with pytest.raises(DataError, match=r"3 ảnh nằm ngay trong đó.*label"):
        read_folder(tmp_path)


def test_an_empty_class_or_folder_is_refused(pets, tmp_path_factory):
    (pets / "rong").mkdir()
    with pytest.raises(DataError, match="rong không có ảnh nào"):
        read_folder(pets)
    with pytest.raises(DataError, match="0 thư mục con"):
        read_folder(tmp_path_factory.mktemp("empty"))
    with pytest.raises(DataError, match="không có thư mục"):
        read_folder(pets / "khong_co")
    with pytest.raises(DataError, match="là một tệp"):
        read_folder(pets / "cho" / "0.png")
    with pytest.raises(ValueError, match="size = 0"):
        read_folder(pets / "cho", size=0)


def test_a_damaged_image_is_named(pets):
    whole = (pets / "meo" / "0.png").read_bytes()
    (pets / "meo" / "0.png").write_bytes(whole[: len(whole) // 2])
    folder = read_folder(pets, size=8)
    with pytest.raises(DataError, match=r"meo.0\.png không đọc được"):
        folder[3]
    bad = list(folder.unreadable())
    assert [i for i, _ in bad] == [3] and "0.png" in bad[0][1]
    kept = folder.take(np.setdiff1d(np.arange(len(folder)), [i for i, _ in bad]))
    assert kept.arrays().x.shape == (4, 3, 8, 8) and list(kept.unreadable()) == []


def test_the_middle_square_is_kept(tmp_path):
    wide = np.zeros((10, 30, 3), np.uint8)
    wide[:, 10:20] = 255
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        Image.fromarray(wide).save(tmp_path / name / "0.png")
    assert (read_folder(tmp_path, size=10).image(0) == 255).all()


def test_split_keeps_every_image_once_and_repeats(pets):
    folder = read_folder(pets)
    parts = folder.split(val=1, test=0.4)
    assert [len(part) for part in parts] == [2, 1, 2]
    assert sorted(path for part in parts for path in part.paths) == sorted(folder.paths)
    for part in parts:
        assert [folder.classes[k] for k in part.y] == [path.parent.name for path in part.paths]
    again = folder.split(val=1, test=0.4)
    assert [p.paths for p in again] == [p.paths for p in parts]
    with pytest.raises(DataError, match="chỉ có 5"):
        folder.split(val=3, test=2)


def test_torch_batches_it_as_it_is(pets):
    torch = pytest.importorskip("torch")
    loader = torch.utils.data.DataLoader(read_folder(pets, size=6), batch_size=4)
    shapes = [(tuple(x.shape), y.tolist()) for x, y in loader]
    assert shapes == [((4, 3, 6, 6), [0, 0, 0, 1]), ((1, 3, 6, 6), [1])]


@pytest.mark.real_data
def test_flowers(real):
    folder = read_folder(real("flowers17"), size=32)
    assert folder.classes == tuple(f"c{k:02}" for k in range(1, 18))
    assert set(folder.counts().values()) == {8} and list(folder.unreadable()) == []
    part = folder.take(range(0, 136, 17)).arrays()
    assert part.x.shape == (8, 3, 32, 32) and 0.1 < part.x.mean() < 0.9
