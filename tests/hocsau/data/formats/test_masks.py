"""Masks of every kind become classes; what is no mask is named."""

import numpy as np
import pytest
from PIL import Image

from hocsau.data.formats.masks import palette, read_mask, write_mask
from hocsau.errors import DataError

TWO = np.array([[0, 1, 1], [0, 0, 1]])
THREE = np.array([[0, 1, 2], [2, 0, 1]])


@pytest.fixture
def put(tmp_path):
    def put(points, name="m.png", mode=None):
        image = Image.fromarray(np.asarray(points), mode) if mode else Image.fromarray(np.asarray(points))
        image.save(tmp_path / name)
        return tmp_path / name

    return put


@pytest.mark.parametrize("kind", ["0/1", "0/255", "palette"])
@pytest.mark.parametrize("mask", [TWO, TWO.astype(bool), TWO * 0, TWO * 0 + 1, TWO[:1, :1]])
def test_two_classes_in_every_way_of_writing(kind, mask, tmp_path):
    write_mask(mask, tmp_path / "m.png", kind=kind)
    found = read_mask(tmp_path / "m.png")
    assert found.dtype == np.int64
    np.testing.assert_array_equal(found, mask)


@pytest.mark.parametrize("kind", ["0/1", "palette"])
def test_many_classes(kind, tmp_path):
    write_mask(THREE, tmp_path / "m.png", kind=kind)
    np.testing.assert_array_equal(read_mask(tmp_path / "m.png", 3), THREE)


def test_a_palette_is_read_by_number_and_shows_the_colours_of_voc(tmp_path):
    write_mask(THREE, tmp_path / "m.png")
    with Image.open(tmp_path / "m.png") as image:
        assert image.mode == "P" and image.convert("RGB").getpixel((2, 0)) == (0, 128, 0)
    assert palette()[:9] == [0, 0, 0, 128, 0, 0, 0, 128, 0] and palette()[-3:] == [224, 224, 192]


def test_black_and_white_sixteen_bits_and_three_equal_channels(put):
    np.testing.assert_array_equal(read_mask(put(TWO.astype(bool))), TWO)
    np.testing.assert_array_equal(read_mask(put((TWO * 300).astype(np.uint16)), 301), TWO * 300)
    grey = np.repeat((TWO * 255).astype(np.uint8)[..., None], 3, axis=2)
    np.testing.assert_array_equal(read_mask(put(grey)), TWO)
    full = np.concatenate([grey, np.full((2, 3, 1), 255, np.uint8)], axis=2)
    np.testing.assert_array_equal(read_mask(put(full)), TWO)


def test_points_that_are_not_counted_keep_their_mark(put):
    mask = THREE.copy()
    mask[0, 0] = 255
    path = put(mask.astype(np.uint8))
    np.testing.assert_array_equal(read_mask(path, 3, ignore=255), mask)
    with pytest.raises(DataError, match="ignore=255"):
        read_mask(path, 3)
    np.testing.assert_array_equal(read_mask(put((TWO * 255).astype(np.uint8)), 2, ignore=255), TWO * 255)


def test_what_is_no_mask_is_named(put, tmp_path):
    smooth = np.linspace(0, 255, 12).reshape(3, 4).astype(np.uint8)
    for points, name, words in (
        (smooth, "m.png", "12 giá trị .0, 23, .*…"),
        (smooth, "m.jpg", "m.jpg.*giá trị.*nén mất mát"),
        (THREE.astype(np.uint8), "m.png", "0 … 1 hoặc 0 và 255"),
        (np.dstack([THREE, THREE * 2, THREE]).astype(np.uint8), "m.png", "ảnh màu"),
        (np.dstack([TWO, TWO, TWO, TWO]).astype(np.uint8), "m.png", "trong suốt"),
        (THREE.astype(np.float32), "m.tiff", "số thực"),
    ):
        with pytest.raises(DataError, match=words):
            read_mask(put(points, name))
    whole = put(TWO.astype(np.uint8)).read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    for name, words in (("cut.png", "hỏng"), ("none.png", "không có tệp"), (".", "thư mục")):
        with pytest.raises(DataError, match=words):
            read_mask(tmp_path / name)


def test_bad_wishes_are_refused(tmp_path, put):
    path = put(TWO.astype(np.uint8))
    for given, words in (
        ({"classes": 1}, "classes"),
        ({"classes": True}, "classes"),
        ({"ignore": 1}, "ignore"),
    ):
        with pytest.raises(ValueError, match=words):
            read_mask(path, **given)
    for mask, name, kind, words in (
        (THREE, "m.png", "0/255", "0 … 1"),
        (THREE, "m.jpg", "0/1", ".png"),
        (THREE, "m.png", "grey", "kind"),
        (THREE * 200, "m.png", "0/1", "0 … 255"),
        (THREE - 1, "m.png", "0/1", "từ -1"),
        (THREE / 2, "m.png", "0/1", "dtype"),
        (THREE[0], "m.png", "0/1", "shape"),
        (THREE[:0], "m.png", "0/1", "shape"),
    ):
        with pytest.raises(ValueError, match=words):
            write_mask(mask, tmp_path / name, kind=kind)
    with pytest.raises(DataError, match="không ghi được"):
        write_mask(TWO, tmp_path / "none" / "m.png")
