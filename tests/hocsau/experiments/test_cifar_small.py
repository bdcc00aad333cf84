"""The two runs that put chapter 12 together: CIFAR with few photos, and MNIST again."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from hocsau.data import Split, load
from hocsau.experiments import EXPERIMENTS, cifar_small, mnist_best
from hocsau.experiments.options import Options
from hocsau.experiments.recipe import Recipe, learn, logits_of, pictures
from hocsau.experiments.short_resnet import short_resnet
from hocsau.recorded import recorded

CLOTHES = load("clothes")


def test_a_small_run_of_both(tmp_path):
    for name, data in (("cifar-small", CLOTHES), ("mnist-best", load("mnist_small"))):
        outcome = EXPERIMENTS[name].run(data, Options(epochs=1, checkpoints=tmp_path))
        assert outcome.packages == ("torch",) and all(np.isfinite(list(outcome.scores.values())))
        again = EXPERIMENTS[name].run(data, Options(epochs=1, checkpoints=tmp_path))  # all from checkpoints
        assert again.scores == outcome.scores
    assert len(list(tmp_path.glob("*.npz"))) == 3


def test_the_network_pools_early_and_its_parts_can_be_left_out():
    rng = np.random.default_rng(0)
    net = short_resnet(3, 10, (32, 64, 128), rng=rng)
    assert sum(p.numel() for p in net.parameters()) == 288_746
    x = torch.randn(2, 3, 32, 32)
    assert net(x).shape == (2, 10)
    near = short_resnet(3, 10, (32, 64, 128), head="fan_in", rng=rng)(torch.randn(64, 3, 32, 32))
    loss = torch.nn.functional.cross_entropy(near, torch.arange(64) % 10)
    assert float(loss.detach()) == pytest.approx(np.log(10), rel=0.15)
    plain = short_resnet(3, 10, (8, 16), residual=False, norm=False, rng=rng)
    kinds = {type(layer).__name__ for layer in plain.modules()}
    assert "BatchNorm2d" not in kinds and "Residual" not in kinds and plain(x).shape == (2, 10)


def test_the_training_photos_set_the_scale_and_the_parts_do_not_touch():
    rng = np.random.default_rng(0)
    colour = Split(rng.integers(0, 256, (40, 8, 8, 3), np.uint8), np.arange(40) % 10)
    parts = pictures(replace(CLOTHES, train=colour, test=None).split(val=8, test=8))
    assert parts.train.x.shape == (24, 3, 8, 8) and parts.train.x.dtype == np.float32
    np.testing.assert_allclose(parts.train.x.mean(axis=(0, 2, 3)), 0, atol=1e-5)
    np.testing.assert_allclose(parts.train.x.std(axis=(0, 2, 3)), 1, atol=1e-5)


def test_both_views_are_added():
    net = short_resnet(1, 10, (4, 8), rng=np.random.default_rng(0)).eval()
    x = np.random.default_rng(1).random((5, 1, 16, 16)).astype(np.float32)
    both = logits_of(net, x) + logits_of(net, np.ascontiguousarray(x[..., ::-1]))
    np.testing.assert_allclose(logits_of(net, x, mirrored=True), both, rtol=1e-4, atol=1e-5)


def test_every_switch_of_a_recipe_works_and_labels_are_softened_only_when_asked():
    parts = pictures(replace(CLOTHES, train=Split(CLOTHES.train.x[:64], CLOTHES.train.y[:64])).split(val=16))
    ends = []
    for change in ({}, {"smoothing": 0.1}, {"mix": 0.2}, {"average": 0.9}, {"optimizer": "adam"}):
        rng = np.random.default_rng(0)
        net = short_resnet(1, 10, (4, 8), rng=rng)
        history = learn(replace(Recipe(1, 16, 0.01), **change), net, parts, rng)
        assert np.isfinite(history["val_loss"]).all()
        ends.append(torch.cat([p.detach().ravel() for p in net.parameters()]))
    assert len({tuple(e.tolist()) for e in ends}) == 5  # each of them changed something


def test_the_recorded_photos():
    record = recorded("cifar-small")
    scores, runs = record["scores"], record["details"]["runs"]
    assert scores["test_accuracy_best"] >= 0.62
    assert record["details"]["parts"] == {"train": 2500, "val": 500, "test": 1000}
    assert record["data"]["name"] == "cifar10_subset" and record["seconds"] < 3600
    for name, about in runs.items():
        matrix = np.array(about["confusion"])
        assert matrix.sum() == 1000 and np.trace(matrix) == round(1000 * scores[f"test_accuracy_{name}"])
        assert len(record["curves"][name]["val_accuracy"]) == about["settings"]["epochs"]


@pytest.mark.real_data
def test_the_first_four_thousand_photos(real):
    real("cifar10-subset/data_batch_1_first4000.bin")
    data = load("cifar10_subset", "full")
    assert data.train.x.shape == (4000, 32, 32, 3) and data.info.n == 4000
    assert np.bincount(data.train.y).tolist() == [396, 366, 420, 384, 422, 393, 414, 385, 407, 413]
    parts = cifar_small.divided(data)
    assert (len(parts.train), len(parts.val), len(parts.test)) == (2500, 500, 1000)


def test_flips_are_for_photos_and_not_for_digits():
    assert not any(type(t).__name__ == "Flip" for t in mnist_best.AUGMENT.transforms)


def test_the_recorded_digits():
    record = recorded("mnist-best")
    assert record["scores"]["test_accuracy"] >= 0.995
    wrong = len(record["details"]["errors"]["image"])
    assert wrong == 10_000 - round(1e4 * record["scores"]["test_accuracy"])
    assert record["details"]["parts"] == {"train": 50_000, "val": 10_000, "test": 10_000}
