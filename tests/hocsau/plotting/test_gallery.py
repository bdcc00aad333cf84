import numpy as np
import pytest
from matplotlib.colors import to_hex

from hocsau import plotting
from hocsau.plotting import gallery


@pytest.fixture
def digits():
    return np.random.default_rng(0).random((12, 8, 8))


def test_images_are_laid_out_row_by_row(digits):
    _, grid = gallery(digits)
    assert grid.shape == (3, 5)
    np.testing.assert_array_equal(grid[1, 2].images[0].get_array(), digits[7])
    assert not grid[2, 2].images


def test_all_grey_images_share_one_brightness():
    _, grid = gallery([np.zeros((2, 2)), np.full((2, 2), 4.0)], columns=2)
    assert [ax.images[0].get_clim() for ax in grid.ravel()] == [(0, 4), (0, 4)]


def test_titles_wrap_and_keep_their_colours(digits, assert_readable):
    titles = [f"✗ đoán {k}, thật 9" for k in range(12)]
    figure, grid = gallery(digits, titles=titles, title_colours=[plotting.RED] * 12)
    assert grid[0, 0].get_title() == "✗ đoán 0,\nthật 9"
    assert to_hex(grid[0, 0].title.get_color()) == plotting.RED
    assert_readable(figure)


def test_colour_images():
    _, grid = gallery(np.random.default_rng(0).random((2, 4, 6, 3)))
    assert grid[0, 0].images[0].get_array().shape == (4, 6, 3)


def test_one_image():
    _, grid = gallery([np.eye(3)], titles=["một"])
    assert grid.shape == (1, 1) and grid[0, 0].get_title() == "một"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gallery([]), "không có ảnh"),
        (lambda: gallery(np.ones((2, 64))), r"images\[0\] có shape \(64,\)"),
        (lambda: gallery(np.ones((2, 4, 4, 2))), r"cần \(H, W\)"),
        (lambda: gallery(np.ones((2, 4, 4)), titles=["a"]), "titles có 1"),
        (lambda: gallery(np.ones((2, 4, 4)), title_colours=["red"]), "title_colours có 1"),
        (lambda: gallery(np.ones((2, 4, 4)), columns=0), "columns = 0"),
    ],
)
def test_bad_input_is_refused_in_vietnamese(call, message):
    with pytest.raises(ValueError, match=message):
        call()
