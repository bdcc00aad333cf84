"""The runs of chapter 14: batches keep their boxes, a short run learns and repeats."""

from dataclasses import replace

import numpy as np
import pytest

from hocsau.data import Dataset, load
from hocsau.data.datasets import DATASETS
from hocsau.experiments.options import Options
from hocsau.experiments.plates import first_aid, narrow, yolo
from hocsau.experiments.plates.learning import Recipe, batch_of, learn, light, network_of, score
from hocsau.experiments.plates.photos import of_scenes, of_split
from hocsau.plates import BARE, Look, draw_scenes

TINY = Recipe(multiplier=0.0625, side=64, steps=60, batch=8, warm=5, rate=1e-2, change=False, mosaic=0.0)


@pytest.fixture(scope="module")
def scenes():
    return draw_scenes(24, np.random.default_rng(0), replace(BARE, size=(0.2, 0.3)))


def test_scenes_and_splits_are_fitted_and_come_back(scenes):
    photos = of_scenes(scenes, 64)
    assert photos.images.shape == (24, 3, 64, 64) and len(photos) == 24
    for truth, fitted, fit in zip(photos.truth, photos.fitted, photos.fits, strict=True):
        np.testing.assert_allclose(fit.back(fitted), truth, atol=1e-9)
    data = load("plate_scenes")
    assert len(of_split(data.test, 64).rows([0, 3, 5])) == 3


def test_a_batch_keeps_boxes_with_their_plates():
    """On a black floor a plate is what is bright: every box of a changed batch is full of it."""
    photos = of_scenes(draw_scenes(12, np.random.default_rng(3), Look(size=(0.2, 0.3), plates=1)), 128)
    images, fitted = np.zeros_like(photos.images), photos.fitted
    for image, boxes in zip(images, fitted, strict=True):
        for x1, y1, x2, y2 in np.rint(boxes).astype(int):
            image[:, y1:y2, x1:x2] = 200
    photos = replace(photos, images=images)
    made, boxes = batch_of(photos, Recipe(side=128, batch=24, mosaic=0.5), np.random.default_rng(0))
    assert made.shape == (24, 3, 128, 128) and sum(map(len, boxes)) > 12
    for image, found in zip(made, boxes, strict=True):
        for x1, y1, x2, y2 in np.rint(found).astype(int):
            if min(x2 - x1, y2 - y1) > 8:
                assert (image[0, y1 + 2 : y2 - 2, x1 + 2 : x2 - 2] > 60).mean() > 0.6


def test_a_short_run_learns_repeats_and_survives_int8(scenes):
    photos = of_scenes(scenes, 64)
    network, curve = learn(photos, TINY, 0)
    again, same = learn(photos, TINY, 0)
    assert curve == same and curve[-1] < 0.6 * curve[0]
    small, twin = light(network)
    assert abs(score(network, photos).at(0.5) - score(twin, photos).at(0.5)) < 0.2
    assert small.plan == network.plan


def test_an_unlearnt_network_finds_nothing_and_an_empty_scene_breaks_nothing():
    empty = of_scenes([s for s in draw_scenes(30, np.random.default_rng(5)) if not len(s.boxes)], 64)
    assert len(empty) and np.isnan(score(network_of(TINY, 0).eval(), empty).at(0.5))
    network, _ = learn(empty, replace(TINY, steps=2), 0)
    assert network.training is False


def test_one_more_seed_takes_up_the_ledger(tmp_path, monkeypatch):
    data = load("plate_scenes")
    data = Dataset(
        type(data.train)(data.train.x[:6], data.train.y[:6]),
        None,
        type(data.test)(data.test.x[:4], data.test.y[:4]),
        data.info,
    )
    options = Options(checkpoints=tmp_path)
    first = narrow.run(data, options)
    monkeypatch.setattr(narrow, "SMALL", replace(narrow.SMALL, seeds=(0, 1)))
    second = narrow.run(data, options)
    assert second.details["seeds"][0] == first.details["seeds"][0] and len(second.details["seeds"]) == 2
    assert set(first.arrays["network"]) >= {"format", "cfg", "kernel_0"}


def test_first_aid_spoils_what_it_says(scenes):
    boxes = np.array([[10.0, 20.0, 30.0, 36.0]])
    np.testing.assert_allclose(first_aid.as_shares(boxes, 64), boxes / 64)
    np.testing.assert_allclose(first_aid.as_corners(boxes, 64), [[20.0, 16.0, 21.0, 29.0]])
    pulled, plain = first_aid.stretched(scenes[:3], 64), of_scenes(scenes[:3], 64)
    assert (pulled.images != plain.images).any()
    np.testing.assert_array_equal(pulled.truth[0], plain.truth[0])
    network = network_of(first_aid.SMALL.recipe, 0).eval()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    score(first_aid._With(network, single=True), plain)
    assert all((before[name] == value).all() for name, value in network.state_dict().items())


def test_the_ways_differ_as_their_names_say():
    plain, changed = yolo._recipe("bare", yolo.Settings()), yolo._recipe("bare_changed", yolo.Settings())
    assert not plain.change and plain.mosaic == 0 and changed.change and changed.mosaic > 0
    assert replace(plain, change=True, mosaic=changed.mosaic) == changed
    assert "vn_motorbike_plates" in DATASETS
