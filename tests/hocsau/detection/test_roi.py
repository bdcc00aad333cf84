"""ROI pooling and ROIAlign: the book's 10 → 3, torch's samples, gradients by finite differences."""

import numpy as np
import pytest
import torch

from hocsau.detection import ROIAlign, ROIPool, bilinear, fixed_regions, parts, roi_align_naive
from hocsau.detection.roi import cells
from hocsau.nn.gradcheck import gradcheck


def test_ten_cells_in_three_parts():
    assert parts(10, 3) == [(0, 3), (3, 6), (6, 10)]
    assert parts(7, 7) == [(i, i + 1) for i in range(7)]
    assert parts(2, 3) == [(0, 1), (0, 2), (1, 2)]  # too few: they overlap, none is empty
    assert parts(1, 4) == [(0, 1)] * 4


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_parts_cover_everything_and_none_is_empty(count):
    for length in range(1, 30):
        made = parts(length, count)
        assert len(made) == count and all(a < b for a, b in made)
        assert set().union(*(range(a, b) for a, b in made)) == set(range(length))


def test_cells_round_and_stay_on_the_map():
    assert cells(1.4, 3.6, 10) == (1, 4) and cells(1.5, 3.5, 10) == (2, 4)
    assert cells(2.1, 2.2, 10) == (2, 3)  # at least one
    assert cells(-5, 50, 10) == (0, 10) and cells(20, 30, 10) == (9, 10)


def naive_pool(x, box, h, k):
    (left, right), (top, bottom) = cells(box[0], box[2], x.shape[2]), cells(box[1], box[3], x.shape[1])
    region = x[:, top:bottom, left:right]
    rows, columns = parts(bottom - top, h), parts(right - left, k)
    return np.array(
        [[[region[c, a:b, d:e].max() for d, e in columns] for a, b in rows] for c in range(len(x))]
    )


def regions(rng, count, pictures, size):
    corner = rng.uniform(-2, size, (count, 2))
    boxes = np.concatenate([corner, corner + rng.uniform(0, size, (count, 2))], axis=1)
    return np.concatenate([rng.integers(0, pictures, (count, 1)), boxes], axis=1)


def test_pooling_is_the_naive_one():
    rng = np.random.default_rng(0)
    x, rois = rng.normal(size=(3, 2, 12, 17)), regions(rng, 40, 3, 14)
    y = ROIPool((3, 2))(x, rois)
    for r, roi in enumerate(rois):
        np.testing.assert_array_equal(y[r], naive_pool(x[int(roi[0])], roi[1:], 3, 2))


def test_the_scale_is_that_of_the_map():
    rng = np.random.default_rng(1)
    x, rois = rng.normal(size=(1, 2, 10, 10)), regions(rng, 10, 1, 9)
    large = rois * [1, 16, 16, 16, 16]
    for layer in (ROIPool, ROIAlign):
        np.testing.assert_allclose(layer(3, 1 / 16)(x, large), layer(3)(x, rois), atol=1e-12)


@pytest.mark.parametrize("sampling", [1, 2, 3])
def test_align_is_the_naive_one(sampling):
    rng = np.random.default_rng(2)
    x, rois = rng.normal(size=(2, 3, 9, 7)), regions(rng, 30, 2, 10)  # some leave the map
    y = ROIAlign((2, 3), sampling=sampling)(x, rois)
    for r, roi in enumerate(rois):
        expected = roi_align_naive(x[int(roi[0])], roi[1:], (2, 3), sampling)
        np.testing.assert_allclose(y[r], expected, atol=1e-12)


def test_align_is_what_torch_samples():
    """grid_sample with align_corners=False has the same half cell."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(1, 4, 11, 8))
    for _ in range(10):
        x1, y1 = rng.uniform(0, 4, 2)
        x2, y2 = x1 + rng.uniform(1, 4), y1 + rng.uniform(1, 7)
        along = x1 + (np.arange(6) + 0.5) * (x2 - x1) / 6
        down = y1 + (np.arange(6) + 0.5) * (y2 - y1) / 6
        grid = np.stack(np.meshgrid(along / 8 * 2 - 1, down / 11 * 2 - 1), axis=-1)[np.newaxis]
        sampled = torch.nn.functional.grid_sample(
            torch.tensor(x), torch.tensor(grid), padding_mode="border", align_corners=False
        )
        theirs = torch.nn.functional.avg_pool2d(sampled, 2).numpy()
        np.testing.assert_allclose(ROIAlign(3)(x, [[0, x1, y1, x2, y2]]), theirs, atol=1e-12)


def test_align_follows_a_ramp_where_pooling_cannot():
    """On x[i, j] = j + ½ each part's value is its own middle, wherever the region lies."""
    x = np.broadcast_to(np.arange(20) + 0.5, (1, 1, 20, 20))
    for start in (2.0, 2.25, 2.5, 2.9):
        y = ROIAlign(4)(x, [[0, start, 3, start + 8, 11]])
        np.testing.assert_allclose(y[0, 0, 0], start + 1 + 2 * np.arange(4))
    same = [ROIPool(4)(x, [[0, start, 3, start + 8, 11]]).tolist() for start in (2.5, 2.9, 3.4)]
    assert same[0] == same[1] == same[2]


@pytest.mark.parametrize("layer", [ROIPool(3), ROIPool((2, 4), 0.5), ROIAlign(3), ROIAlign((2, 4), 0.5, 3)])
def test_gradients(layer):
    rng = np.random.default_rng(4)
    x = rng.permutation(np.linspace(-1, 1, 2 * 2 * 6 * 7)).reshape(2, 2, 6, 7)
    rois = [[0, 0, 0, 7, 6], [1, 1.3, 0.4, 5.2, 4.4], [0, 2, 2, 2.5, 3], [0, -1, -1, 12, 13]]
    assert gradcheck(fixed_regions(layer, rois), x, rng)["x"] < 1e-6


def test_of_equals_the_first_gets_the_gradient():
    layer = ROIPool(1)
    layer(np.zeros((1, 1, 3, 3)), [[0, 0, 0, 3, 3]])
    assert layer.backward(np.ones((1, 1, 1, 1)))[0, 0].tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize("kind", [ROIPool, ROIAlign])
def test_kinds_of_numbers_and_no_region(kind):
    for dtype in (np.float16, np.float32, np.float64):
        layer = kind(2)
        y = layer(np.ones((1, 2, 5, 5), dtype), [[0, 0, 0, 4, 4]])
        assert y.dtype == dtype and layer.backward(np.ones_like(y)).dtype == dtype
    layer = kind(2)
    assert layer(np.ones((1, 2, 5, 5)), []).shape == (0, 2, 2, 2)
    assert not layer.backward(np.zeros((0, 2, 2, 2))).any()
    assert kind(2)(np.ones((1, 1, 1, 1)), [[0, 0, 0, 1, 1]]).tolist() == [[[[1, 1], [1, 1]]]]


def test_bilinear_by_hand():
    x = np.array([[[0.0, 10], [20, 30]]])
    assert bilinear(x, 0.5, 0.5)[0] == 15 and bilinear(x, 0, 0.25)[0] == 2.5
    assert bilinear(x, -0.5, 0)[0] == 0 and bilinear(x, -1.5, 0)[0] == 0 and bilinear(x, 1.7, 1)[0] == 30


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ROIPool(0), "output_size = 0"),
        (lambda: ROIPool((1, 2, 3)), "cao, rộng"),
        (lambda: ROIAlign(2, scale=-1), "scale = -1"),
        (lambda: ROIAlign(2, sampling=0), "sampling = 0"),
        (lambda: ROIPool(2)(np.ones((2, 3, 4)), []), "cần"),
        (lambda: ROIPool(2)(np.ones((1, 1, 4, 4)), [[0, 0, 4, 4]]), r"\(R, 5\)"),
        (lambda: ROIPool(2)(np.ones((1, 1, 4, 4)), [[1, 0, 0, 4, 4]]), "từ 0 đến 0"),
        (lambda: ROIPool(2)(np.ones((1, 1, 4, 4)), [[0, 5, 0, 4, 4]]), "x1 ≤ x2"),
        (lambda: ROIPool(2)(np.ones((1, 1, 0, 4)), []), "phải dương"),
        (lambda: parts(0, 3), "length = 0"),
    ],
)
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
