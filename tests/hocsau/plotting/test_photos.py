"""Photos side by side: nothing white around them, names and numbers that can be read."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from PIL import Image

from hocsau.interactive import frames
from hocsau.plotting.photos import ABOVE, BELOW, LABEL, MOUNT, NONE, photos


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def contrast(one, two):
    def light(colour):
        parts = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in to_rgb(colour)]
        return np.dot(parts, [0.2126, 0.7152, 0.0722])

    low, high = sorted([light(one), light(two)])
    return (high + 0.05) / (low + 0.05)


def test_letters_have_contrast_and_the_mount_glares_on_no_page():
    for ground in (LABEL, BELOW, NONE, ABOVE):
        assert contrast("white", ground) >= 4.5
    assert 3 < contrast(MOUNT, "white") < 6 and 3 < contrast(MOUNT, "#14161a") < 6


def test_every_pixel_of_the_figure_is_photo_or_mount():
    black = np.zeros((30, 40), np.uint8)
    figure, placed = photos([black, black, black], columns=2)
    pixels = np.array(frames.rasterize(figure, 1.0))
    assert len(placed) == 3
    assert pixels.max() <= round(255 * max(to_rgb(MOUNT)))  # no white rim
    assert (pixels[0, 0] == 0).all() and (pixels[-1, 0] == 0).all()  # photos reach the edges
    assert to_hex(pixels[-1, -1] / 255) == MOUNT  # the fourth place is empty


def test_the_margin_that_jupyter_adds_is_clear():
    figure, _ = photos([np.zeros((30, 40), np.uint8)])
    file = io.BytesIO()
    figure.savefig(file, format="png", bbox_inches="tight", facecolor=figure.get_facecolor())
    assert np.array(Image.open(file))[0, :, 3].max() == 0


def test_photos_keep_their_shape_and_their_greys():
    rng = np.random.default_rng(0)
    colour, grey = rng.integers(0, 256, (30, 40, 3), np.uint8), np.full((30, 40), 77, np.uint8)
    figure, placed = photos([colour, grey], ["màu", "xám"])
    for ax in placed:
        box = ax.get_window_extent()
        assert box.width / box.height == pytest.approx(40 / 30)
    assert [ax.texts[0].get_text() for ax in placed] == ["màu", "xám"]
    width, height = frames.css_size(figure)
    seen = np.array(frames.rasterize(figure, 1.0))
    assert (seen[height // 2, width * 3 // 4] == 77).all()


def test_numbers_stand_below_their_photo_with_the_colour_of_their_sign():
    image = np.zeros((30, 40))
    figure, placed = photos([image], numbers=[np.array([[-1, 0, 2.5]])])
    chips = next(ax for ax in figure.axes if ax not in placed)
    assert [text.get_text() for text in chips.texts] == ["−1", "0", "2.5"]
    assert [to_hex(patch.get_facecolor()) for patch in chips.patches] == [BELOW, NONE, ABOVE]
    assert chips.get_position().y1 == pytest.approx(placed[0].get_position().y0)


@pytest.mark.parametrize(
    ("images", "options", "message"),
    [
        ([], {}, "không có ảnh nào"),
        ([np.zeros((2, 2, 4))], {}, r"images\[0\] có shape"),
        ([np.zeros((2, 2))], {"names": ["a", "b"]}, "names có 2 phần tử; có 1 ảnh"),
        ([np.zeros((2, 2))], {"numbers": []}, "numbers có 0 phần tử; có 1 ảnh"),
        ([np.zeros((2, 2))], {"columns": 0}, "cần ít nhất 1"),
    ],
)
def test_wrong_input_is_refused(images, options, message):
    with pytest.raises(ValueError, match=message):
        photos(images, **options)
