"""The Python twin of book/live/grid_cell.js."""

import math

import pytest

from hocsau.live.grid_cell import ANCHORS, SIDE, STRIDES, best_anchor, controls, height, reading, target


def test_the_target_leads_back_to_the_box():
    for x in controls()["x"].values[::7]:
        for w in controls()["w"].values[::11]:
            goal = target(x, 212, w)
            stride, (aw, ah) = goal["stride"], ANCHORS[goal["anchor"]]
            assert (goal["column"] + goal["bx"]) * stride == pytest.approx(x)
            assert (goal["row"] + goal["by"]) * stride == pytest.approx(212)
            assert aw * math.exp(goal["tw"]) == pytest.approx(w)
            assert ah * math.exp(goal["th"]) == pytest.approx(height(w))
            assert 0 <= goal["bx"] < 1 and 0 <= goal["row"] < SIDE // stride


def test_large_plates_belong_to_the_coarse_grid():
    kinds = [STRIDES[best_anchor(w)] for w in controls()["w"].values]
    assert kinds == sorted(kinds) and set(kinds) == {16, 32}


def test_the_words():
    said = (
        "Lưới 13 × 13, ô cột 4, hàng 6; anchor 81×82 (IoU 0.74). Đích: b = (0.63, 0.63), t = (0.17, −0.15)."
    )
    assert reading(148, 212, 96) == said
