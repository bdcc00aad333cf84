import numpy as np
import pytest

from hocsau.data import DataError, StandardScaler

X = np.random.default_rng(0).normal(5, [1, 10, 100], (50, 3))


def test_columns_get_mean_0_and_deviation_1_and_come_back():
    scaler = StandardScaler().fit(X)
    z = scaler.transform(X)
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(z.std(axis=0), 1, rtol=1e-12)
    np.testing.assert_allclose(scaler.inverse(z), X, rtol=1e-12)


def test_the_same_as_scikit_learn():
    from sklearn.preprocessing import StandardScaler as Theirs

    np.testing.assert_allclose(
        StandardScaler().fit(X[:40]).transform(X[40:]), Theirs().fit(X[:40]).transform(X[40:]), rtol=1e-12
    )


@pytest.mark.parametrize("value", [0.0, 7.0, 0.1, 1e9])
def test_a_constant_column_becomes_zeros(value):
    x = np.column_stack([X[:, 0], np.full(50, value)])
    assert np.abs(StandardScaler().fit(x).transform(x)[:, 1]).max() < 1e-6


def test_small_columns_are_no_constant_columns():
    x = np.column_stack([X[:, 0], 1e-15 * X[:, 1]])
    assert StandardScaler().fit(x).std[1] > 0


@pytest.mark.parametrize(
    ("x", "message"),
    [(X[:, 0], "shape"), (np.zeros((0, 3)), "shape"), (np.where(X > 5, np.nan, X), "ô trống")],
)
def test_bad_tables_are_refused(x, message):
    with pytest.raises(DataError, match=message):
        StandardScaler().fit(x)


def test_transform_before_fit_and_another_width():
    with pytest.raises(DataError, match="chưa được fit"):
        StandardScaler().transform(X)
    with pytest.raises(DataError, match="có 2 cột; lúc fit có 3"):
        StandardScaler().fit(X).transform(X[:, :2])
