"""Homographies: four corners to four corners; a plate pasted and taken off again."""

import numpy as np
import pytest

from hocsau.plates import homography, paste, plate_face, project, read_number, straighten


def test_corners_go_to_corners_and_back():
    rng = np.random.default_rng(0)
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], float)
    for _ in range(50):
        target = square * 40 + rng.uniform(-9, 9, (4, 2))
        there = homography(square, target)
        np.testing.assert_allclose(project(there, square), target, atol=1e-9)
        np.testing.assert_allclose(project(np.linalg.inv(there), target), square, atol=1e-9)


def test_a_line_stays_a_line():
    there = homography([(0, 0), (1, 0), (1, 1), (0, 1)], [(3, 4), (40, 1), (50, 60), (0, 30)])
    points = project(there, [(0.1, 0.2), (0.35, 0.4), (0.6, 0.6)])
    (ax, ay), (bx, by) = points[1] - points[0], points[2] - points[0]
    assert abs(ax * by - ay * bx) < 1e-9


def test_corners_in_a_line_and_bad_shapes_are_refused():
    square = [(0, 0), (1, 0), (1, 1), (0, 1)]
    for corners in ([(0, 0), (1, 0), (2, 0), (0, 1)], [(0, 0), (1, 0), (1, np.nan), (0, 1)]):
        with pytest.raises(ValueError, match="thẳng hàng"):
            homography(corners, square)
    with pytest.raises(ValueError, match=r"\(4, 2\)"):
        homography(square[:3], square)


@pytest.mark.parametrize("shift", [(0, 0), (-30, -20), (400, 0)])
def test_pasted_then_straightened_is_the_plate_again(shift):
    face = np.repeat(plate_face(read_number("43-R2 024.68"))[..., None].astype(float), 3, axis=2)
    image = np.full((240, 320, 3), 90.0)
    corners = np.array([(60, 50), (240, 40), (250, 190), (40, 170)]) + np.array(shift)
    paste(image, face, corners)
    if shift == (0, 0):
        again = straighten(image, corners, 140, 190)
        assert np.abs(again - face)[4:-4, 4:-4].mean() < 12 and again.dtype == np.float32
        assert np.corrcoef(again.ravel(), face.ravel())[0, 1] > 0.95
        assert (image[:30] == 90).all()
    elif shift == (400, 0):
        assert (image == 90).all()
    else:
        assert (image != 90).any()


def test_straighten_reads_grey_images_and_refuses_nonsense():
    image = np.arange(12, dtype=np.uint8).reshape(3, 4)
    whole = [(0, 0), (4, 0), (4, 3), (0, 3)]
    np.testing.assert_allclose(straighten(image, whole, 3, 4), image, atol=1e-5)
    with pytest.raises(ValueError, match="image"):
        straighten(np.zeros((0, 4)), whole, 3, 4)
    with pytest.raises(ValueError, match="cỡ"):
        straighten(image, whole, 0, 4)
