"""Gradients by depth: what the layers of hocsau.nn give, and what is said of it."""

import numpy as np
import pytest

from hocsau.live.depth import BATCH, DEEPEST, HIGH, LOW, WIDTH, draw, draws, measure, number, reading


def test_the_draws_are_nearly_normal_and_small():
    numbers = draws()
    assert len(numbers) == 2 * BATCH * WIDTH + DEEPEST * WIDTH * WIDTH
    assert abs(numbers.mean()) < 0.03 and abs(numbers.std() - 1) < 0.03
    assert not numbers.flags.writeable and 3 < abs(numbers).max() < 6


def test_sigmoid_loses_its_gradient_a_shortcut_keeps_it():
    slope, spread = measure(20, "sigmoid", "Xavier", "không", "không")
    assert slope.shape == spread.shape == (20,) and slope[0] < 1e-9 * slope[-1]
    kept = measure(20, "sigmoid", "Xavier", "không", "có")[0]
    assert kept[0] > 0.1 * kept[-1]


def test_he_keeps_relu_where_small_weights_and_large_ones_do_not():
    he, small, large = (
        measure(20, "ReLU", init, "không", "không")[0] for init in ("He", "nhỏ: N(0, 0.01²)", "lớn: N(0, 1)")
    )
    assert 0.05 < he[0] < 5 and small.max() < 1e-20 and large.min() > 1e6


@pytest.mark.parametrize(
    ("slope", "words"),
    [
        ([1e-9, 1.0], "tắt dần"),
        ([1e5, 1.0], "nổ khi đi ngược"),
        ([1.0, 2.0], "không lệch nhau quá nghìn lần"),
        ([1e-9, 1e-9], "gần như không có gradient"),
        ([0.0, 0.0], "gần như không có gradient"),
        ([1e6, 1e7], "tầng nào cũng quá lớn"),
    ],
)
def test_the_verdict(slope, words):
    assert words in reading(np.array(slope))


def test_numbers_are_written_as_the_page_writes_them():
    assert [number(v) for v in (0.0, 3.24e-13, 1.0, 12.0)] == ["0", "3.2e-13", "1.0e0", "1.2e1"]


def test_a_picture_keeps_inside_its_frame():
    figure, said = draw(30, "ReLU", "nhỏ: N(0, 0.01²)", "không", "không")
    for line in figure.axes[0].lines:
        assert 10.0**LOW <= min(line.get_ydata()) and max(line.get_ydata()) <= 10.0**HIGH
    assert "tầng 30" in said
