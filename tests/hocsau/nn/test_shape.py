import numpy as np
import pytest

from hocsau.nn.shape import Flatten, Reshape


def test_flatten_and_reshape_undo_one_another():
    x = np.arange(48.0).reshape(2, 3, 2, 4)
    flat = Flatten()
    y = flat(x)
    assert y.shape == (2, 24)
    np.testing.assert_array_equal(flat.backward(y), x)
    back = Reshape(3, 2, 4)
    np.testing.assert_array_equal(back(y), x)
    np.testing.assert_array_equal(back.backward(x), y)
    assert Reshape(-1, 4)(y).shape == (2, 6, 4)


def test_flatten_takes_an_empty_batch():
    assert Flatten()(np.zeros((0, 3, 2, 2))).shape == (0, 12)


def test_impossible_reshape_is_refused():
    with pytest.raises(ValueError, match="mỗi mẫu 24 số; không xếp được thành"):
        Reshape(5, 5)(np.zeros((2, 24)))
