"""Trial runs of two recorded experiments, and what must not leak between their parts."""

import numpy as np

from hocsau.data import load
from hocsau.experiments import EXPERIMENTS
from hocsau.experiments.options import Options
from hocsau.experiments.sequences.names import divided, scored


def test_one_spelling_lies_in_one_part():
    names = np.array(["Abe", "Kim", "Abe", "Lê", "Kim", *(f"n{i}" for i in range(40))])
    clean, train, test = divided(names, np.zeros(len(names)))
    assert not {clean[i] for i in train} & {clean[i] for i in test}
    assert sorted([*train, *test]) == list(range(len(names))) and len(test) > 4


def test_balanced_counts_every_class_alike():
    y = np.array([0] * 9 + [1])
    assert scored(np.zeros(10, int), y) == {"right": 0.9, "balanced": 0.5}


def test_a_trial_run_of_names(monkeypatch):
    monkeypatch.setattr("hocsau.experiments.sequences.names.SEEDS", 1)
    scores = EXPERIMENTS["names"].run(load("ca_dao"), Options(epochs=1)).scores
    assert {k.rsplit(" ", 1)[0] for k in scores} == {"most frequent", "trigram", "rnn", "lstm", "gru"}
    assert all(0 <= v <= 1 for v in scores.values())


def test_a_random_walk_is_not_forecast_but_a_leak_is_seen(monkeypatch):
    monkeypatch.setattr("hocsau.experiments.sequences.bitcoin.SEEDS", 1)
    scores = EXPERIMENTS["bitcoin"].run(load("clips"), Options(epochs=10)).scores
    assert scores["today ratio"] == 1 and scores["linear ratio"] > 0.95
    assert scores["smoothed first ratio"] < 0.95  # two days of the future are in the inputs
