"""hocsau classify, as a reader runs it; most with a small extractor in the network's place."""

import shutil

import numpy as np
import pytest
import torch
from PIL import Image

from hocsau.cli import main
from hocsau.torch import features
from hocsau.torch.features import Extractor
from hocsau.torch.inputs import centre_square
from hocsau.torch.models.staged import Staged


class Colours(Staged):
    """Its features are the mean red, green and blue."""

    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(3, 2)

    def steps(self):
        yield "same", lambda x: x

    def stages(self):
        return {"same": (), "fc": (self.fc,)}


def prepare(image):
    square = centre_square(image, 8, share=1)
    return torch.from_numpy(square.transpose(2, 0, 1)[None] / np.float32(255))


def small():
    return Extractor(Colours(), prepare, "màu")


def paint(path, colour, rng):
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = rng.integers(-40, 40, (24, 30, 3))
    Image.fromarray(np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)).save(path)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder of two colours, in a working folder of its own."""
    rng = np.random.default_rng(0)
    for name, colour in (("hoa đỏ", (200, 60, 60)), ("lá", (60, 190, 70))):
        for i in range(6):
            paint(tmp_path / "ảnh" / name / f"{i}.png", colour, rng)
    paint(tmp_path / "mới.png", (210, 40, 70), rng)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCSAU_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(features, "pretrained", small)
    return tmp_path


def run(capsys, *arguments):
    code = main(["classify", *map(str, arguments)])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


def test_learn_then_guess(place, capsys):
    code, out, err = run(capsys, "ảnh", "--train")
    assert code == 0 and err == ""
    assert "12 ảnh, 2 lớp: hoa đỏ 6, lá 6" in out
    assert "12/12" in out and "100.0 %" in out and "khoảng 95 %: 75.8–100.0 %" in out
    assert "Không nhầm ảnh nào" in out and (place / "classifier.npz").is_file()
    assert not (place / "classifier.png").exists()
    code, out, _ = run(capsys, "--with", "classifier.npz", "mới.png")
    assert code == 0 and out.startswith("mới.png: hoa đỏ ") and "(lá " in out
    code, out, _ = run(capsys, "ảnh", "--with", "classifier.npz")
    assert code == 0 and len(out.splitlines()) == 12
    code, out, _ = run(capsys, "ảnh", "--with", "classifier.npz", "lá/3.png", "mới.png")
    assert [line.split(":")[0] for line in out.splitlines()] == ["ảnh/lá/3.png", "mới.png"]


def test_mistakes_are_counted_and_drawn(place, capsys):
    rng = np.random.default_rng(1)
    paint(place / "ảnh" / "lá" / "lạc.png", (205, 55, 60), rng)
    code, out, _ = run(capsys, "ảnh", "--train", "--out", "bộ.npz")
    assert code == 0 and "12/13" in out and "lá → hoa đỏ (1)" in out and "Hàng: lớp thật" in out
    assert "1 lần sai nặng nhất: bộ.png" in out
    with Image.open(place / "bộ.png") as image:
        assert image.format == "PNG"


def test_odd_photos_are_each_a_line_and_the_rest_is_learnt(place, capsys):
    (place / "ảnh" / "lá" / "hỏng.jpg").write_bytes(b"\xff\xd8 not a photo")
    turn = Image.Exif()
    turn[0x0112] = 6
    Image.new("RGB", (30, 20), (210, 50, 60)).save(place / "ảnh" / "hoa đỏ" / "nghiêng.jpg", exif=turn)
    Image.new("RGBA", (30, 20), (60, 200, 60, 120)).save(place / "ảnh" / "lá" / "trong.png")
    shutil.copy(place / "ảnh" / "lá" / "0.png", place / "ảnh" / "lá" / "bản sao.png")
    huge = Image.new("1", (9000, 9000))
    huge.save(place / "ảnh" / "lá" / "lớn.png")
    (place / "ảnh" / "lá" / "a.heic").write_bytes(b"")
    code, out, err = run(capsys, "ảnh", "--train")
    assert code == 0 and "14 ảnh, 2 lớp" in out
    for words in (
        "hỏng.jpg không đọc được", "lớn.png có 9000×9000 điểm ảnh; tối đa 64 000 000", "EXIF", "trong suốt",
        "1 ảnh trùng", "1 tệp .heic",
    ):  # fmt: skip
        assert words in err, words
    assert all(line.startswith("Chú ý: ") for line in err.splitlines())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ảnh",), "cần đúng một trong hai"),
        (("ảnh", "--train", "--with", "c.npz"), "cần đúng một trong hai"),
        (("--train",), "--train cần một thư mục"),
        (("không có", "--train"), "không có thư mục"),
        (("mới.png", "--train"), "là một tệp; cần một thư mục"),
        (("ảnh/lá", "--train"), "có 0 thư mục con; cần từ hai trở lên"),
        (("ảnh", "--train", "--out", "c.txt"), "kết thúc bằng .npz"),
        (("ảnh", "--train", "--out", "x/c.npz"), "không có thư mục x"),
        (("--with", "c.npz"), "không có tệp c.npz"),
        (("ảnh", "--with", "mới.png"), "bộ phân loại là tệp .npz"),
        (("ảnh", "--with", "c.npz", "--out", "d.npz"), "--out chỉ dùng với --train"),
    ],
)
def test_bad_calls_are_one_line(place, capsys, arguments, words):
    code, out, err = run(capsys, *arguments)
    assert code == 2 and err.startswith("Lỗi: ") and words in err and out == ""


def test_a_photo_in_two_classes_and_a_class_of_one(place, capsys):
    shutil.copy(place / "ảnh" / "lá" / "0.png", place / "ảnh" / "hoa đỏ" / "lạc.png")
    code, _, err = run(capsys, "ảnh", "--train")
    assert code == 2 and "hai lớp hoa đỏ và lá" in err
    (place / "ảnh" / "hoa đỏ" / "lạc.png").unlink()
    paint(place / "ảnh" / "một" / "a.png", (0, 0, 0), np.random.default_rng(0))
    code, _, err = run(capsys, "ảnh", "--train")
    assert code == 2 and "một (1 ảnh)" in err and not (place / "classifier.npz").exists()


def test_guessing_goes_on_after_a_bad_photo_and_says_so(place, capsys):
    run(capsys, "ảnh", "--train")
    (place / "hỏng.png").write_bytes(b"no")
    code, out, err = run(capsys, "--with", "classifier.npz", "hỏng.png", "mới.png", "đâu.png")
    assert code == 1 and out.startswith("mới.png: hoa đỏ") and len(out.splitlines()) == 1
    assert "hỏng.png" in err and "đâu.png" in err
    code, _, err = run(capsys, "--with", "classifier.npz")
    assert code == 2 and "chưa nêu ảnh nào" in err


def test_a_classifier_of_another_network_is_refused(place, capsys, monkeypatch):
    run(capsys, "ảnh", "--train")
    monkeypatch.setattr(features, "pretrained", lambda: Extractor(Colours(), prepare, "khác"))
    code, _, err = run(capsys, "--with", "classifier.npz", "mới.png")
    assert code == 2 and "mạng hay cách chuẩn bị ảnh khác" in err


def test_with_the_real_network_in_a_process_of_its_own(place, hocsau):
    done = hocsau("classify", "ảnh", "--train", cwd=place)
    assert done.returncode == 0 and "12 ảnh, 2 lớp" in done.stdout, done.stderr
    done = hocsau("classify", "--with", "classifier.npz", "mới.png", cwd=place)
    assert done.returncode == 0 and done.stdout.startswith("mới.png: hoa đỏ"), done.stderr
