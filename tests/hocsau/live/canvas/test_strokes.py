"""The pen: how wide, how dark, and the digits that are written beforehand."""

import numpy as np
import pytest

from hocsau.live.canvas import centre_digit, ink, sample_strokes
from hocsau.live.canvas.strokes import RADIUS, SIDE


def test_a_dot_is_a_disc_with_a_soft_edge():
    sheet = ink([[(70, 70)]])
    assert sheet.shape == (SIDE, SIDE) and sheet.max() == 1
    assert sheet.sum() == pytest.approx(np.pi * RADIUS**2, rel=0.02)
    assert 0 < sheet[70, 70 + int(RADIUS)] <= 1 and sheet[70, 70 + int(RADIUS) + 2] == 0


def test_a_line_has_the_width_of_the_pen_along_its_whole_length():
    sheet = ink([[(30, 70), (60, 70), (110, 70)]])
    np.testing.assert_allclose(sheet[:, 35:105].sum(axis=0), 2 * RADIUS, atol=0.01)


def test_strokes_do_not_add_up_where_they_cross():
    cross = ink([[(20, 20), (120, 120)], [(120, 20), (20, 120)]])
    assert cross.max() == 1
    np.testing.assert_array_equal(
        cross, np.maximum(ink([[(20, 20), (120, 120)]]), ink([[(120, 20), (20, 120)]]))
    )


def test_a_stroke_may_leave_the_sheet():
    assert ink([[(-50, 70), (300, 70)]])[70].min() == 1
    assert not ink([[(-50, -50), (-20, -20)]]).any() and not ink([]).any()


def test_every_sample_fits_the_sheet_and_is_named_by_its_digit():
    samples = sample_strokes()
    assert {name[0] for name in samples} == set("0123456789")
    for strokes in samples.values():
        points = np.array([point for stroke in strokes for point in stroke])
        assert points.min() > RADIUS and points.max() < SIDE - RADIUS
        assert 40 < centre_digit(ink(strokes)).sum() < 200  # MNIST's digits have about 100
