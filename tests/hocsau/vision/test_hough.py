import cv2
import numpy as np
import pytest

from hocsau.vision import canny, hough_circles, hough_lines


def drawn_lines(*lines):
    image = np.zeros((120, 160), np.uint8)
    for (x0, y0), (x1, y1) in lines:
        cv2.line(image, (x0, y0), (x1, y1), 255, 1)
    return image


@pytest.mark.parametrize(
    "ends", [((10, 5), (150, 110)), ((20, 0), (20, 119)), ((0, 60), (159, 60)), ((0, 119), (100, 3))]
)
def test_a_line_is_found_where_opencv_finds_it(ends):
    image = drawn_lines(ends)
    (rho, theta, votes), *_ = hough_lines(image > 0, 50)
    theirs = cv2.HoughLines(image, 1, np.pi / 180, 50).reshape(-1)[:2]
    assert abs(rho - theirs[0]) <= 1 and abs(theta - theirs[1]) <= np.deg2rad(1)
    assert votes <= np.count_nonzero(image)


def test_the_edges_of_a_photo_give_opencvs_lines(grey_photo):
    edges = cv2.Canny(grey_photo, 100, 200)
    ours = {(rho, round(np.rad2deg(theta))) for rho, theta, _ in hough_lines(edges > 0, 60)}
    found = cv2.HoughLines(edges, 1, np.pi / 180, 60)
    theirs = set() if found is None else {(r, round(np.rad2deg(t))) for r, t in found.reshape(-1, 2)}
    assert len(ours ^ theirs) <= 0.02 * len(ours | theirs)


def test_circles_are_found_to_a_pixel():
    image = np.full((200, 300), 60, np.uint8)
    circles = {(80, 90, 30), (200, 120, 45), (150, 40, 20)}
    for x, y, r in circles:
        cv2.circle(image, (x, y), r, 200, -1, cv2.LINE_AA)
    ours = sorted(hough_circles(image, canny(image, 100, 200), range(15, 60)))
    theirs = cv2.HoughCircles(
        image, cv2.HOUGH_GRADIENT, 1, 20, param1=200, param2=20, minRadius=15, maxRadius=60
    )
    np.testing.assert_allclose(ours, sorted(circles), atol=1)
    np.testing.assert_allclose(ours, sorted(theirs.reshape(-1, 3)[:, :3].tolist()), atol=1.01)


def test_nothing_is_found_in_a_plain_picture():
    plain = np.full((50, 50), 80, np.uint8)
    assert hough_lines(np.zeros((50, 50), bool), 5) == []
    assert hough_circles(plain, np.zeros((50, 50), bool), range(5, 10)) == []


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="votes = 0"):
        hough_lines(np.zeros((5, 5), bool), 0)
    with pytest.raises(ValueError, match="bán kính"):
        hough_circles(np.zeros((5, 5)), np.zeros((5, 5), bool), range(0, 3))
    with pytest.raises(ValueError, match="cần bằng nhau"):
        hough_circles(np.zeros((5, 5)), np.zeros((5, 6), bool), range(1, 3))


def test_tables_of_votes_beyond_any_memory_are_refused():
    edges = np.eye(8, dtype=bool)
    with pytest.raises(ValueError, match="degrees = 1e-09 quá nhỏ"):
        hough_lines(edges, 1, 1e-9)
    with pytest.raises(ValueError, match="bán kính"):
        hough_circles(np.zeros((8, 8)), edges, range(1, 10**9))
