import numpy as np
import pytest

from hocsau.data import load
from hocsau.data.drawn.clothes import CLASSES, draw_clothes, draw_garment


@pytest.mark.parametrize("kind", range(len(CLASSES)))
def test_the_same_draws_give_the_same_garment_and_others_another(kind):
    one, two, other = (draw_garment(kind, np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert one.shape == (28, 28) and one.dtype == np.uint8
    assert np.array_equal(one, two) and not np.array_equal(one, other)


@pytest.mark.parametrize("kind", [-1, 10, "áo thun", 0.5])
def test_an_unknown_kind_is_refused(kind):
    with pytest.raises(ValueError, match="cần số nguyên từ 0 đến 9"):
        draw_garment(kind, np.random.default_rng(0))


def test_each_kind_comes_as_often_and_in_no_order():
    x, y = draw_clothes(6, np.random.default_rng(0))
    assert x.shape == (60, 28, 28) and np.bincount(y).tolist() == [6] * 10
    assert (np.diff(y) != 0).mean() > 0.5
    filled = (x > 0).mean(axis=(1, 2))
    assert filled.min() > 0.05 and filled.max() < 0.8  # something on a blank ground
    assert (x[:, :, [0, -1]] > 0).mean() < 0.05


def test_the_exam_of_the_set_is_drawn_apart_and_callers_own_their_copy():
    data = load("clothes")
    assert len(data.train) == 3000 and np.bincount(data.test.y).tolist() == [60] * 10
    learned = {image.tobytes() for image in data.train.x}
    assert not any(image.tobytes() in learned for image in data.test.x)
    data.test.x[:] = 0
    assert load("clothes").test.x.max() > 200
