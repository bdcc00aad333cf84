"""The clips of the stick figure: the odd action is the even one played backwards."""

import numpy as np
import pytest

from hocsau.data.drawn.clips import CLASSES, FRAMES, SIDE, draw_clip, draw_clips


@pytest.mark.parametrize("kind", [0, 2])
def test_the_odd_action_is_the_even_one_backwards(kind):
    there, back = (draw_clip(np.random.default_rng(3), k) for k in (kind, kind + 1))
    assert there.shape == (FRAMES, SIDE, SIDE) and there.dtype == np.uint8
    np.testing.assert_array_equal(there, back[::-1])


def test_the_room_is_empty_at_both_ends_and_only_there():
    x, y = draw_clips(40, np.random.default_rng(0))
    light = (x > 150).sum(axis=(2, 3))  # (n, T): bright points of the figure
    assert (light[:, :3] == 0).all() and (light[:, -3:] == 0).all()
    assert (light[:, 6:24] > 10).all()
    assert set(y.tolist()) == set(range(len(CLASSES)))


def test_the_same_seed_draws_the_same():
    (a, u), (b, v) = (draw_clips(3, np.random.default_rng(1)) for _ in range(2))
    np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(u, v)
    assert draw_clips(0, np.random.default_rng(1))[0].shape == (0, FRAMES, SIDE, SIDE)


@pytest.mark.parametrize("kind", [-1, 4, True, 1.5])
def test_an_unknown_action_is_refused(kind):
    with pytest.raises(ValueError, match=r"kind = .*; cần 0 … 3"):
        draw_clip(np.random.default_rng(0), kind)


def test_a_negative_number_of_clips_is_refused():
    with pytest.raises(ValueError, match="n = -1"):
        draw_clips(-1, np.random.default_rng(0))
