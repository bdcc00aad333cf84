"""Letterbox, mosaic, and the choosing of boxes."""

import numpy as np
import pytest

from hocsau.darknet import choose, letterbox, mosaic


@pytest.mark.parametrize("shape", [(303, 472), (600, 200), (256, 256), (5, 1000), (1, 1)])
@pytest.mark.parametrize("stretch", [False, True])
def test_boxes_go_forth_and_back(shape, stretch):
    rng = np.random.default_rng(0)
    image = rng.integers(0, 256, (*shape, 3), np.uint8)
    made, fit = letterbox(image, 256, 256, stretch=stretch)
    assert made.shape == (256, 256, 3) and made.dtype == np.uint8
    h, w = shape
    whole = fit.forth([[0, 0, w, h]])[0]
    assert (whole >= 0).all() and (whole <= 256).all()
    boxes = np.sort(rng.uniform(0, 1, (20, 2, 2)), axis=1).reshape(-1, 4) * [w, h, w, h]
    np.testing.assert_allclose(fit.back(fit.forth(boxes)), boxes, atol=1e-9)
    if stretch:
        np.testing.assert_allclose(whole, [0, 0, 256, 256])


def test_letterbox_keeps_the_shape_and_fills_with_grey():
    image = np.full((100, 200, 3), 250, np.uint8)
    made, fit = letterbox(image, 256, 256)
    assert (fit.top, fit.left) == (64, 0) and fit.scale_x == fit.scale_y == 1.28
    assert (made[:64] == 128).all() and (made[64:192] == 250).all() and (made[192:] == 128).all()


@pytest.mark.parametrize("image", [np.zeros((4, 4)), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)])
def test_letterbox_refuses_other_arrays(image):
    with pytest.raises(ValueError, match="uint8"):
        letterbox(image, 32, 32)


def test_mosaic_is_made_of_four_pieces_and_their_boxes():
    images = np.stack([np.full((3, 60, 80), 10 * (k + 1), np.uint8) for k in range(4)])
    boxes = [np.array([[x, y, x + 6, y + 5] for x in range(0, 74, 8) for y in range(0, 55, 6)], float)] * 4
    rng = np.random.default_rng(1)
    for _ in range(20):
        made, found, origin = mosaic(images, boxes, rng=rng)
        assert made.shape == (3, 60, 80)
        assert (made[:, 0, 0], made[:, 0, -1], made[:, -1, 0], made[:, -1, -1])[2][0] == 30
        assert set(np.unique(made)) == {10, 20, 30, 40}
        for box, (k, _) in zip(found, origin, strict=True):
            inside = made[0, round(box[1]) : round(box[3]), round(box[0]) : round(box[2])]
            assert (inside == 10 * (k + 1)).all() and inside.size >= 0.4 * 30 - 6
    pattern = np.random.default_rng(2).integers(0, 256, (4, 1, 40, 40), np.uint8)
    made, found, origin = mosaic(pattern, [np.array([[8.0, 8.0, 20.0, 20.0]])] * 4, rng=rng)
    for box, (k, _) in zip(found, origin, strict=True):  # the pixels in a box are the pixels of its own photo
        if np.ptp(box[[0, 2]]) == np.ptp(box[[1, 3]]) == 12:
            x1, y1, x2, y2 = box.astype(int)
            np.testing.assert_array_equal(made[0, y1:y2, x1:x2], pattern[k, 0, 8:20, 8:20])


def test_mosaic_without_boxes_and_with_nonsense():
    images = np.zeros((4, 3, 32, 32), np.float32)
    made, found, origin = mosaic(images, [np.empty((0, 4))] * 4, rng=np.random.default_rng(0))
    assert made.dtype == np.float32 and found.shape == (0, 4) and origin.shape == (0, 2)
    with pytest.raises(ValueError, match="bốn"):
        mosaic(images[:3], [np.empty((0, 4))] * 3, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="rng"):
        mosaic(images, [np.empty((0, 4))] * 4, rng=None)
    with pytest.raises(ValueError, match=r"boxes\[1\]"):
        mosaic(
            images, [np.empty((0, 4)), [[5, 5, 1, 9]]] + [np.empty((0, 4))] * 2, rng=np.random.default_rng(0)
        )


def test_choose_keeps_the_best_of_those_that_overlap():
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [50, 50, 60, 60], [0, 0, 10, 10.5]], float)
    scores = np.array([[0.6, 0.0], [0.9, 0.0], [0.3, 0.1], [0.0, 0.8]])
    found = choose(boxes, scores, threshold=0.2)
    assert found.scores.tolist() == [0.9, 0.8, 0.3] and found.labels.tolist() == [0, 1, 0]
    np.testing.assert_array_equal(found.boxes, boxes[[1, 3, 2]])
    assert len(choose(boxes, scores, threshold=0.95)) == 0
    assert choose(boxes, scores, threshold=0.95).boxes.shape == (0, 4)
    assert len(choose(boxes, scores, threshold=0.2, most=1)) == 1
