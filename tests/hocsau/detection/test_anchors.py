"""Anchors: where they stand, whom they are given to, which are drawn."""

import numpy as np
import pytest

from hocsau.detection import area, assign, base_anchors, grid_anchors, grid_size, inside, iou_matrix, sample


def test_the_books_picture_has_950_centres():
    assert grid_size(400, 600, 16) == (25, 38) and 25 * 38 == 950
    assert grid_anchors(25, 38, 16).shape == (8550, 4)
    assert grid_size(32, 32, 16) == (2, 2) and grid_size(1, 17, 16) == (1, 2)


def test_areas_and_ratios():
    made = base_anchors(sizes=[64, 128], ratios=[0.5, 1, 2])
    np.testing.assert_allclose(area(made), [64**2] * 3 + [128**2] * 3)
    side = made[:, 2:] - made[:, :2]
    np.testing.assert_allclose(side[:, 1] / side[:, 0], [0.5, 1, 2] * 2)
    np.testing.assert_allclose(made[:, :2], -made[:, 2:])


def test_the_order_is_that_of_a_map():
    made = grid_anchors(3, 5, 8, sizes=[10, 20], ratios=[1]).reshape(3, 5, 2, 4)
    np.testing.assert_allclose((made[1, 4, :, :2] + made[1, 4, :, 2:]) / 2, [[36, 12]] * 2)
    np.testing.assert_allclose(made[2, 0, 1], [4 - 10, 20 - 10, 4 + 10, 20 + 10])


def test_inside():
    boxes = [[0, 0, 10, 5], [-0.1, 0, 1, 1], [0, 0, 10, 5.1]]
    assert inside(boxes, height=5, width=10).tolist() == [True, False, False]


def naive_assign(anchors, truth, high, low):
    iou = iou_matrix(anchors, truth)
    labels = []
    for row in iou:
        labels.append(1 if row.max() >= high else 0 if row.max() < low else -1)
    for k in range(len(truth)):
        for i in range(len(anchors)):
            if iou[i, k] == iou[:, k].max() > 0:
                labels[i] = 1
    return labels


def test_assignment_is_the_naive_one(some_boxes):
    for seed in range(20):
        rng = np.random.default_rng(seed)
        anchors, truth = some_boxes(rng, 80), some_boxes(rng, 1 + seed % 5)
        labels, matched = assign(anchors, truth, 0.5, 0.2)
        assert labels.tolist() == naive_assign(anchors, truth, 0.5, 0.2)
        assert ((matched >= 0) == (labels == 1)).all()
        iou = iou_matrix(anchors, truth)
        for k in range(len(truth)):  # the nearest anchor of a thing is that thing's, or a nearer one's
            i = iou[:, k].argmax()
            assert iou[i, matched[i]] >= iou[i, k] > 0


def test_without_the_best_rule_a_small_thing_has_no_anchor():
    anchors, truth = grid_anchors(4, 4, 16, sizes=[32], ratios=[1]), [[20, 20, 30, 30]]
    assert (assign(anchors, truth, best=False)[0] != 1).all()
    labels, matched = assign(anchors, truth)
    assert (labels == 1).any() and (matched[labels == 1] == 0).all()


def test_the_best_rule_gives_the_anchor_to_the_thing_it_is_best_for():
    anchors = [[0, 0, 10, 10], [0, 0, 4, 4]]
    truth = [[0, 0, 9, 9], [8, 8, 11, 11]]  # the second is touched by the first anchor alone
    labels, matched = assign(anchors, truth, 0.7, 0.3)
    assert labels.tolist() == [1, 0] and matched.tolist() == [0, -1]
    labels, matched = assign([[0, 0, 10, 10], [20, 20, 30, 30]], [[9, 9, 12, 12], [40, 40, 50, 50]])
    assert labels.tolist() == [1, 0] and matched.tolist() == [0, -1]  # nothing touches the other: no anchor


def test_an_empty_picture_is_all_background():
    labels, matched = assign(grid_anchors(2, 2, 16), [])
    assert (labels == 0).all() and (matched == -1).all()
    assert assign([], [[0, 0, 1, 1]])[0].shape == (0,)


def test_sampling_fills_up_with_background():
    labels = np.repeat([1, 0, -1], [10, 1000, 50])
    rng = np.random.default_rng(0)
    objects, ground = sample(labels, 256, rng=rng)
    assert len(objects) == 10 and len(ground) == 246
    assert (labels[objects] == 1).all() and (labels[ground] == 0).all()
    objects, ground = sample(np.repeat([1, 0], [500, 500]), 256, rng=rng)
    assert len(objects) == len(ground) == 128 and len(set(objects.tolist())) == 128
    assert [len(part) for part in sample(np.array([1, 0, -1]), 256, rng=rng)] == [1, 1]
    assert [len(part) for part in sample(np.zeros(0, int), 4, rng=rng)] == [0, 0]


def test_every_anchor_is_as_likely():
    rng, drawn = np.random.default_rng(1), np.zeros(20)
    for _ in range(2000):
        objects, _ = sample(np.ones(20, int), 10, rng=rng)
        drawn[objects] += 1
    assert np.abs(drawn / 2000 - 0.25).max() < 0.05


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: grid_anchors(0, 3, 16), "rows = 0"),
        (lambda: grid_anchors(2, 3, 16, sizes=[]), "ít nhất một số"),
        (lambda: base_anchors(ratios=[-1]), "ratios = -1"),
        (lambda: assign([[0, 0, 1, 1]], [[0, 0, 1, 1]], high=0.3, low=0.7), "cần low ≤ high"),
        (lambda: sample([0.5, 1], 2, rng=np.random.default_rng(0)), "số nguyên"),
        (lambda: sample([0, 1], 2, 1.5, rng=np.random.default_rng(0)), "share = 1.5"),
    ],
)
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
