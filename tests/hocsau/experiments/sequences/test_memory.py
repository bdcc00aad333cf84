"""The two tasks of memory: what they ask, what guessing costs, and that a short way is learnt."""

import numpy as np
import pytest

from hocsau.data import load
from hocsau.experiments import EXPERIMENTS
from hocsau.experiments.options import Options
from hocsau.experiments.sequences.memory import CELLS, NAIVE, Memory, Plan, adding, copying, learn


def test_adding_asks_for_one_number_of_each_half():
    x, y = adding(2000, 10, np.random.default_rng(0))
    assert x.shape == (2000, 10, 2) and (x[:, :5, 1].sum(1) == 1).all() and (x[:, 5:, 1].sum(1) == 1).all()
    np.testing.assert_allclose((x[..., 0] * x[..., 1]).sum(1), y[:, 0], atol=1e-6)
    assert np.mean((y - 1) ** 2) == pytest.approx(NAIVE["adding"], abs=0.02)


def test_copying_asks_for_the_first_letter():
    x, y = copying(5, 7, np.random.default_rng(0))
    ids = x.argmax(-1)
    assert x.shape == (5, 9, 10) and (x.sum(-1) == 1).all()
    np.testing.assert_array_equal(ids[:, :1], y)
    assert (ids[:, 1:8] == 8).all() and (ids[:, 8] == 9).all()


@pytest.mark.parametrize("cell", CELLS)
def test_a_short_sum_is_learnt_better_than_guessed(cell):
    plan = Plan(steps=120, every=60, hidden=24, learning_rate=1e-2)
    found = learn("adding", 2, cell, plan, 0)
    assert found["score"] < 0.5 * NAIVE["adding"]


def test_a_run_stops_once_it_has_solved_the_task():
    found = learn("adding", 2, "gru", Plan(steps=400, every=25, hidden=24, learning_rate=1e-2), 0)
    assert found["solved"] and found["steps"] < 400 and found["score"] < 0.01


def test_a_trial_run_scores_every_task_and_goes_on_where_it_stopped(tmp_path):
    options = Options(epochs=1, checkpoints=tmp_path)
    first = EXPERIMENTS["memory"].run(load("clips"), options)
    assert set(first.details["runs"]) == {f"{t} 10 {c}" for t in NAIVE for c in CELLS}
    assert EXPERIMENTS["memory"].run(load("clips"), options).details == first.details


def test_the_gates_of_a_long_memory_are_open_to_the_past_and_closed_to_the_present():
    plan, rng = Plan(hidden=500), np.random.default_rng(0)
    bias = Memory("lstm-long", 2, 1, 1, 100, plan, rng).recurrent.cells[0].bias.detach().numpy()
    into, keep = bias[:500], bias[500:1000]
    np.testing.assert_array_equal(into, -keep)
    kept = 1 / (1 + np.exp(-keep))  # of the cell, at each step
    assert 1 / (1 - np.median(kept)) == pytest.approx(51, abs=6)
    plain = Memory("lstm", 2, 1, 1, 100, plan, rng).recurrent.cells[0].bias.detach().numpy()
    assert (plain[500:1000] == 1).all() and (plain[:500] == 0).all()
