"""Boxes: three ways of writing, areas, and the IoU of every pair beside counted pixels."""

import numpy as np
import pytest

from hocsau.detection import (
    area,
    clip,
    covered_matrix,
    from_sizes,
    iou_matrix,
    iou_naive,
    to_centres,
    to_corners,
    to_sizes,
)


def test_the_ways_of_writing_undo_each_other(some_boxes):
    boxes = some_boxes(np.random.default_rng(0), 50)
    np.testing.assert_allclose(to_corners(to_centres(boxes)), boxes, atol=1e-12)
    np.testing.assert_allclose(from_sizes(to_sizes(boxes)), boxes, atol=1e-12)
    assert to_centres([[2, 4, 6, 10]]).tolist() == [[4, 7, 4, 6]]
    assert from_sizes([[2, 4, 6, 10]]).tolist() == [[2, 4, 8, 14]]


def test_iou_is_what_counting_pixels_says(some_boxes):
    rng = np.random.default_rng(1)
    a, b = some_boxes(rng, 30, whole=True), some_boxes(rng, 25, whole=True)

    def cells(box):
        x1, y1, x2, y2 = box.astype(int)
        return {(x, y) for x in range(x1, x2) for y in range(y1, y2)}

    for i, p in enumerate(a):
        assert area(a)[i] == len(cells(p))
        for j, q in enumerate(b):
            common, union = cells(p) & cells(q), cells(p) | cells(q)
            expected = len(common) / len(union) if union else 0
            assert iou_matrix(a, b)[i, j] == pytest.approx(expected, abs=1e-12)
            assert covered_matrix(a, b)[i, j] == pytest.approx(len(common) / max(len(cells(p)), 1), abs=1e-12)
            assert iou_naive(p, q) == pytest.approx(expected, abs=1e-12)


def test_it_is_symmetric_and_one_with_itself(some_boxes):
    boxes = some_boxes(np.random.default_rng(2), 40)
    iou = iou_matrix(boxes, boxes)
    np.testing.assert_allclose(iou, iou.T, atol=1e-15)
    np.testing.assert_allclose(np.diag(iou), 1, atol=1e-12)


def test_boxes_of_area_nought_and_none_at_all():
    assert iou_matrix([[1, 1, 1, 1]], [[1, 1, 1, 1], [0, 0, 2, 2]]).tolist() == [[0, 0]]
    assert iou_matrix([], [[0, 0, 1, 1]]).shape == (0, 1)
    assert iou_matrix(np.zeros((0, 4)), []).shape == (0, 0)
    assert to_centres([]).shape == area([]).shape + (4,)


def test_clip_keeps_them_in_the_picture():
    made = clip([[-5, -5, 5, 5], [90, 40, 130, 70], [200, 200, 210, 210]], height=50, width=100)
    assert made.tolist() == [[0, 0, 5, 5], [90, 40, 100, 50], [100, 50, 100, 50]]


def test_kinds_of_numbers():
    whole = np.array([[0, 0, 200, 200]], np.uint8)
    assert area(whole).tolist() == [40000]
    assert area(np.array([[0, 0, 300, 300]], np.float16)).tolist() == [90000]
    kept = iou_matrix(np.ones((2, 4), np.float32), np.zeros((1, 4), np.float32))
    assert kept.dtype == np.float32


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ([[0, 0, 1]], r"shape \(1, 3\); cần \(N, 4\)"),
        ([0, 0, 1, 1], r"một khung thì viết \[boxes\]"),
        ([[0, 0, 1, np.nan]], r"boxes\[0\].*NaN"),
        ([[0, 0, 1, 1], [5, 5, 4, 9]], r"boxes\[1\].*from_sizes"),
        ([["a", "b", "c", "d"]], "cần mảng số"),
        ([[0, 0, 1, 1], [1]], "dài ngắn khác nhau"),
    ],
)
def test_bad_boxes_are_refused(bad, said):
    with pytest.raises(ValueError, match=said):
        area(bad)


def test_negative_sizes_are_refused():
    with pytest.raises(ValueError, match="không âm"):
        to_corners([[0, 0, -1, 1]])
    with pytest.raises(ValueError, match="height = 0"):
        clip([[0, 0, 1, 1]], 0, 5)
