import cv2
import numpy as np
import pytest

from hocsau.vision import KERNELS, filter2d, gaussian_blur
from hocsau.vision.filters import gaussian_kernel

BORDERS = {
    "reflect": cv2.BORDER_REFLECT_101,
    "replicate": cv2.BORDER_REPLICATE,
    "zero": cv2.BORDER_CONSTANT,
}


@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize("name", KERNELS)
def test_filter_agrees_with_opencv(photo, name, border):
    ours = filter2d(photo, KERNELS[name], border)
    theirs = cv2.filter2D(photo.astype(np.float32), -1, KERNELS[name], borderType=BORDERS[border])
    np.testing.assert_allclose(ours, theirs, atol=1e-3)


def test_a_kernel_need_not_be_square(grey_photo):
    kernel = np.random.default_rng(0).normal(size=(3, 7))
    theirs = cv2.filter2D(grey_photo.astype(float), -1, kernel)
    np.testing.assert_allclose(filter2d(grey_photo.astype(float), kernel), theirs, atol=1e-9)


@pytest.mark.parametrize("sigma", [0.8, 2.0])
def test_gaussian_blur_agrees_with_opencv(photo, sigma):
    side = 2 * int(np.ceil(3 * sigma)) + 1
    theirs = cv2.GaussianBlur(photo.astype(np.float64), (side, side), sigma)
    np.testing.assert_allclose(gaussian_blur(photo.astype(np.float64), sigma), theirs, atol=1e-9)


def test_float32_stays_float32(grey_photo):
    assert filter2d(grey_photo.astype(np.float32), KERNELS["làm nét"]).dtype == np.float32


def test_bad_input_is_refused(photo):
    with pytest.raises(ValueError, match="hai chiều lẻ"):
        filter2d(photo, np.ones((2, 2)))
    with pytest.raises(ValueError, match="border = 'wrap'"):
        filter2d(photo, np.ones((3, 3)), "wrap")
    with pytest.raises(ValueError, match="sigma = 0"):
        gaussian_blur(photo, 0)


def test_bells_beyond_any_picture_are_refused():
    for sigma in (1e9, 1e300, 5000):
        with pytest.raises(ValueError, match="sigma = .* quá lớn"):
            gaussian_blur(np.zeros((5, 5)), sigma)
    for radius in (-1, 10**9, 1.5):
        with pytest.raises(ValueError, match="radius"):
            gaussian_kernel(1.0, radius)
    assert gaussian_kernel(1e-300).tolist() == [0, 1, 0]
