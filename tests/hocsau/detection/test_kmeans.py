"""Anchors by k-means: two clouds of sizes found again, never worse than a start at random."""

import numpy as np
import pytest

from hocsau.detection import iou_matrix, kmeans_anchors, shape_iou, to_corners


def test_shape_iou_is_that_of_boxes_about_one_centre():
    rng = np.random.default_rng(0)
    a, b = rng.uniform(1, 9, (20, 2)), rng.uniform(1, 9, (15, 2))
    boxes = [to_corners(np.concatenate([np.zeros_like(s), s], axis=1)) for s in (a, b)]
    np.testing.assert_allclose(shape_iou(a, b), iou_matrix(*boxes), atol=1e-12)


def test_three_clouds_are_found():
    rng = np.random.default_rng(1)
    centres = np.array([[10, 20], [60, 30], [50, 120]])
    sizes = np.concatenate([c * rng.uniform(0.9, 1.1, (50, 2)) for c in centres])
    made = kmeans_anchors(sizes, 3, rng=rng)
    np.testing.assert_allclose(made, centres, rtol=0.05)
    assert (np.diff(made.prod(axis=1)) > 0).all()


def test_more_anchors_fit_better_and_all_of_them_fit_perfectly():
    rng = np.random.default_rng(2)
    sizes = rng.uniform(5, 100, (60, 2))
    fit = [shape_iou(sizes, kmeans_anchors(sizes, k, rng=rng)).max(axis=1).mean() for k in (1, 3, 9, 60)]
    assert fit == sorted(fit) and fit[-1] == pytest.approx(1)


def test_it_is_better_than_squares_by_euclid():
    """1 − IoU looks at proportions, Euclid at pixels: the small boxes would have no anchor of their own."""
    from sklearn.cluster import KMeans

    rng = np.random.default_rng(3)
    sizes = np.exp(rng.uniform(np.log(4), np.log(200), (300, 2)))
    euclid = KMeans(5, n_init=5, random_state=0).fit(sizes).cluster_centers_
    ours = kmeans_anchors(sizes, 5, rng=rng)
    assert shape_iou(sizes, ours).max(axis=1).mean() > shape_iou(sizes, euclid).max(axis=1).mean() + 0.02


def test_one_anchor_and_equal_boxes():
    assert kmeans_anchors([[3, 4]] * 5, 1, rng=np.random.default_rng(0)).tolist() == [[3, 4]]


@pytest.mark.parametrize(
    ("sizes", "k", "said"),
    [
        ([[1, 2]] * 4, 2, "1 cỡ khác nhau; cần ít nhất k = 2"),
        ([[0, 2]], 1, r"sizes\[0\].*dương"),
        ([[1, np.nan]], 1, "hữu hạn"),
        ([1, 2], 1, r"\(N, 2\)"),
        ([[1, 2]], 0, "k = 0"),
        (np.zeros((0, 2)), 1, "0 cỡ khác nhau"),
    ],
)
def test_what_is_refused(sizes, k, said):
    with pytest.raises(ValueError, match=said):
        kmeans_anchors(sizes, k, rng=np.random.default_rng(0))
