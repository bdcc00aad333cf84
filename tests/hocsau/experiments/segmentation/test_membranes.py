"""The run on membranes, tried on drawn cells."""

import numpy as np
import pytest

from hocsau.data import load
from hocsau.experiments import EXPERIMENTS
from hocsau.experiments.options import Options
from hocsau.experiments.segmentation.membranes import LEVELS, halved


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    return EXPERIMENTS["membranes-unet"].run(
        load("cells"), Options(checkpoints=tmp_path_factory.mktemp("ledger"))
    )


def test_every_net_over_every_seed_beside_the_threshold(outcome):
    assert {name: len(runs) for name, runs in outcome.details["runs"].items()} == {
        "threshold": 1,
        "unet": 2,
        "no skips": 2,
    }
    for name in ("unet", "no skips"):
        runs = outcome.details["runs"][name]
        assert outcome.scores[f"{name} dice"] == pytest.approx(np.mean([run["dice"] for run in runs]))
        assert len(outcome.details["by threshold"][name][0]) == len(LEVELS)
        assert len(outcome.details["by slice"][name][0]) == 40
    assert outcome.details["parameters"]["unet"] > outcome.details["parameters"]["no skips"]


def test_the_curve_passes_through_the_score_at_one_half(outcome):
    for run, row in zip(
        outcome.details["runs"]["unet"], outcome.details["by threshold"]["unet"], strict=True
    ):
        assert row[LEVELS.index(0.5)] == pytest.approx(run["dice"], abs=1e-5)


def test_halving_is_the_mean_of_four():
    a = np.arange(16.0).reshape(1, 4, 4)
    assert halved(a).tolist() == [[[2.5, 4.5], [10.5, 12.5]]]
    assert halved(a > 100).dtype == np.float32
