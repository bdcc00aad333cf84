import cv2
import numpy as np
import pytest
import torch
from scipy import ndimage

from hocsau.vision import resize, rotate


@pytest.mark.parametrize("height, width", [(100, 150), (300, 400), (410, 333), (1, 1)])
def test_resize_agrees_with_opencv(photo, height, width):
    ours = resize(photo, height, width).astype(int)
    theirs = cv2.resize(photo, (width, height), interpolation=cv2.INTER_LINEAR)
    assert np.abs(ours - theirs).max() <= 1


@pytest.mark.parametrize("height, width", [(100, 150), (300, 400), (410, 333), (1, 1)])
def test_nearest_agrees_with_torch(photo, height, width):
    # OpenCV's fixed point falls on the other side of ties, which 400 -> 150 is full of.
    pixels = torch.tensor(photo).permute(2, 0, 1)[None].float()
    theirs = torch.nn.functional.interpolate(pixels, (height, width), mode="nearest-exact")
    ours = resize(photo, height, width, "nearest")
    np.testing.assert_array_equal(ours, theirs[0].permute(1, 2, 0).numpy())


def test_resize_of_the_same_size_changes_nothing(photo):
    for method in ("nearest", "bilinear"):
        np.testing.assert_array_equal(resize(photo, *photo.shape[:2], method), photo)


@pytest.mark.parametrize("degrees", [30, -75, 200])
def test_rotate_agrees_with_scipy_and_opencv(grey_photo, degrees):
    ours = rotate(grey_photo.astype(float), degrees)
    theirs = ndimage.rotate(grey_photo.astype(float), degrees, reshape=False, order=1)
    np.testing.assert_allclose(ours, theirs, atol=1e-6)
    height, width = grey_photo.shape
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1)
    other = cv2.warpAffine(grey_photo, matrix, (width, height)).astype(float)
    assert np.percentile(np.abs(ours - other), 98) <= 2  # they differ along the cut corners only


def test_four_quarter_turns_are_exact(photo):
    square = photo[:200, :200]
    for method in ("nearest", "bilinear"):
        np.testing.assert_array_equal(rotate(square, 90, method), np.rot90(square))


def test_empty_corners_are_filled(grey_photo):
    assert rotate(grey_photo, 45, fill=7)[0, 0] == 7


def test_bad_input_is_refused(photo):
    with pytest.raises(ValueError, match="cỡ mới 0×5"):
        resize(photo, 0, 5)
    with pytest.raises(ValueError, match="cỡ mới 10.5×5"):
        resize(photo, 10.5, 5)
    with pytest.raises(ValueError, match="degrees = nan"):
        rotate(photo, float("nan"))
    with pytest.raises(ValueError, match="method = 'cubic'"):
        resize(photo, 5, 5, "cubic")
    with pytest.raises(ValueError, match="image có shape"):
        rotate(np.zeros((2, 2, 2)), 5)


def test_sizes_beyond_any_memory_are_refused_before_it_is_asked_for():
    image = np.zeros((4, 4), np.uint8)
    for side in (10**6, 10**12, np.int64(10**10)):
        with pytest.raises(ValueError, match="quá lớn; tối đa"):
            resize(image, side, side)
    assert resize(image, 1, 3000).shape == (1, 3000)
