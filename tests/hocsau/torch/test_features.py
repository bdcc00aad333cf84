"""Features once a photo: the cache knows a photo by its bytes, survives damage, and goes on after a stop."""

import shutil

import numpy as np
import pytest
import torch

from hocsau.data import DataError
from hocsau.torch import ResNet
from hocsau.torch.features import Extractor, pretrained
from hocsau.vision import read_image, write_image


class Counting(ResNet):
    """Counts the photos that pass."""

    seen = 0

    def features(self, x):
        self.seen += len(x)
        return super().features(x)


def prepare(image):
    return torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1)[None]) / np.float32(255))


def extractor(key="a", batch_size=3):
    return Extractor(Counting(8, classes=2, rng=np.random.default_rng(0)), prepare, key, batch_size)


@pytest.fixture
def photos(tmp_path):
    rng, paths = np.random.default_rng(0), []
    (tmp_path / "ảnh").mkdir()
    for i in range(7):
        paths.append(tmp_path / "ảnh" / f"hoa {i}.png")
        write_image(rng.integers(0, 256, (16, 16, 3), np.uint8), paths[-1])
    return paths


def test_files_give_what_arrays_give_and_the_second_time_nothing_is_computed(photos, tmp_path):
    one = extractor()
    x = one.files(photos, cache=tmp_path / "c")
    assert x.shape == (7, 64) and x.dtype == np.float32 and one.model.seen == 7
    np.testing.assert_allclose(x, one.arrays(read_image(p) for p in photos), rtol=1e-5, atol=1e-6)
    with torch.no_grad():
        alone = one.model.eval().features(prepare(read_image(photos[6]))).numpy()[0]
    np.testing.assert_allclose(x[6], alone, rtol=1e-5, atol=1e-6)
    again = extractor()
    assert again.files(photos, cache=tmp_path / "c").tobytes() == x.tobytes() and again.model.seen == 0


def test_a_photo_is_known_by_its_bytes_and_the_network_by_its_key(photos, tmp_path):
    one = extractor()
    one.files(photos[:2], cache=tmp_path / "c")
    copy = tmp_path / "tên khác.png"
    shutil.copy(photos[1], copy)
    one.model.seen = 0
    one.files([copy, photos[0], copy], cache=tmp_path / "c")
    assert one.model.seen == 0
    write_image(255 - read_image(copy), copy)
    one.files([copy, copy], cache=tmp_path / "c")
    assert one.model.seen == 1, "other bytes, and one photo at two places is computed once"
    other = extractor("b")
    other.files(photos[:2], cache=tmp_path / "c")
    assert other.model.seen == 2


def test_it_goes_on_where_it_stopped(photos, tmp_path):
    class Stops(Counting):
        def features(self, x):
            if self.seen >= 3:
                raise KeyboardInterrupt
            return super().features(x)

    one = Extractor(Stops(8, classes=2, rng=np.random.default_rng(0)), prepare, "a", 3)
    with pytest.raises(KeyboardInterrupt):
        one.files(photos, cache=tmp_path / "c")
    rest = extractor()
    rest.files(photos, cache=tmp_path / "c")
    assert rest.model.seen == 4


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", None, "zeros"])
def test_a_damaged_cache_file_is_computed_again(photos, tmp_path, damage):
    one = extractor()
    x = one.files(photos[:1], cache=tmp_path / "c")
    (kept,) = (tmp_path / "c").rglob("*.npz")
    if damage == "zeros":
        np.savez(kept, features=np.zeros(3, np.float32))
    else:
        kept.write_bytes(kept.read_bytes()[:-40] if damage is None else damage)
    again = extractor()
    assert again.files(photos[:1], cache=tmp_path / "c").tobytes() == x.tobytes() and again.model.seen == 1


def test_a_bad_photo_is_an_error_or_is_told_and_left_out(photos, tmp_path):
    photos[2].write_bytes(b"not a picture")
    photos[5].unlink()
    with pytest.raises(DataError, match="hoa 5.png"):
        extractor().files(photos, cache=tmp_path / "c")
    bad: list[tuple[int, str]] = []
    x = extractor().files(photos, cache=tmp_path / "c", bad=bad)
    assert sorted(i for i, _ in bad) == [2, 5] and all(f"hoa {i}.png" in said for i, said in bad)
    assert np.isnan(x[[2, 5]]).all() and np.isfinite(np.delete(x, [2, 5], axis=0)).all()


def test_nothing_and_no_place_are_refused(photos, tmp_path):
    with pytest.raises(ValueError, match="không có ảnh nào"):
        extractor().files([], cache=tmp_path)
    with pytest.raises(ValueError, match="không có ảnh nào"):
        extractor().arrays([])
    (tmp_path / "tệp").write_text("")
    with pytest.raises(DataError, match="không tạo được thư mục cache"):
        extractor().files(photos, cache=tmp_path / "tệp")


def test_the_published_network_s_features(photos, tmp_path, monkeypatch):
    monkeypatch.setenv("HOCSAU_CACHE", str(tmp_path / "c"))
    one = pretrained()
    x = one.files(photos[:2])
    assert x.shape == (2, 1280) and (x >= 0).all() and (x <= 6).all()
    assert len(list((tmp_path / "c" / "features").rglob("*.npz"))) == 2
    assert "579344248a93" in one.key and "bicubic" in one.key
