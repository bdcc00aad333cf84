"""The Python twin of book/live/anchor_kmeans.js."""

import pytest

from hocsau.live.anchor_kmeans import BOTH, MOTORBIKE, boxes, iou, mean_iou, nearest, reading, run


def test_iou_of_two_boxes_with_one_middle():
    assert iou((4, 2), (4, 2)) == 1
    assert iou((4, 2), (2, 4)) == 4 / 12
    assert nearest((4, 2), [(2, 4), (4, 2), (4, 2)]) == 1  # of equals the first


@pytest.mark.parametrize("kind", [MOTORBIKE, BOTH])
def test_every_box_follows_the_anchor_that_covers_it_best(kind):
    anchors, follow = run(kind, 3, 5)
    assert len(boxes(kind)) == 120 and set(follow) == {0, 1, 2}
    for box, j in zip(boxes(kind), follow, strict=True):
        assert iou(box, anchors[j]) == max(iou(box, anchor) for anchor in anchors)


def test_more_anchors_cover_better_and_the_walk_ends():
    for kind in (MOTORBIKE, BOTH):
        scores = [mean_iou(kind, k, 40) for k in range(1, 7)]
        assert scores == sorted(scores)
        assert run(kind, 4, 40) == run(kind, 4, 41)


def test_one_step_is_the_mean_of_the_followers():
    first, follow = run(BOTH, 2, 0)
    second, _ = run(BOTH, 2, 1)
    assert first[0] in boxes(BOTH)
    for j in range(2):
        own = [box for box, to in zip(boxes(BOTH), follow, strict=True) if to == j]
        assert second[j] == pytest.approx([sum(side) / len(own) for side in zip(*own, strict=True)])


def test_the_words():
    assert reading(MOTORBIKE, 2, 15) == "Sau 15 bước: IoU trung bình 0.702; anchor 200×153, 85×66."
