import cv2
import numpy as np
import pytest

from hocsau.vision import otsu, threshold


def test_threshold_agrees_with_opencv(grey_photo):
    theirs = cv2.threshold(grey_photo, 100, 255, cv2.THRESH_BINARY)[1]
    np.testing.assert_array_equal(threshold(grey_photo, 100), theirs)


def test_otsu_agrees_with_opencv(grey_photo):
    assert otsu(grey_photo) == cv2.threshold(grey_photo, 0, 255, cv2.THRESH_OTSU)[0]


@pytest.mark.parametrize("seed", range(5))
def test_otsu_splits_two_bells_between_them(seed):
    rng = np.random.default_rng(seed)
    image = np.concatenate([rng.normal(70, 10, 500), rng.normal(180, 12, 500)]).clip(0, 255)
    image = image.astype(np.uint8).reshape(25, 40)
    assert 90 < otsu(image) < 150
    assert otsu(image) == cv2.threshold(image, 0, 255, cv2.THRESH_OTSU)[0]


def test_a_plain_picture_has_its_own_level():
    assert otsu(np.full((3, 3), 9, np.uint8)) == 9


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="cần uint8"):
        otsu(np.zeros((3, 3)))
    with pytest.raises(ValueError, match="đổi bằng to_grey"):
        threshold(np.zeros((3, 3, 3)), 5)
