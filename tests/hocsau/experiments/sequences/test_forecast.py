"""Walk-forward: nothing of the future is seen, and a line is forecast exactly."""

import numpy as np
import pytest

from hocsau.experiments.sequences.forecast import (
    linear_forecast,
    rmse,
    same_as_today,
    walk_forward,
    windows,
)


def test_windows_and_what_follows():
    x, y = windows(np.arange(6), 3)
    assert x.tolist() == [[0, 1, 2], [1, 2, 3], [2, 3, 4]] and y.tolist() == [3, 4, 5]
    assert rmse([1, 5], [1, 2]) == pytest.approx(np.sqrt(4.5))


def test_today_for_tomorrow():
    series = np.random.default_rng(0).normal(size=100)
    found = walk_forward(series, same_as_today, folds=3, days=10, length=5)
    np.testing.assert_array_equal(found, series[69:-1])


def test_only_the_past_is_given():
    series = np.arange(80.0)
    asked_after = []

    def forecast(past, asked):
        asked_after.append((past[-1], asked[0, -1], len(asked)))
        return asked[:, -1]

    walk_forward(series, forecast, folds=2, days=10, length=4)
    assert asked_after == [(59.0, 59.0, 10), (69.0, 69.0, 10)]


def test_a_straight_line_goes_on():
    series = 3 + 0.5 * np.arange(60)
    found = walk_forward(series, linear_forecast, folds=2, days=5, length=6)
    np.testing.assert_allclose(found, series[-10:], atol=1e-9)


def test_a_series_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="20 ngày không đủ cho 2 đoạn 5 ngày"):
        walk_forward(np.arange(20.0), same_as_today, folds=2, days=5, length=6)
    with pytest.raises(ValueError, match=r"series có shape \(3,\)"):
        windows(np.arange(3), 3)


def test_a_forecast_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match=r"shape \(3,\); cần \(5,\)"):
        walk_forward(np.arange(60.0), lambda past, asked: np.zeros(3), folds=1, days=5, length=6)
