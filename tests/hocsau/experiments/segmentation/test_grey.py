"""The grey output: a dead pair of channels stops every gradient but the last bias's."""

import numpy as np
import pytest
import torch

from hocsau.data import load
from hocsau.experiments import EXPERIMENTS
from hocsau.experiments.options import Options
from hocsau.experiments.segmentation.grey import Settings, at_start
from hocsau.recorded import recorded
from hocsau.torch import UNet


def test_two_channels_below_zero_everywhere_leave_only_the_last_bias_to_learn():
    network = UNet(base=2, depth=2, squeeze=2, rng=np.random.default_rng(0))
    with torch.no_grad():
        network.squeeze[0].bias.fill_(-100)
    p = torch.sigmoid(network(torch.rand(1, 1, 16, 16)))
    assert p.std() < 1e-6
    torch.nn.functional.binary_cross_entropy(p, torch.zeros_like(p)).backward()
    moved = [name for name, q in network.named_parameters() if q.grad is not None and q.grad.abs().max() > 0]
    assert moved == ["head.bias"]


def test_one_living_channel_lets_the_gradient_through():
    network = UNet(base=2, depth=2, squeeze=2, rng=np.random.default_rng(0))
    with torch.no_grad():
        network.squeeze[0].bias.copy_(torch.tensor([-100.0, 100.0]))
    network(torch.rand(1, 1, 16, 16)).sum().backward()
    assert network.down[0][0].weight.grad.abs().max() > 0


def test_the_same_start_gives_the_same_counts():
    x = load("cells").train.x[:2].astype(np.float32) / 255
    settings = Settings(squeezes=(0, 1, 2))
    one, two = (at_start(2, settings, 3, x) for _ in range(2))
    assert one == two and set(one) == {f"base 2, squeeze {k}" for k in (0, 1, 2)}
    assert all(0 <= row["alive"] <= 1 and 0 <= row["alike"] <= 1.001 for row in one.values())


def test_a_small_run_counts_what_it_holds(tmp_path):
    outcome = EXPERIMENTS["unet-grey"].run(load("cells", "small"), Options(checkpoints=tmp_path))
    for name, rows in outcome.details["learnt"].items():
        assert outcome.scores[f"grey, {name}"] == sum(r["spread"] < outcome.details["flat"] for r in rows)
    for name, rows in outcome.details["starts"].items():
        assert outcome.scores[f"dead at start, {name}"] == sum(r["alive"] == 0 for r in rows)


def test_the_record_of_the_chapter():
    record = recorded("unet-grey")
    assert {len(rows) for rows in record["details"]["learnt"].values()} == {20}
    for name, rows in record["details"]["starts"].items():
        if name.endswith(("squeeze 8", "squeeze 32")):  # more channels, none of them all dead
            assert min(row["alive"] for row in rows) > 0
    assert sum(value for name, value in record["scores"].items() if "dead at start" in name) > 0


@pytest.mark.parametrize("name", ["cells-choices", "cells-unet", "unet-grey", "membranes-unet"])
def test_every_run_is_recorded_with_its_data(name):
    record = recorded(name)
    assert record["command"] == f"hocsau train {name} --full" and record["data"]["sha256"]
