"""The runs of chapter 13: schema in small, going on after a stop, what was recorded."""

import numpy as np
import pytest
import torch

from hocsau import detection
from hocsau.data import DataError, load
from hocsau.data.drawn.toys import draw_scenes
from hocsau.data.sets.toys import scene_split
from hocsau.experiments import EXPERIMENTS
from hocsau.experiments.detection import kept, shapes_frcnn
from hocsau.experiments.detection.learning import Pictures, flip_boxes, flipped, pictures
from hocsau.experiments.detection.scoring import table
from hocsau.experiments.options import Options
from hocsau.recorded import recorded
from hocsau.torch.detection import Detections
from hocsau.torch.models.regions import as_images
from hocsau.torch.shipped import load_shipped


@pytest.fixture(scope="module")
def few():
    return pictures(scene_split(draw_scenes(6, np.random.default_rng(9), size=64), "few"), 5)


def test_flipped_twice_is_as_before(few):
    rows = np.arange(6)
    turned, goals = flipped(few, rows, np.array([[True, i % 2 == 0] for i in rows]))
    x, back = flipped(Pictures(turned, goals), rows, np.array([[True, i % 2 == 0] for i in rows]))
    np.testing.assert_array_equal(x, few.x)
    for a, b in zip(back, few.targets, strict=True):
        np.testing.assert_allclose(a.boxes, b.boxes, atol=1e-4)


def test_a_flipped_box_still_holds_its_pixels():
    x = np.zeros((1, 8, 12, 3), np.uint8)
    x[0, 2:5, 1:4] = 255
    data = pictures(scene_split(draw_scenes(1, np.random.default_rng(0), size=64), "one"), 5)
    goal = type(data.targets[0])(np.array([[1, 2, 4, 5]], np.float32), np.array([0]))
    turned, goals = flipped(Pictures(x, [goal]), np.array([0]), np.array([[True, True]]))
    x1, y1, x2, y2 = goals[0].boxes[0].astype(int)
    assert (turned[0, y1:y2, x1:x2] == 255).all() and turned.sum() == x.sum()
    np.testing.assert_array_equal(flip_boxes(goal.boxes, 8, 12, False, False), goal.boxes)


def test_what_is_found_exactly_scores_one(few):
    found = [Detections(t.boxes, np.full(len(t.labels), 0.9, np.float32), t.labels) for t in few.targets]
    said = table(found, few.targets, ("a", "b", "c", "d", "e"))
    assert said["scores"]["ap"] == pytest.approx(1)
    counted = said["details"]["counts"]
    assert counted["found"] == counted["truth"]
    assert said["details"]["errors"]["right"] == sum(len(t.labels) for t in few.targets)


def test_a_learnt_network_is_taken_from_its_file(tmp_path, few):
    options, made = Options(checkpoints=tmp_path), []

    def learn():
        made.append(1)
        return {"loss": [1.0, 0.5]}

    first = shapes_frcnn.toy_detector(rng=np.random.default_rng(0), width=4, hidden=8)
    kept.learnt(options, "one", {"a": 1}, first, learn)
    second = shapes_frcnn.toy_detector(rng=np.random.default_rng(1), width=4, hidden=8)
    curve, _ = kept.learnt(options, "one", {"a": 1}, second, learn)
    assert made == [1] and curve == {"loss": [1.0, 0.5]}
    for a, b in zip(first.parameters(), second.parameters(), strict=True):
        assert torch.equal(a, b)
    with pytest.raises(DataError, match="lượt chạy khác"):
        kept.learnt(options, "one", {"a": 2}, second, learn)


def test_the_recorded_toys_meet_their_targets():
    run = recorded("shapes-frcnn")
    scores, errors = run["scores"], run["details"]["errors"]
    assert scores["ap50"] >= 0.95 and scores["ap"] >= 0.65
    truth = np.array(run["details"]["counts"]["truth"])
    assert truth.shape == (500, 5) and errors["right"] <= truth.sum()
    for gain in run["details"]["repaired"].values():
        assert gain >= scores["ap50"] - 1e-9


def test_the_shipped_detector_is_the_recorded_one():
    scenes = draw_scenes(40, np.random.default_rng(3))  # the first of the recorded exam
    model = load_shipped("toy-detector")
    found = model.detect(as_images(np.stack([s.image for s in scenes])))
    counted = [int((d.scores >= 0.5).sum()) for d in found]
    told = np.array(recorded("shapes-frcnn")["details"]["counts"]["found"])[:40].sum(axis=1)
    assert np.mean(np.array(counted) == told) > 0.9, "float16 and another processor move a box or two"
    truth = [{"boxes": s.boxes, "labels": s.labels} for s in scenes]
    assert detection.evaluate([vars(d) for d in found], truth, [0.5]).at(0.5) > 0.93


def test_the_recorded_blood_meets_its_target():
    run = recorded("blood-frcnn")
    assert run["scores"]["ap50"] >= 0.75 and run["data"]["name"] == "bccd"
    assert run["details"]["parts"] == {"train": 292, "test": 72}
    assert min((0, 1, 2), key=lambda k: run["scores"][f"ap50_{k}"]) == 0, "red cells are the hardest"


def test_the_recorded_family_is_told_as_the_chapter_tells_it():
    run = recorded("shapes-family")
    scores, seeds = run["scores"], run["details"]["seeds"]
    assert {kind: len(row["ap50"]) for kind, row in seeds.items()} == dict.fromkeys(seeds, 3)
    assert scores["passes_rcnn"] > 50 and scores["passes_fast"] == scores["passes_faster"] == 1
    assert scores["network_seconds_rcnn"] > 2 * scores["network_seconds_fast"]
    for kind, row in seeds.items():
        assert scores[f"ap50_{kind}"] == pytest.approx(np.mean(row["ap50"]), abs=1e-4)


def test_a_small_run_has_the_schema_of_the_full_one():
    toys = load("toys")
    outcome = EXPERIMENTS["blood-frcnn"].run(toys, Options(epochs=1))
    full = recorded("blood-frcnn")
    assert set(full["details"]) == set(outcome.details)
    assert {"ap50", "ap75", "ap", "parameters"} <= set(outcome.scores)
