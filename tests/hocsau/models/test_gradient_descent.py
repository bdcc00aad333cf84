import numpy as np
import pytest

from hocsau.models import gradient_descent


def test_walk_on_x_squared_follows_the_closed_form():
    path = gradient_descent(lambda x: 2 * x, start=10, learning_rate=0.1, steps=10)
    np.testing.assert_allclose(path, 10 * 0.8 ** np.arange(11))


def test_walk_in_two_dimensions_reaches_the_minimum_of_a_bowl():
    rng = np.random.default_rng(0)
    root = rng.normal(size=(2, 2))
    a, target = root @ root.T + np.eye(2), rng.normal(size=2)
    path = gradient_descent(lambda w: a @ (w - target), [5.0, -3.0], learning_rate=0.1, steps=2000)
    assert path.shape == (2001, 2)
    np.testing.assert_allclose(path[-1], target, atol=1e-10)


def test_too_large_a_learning_rate_leaves_for_infinity_without_stopping():
    path = gradient_descent(lambda x: 2 * x, start=1, learning_rate=1e3, steps=200)
    assert not np.isfinite(path[-1])


@pytest.mark.parametrize("rate", [0, -0.1, np.nan, np.inf])
def test_refuses_a_learning_rate_that_is_no_step(rate):
    with pytest.raises(ValueError, match="learning_rate"):
        gradient_descent(lambda x: x, 1.0, rate, 3)


def test_refuses_bad_steps_start_and_gradient_shape():
    with pytest.raises(ValueError, match="steps"):
        gradient_descent(lambda x: x, 1.0, 0.1, -1)
    with pytest.raises(ValueError, match="start"):
        gradient_descent(lambda x: x, np.nan, 0.1, 3)
    with pytest.raises(ValueError, match="shape"):
        gradient_descent(lambda x: np.ones(3), [1.0, 2.0], 0.1, 3)


def test_does_not_touch_the_start():
    start = np.array([1.0, 2.0])
    gradient_descent(lambda x: x, start, 0.5, 3)
    np.testing.assert_array_equal(start, [1.0, 2.0])
