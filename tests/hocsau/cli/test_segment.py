"""hocsau segment, as a reader runs it; a threshold stands in the network's place."""

import numpy as np
import pytest
from PIL import Image

from hocsau.cli import main, segment


class Dark:
    """A cell is where it is darker than a half."""

    def probabilities(self, photo):
        assert photo.dtype == np.uint8 and photo.ndim == 2
        return 1 - photo / 255


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A photo of two dark discs, in a working folder of its own."""
    down, right = np.mgrid[:150, :210]
    discs = (np.hypot(down - 40, right - 50) < 20) | (np.hypot(down - 100, right - 150) < 30)
    Image.fromarray(np.where(discs, 60, 220).astype(np.uint8)).save(tmp_path / "a.png")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(segment, "load_network", lambda path: Dark())
    return discs


def run(capsys, *arguments):
    code = main(["segment", *map(str, arguments)])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


def test_count_and_share(place, capsys):
    code, out, err = run(capsys, "a.png")
    assert (code, err) == (0, "") and out == f"a.png: 2 tế bào, {100 * place.mean():.1f} % diện tích\n"


def test_masks_are_written(place, capsys):
    from hocsau.data.formats.masks import read_mask

    assert run(capsys, "a.png", "--out", "ra")[0] == 0
    np.testing.assert_array_equal(read_mask("ra/a.png"), place)
    assert run(capsys, "a.png", "--out", "ra", "--objects")[0] == 0
    objects = read_mask("ra/a.png", 3)
    np.testing.assert_array_equal(objects > 0, place)
    assert len({objects[40, 50], objects[100, 150]}) == 2


def test_bad_photos_are_told_and_the_others_go_on(place, capsys, tmp_path):
    (tmp_path / "hỏng.jpg").write_bytes(b"no photo")
    code, out, err = run(capsys, "hỏng.jpg", "a.png")
    assert code == 1 and out.startswith("a.png: 2") and "hỏng.jpg không đọc được" in err


def test_more_cells_than_a_palette_has_numbers(place, capsys, tmp_path):
    dots = np.full((200, 200), 220, np.uint8)
    dots[5::10, 5::10] = 20  # 400 of them
    Image.fromarray(dots).save(tmp_path / "b.png")
    code, out, err = run(capsys, "b.png", "a.png", "--out", "ra", "--objects")
    assert code == 1 and "b.png: 400 tế bào; bảng màu chỉ có 255 số" in err and len(out.splitlines()) == 2
    assert [path.name for path in (tmp_path / "ra").iterdir()] == ["a.png"]


def test_wishes_that_cannot_be_met(place, capsys):
    for arguments, words in ((["--objects"], "--objects cần --out"), (["--out", "."], "sẽ bị ghi đè")):
        code, _, err = run(capsys, "a.png", *arguments)
        assert code == 2 and words in err


def test_without_weights_the_command_that_makes_them_is_named(monkeypatch):
    from hocsau import recorded
    from hocsau.errors import DataError

    monkeypatch.setattr(recorded, "packed_file", lambda *names: None)
    with pytest.raises(DataError, match="chưa có trọng số.*hocsau train cells-unet --full.*--with"):
        segment.load_network(None)
