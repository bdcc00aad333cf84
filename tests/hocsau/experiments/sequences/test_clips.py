"""Actions of the stick figure: the order of the frames is what is learnt."""

import numpy as np

from hocsau.data import load
from hocsau.experiments.sequences.clips import Plan, features, learn, run, shuffled


def test_features_are_the_mean_of_each_square():
    x = np.random.default_rng(0).integers(0, 256, (2, 3, 24, 24)).astype(np.uint8)
    found = features(x)
    assert found.shape == (2, 3, 64)
    assert found[1, 2, 9] == (x[1, 2, 3:6, 3:6].mean() - 50) / 60


def test_shuffling_keeps_every_frame():
    x = np.arange(24.0).reshape(2, 6, 2)
    mixed = shuffled(x, np.random.default_rng(0))
    assert not np.array_equal(mixed, x)
    np.testing.assert_array_equal(np.sort(mixed, axis=1), x)
    assert shuffled(x[:0], np.random.default_rng(0)).shape == (0, 6, 2)


def test_in_order_nearly_all_are_right_and_shuffled_within_a_pair_it_is_chance():
    data = load("clips")
    x, test = features(data.train.x), features(data.test.x)
    model = learn(x, data.train.y, 4, Plan(steps=120), np.random.default_rng(0))
    assert (model(test).argmax(1) == data.test.y).mean() > 0.93
    rng = np.random.default_rng(1)
    mixed, seen = shuffled(x, rng), shuffled(test, rng)
    guess = learn(mixed, data.train.y, 4, Plan(steps=120), np.random.default_rng(0))(seen).argmax(1)
    assert (guess == data.test.y).mean() < 0.65


def test_a_trial_run_scores_three_ways(monkeypatch):
    monkeypatch.setattr("hocsau.experiments.sequences.clips.SEEDS", 1)
    from hocsau.experiments.options import Options

    scores = run(load("clips"), Options(epochs=1)).scores
    assert set(scores) == {
        f"{w} {k}" for w in ("ordered", "shuffled", "middle") for k in ("right", "pair", "within")
    }
