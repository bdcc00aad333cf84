"""The two by two of chapter 11 on a few drawn clothes: what a frozen body keeps, and what all ways share."""

import numpy as np
import pytest

from hocsau.data import load
from hocsau.experiments import EXPERIMENTS
from hocsau.experiments.clothes_transfer import WAYS, kinds, some


@pytest.fixture(scope="module")
def outcome():
    return EXPERIMENTS["clothes-transfer"].run(load("clothes"))


def test_the_four_cases_by_five_ways(outcome):
    names = {f"{way}-{task}-{size}" for way in WAYS for task in ("near", "far") for size in ("few", "many")}
    new, old = outcome.details["new"], outcome.details["old"]
    assert set(new) == names and set(old) == {"before"} | {n for n in names if not n.startswith("nothing")}
    assert all(len(values) == 2 and all(0 <= v <= 1 for v in values) for values in (new | old).values())
    assert len(outcome.details["near_classes"]) == 5


def test_a_frozen_body_forgets_nothing(outcome):
    old = outcome.details["old"]
    for name, values in old.items():
        if name.startswith("frozen"):
            assert values == old["before"]
    assert any(old[name] != old["before"] for name in old if name.startswith("whole"))


def test_the_kinds_of_a_task():
    part = kinds(load("clothes").train, 5)
    assert part.x.shape[1:] == (1, 28, 28) and part.x.max() <= 1 and set(part.y) == set(range(5))
    x, y = some(part, 3, np.random.default_rng(0))
    assert np.bincount(y).tolist() == [3] * 5 and len(x) == 15
