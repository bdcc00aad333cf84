from dataclasses import replace

import numpy as np
import pytest

from hocsau.data import Split, load
from hocsau.experiments import house_tails, houses
from hocsau.experiments.options import Options
from hocsau.recorded import recorded

DATA = load("houses_map")
PARTS, _ = houses.parts(DATA)


def test_every_preparation_is_measured_on_the_training_set_alone():
    ways = house_tails.preparations(PARTS.train.x, DATA.info)
    assert list(ways) == ["plain", "clipped", "log", "quartiles"]
    for name, prepare in ways.items():
        z = prepare(PARTS.train.x)
        if name == "quartiles":
            np.testing.assert_allclose(np.median(z, axis=0), 0, atol=1e-12)
            np.testing.assert_allclose(np.subtract(*np.percentile(z, [75, 25], axis=0)), 1)
        else:
            np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-9)
            np.testing.assert_allclose(z.std(axis=0), 1)


def test_an_outlier_is_held_back_by_clipping_and_log_but_not_by_quartiles():
    x = PARTS.train.x.copy()
    crowded = DATA.info.features.index("AveOccup")
    x[0, crowded] = 1243.0
    ways = house_tails.preparations(x, DATA.info)
    far = {name: prepare(x)[0, crowded] for name, prepare in ways.items()}
    assert far["clipped"] < 5 < far["plain"] < far["quartiles"]
    assert far["log"] < far["plain"]
    spread = house_tails.spread(ways["plain"](x)[:, crowded])
    assert spread["largest"] > 25 and spread["most_high"] - spread["most_low"] < 1


def test_a_short_run_gives_every_number_of_the_record():
    rows = slice(0, 200)
    short = replace(DATA, train=Split(DATA.train.x[rows], DATA.train.y[rows]))
    outcome = house_tails.run(short, Options(epochs=1))
    record = recorded("house-tails")
    assert set(outcome.scores) == set(record["scores"])
    assert set(outcome.details) == set(record["details"])
    assert all(np.isfinite(score) for score in outcome.scores.values())


@pytest.mark.real_data
def test_the_record_of_the_columns_is_what_california_gives():
    parts, _ = houses.parts(load("california_housing", profile="full"))
    plain = house_tails.preparations(parts.train.x, load("california_housing", profile="full").info)["plain"]
    crowded = list(recorded("house-tails")["details"]["spread"]).index("AveOccup")
    assert house_tails.spread(plain(parts.train.x)[:, crowded]) == pytest.approx(
        recorded("house-tails")["details"]["spread"]["AveOccup"], rel=1e-3
    )
