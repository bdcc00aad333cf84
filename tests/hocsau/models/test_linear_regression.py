import numpy as np
import pytest
from sklearn.linear_model import LinearRegression as SklearnLinearRegression

from hocsau.models import LinearRegression


@pytest.mark.parametrize("features", [1, 2, 5])
def test_agrees_with_scikit_learn(features):
    rng = np.random.default_rng(features)
    x = rng.normal(50, 20, size=(40, features))
    y = x @ rng.normal(size=features) + 8 + rng.normal(size=40)
    ours, theirs = LinearRegression().fit(x, y), SklearnLinearRegression().fit(x, y)
    np.testing.assert_allclose(ours.weight, theirs.coef_, rtol=1e-9)
    assert ours.bias == pytest.approx(theirs.intercept_, rel=1e-9)
    assert ours.r2(x, y) == pytest.approx(theirs.score(x, y), rel=1e-9)
    np.testing.assert_allclose(ours.predict(x), theirs.predict(x), rtol=1e-9)


def test_gradient_of_the_loss_vanishes_at_the_fit():
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=30), rng.normal(size=30)
    model = LinearRegression().fit(x, y)
    residual = model.predict(x) - y
    np.testing.assert_allclose([residual.sum(), (x * residual).sum()], 0, atol=1e-12)
    assert model.loss(x, y) == pytest.approx(0.5 * (residual**2).sum())


def test_dependent_columns_still_predict_and_take_the_smallest_weights():
    x = np.linspace(30, 100, 30)
    both = np.stack([x, 2 * x], axis=1)
    model = LinearRegression().fit(both, 15 * x + 8)
    np.testing.assert_allclose(model.predict(both), 15 * x + 8, rtol=1e-9)
    np.testing.assert_allclose(model.weight, [3, 6], rtol=1e-9)  # 3·1 + 6·2 = 15 with the smallest norm


def test_bad_data_is_refused_before_anything_changes():
    model = LinearRegression().fit([1.0, 2.0], [1.0, 2.0])
    before = model.bias, model.weight.copy()
    bad = [
        ([1.0, 2.0], [1.0]),
        ([1.0], [1.0]),
        ([], []),
        ([1.0, np.nan], [1.0, 2.0]),
        ([1.0, 2.0], [1.0, np.inf]),
        (np.ones((2, 2, 2)), [1.0, 2.0]),
    ]
    for x, y in bad:
        with pytest.raises(ValueError):
            model.fit(x, y)
    assert model.bias == before[0]
    np.testing.assert_array_equal(model.weight, before[1])


def test_predict_needs_fit_and_the_same_columns():
    with pytest.raises(ValueError, match="fit"):
        LinearRegression().predict([1.0])
    with pytest.raises(ValueError, match="2 cột"):
        LinearRegression().fit([1.0, 2.0], [1.0, 2.0]).predict(np.ones((3, 2)))


def test_r2_of_constant_prices_is_refused():
    model = LinearRegression().fit([1.0, 2.0], [3.0, 3.0])
    with pytest.raises(ValueError, match="R²"):
        model.r2([1.0, 2.0], [3.0, 3.0])
