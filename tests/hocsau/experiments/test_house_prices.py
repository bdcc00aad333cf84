from dataclasses import replace

import numpy as np
import pytest

from hocsau.data import Split, load
from hocsau.experiments import house_prices, houses
from hocsau.recorded import recorded

DATA = load("houses_map")
SHORT = replace(house_prices.SIMPLE, hidden=(8,), epochs=2)


def spoilt(parts, part):
    """The same data, one house of `part` a thousand times as populous."""
    x = getattr(parts, part).x.copy()
    x[0, DATA.info.features.index("Population")] *= 1000
    return replace(parts, **{part: Split(x, getattr(parts, part).y)})


@pytest.mark.parametrize("part", ["val", "test"])
def test_nothing_of_validation_or_test_reaches_the_model(part):
    parts, _ = houses.parts(DATA)
    models = [house_prices.train(SHORT, p)[0] for p in (parts, spoilt(parts, part))]
    for a, b in zip(models[0].network.parameters(), models[1].network.parameters(), strict=True):
        np.testing.assert_array_equal(a.data, b.data)
    np.testing.assert_array_equal(models[0].x_scaler.mean, models[1].x_scaler.mean)


def test_a_scaler_fitted_on_everything_leaks_the_test_set(monkeypatch):
    """The same check fails as it should when the scaler sees all rows before the split."""
    parts, _ = houses.parts(DATA)
    models = []
    for variant in (parts, spoilt(parts, "test")):
        everything = np.concatenate([variant.train.x, variant.val.x, variant.test.x])
        scaler = house_prices.StandardScaler().fit(everything)
        scaled = Split(scaler.transform(variant.train.x), variant.train.y)
        leaky = replace(variant, train=scaled, val=Split(scaler.transform(variant.val.x), variant.val.y))
        monkeypatch.setattr(house_prices.StandardScaler, "transform", lambda self, x: np.asarray(x))
        models.append(house_prices.train(SHORT, leaky)[0])
        monkeypatch.undo()
    first = [model.network.parameters()[0].data for model in models]
    assert np.abs(first[0] - first[1]).max() > 1e-4


def test_rows_with_blanks_are_dropped_and_counted():
    x = DATA.train.x.copy()
    x[[3, 7], 3] = np.nan
    parts, dropped = houses.parts(replace(DATA, train=Split(x, DATA.train.y)))
    assert dropped == 2
    assert len(parts.train) + len(parts.val) + len(parts.test) == 1198
    assert len(parts.test) == round(0.2 * 1198)


def test_the_test_set_is_the_split_by_default_rng_0():
    parts, _ = houses.parts(DATA)
    rows = np.random.default_rng(0).permutation(1200)[:240]
    np.testing.assert_array_equal(parts.test.x, DATA.train.x[rows])


def test_predictions_are_in_the_units_of_the_price():
    parts, _ = houses.parts(DATA)
    model, history = house_prices.train(replace(SHORT, epochs=20), parts)
    prediction = model.predict(parts.test.x)
    assert prediction.shape == (240,) and history["loss"][-1] < history["loss"][0]
    assert abs(prediction.mean() - parts.test.y.mean()) < 0.2
    ratings = house_prices.ratings(prediction, parts.test)
    assert ratings["rmse"] == pytest.approx(ratings["mse"] ** 0.5)
    assert ratings["r2"] == pytest.approx(1 - ratings["mse"] / parts.test.y.var())


def test_the_map_holds_every_district_once_and_its_mean_price():
    split = DATA.train
    cells = houses.price_map(split, DATA.info)["cells"]
    assert sum(n for _, _, n, _ in cells) == len(split)
    west, south, n, mean = max(cells, key=lambda cell: cell[2])
    longitude, latitude = split.x[:, 7], split.x[:, 6]
    x, y = longitude - west + 1e-6, latitude - south + 1e-6
    inside = (0 <= x) & (x < 0.2) & (0 <= y) & (y < 0.2)
    assert inside.sum() == n and mean == pytest.approx(split.y[inside].mean(), abs=1e-3)


def test_correlations_are_those_of_numpy():
    explored = houses.explored(DATA.train, DATA.info)
    income, price = (explored["columns"].index(name) for name in ("MedInc", "MedHouseVal"))
    expected = np.corrcoef(DATA.train.x[:, 0], DATA.train.y)[0, 1]
    assert explored["correlation"][income][price] == pytest.approx(expected, abs=1e-4)
    assert sum(explored["histograms"]["HouseAge"]["counts"]) > 0.98 * 1200


def test_the_cloud_counts_predictions_by_true_and_guessed_price():
    truth, guess = np.array([1.0, 1.0, 3.0]), np.array([1.1, 2.9, 3.0])
    cloud = houses.cloud(guess, truth, bins=3)
    assert cloud["counts"] == [[0, 0, 0], [0, 1, 1], [0, 0, 1]]


def test_the_recorded_run_reaches_what_the_book_promises():
    record = recorded("house-prices")
    assert record["scores"]["test_r2_deeper"] >= 0.79
    assert record["scores"]["test_r2_64-64"] > record["scores"]["test_r2_linear"]
    # aggregates only: no single district can be read off
    assert "train" not in record["details"]["explored"]


@pytest.mark.real_data
def test_the_recorded_linear_model_comes_out_again(real):
    real("california-housing/cal_housing.data")
    parts, dropped = houses.parts(load("california_housing", "full"))
    assert dropped == recorded("house-prices")["details"]["dropped"]
    linear = house_prices.LinearRegression().fit(parts.train.x, parts.train.y)
    score = house_prices.metrics.r2(linear.predict(parts.test.x), parts.test.y)
    assert score == pytest.approx(recorded("house-prices")["scores"]["test_r2_linear"], rel=1e-6)
