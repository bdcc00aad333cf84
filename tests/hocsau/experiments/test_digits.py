import numpy as np

from hocsau.data import load
from hocsau.experiments import digits
from hocsau.experiments.options import Options
from hocsau.recorded import recorded


def test_numpy_and_torch_learn_the_same_thing():
    outcome = digits.run(load("digits"), Options(epochs=3))
    ours, theirs = outcome.curves["numpy"], outcome.curves["torch"]
    np.testing.assert_allclose(ours["loss"], theirs["loss"], atol=2e-3)
    assert outcome.scores["same_answers"] > 0.98
    assert np.sum(outcome.details["confusion"]) == outcome.details["parts"]["test"]


def test_the_recorded_run():
    record = recorded("digits")
    matrix = np.array(record["details"]["confusion"])
    assert matrix.sum() == 10_000 and "torch" in record["versions"]
    assert np.trace(matrix) / matrix.sum() == record["scores"]["test_accuracy"] > 0.975
