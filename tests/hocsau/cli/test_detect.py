"""hocsau detect, as a reader runs it; a finder of bright rectangles stands in the network's place."""

import json
import os
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from PIL import Image

from hocsau.cli import detect, main
from hocsau.plates.reading import CLASSES, to_rows


@dataclass
class Found:
    boxes: np.ndarray
    scores: np.ndarray

    def __len__(self):
        return len(self.boxes)


class Bright:
    """One box around all that is brighter than 200."""

    def detect(self, image, *, threshold):
        rows, columns = np.nonzero((image > 200).all(axis=2))
        if not len(rows) or threshold > 0.9:
            return Found(np.empty((0, 4)), np.empty(0))
        box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        return Found(np.array([box], float), np.array([0.9]))


class Says(torch.nn.Module):
    image, rows = (64, 96), 2

    def forward(self, x):
        logits = torch.zeros(len(x), 48, CLASSES)
        logits[..., 0] = 9
        for first, labels in zip((0, 24), to_rows("59X112345"), strict=True):
            for i, label in enumerate(labels):
                logits[:, first + 4 * i, 0], logits[:, first + 4 * i, label] = 0, 9
        return logits


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Two photos, one with a bright rectangle, in a working folder of its own."""
    rng = np.random.default_rng(0)
    photo = rng.integers(0, 100, (120, 160, 3), dtype=np.uint8)
    Image.fromarray(photo).save(tmp_path / "trống.png")
    photo[40:80, 50:110] = rng.integers(201, 256, (40, 60, 3), dtype=np.uint8)
    Image.fromarray(photo).save(tmp_path / "xe.png")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(detect, "load_detector", lambda path: Bright())
    monkeypatch.setattr(detect, "load_reader", lambda path: Says())
    return tmp_path


def run(capsys, *arguments):
    code = main(["detect", *map(str, arguments)])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


def test_one_line_a_photo(place, capsys):
    code, out, err = run(capsys, "xe.png", "trống.png")
    assert code == 0 and err == ""
    first, second = out.splitlines()
    assert first.startswith("xe.png: 1 biển: 59-X1 123.45 (") and first.endswith("%)")
    assert second == "trống.png: không thấy biển nào"
    assert run(capsys, "xe.png", "--threshold", "0,95")[1] == "xe.png: không thấy biển nào\n"


def test_pictures_and_json(place, capsys):
    code, _, _ = run(capsys, "xe.png", "trống.png", "--out", "ra", "--json", "ra.json")
    assert code == 0
    told = json.loads((place / "ra.json").read_text(encoding="utf-8"))
    assert told[0]["size"] == [160, 120] and told[1]["plates"] == []
    (plate,) = told[0]["plates"]
    assert plate["box"] == [50, 40, 110, 80] and plate["text"] == "59X112345" and plate["valid"] is True
    drawn, plain = (np.asarray(Image.open(place / "ra" / name)) for name in ("xe.png", "trống.png"))
    assert (drawn[60, 50] == (230, 110, 20)).all()
    np.testing.assert_array_equal(plain, np.asarray(Image.open(place / "trống.png")))


def test_hidden_plates_are_neither_read_nor_told(place, capsys, monkeypatch):
    monkeypatch.setattr(detect, "load_reader", lambda path: pytest.fail("nothing is to be read"))
    code, out, _ = run(capsys, "xe.png", "trống.png", "--hide", "--out", "ra", "--json", "ra.json")
    assert code == 0 and "59" not in out and "xe.png: đã che 1 biển" in out
    assert "trống.png: không thấy biển nào; hãy tự xem lại" in out
    assert "text" not in (place / "ra.json").read_text(encoding="utf-8")
    hidden = np.asarray(Image.open(place / "ra" / "xe.png"))
    assert len(np.unique(hidden[40:80, 50:110].reshape(-1, 3), axis=0)) <= 6
    original = np.asarray(Image.open(place / "xe.png"))
    np.testing.assert_array_equal(hidden[:30], original[:30])


def test_a_folder_and_two_photos_of_one_name(place, capsys):
    (place / "ảnh" / "a").mkdir(parents=True)
    for name in ("ảnh/x.png", "ảnh/a/x.jpg"):
        Image.open(place / "xe.png").save(place / name)
    code, out, _ = run(capsys, "ảnh", "--out", "ra")
    assert code == 0 and len(out.splitlines()) == 2
    assert sorted(path.name for path in (place / "ra").iterdir()) == ["x-2.png", "x.png"]


def test_bad_photos_are_told_and_the_others_go_on(place, capsys):
    (place / "hỏng.jpg").write_bytes(b"\xff\xd8\xff no photo")
    code, out, err = run(capsys, "hỏng.jpg", "none.png", "xe.png")
    assert code == 1 and len(out.splitlines()) == 1
    assert "hỏng.jpg không đọc được" in err and "không có tệp none.png" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["xe.png", "--hide"], "--hide cần --out"),
        (["xe.png", "--out", "."], "sẽ bị ghi đè"),
        (["xe.png", "--out", "xe.png/ra"], "không tạo được thư mục"),
        (["xe.png", "--out", "xe.png"], "tên ấy là của một tệp"),
        (["xe.png", "--json", "none/ra.json"], "không có thư mục none; hãy tạo nó trước"),
        (["xe.png", "--json", "."], ". là thư mục; --json cần tên một tệp"),
        (["xe.png", "--json", "./xe.png"], "xe.png là một ảnh đầu vào, sẽ bị ghi đè"),
        (["xe.png", "--out", "ra", "--json", "ra/xe.png"], "xe.png là một ảnh sắp ghi ra, sẽ bị ghi đè"),
    ],
)
def test_wishes_that_cannot_be_met(arguments, words, place, capsys):
    before = (place / "xe.png").read_bytes()
    code, out, err = run(capsys, *arguments)
    assert code == 2 and words in err and out == ""
    assert (place / "xe.png").read_bytes() == before


def test_files_of_every_kind(place, capsys, monkeypatch):
    photo = Image.open(place / "xe.png")
    pages = [photo.convert("L"), photo.convert("L").rotate(180)]
    for name in ("trang.tif", "phim.gif"):
        pages[0].save(place / name, save_all=True, append_images=pages[1:])
    photo.convert("L").save(place / "xám", "PNG")
    photo.convert("CMYK").save(place / "in.jpg", quality=95)
    (place / "rỗng.jpg").touch()
    endless = "/dev/zero" if os.name == "posix" else "rỗng.jpg"
    code, out, err = run(capsys, "trang.tif", "phim.gif", "xám", "in.jpg", "rỗng.jpg", endless, ".")
    assert code == 1 and all(" 1 biển" in line for line in out.splitlines() if "trống" not in line)
    assert len(out.splitlines()) == 4 + 5  # named, and those of the folder that have a picture's suffix
    assert err.count("trang.tif có 2 trang; chỉ xem trang đầu") == err.count("phim.gif có 2 trang") == 2
    assert "rỗng.jpg là tệp rỗng (0 byte)" in err and (
        os.name != "posix" or "/dev/zero không phải tệp thường" in err
    )
    monkeypatch.setattr("hocsau.cli.pictures.MAX_BYTES", 1000)
    assert "xe.png dài 0 MB; tối đa 0 MB" in run(capsys, "xe.png")[2]


@pytest.mark.parametrize("arguments", [[], ["xe.png", "--threshold", "2"], ["xe.png", "--model", "x"]])
def test_arguments_that_are_none(arguments, place, capsys):
    with pytest.raises(SystemExit):
        run(capsys, *arguments)


def test_without_weights_the_command_that_makes_them_is_named(tmp_path, monkeypatch, capsys):
    from hocsau import recorded
    from hocsau.errors import DataError

    monkeypatch.setattr(recorded, "packed_file", lambda *names: None)
    with pytest.raises(DataError, match="chưa có trọng số .*hocsau train plates-narrow --full.*--with"):
        detect.load_detector(None)
    with pytest.raises(DataError, match="chưa có trọng số .*hocsau train plates-read --full.*--reader"):
        detect.load_reader(None)


def test_another_reader_of_one_s_own(tmp_path):
    from hocsau.nn.storage import save_arrays
    from hocsau.torch.models.crnn import CRNN
    from hocsau.torch.shipped import shipped_arrays

    network = CRNN(rng=np.random.default_rng(0)).eval()
    save_arrays(tmp_path / "reader.npz", shipped_arrays("plate-reader", network, np.float32))
    found = detect.load_reader(tmp_path / "reader.npz")
    x = torch.zeros(1, 1, 64, 96)
    assert torch.equal(found(x), network(x))
