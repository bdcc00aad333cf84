"""Cats, dogs and one change at a time."""

import numpy as np
import torch

from hocsau.data import Dataset, Split, load
from hocsau.experiments import EXPERIMENTS, pets_sweeps
from hocsau.experiments.options import Options
from hocsau.experiments.pets_sweeps import TRIALS, Net, learn, prepared


def test_the_three_ways_differ_only_in_where_they_put_zero():
    ways = prepared(load("pets"))
    (raw, y), (mock, _) = ways["raw"]
    assert raw.shape == (400, 3, 32, 32) and mock.shape == (100, 3, 32, 32)
    assert 0 <= raw.min() < raw.max() <= 1 and set(y) == {0, 1}
    np.testing.assert_allclose(ways["centred"][0][0], raw - 0.5, atol=1e-7)
    scaled = ways["scaled"][0][0]
    np.testing.assert_allclose(scaled.mean(axis=(0, 2, 3)), 0, atol=5e-3)  # float32 sums of 400 000 numbers
    np.testing.assert_allclose(scaled.std(axis=(0, 2, 3)), 1, atol=5e-3)  # float32 sums of 400 000 numbers


def test_every_net_takes_a_picture_and_only_its_own_change_changes_its_size():
    x = torch.rand(2, 3, 32, 32)
    sizes = {}
    for name, trial in TRIALS.items():
        net = trial.net.build(0)
        assert net(x).shape == (2, 2)
        sizes[name] = sum(p.numel() for p in net.parameters())
    usual = 3 * 8 * 9 + 8 + 8 * 16 * 9 + 16 + 2 * (16 * 64 + 1)
    assert sizes["usual"] == sizes["dropout"] == sizes["sigmoid"] == usual
    assert sizes["norm"] == usual + 2 * (8 + 16)
    assert sizes["kernel_5"] == usual + (3 * 8 + 8 * 16) * (25 - 9)


def test_a_drawn_dog_is_told_from_a_drawn_cat():
    assert learn(TRIALS["scaled"], prepared(load("pets"))["scaled"], 0) > 0.9


def test_a_short_run(monkeypatch):
    monkeypatch.setattr(pets_sweeps, "SEEDS", 1)
    monkeypatch.setattr(pets_sweeps, "LEARN", 20)
    monkeypatch.setattr(pets_sweeps, "MOCK", 10)
    data = load("pets")
    rows = np.r_[:20, 300:320]
    few = Dataset(Split(data.train.x[rows], data.train.y[rows]), None, None, data.info)
    outcome = EXPERIMENTS["pets-sweeps"].run(few, Options(epochs=1))
    assert set(outcome.details["val_accuracy"]) == set(TRIALS)
    assert all(0 <= score <= 1 for score in outcome.scores.values())
    assert outcome.details["trials"]["batch_8"]["batch_size"] == 8
    assert Net().pools == 2
