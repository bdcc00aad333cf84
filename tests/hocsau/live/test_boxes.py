"""The Python twin of book/live/boxes.js: it counts cells, and agrees with hocsau.detection."""

import numpy as np
import pytest

from hocsau.detection import iou_matrix, overlap
from hocsau.live.boxes import START, controls, corners, draw, measure, reading, shapes, three


def test_it_is_what_the_package_says():
    rng = np.random.default_rng(0)
    for _ in range(200):
        values = {n: c.values[rng.integers(len(c.values))] for n, c in controls().items()}
        a, b = ([corners(*(values[who + what] for what in "xywh"))] for who in "ab")
        made = measure(**values)
        assert made["iou"] == pytest.approx(iou_matrix(a, b)[0, 0])
        assert made["giou"] == pytest.approx(overlap(a, b, "giou")[0])


def test_the_words():
    assert reading(**START) == (
        "Chung 9 ô, gộp 51 ô: IoU = 9/51 = 0.176. Hình ôm 63 ô: GIoU = 0.176 − 12/63 = −0.014."
    )
    assert draw(**START)[1] == reading(**START)


def test_what_they_share_is_drawn_only_where_they_meet():
    assert sum(look == "common" for _, look, *_ in shapes(**START)) == 1
    assert not any(look == "common" for _, look, *_ in shapes(**START | {"bx": 9}))


def test_three_digits():
    assert [three(v) for v in (0.1765, -0.0142, 1.0, -0.0001, 0.0005)] == [
        "0.177",
        "−0.014",
        "1.000",
        "0.000",
        "0.001",
    ]
