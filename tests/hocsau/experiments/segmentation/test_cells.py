"""The small segmenter and its comparisons: short runs hold together, the records say what is quoted."""

import numpy as np
import pytest
import torch

from hocsau.data import load
from hocsau.experiments import EXPERIMENTS
from hocsau.experiments.options import Options
from hocsau.experiments.segmentation import choices
from hocsau.experiments.segmentation.cells import scaled, small_unet
from hocsau.recorded import recorded, recorded_file
from hocsau.segmentation import dice
from hocsau.torch.models.segmenter import Segmenter
from hocsau.torch.shipped import load_shipped


def test_a_short_run_keeps_a_network_that_load_shipped_reads(tmp_path):
    from hocsau.nn.storage import save_arrays

    outcome = EXPERIMENTS["cells-unet"].run(load("cells"), Options(epochs=1))
    assert len(outcome.details["runs"]["unet"]) == 2
    path = tmp_path / "cells-unet-network.npz"
    save_arrays(path, outcome.arrays["network"])
    network = load_shipped("cells-unet", path)
    assert isinstance(network, Segmenter) and not network.training
    assert sum(p.numel() for p in network.parameters()) == outcome.details["parameters"]


def test_every_variant_over_every_seed(tmp_path):
    outcome = EXPERIMENTS["cells-choices"].run(load("cells"), Options(epochs=1, checkpoints=tmp_path))
    runs = outcome.details["runs"]
    assert set(runs) == set(choices.VARIANTS) and all(len(rows) == choices.SEEDS for rows in runs.values())
    assert outcome.scores["bce dice"] == pytest.approx(np.mean([row["dice"] for row in runs["bce"]]))


def test_the_shipped_network_finds_cells_in_pictures_of_any_size():
    network = load_shipped("cells-unet")
    test = load("cells").test
    assert dice(network.probabilities(test.x[0]) > 0.5, test.y[0] > 0) > 0.9
    wide = np.concatenate([test.x[1], test.x[2][:, :37]], axis=1)[:61]
    truth = np.concatenate([test.y[1], test.y[2][:, :37]], axis=1)[:61] > 0
    found = network.probabilities(wide)
    assert found.shape == wide.shape and 0 <= found.min() and found.max() <= 1
    assert dice(found > 0.5, truth) > 0.85
    with pytest.raises(ValueError, match="uint8"):
        network.probabilities(test.x[0] / 255)


def test_what_is_shipped_is_what_was_recorded_and_small():
    record = recorded("cells-unet")
    assert recorded_file("cells-unet-network.npz").stat().st_size < 400_000
    network, test = load_shipped("cells-unet"), load("cells").test
    with torch.no_grad():
        z = network(torch.from_numpy(scaled(test.x)[:, None])).numpy()[:, 0]
    assert dice(z > 0, test.y > 0) == pytest.approx(record["details"]["runs"]["unet"][0]["dice"], abs=0.002)
    assert record["scores"]["unet dice min"] > 0.94 > record["scores"]["threshold dice"]


def test_the_body_is_the_segmenter_s():
    plain = {name: p.shape for name, p in Segmenter(rng=np.random.default_rng(0)).named_parameters()}
    assert sum(np.prod(shape) for shape in plain.values()) == 29_321
    assert small_unet(0).output_size(64) == 64


def test_the_membranes_recorded_meet_their_target():
    scores = recorded("membranes-unet")["scores"]
    assert scores["unet dice min"] >= 0.94
    assert scores["unet other_dice min"] > scores["no skips other_dice max"]
    assert scores["threshold dice"] < scores["unet dice min"]
