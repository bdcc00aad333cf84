"""Offsets: there and back again."""

import numpy as np
import pytest

from hocsau.detection import decode, encode


@pytest.mark.parametrize("scale", [(1, 1, 1, 1), (0.1, 0.1, 0.2, 0.2)])
def test_they_undo_each_other(some_boxes, scale):
    rng = np.random.default_rng(0)
    boxes, anchors = some_boxes(rng, 100), some_boxes(rng, 100)
    np.testing.assert_allclose(decode(encode(boxes, anchors, scale), anchors, scale), boxes, atol=1e-11)
    offsets = rng.normal(size=(100, 4))
    np.testing.assert_allclose(encode(decode(offsets, anchors, scale), anchors, scale), offsets, atol=1e-10)


def test_worked_by_hand():
    anchor, box = [[0, 0, 10, 20]], [[5, 5, 25, 25]]
    # the centre goes from (5, 10) to (15, 15): one anchor's width, a quarter of its height
    np.testing.assert_allclose(encode(box, anchor), [[1, 0.25, np.log(2), 0]])
    assert encode(anchor, anchor).tolist() == [[0, 0, 0, 0]]


def test_a_network_that_has_lost_its_way_does_not_overflow():
    made = decode([[0, 0, 1e4, 1e4]], [[0, 0, 16, 16]])
    np.testing.assert_allclose(made, [[-492, -492, 508, 508]])


def test_float32_and_nothing():
    offsets = np.zeros((2, 4), np.float32)
    assert decode(offsets, [[0, 0, 1, 1]] * 2).dtype == np.float32
    assert decode([], []).shape == encode([], []).shape == (0, 4)


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"boxes\[0\].*diện tích 0"):
        encode([[0, 0, 0, 5]], [[0, 0, 1, 1]])
    with pytest.raises(ValueError, match="2 khung, anchors có 1"):
        encode([[0, 0, 1, 1]] * 2, [[0, 0, 1, 1]])
    with pytest.raises(ValueError, match="1 hàng, anchors có 2"):
        decode([[0, 0, 0, 0]], [[0, 0, 1, 1]] * 2)
    with pytest.raises(ValueError, match="scale có 2 số"):
        encode([[0, 0, 1, 1]], [[0, 0, 1, 1]], (1, 1))
    with pytest.raises(ValueError, match="NaN"):
        decode([[0, 0, np.nan, 0]], [[0, 0, 1, 1]])
