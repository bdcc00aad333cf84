"""The comparisons of chapter 12: every variant over every seed, graded alike; and what their records say."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from hocsau.data import Dataset, Split, load
from hocsau.experiments import EXPERIMENTS, recipe
from hocsau.experiments.options import Options
from hocsau.experiments.recipe import Recipe
from hocsau.experiments.techniques import batch, common, init, smoothing
from hocsau.experiments.techniques.common import Variant, compare, divided, mlp
from hocsau.recorded import recorded

RECORDED = [
    f"techniques-{name}" for name in ("batch", "init", "schedule", "norm", "dropout", "smoothing", "residual")
]
CHEAP = ["techniques-dropout", "techniques-schedule"]
DATA = load("clothes")


@pytest.mark.parametrize("name", CHEAP)
def test_a_small_run_holds_three_seeds_of_every_variant(name):
    outcome = EXPERIMENTS[name].run(DATA, Options(epochs=1))
    variants = outcome.details["variants"]
    assert len(variants) >= 3
    for key, about in variants.items():
        assert about["seeds"] == [0, 1, 2] and about["settings"]["epochs"] == 1 and about["words"]
        for score in ("test_accuracy", "train_loss"):
            assert len(about[score]) == 3
            assert outcome.scores[f"{score}_{key}"] == pytest.approx(np.mean(about[score]))
            assert outcome.scores[f"{score}_{key}_std"] == pytest.approx(np.std(about[score], ddof=1))
        assert len(outcome.curves[key]["val_accuracy"]) == 1
    assert outcome.details["parts"] == {"train": 128, "val": 128, "test": 128}


def test_no_image_stands_in_two_parts_and_the_training_part_sets_the_scale():
    parts = divided(DATA, 100)
    assert parts.train.x.dtype == np.float32 and parts.train.x.shape[1:] == (1, 28, 28)
    assert abs(float(parts.train.x.mean())) < 1e-3 and float(parts.train.x.std()) == pytest.approx(
        1, abs=1e-3
    )
    rows = {name: {image.tobytes() for image in getattr(parts, name).x} for name in ("train", "val", "test")}
    assert not rows["train"] & rows["val"] and not rows["train"] & rows["test"]


def test_the_same_seed_gives_the_same_run_and_another_one_another():
    parts = divided(DATA, 100)
    variant = Variant("", Recipe(1, 32, 0.05), lambda rng: mlp((784, 16, 10), rng))
    runs = [common.train(variant, parts, seed, 1).network for seed in (0, 0, 1)]
    weights = [torch.cat([p.detach().ravel() for p in network.parameters()]) for network in runs]
    assert torch.equal(weights[0], weights[1]) and not torch.equal(weights[0], weights[2])


def test_a_run_that_diverges_is_recorded_as_one():
    parts = divided(DATA, 100)
    wild = Variant("", Recipe(3, 8, 1e6), lambda rng: mlp((784, 16, 16, 10), rng, weight_init="huge"))
    outcome = compare({"wild": wild}, parts, Options())
    assert sum(outcome.details["variants"]["wild"]["diverged"]) >= 1
    assert np.isfinite(list(outcome.scores.values())).all()


def test_the_network_of_the_comparisons():
    net = mlp((784, 8, 8, 10), np.random.default_rng(0), activation="tanh", norm=torch.nn.BatchNorm1d,
              dropout=(0.5, 0.0))  # fmt: skip
    names = [type(layer).__name__ for layer in net]
    one = ["Linear", "BatchNorm1d", "Tanh"]
    assert names == ["Flatten", *one, "Dropout", *one, "Linear"]
    tiny = mlp((784, 100, 10), np.random.default_rng(0), weight_init="tiny")
    assert float(tiny[1].weight.detach().std()) == pytest.approx(0.01, rel=0.02)


def test_schedules_of_a_recipe():
    def rates(**options):
        made = recipe.schedule_of(Recipe(10, 10, 1.0, **options), 100)
        return [made(step) for step in range(100)]

    assert set(rates()) == {1.0}
    stepped = rates(schedule="step")
    assert (stepped[49], stepped[50], stepped[75]) == pytest.approx((1.0, 0.1, 0.01))
    assert stepped[74] == pytest.approx(0.1)
    cosine = rates(schedule="cosine", warmup=0.1)
    assert cosine[0] == pytest.approx(0.1) and cosine[9] == cosine[10] == 1.0 and cosine[99] < 0.003


def test_the_noise_of_a_batch_falls_as_one_over_its_root():
    parts = divided(replace(DATA, info=replace(DATA.info, profile="full")), 200, 100)
    variant = Variant("", Recipe(1, 16, 0.05, momentum=0.0), lambda rng: mlp((784, 16, 10), rng))
    noise = batch.gradient_noise(variant, parts, 30)
    assert np.mean(noise["slope"]) == pytest.approx(-0.5, abs=0.04)
    assert np.shape(noise["relative"]) == (3, len(batch.NOISE_SIZES))


def test_layers_at_the_first_step():
    outcome = init.run(DATA, Options(epochs=1))
    layers = outcome.details["layers"]
    for about in layers.values():
        assert np.shape(about["output_std"]) == (3, init.DEPTH)
        assert np.shape(about["gradient_std"]) == (3, init.DEPTH + 1)
    last = {name: np.mean(layers[name]["output_std"], axis=0)[-1] for name in layers}
    assert last["relu_tiny"] < 1e-6 < 0.1 < last["relu_he"] < 10 < 1e6 < last["relu_huge"]


def test_a_fifth_of_the_labels_is_spoiled_and_only_of_the_training_part():
    parts = divided(replace(DATA, info=replace(DATA.info, profile="full")), 1000)
    other = smoothing.spoiled(parts)
    assert 0.14 < np.mean(other.train.y != parts.train.y) < 0.2
    assert other.test is parts.test and other.val is parts.val


def test_calibration_by_hand():
    logits = np.log(np.array([[0.9, 0.1], [0.9, 0.1], [0.35, 0.65]], np.float32))

    class Fixed(torch.nn.Module):
        def forward(self, x):
            return torch.from_numpy(logits)

    test = Split(np.zeros((3, 1), np.float32), np.array([0, 1, 1]))
    got = smoothing.calibration(Fixed(), Dataset(test, None, test, DATA.info))
    assert got["confidence"] == pytest.approx((0.9 + 0.9 + 0.65) / 3)
    assert got["calibration_error"] == pytest.approx((2 * abs(0.5 - 0.9) + abs(1 - 0.65)) / 3)


@pytest.mark.parametrize("name", RECORDED)
def test_the_recorded_comparisons(name):
    record = recorded(name)
    assert record["command"] == f"hocsau train {name} --full" and record["data"]["name"] == "fashion_mnist"
    assert record["threads"] == "1" and len(record["data"]["sha256"]) == 4 and record["seconds"] < 3600
    for key, about in record["details"]["variants"].items():
        assert len(about["seeds"]) == len(about["test_accuracy"]) == 3
        assert record["scores"][f"test_accuracy_{key}"] == pytest.approx(np.mean(about["test_accuracy"]))
