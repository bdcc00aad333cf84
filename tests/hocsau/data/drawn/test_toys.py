"""Drawn toys: the same for the same rng, boxes tight around what was drawn, hidden parts within bounds."""

import numpy as np
import pytest

from hocsau.data.drawn.toys import CLASSES, draw_scene, draw_scenes


@pytest.fixture(scope="module")
def scenes():
    return draw_scenes(12, np.random.default_rng(0))


def test_the_same_rng_draws_the_same(scenes):
    again = draw_scenes(1, np.random.default_rng(0))[0]
    for name in ("image", "boxes", "labels", "masks"):
        np.testing.assert_array_equal(getattr(again, name), getattr(scenes[0], name))


def test_shapes_and_ranges(scenes):
    kinds = set()
    for s in scenes:
        k = len(s.labels)
        assert s.image.shape == (128, 128, 3) and s.image.dtype == np.uint8 and 1 <= k <= 8
        assert s.boxes.shape == (k, 4) and s.masks.shape == (k, 128, 128)
        assert s.boxes.min() >= 0 and s.boxes.max() <= 128 and (s.boxes[:, 2:] > s.boxes[:, :2]).all()
        assert s.masks.sum(axis=0).max() <= 1, "what is seen belongs to one object"
        kinds |= set(s.labels.tolist())
    assert kinds == set(range(len(CLASSES)))


def test_a_box_is_tight_around_the_last_object_which_nothing_hides(scenes):
    for s in scenes:
        rows, columns = (np.flatnonzero(s.masks[-1].any(axis=axis)) for axis in (1, 0))
        edges = [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]
        assert np.abs(s.boxes[-1] - edges).max() <= 1.1  # a mask has only whole pixels


def test_later_objects_leave_six_tenths_of_each_in_sight(scenes):
    rng = np.random.default_rng(0)
    for s in scenes:
        again = draw_scene(rng)
        np.testing.assert_array_equal(again.image, s.image)
        area = (s.boxes[:, 2] - s.boxes[:, 0]) * (s.boxes[:, 3] - s.boxes[:, 1])
        # the emptiest shape, the star, fills 0.3 of its box, and a turned kite a little less
        assert (s.masks.sum(axis=(1, 2)) >= 0.6 * 0.25 * area).all()


def test_too_small_a_picture_is_refused():
    for how in ({"size": 32}, {"most": 0}):
        with pytest.raises(ValueError, match="cần ảnh từ 64"):
            draw_scene(np.random.default_rng(0), **how)
