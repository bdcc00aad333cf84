"""Boxes drawn over a photo, and plates that are hidden for good."""

import numpy as np
import pytest

from hocsau.plates.marking import hide, mark


def photo():
    return np.random.default_rng(0).integers(0, 100, (120, 160, 3), dtype=np.uint8)


def test_a_box_and_its_text_above_or_below():
    image = photo()
    low, high = mark(image, [[40, 60, 100, 100]], ["59-X1"]), mark(image, [[40, 3, 100, 40]], ["59-X1"])
    assert (low[60:100, 40] == (230, 110, 20)).all() and (low[70:90, 60:80] == image[70:90, 60:80]).all()
    assert (low[45:59] != image[45:59]).any() and (low[101:] == image[101:]).all()
    assert (high[41:60] != image[41:60]).any()
    assert (mark(image, np.empty((0, 4))) == image).all()


def test_what_is_hidden_is_six_numbers_and_the_rest_is_as_it_was():
    image = photo() + np.linspace(0, 150, 160).astype(np.uint8)[:, None]
    image[:80] //= 2
    hidden = hide(image, [[40, 60, 100, 100]], margin=0.1)
    inside = hidden[56:104, 34:106].reshape(-1, 3)
    assert len(np.unique(inside, axis=0)) == 6
    rest = np.ones(image.shape[:2], bool)
    rest[56:104, 34:106] = False
    assert (hidden[rest] == image[rest]).all() and (
        hidden[57, 35] == np.rint(image[56:80, 34:58].mean((0, 1)))
    ).all()


def test_at_the_rim_and_tiny():
    image = photo()
    assert hide(image, [[-5, -5, 4, 4], [159.5, 119.5, 170, 130]]).shape == image.shape


@pytest.mark.parametrize("boxes", [[[5, 5, 5, 9]], [[0, 0, np.nan, 3]]])
def test_boxes_that_are_none(boxes):
    for function in (mark, hide):
        with pytest.raises(ValueError, match="khung"):
            function(photo(), boxes)
    with pytest.raises(ValueError, match="1 khung nhưng 2 chuỗi"):
        mark(photo(), [[1, 1, 5, 5]], ["a", "b"])
    with pytest.raises(ValueError, match="uint8"):
        hide(photo()[..., 0], [[1, 1, 5, 5]])
