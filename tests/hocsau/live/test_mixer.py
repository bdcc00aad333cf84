"""The Python twin of book/live/mixer.js."""

import re

import numpy as np
import pytest

from hocsau.live.mixer import FIRST, checked, controls, draw, page_data, reading


def test_the_first_colour_is_the_books():
    assert FIRST == (102, 255, 153)
    assert [control.default for control in controls().values()] == [102, 255, 153]
    assert all(control.values == tuple(range(256)) for control in controls().values())
    assert reading(*FIRST) == "rgb(102, 255, 153), viết gọn là #66FF99."


def test_patches_are_each_light_alone_and_their_mixture():
    svg, said = draw(7, 0, 255)
    fills = re.findall(r'fill="rgb\(([^)]*)\)"', svg)
    assert fills == ["7, 0, 0", "0, 0, 0", "0, 0, 255", "7, 0, 255"]
    assert said == "rgb(7, 0, 255), viết gọn là #0700FF."
    assert len(page_data()["patches"]) == 4 and "style=" not in svg  # a strict policy forbids styles


@pytest.mark.parametrize("bad", [(256, 0, 0), (0, -1, 0), (0, 0, 1.5), (0, 0, "9")])
def test_numbers_that_are_no_byte_are_refused(bad):
    with pytest.raises(ValueError, match="cần số nguyên từ 0 đến 255"):
        checked(*bad)


def test_numpy_bytes_are_accepted():
    assert checked(*np.array([1, 2, 3], np.uint8)) == (1, 2, 3)
