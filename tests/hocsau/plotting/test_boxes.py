"""Boxes over a picture: where they stand, and how many names they need."""

import numpy as np
import pytest

from hocsau import plotting
from hocsau.plotting.boxes import draw_boxes


def test_a_box_of_the_first_pixel_covers_it():
    _, ax = plotting.axes()
    ax.imshow(np.zeros((8, 8)))
    draw_boxes(ax, [[0, 0, 1, 1], [2, 3, 5, 7]], ["a", ""], color=["red", "blue"])
    first, second = ax.patches
    assert first.get_xy() == (-0.5, -0.5) and first.get_width() == 1
    assert second.get_xy() == (1.5, 2.5) and (second.get_width(), second.get_height()) == (3, 4)
    assert [t.get_text() for t in ax.texts] == ["a"]


def test_no_box_draws_nothing_and_others_are_refused():
    _, ax = plotting.axes()
    draw_boxes(ax, [])
    assert not ax.patches
    with pytest.raises(ValueError, match=r"\(2, 3\)"):
        draw_boxes(ax, np.zeros((2, 3)))
    with pytest.raises(ValueError, match="mỗi khung cần một tên"):
        draw_boxes(ax, np.zeros((2, 4)), ["a"])
    with pytest.raises(ValueError, match="mỗi khung cần một màu"):
        draw_boxes(ax, np.zeros((2, 4)), color=["red"])
