"""Centring as MNIST does it: size, place, amount of ink; MNIST's own digits come through unchanged."""

import numpy as np
import pytest

from hocsau.data import load
from hocsau.live.canvas import centre_digit


def blob(height, width, sheet=(140, 140), at=(20, 30)):
    picture = np.zeros(sheet)
    picture[at[0] : at[0] + height, at[1] : at[1] + width] = 1
    return picture


def box(picture):
    rows, columns = np.flatnonzero(picture.sum(axis=1) > 1e-9), np.flatnonzero(picture.sum(axis=0) > 1e-9)
    return rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1


def test_the_longer_side_becomes_20_pixels():
    assert box(centre_digit(blob(100, 40))) == (20, 8)
    assert box(centre_digit(blob(30, 60))) == (10, 20)
    assert box(centre_digit(blob(4, 2))) == (20, 10)  # a tiny digit grows


def test_place_and_size_on_the_sheet_do_not_matter():
    rng = np.random.default_rng(0)
    digit = rng.random((20, 14))
    digit[[0, -1], 3] = 1
    for factor, at in [(1, (0, 0)), (3, (50, 7)), (5, (12, 40))]:
        large = np.kron(digit, np.ones((factor, factor)))
        sheet = np.zeros((140, 140))
        sheet[at[0] : at[0] + len(large), at[1] : at[1] + large.shape[1]] = large
        small = centre_digit(sheet)
        assert small.shape == (28, 28)
        np.testing.assert_allclose(small, centre_digit(digit), atol=1e-12)
        rows = np.flatnonzero(small.sum(axis=1) > 1e-9)
        np.testing.assert_allclose(small[rows].sum(), digit.sum())  # no ink is lost


def test_the_centre_of_mass_comes_to_the_middle_pixel():
    rng = np.random.default_rng(1)
    for _ in range(50):
        sheet = np.zeros((140, 140))
        height, width = rng.integers(5, 100, 2)
        sheet[10 : 10 + height, 20 : 20 + width] = rng.random((height, width)) ** 4
        small = centre_digit(sheet)
        places = np.arange(28) + 0.5
        for axis in (0, 1):
            middle = (small.sum(axis=axis) * places).sum() / small.sum()
            assert 14 - 0.6 < middle < 15 + 0.6


def test_averages_are_exact_where_old_pixels_are_cut():
    sheet = np.zeros((30, 30))
    sheet[:, 10] = 1  # a line of 30 × 1: scale 2/3
    small = centre_digit(sheet)
    np.testing.assert_allclose(small[small > 1e-12], 2 / 3)
    assert box(small) == (20, 1)


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        (np.zeros((140, 140)), "chưa có nét mực"),
        (np.zeros((0, 0)), "chưa có nét mực"),
        (np.ones(5), r"\(5,\)"),
        (np.full((4, 4), 255.0), r"\[0, 1\]"),
        (np.full((4, 4), np.nan), r"\[0, 1\]"),
        (np.full((4, 4), -1.0), r"\[0, 1\]"),
    ],
)
def test_what_is_no_ink_is_refused(picture, says):
    with pytest.raises(ValueError, match=says):
        centre_digit(picture)


@pytest.mark.real_data
def test_real_mnist_digits_come_through_unchanged(real):
    real("mnist")
    images = load("mnist", profile="full").test.x[:300].reshape(-1, 28, 28) / 255
    for image in images:
        np.testing.assert_allclose(centre_digit(np.kron(image, np.ones((5, 5)))), image, atol=1e-9)
