import cv2
import numpy as np
import pytest

from hocsau.vision import canny, sobel


def test_sobel_agrees_with_opencv(grey_photo):
    gx, gy = sobel(grey_photo)
    np.testing.assert_array_equal(gx, cv2.Sobel(grey_photo, cv2.CV_32F, 1, 0))
    np.testing.assert_array_equal(gy, cv2.Sobel(grey_photo, cv2.CV_32F, 0, 1))


@pytest.mark.parametrize("low, high", [(50, 100), (100, 200), (100, 100), (0, 300)])
def test_canny_agrees_with_opencv(grey_photo, low, high):
    theirs = cv2.Canny(grey_photo, low, high) > 0
    assert np.mean(canny(grey_photo, low, high) == theirs) > 0.999


def test_canny_after_a_blur_agrees_with_opencv(grey_photo):
    theirs = cv2.Canny(cv2.GaussianBlur(grey_photo, (0, 0), 1.4), 50, 120) > 0  # rounds after its blur
    assert np.mean(canny(grey_photo, 50, 120, sigma=1.4) == theirs) > 0.98


def test_a_weak_edge_stays_only_where_it_joins_a_strong_one():
    image = np.zeros((40, 40))
    image[:20, 20:] = 100  # strong above …
    image[20:, 20:] = 30  # … and weak below, one line
    image[34:, :8] = 30  # weak and alone
    edges = canny(image, 80, 300)
    assert edges[5, 18:22].any() and edges[28, 18:22].any()
    assert not edges[30:, :12].any()


def test_bad_thresholds_are_refused():
    with pytest.raises(ValueError, match="0 ≤ low ≤ high"):
        canny(np.zeros((5, 5)), 20, 10)
