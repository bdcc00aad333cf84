"""Crops of plates: where they are cut, how they look, and that the drawn ones are the same each time."""

import numpy as np
import pytest

from hocsau.plates import CHARACTERS
from hocsau.plates.crops import drawn_crops, plate_crop, practice_number, standardised


def gradient(height=40, width=60):
    return np.add.outer(np.arange(height) * 2, np.arange(width)).astype(np.uint8)


def test_a_crop_without_margin_is_the_box():
    image = gradient()
    crop = plate_crop(image, (10, 5, 34, 21), margin=0, height=16, width=24)
    np.testing.assert_allclose(crop, image[5:21, 10:34], atol=1e-4)
    wider = plate_crop(image, (14, 9, 30, 17), margin=0.25, height=12, width=24)
    np.testing.assert_allclose(wider, image[7:19, 10:34], atol=1e-4)


def test_a_large_box_is_averaged_not_thinned():
    rng = np.random.default_rng(0)
    image = rng.integers(0, 256, (256, 384), dtype=np.uint8)
    crop = plate_crop(image, (0, 0, 384, 256), margin=0, height=64, width=96)
    np.testing.assert_allclose(crop, image.reshape(64, 4, 96, 4).mean(axis=(1, 3)), atol=1e-3)


def test_colour_becomes_grey_and_the_rim_goes_on_outside():
    colour = np.full((20, 20, 3), (250, 10, 10), np.uint8)
    crop = plate_crop(colour, (-10, -10, 30, 30))
    assert crop.shape == (64, 96) and crop.dtype == np.float32
    np.testing.assert_allclose(crop, 0.299 * 250 + 0.701 * 10, atol=0.01)


@pytest.mark.parametrize("box", [(1, 2, 3), (5, 5, 5, 9), (9, 5, 5, 9), (0, 0, np.nan, 9)])
def test_a_box_that_is_none_is_refused(box):
    with pytest.raises(ValueError, match="box"):
        plate_crop(gradient(), box)


def test_light_and_contrast_are_taken_out():
    x = np.random.default_rng(0).uniform(60, 120, (3, 64, 96)).astype(np.float32)
    np.testing.assert_allclose(standardised(x), standardised(x * 2 - 30), atol=0.2)
    blank = standardised(np.full((1, 4, 4), 200))
    assert blank.dtype == np.float32 and not blank.any()


def test_drawn_crops_come_with_their_number_and_repeat_themselves():
    first, again = (list(drawn_crops(np.random.default_rng(5), 4)) for _ in range(2))
    assert len({str(number) for _, number in first}) == 4
    for (a, number), (b, same) in zip(first, again, strict=True):
        assert a.shape == (64, 96) and a.dtype == np.uint8 and number == same
        np.testing.assert_array_equal(a, b)
        assert a.std() > 5  # there is something on it


def test_practice_has_every_character_everywhere():
    rng = np.random.default_rng(0)
    made = [practice_number(rng) for _ in range(600)]
    assert {len(one.text) for one in made} == {8, 9}
    for place in range(8):
        assert {one.text[place] for one in made} == set(CHARACTERS)
    crop, number = next(drawn_crops(np.random.default_rng(2), 1, number=practice_number))
    assert crop.shape == (64, 96) and len(number.rows) == 2 and "-" not in number.text
