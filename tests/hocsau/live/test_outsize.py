"""The Python twin of book/live/outsize.js."""

from itertools import product

import numpy as np
import pytest
import torch

from hocsau.live.outsize import (
    LARGEST,
    WIDEST,
    controls,
    draw,
    output_size,
    page_data,
    reading,
    unused,
    windows,
)
from hocsau.plotting import BLUE


def test_it_counts_what_torch_makes():
    for m, k, p, s in product([5, 6, 12], [1, 3, 4], range(4), range(1, 5)):
        made = torch.nn.functional.conv1d(torch.zeros(1, 1, m), torch.zeros(1, 1, k), stride=s, padding=p)
        assert output_size(m, k, p, s) == made.shape[-1] == len(windows(m, k, p, s))


def test_the_last_window_ends_inside_and_no_other_would():
    for m, k, p, s in product(range(1, 13), [1, 3, 5, 7], range(4), range(1, 5)):
        places = windows(m, k, p, s)
        if places:
            assert places[-1] + k <= m + 2 * p < places[-1] + s + k
        else:
            assert k > m + 2 * p


def test_the_reading_says_what_is_left():
    assert reading(6, 3, 0, 2) == "⌊(6 − 3 + 2·0) / 2⌋ + 1 = 2 chỗ đặt; 1 ô của ảnh không được dùng tới."
    assert reading(5, 3, 1, 1) == "⌊(5 − 3 + 2·1) / 1⌋ + 1 = 5 chỗ đặt; ô nào của ảnh cũng được dùng tới."
    assert reading(2, 5, 1, 1) == "Kernel dài 5 ô, hàng đã đệm chỉ dài 4 ô: không đặt được."


@pytest.mark.parametrize(
    ("values", "left"),
    [
        ((7, 1, 0, 2), 3),  # a stride longer than the kernel leaves gaps
        ((7, 1, 0, 3), 4),
        ((7, 3, 2, 3), 0),  # two cells are left over, both of them padding
        ((6, 3, 0, 2), 1),
    ],
)
def test_only_cells_of_the_picture_that_no_window_touches_are_counted(values, left):
    said = reading(*values)
    assert (
        f"; {left} ô của ảnh không" in said if left else said.endswith("; ô nào của ảnh cũng được dùng tới.")
    )


def test_the_unused_cells_are_those_without_a_gradient():
    for m, k, p, s in product([1, 5, 7, 12], [1, 3, 5], range(4), range(1, 5)):
        if k <= m + 2 * p:
            row = torch.zeros(1, 1, m + 2 * p, requires_grad=True)
            torch.nn.functional.conv1d(row, torch.ones(1, 1, k), stride=s).sum().backward()
            idle = np.flatnonzero(row.grad[0, 0].numpy() == 0).tolist()
            assert unused(m, k, p, s) == idle
            assert draw(m, k, p, s)[0].count("is-unused") == len(idle)


def test_every_setting_fits_the_picture():
    data = page_data()
    assert WIDEST == LARGEST + 2 * 3
    for values in product(*(control.values for control in controls().values())):
        places = windows(*values)
        assert len(places) <= WIDEST
        assert values[0] + 2 * values[2] <= data["columns"]
    svg, said = draw(12, 1, 3, 1)
    assert svg.count('class="hs-size-window"') == 18 and said.endswith("ô nào của ảnh cũng được dùng tới.")
    assert draw(1, 7, 0, 1)[0].count("hs-size-window") == 0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((0, 1, 0, 1), "m = 0"),
        ((5, 3, 0, 0), "s = 0"),
        ((5, 3, -1, 1), "p = -1"),
        ((5, 2.5, 0, 1), "k = 2.5"),
        ((2, 5, 1, 1), "hàng đã đệm chỉ dài 4 ô"),
    ],
)
def test_bad_numbers_are_refused(values, words):
    with pytest.raises(ValueError, match=words):
        output_size(*values)


def test_numpy_integers_are_accepted():
    assert output_size(*np.array([6, 3, 0, 2])) == 2


def test_the_kernels_places_wear_the_books_blue():
    assert draw(6, 3, 0, 1)[0].count(f'fill="{BLUE}"') == output_size(6, 3)
