"""The book's own picture: always the same, with edges, plain areas and texture."""

import numpy as np

from hocsau.data.drawn.scene import harbour, harbour_colour
from hocsau.resources import embedded_path
from hocsau.vision import read_image, to_grey


def test_it_is_one_grey_picture():
    photo = harbour()
    assert photo.shape == (120, 160) and photo.dtype == np.uint8
    np.testing.assert_array_equal(photo, harbour())


def test_it_has_the_whole_range_and_things_to_find():
    photo = harbour().astype(float)
    assert photo.min() < 45 and photo.max() >= 250
    assert photo[90, 30] < 50 and photo[20, 118] == 250 and photo[66, 36] == 232  # hull, sun, sail
    assert np.ptp(photo[:8], axis=1).max() == 0  # the sky has no grain
    assert photo[58:72, 145:156].std() > 15  # the tree has


def test_the_coloured_picture_is_the_file_of_the_book():
    drawn, shipped = harbour_colour().astype(int), read_image(embedded_path("harbour.png"))
    assert shipped.shape == (600, 800, 3) and shipped.dtype == np.uint8
    assert np.mean(np.abs(drawn - shipped) > 1) < 1e-4  # a sine may round otherwise on another processor
    assert embedded_path("harbour.png").stat().st_size < 260_000


def test_its_grey_is_the_small_picture():
    grey = to_grey(read_image(embedded_path("harbour.png"))).astype(float)
    blocks = grey.reshape(120, 5, 160, 5).mean(axis=(1, 3))
    off = np.abs(blocks - harbour())
    assert np.median(off) < 1  # grain, and colours that no lamp is bright enough for, differ
    assert np.abs(blocks - harbour())[60:, :80].mean() < 6
