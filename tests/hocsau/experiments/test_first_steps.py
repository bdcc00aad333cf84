import numpy as np

from hocsau.data import load
from hocsau.experiments import first_steps, images, mnist
from hocsau.recorded import recorded

SMALL = images.ready(load("digits"))


def test_stuck_neurons_are_counted_by_their_slope():
    model = mnist.network([64, 100, 10], mnist.SOURCE, np.random.default_rng(0))
    model[0].weight.data[...] = 0
    model[0].bias.data[...] = np.repeat([0.0, 10.0], [75, 25])  # σ'(0) = 0.25, σ'(10) = 4.5e-5
    assert first_steps.stuck_share(model, SMALL) == 0.25


def test_small_weights_change_by_a_larger_share():
    rows = {(row["init"], row["learning_rate"]): row for row in first_steps.watch([64, 100, 10], SMALL)}
    assert len(rows) == 4
    for rate in first_steps.RATES:
        assert rows["xavier", rate]["first_step_percent"] > 1.5 * rows["normal", rate]["first_step_percent"]
    one, other = (rows["xavier", rate]["first_step_percent"] for rate in (0.7, 3.0))
    assert np.isclose(other / one, 3 / 0.7, rtol=0.01)  # the same first gradient


def test_on_real_digits_a_rate_of_3_leaves_most_of_the_small_weights_stuck():
    rows = recorded("mnist-mlp")["details"]["first_steps"]
    stuck = {(row["init"], row["learning_rate"]): row["stuck_share"]["1000"] for row in rows}
    assert stuck["xavier", 3.0] > stuck["normal", 3.0] > 0.3
    assert stuck["xavier", 0.7] < 0.02
