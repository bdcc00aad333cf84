"""NMS beside its naive twin, class by class, and soft."""

import numpy as np
import pytest

from hocsau.detection import class_nms, iou_matrix, nms, nms_naive, soft_nms


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.5, 0.7, 1.0])
def test_it_is_the_naive_one(some_boxes, threshold):
    for seed in range(20):
        rng = np.random.default_rng(seed)
        boxes, scores = some_boxes(rng, 40), rng.integers(0, 12, 40) / 12  # many ties
        assert nms(boxes, scores, threshold).tolist() == nms_naive(boxes, scores, threshold)


def test_what_is_kept_lies_apart_and_what_is_not_lies_on_a_better_one(some_boxes):
    rng = np.random.default_rng(0)
    boxes, scores = some_boxes(rng, 100), rng.random(100)
    kept = nms(boxes, scores, 0.4)
    iou = iou_matrix(boxes, boxes)
    assert (iou[np.ix_(kept, kept)] - np.eye(len(kept)) <= 0.4).all()
    for i in set(range(100)) - set(kept.tolist()):
        assert any(iou[i, k] > 0.4 and scores[k] >= scores[i] for k in kept)


def test_an_iou_that_equals_the_threshold_stays():
    boxes = [[0, 0, 2, 2], [0, 0, 2, 1]]  # IoU exactly one half
    assert nms(boxes, [0.9, 0.8], 0.5).tolist() == [0, 1]
    assert nms(boxes, [0.9, 0.8], 0.49).tolist() == [0]


def test_limit_and_nothing_at_all(some_boxes):
    rng = np.random.default_rng(1)
    boxes, scores = some_boxes(rng, 30), rng.random(30)
    assert nms(boxes, scores, 0.5, limit=3).tolist() == nms(boxes, scores, 0.5).tolist()[:3]
    assert nms([], []).tolist() == [] and class_nms([], [], []).tolist() == []
    assert soft_nms([], [])[0].tolist() == []


def test_classes_do_not_see_each_other(some_boxes):
    boxes = [[0, 0, 2, 2]] * 3
    assert class_nms(boxes, [0.5, 0.9, 0.7], [0, 1, 0]).tolist() == [1, 2]
    assert class_nms(boxes, [0.5, 0.9, 0.7], [0, 1, 0], limit=1).tolist() == [1]
    rng = np.random.default_rng(2)
    many, scores, labels = some_boxes(rng, 60), rng.integers(0, 9, 60) / 9, rng.integers(0, 4, 60)
    apart = many + 1000 * labels[:, np.newaxis]  # the trick with one nms: each class on an island of its own
    assert class_nms(many, scores, labels, 0.3).tolist() == nms(apart, scores, 0.3).tolist()


def test_soft_nms_lowers_what_is_covered():
    boxes = [[0, 0, 2, 2], [0, 0, 2, 1], [5, 5, 6, 6]]
    kept, scores = soft_nms(boxes, [0.9, 0.8, 0.7], sigma=0.5)
    assert kept.tolist() == [0, 2, 1]
    np.testing.assert_allclose(scores, [0.9, 0.7, 0.8 * np.exp(-(0.5**2) / 0.5)])
    assert soft_nms(boxes, [0.9, 0.8, 0.7], sigma=0.5, floor=0.6)[0].tolist() == [0, 2]


def test_what_is_refused():
    box = [[0, 0, 1, 1]]
    with pytest.raises(ValueError, match=r"scores có shape \(2,\); cần \(1,\)"):
        nms(box, [0.1, 0.2])
    with pytest.raises(ValueError, match=r"scores\[0\] là NaN"):
        nms(box, [np.nan])
    with pytest.raises(ValueError, match="threshold = 1.5"):
        nms(box, [0.5], 1.5)
    with pytest.raises(ValueError, match="limit = 0"):
        nms(box, [0.5], limit=0)
    with pytest.raises(ValueError, match="số nguyên"):
        class_nms(box, [0.5], [0.5])
    with pytest.raises(ValueError, match="điểm không âm"):
        soft_nms(box, [-0.5])
    with pytest.raises(ValueError, match="sigma = 0"):
        soft_nms(box, [0.5], sigma=0)
