from dataclasses import replace

import numpy as np
import pytest
import torch

from hocsau.data import Split, load
from hocsau.driving import drive, load_track, start
from hocsau.driving.pilot import load_pilot
from hocsau.experiments import driving
from hocsau.recorded import recorded, recorded_file

DATA = load("driving_laps")
SHORT = replace(driving.SMALL, every=60, copies=1, epochs=1, batch_size=16)


def test_the_data_are_three_laps_of_the_track_that_is_trained_on():
    track, x = load_track(driving.TRAINED_ON), DATA.train.x
    columns = [DATA.info.features.index(name) for name in ("x", "y")]
    offsets = track.locate(x[:, columns])[1]
    assert np.abs(offsets).max() < track.width / 2
    metres = np.linalg.norm(np.diff(x[:, columns], axis=0), axis=1).sum()
    assert metres == pytest.approx(3 * track.length, rel=0.02)
    assert 0.01 < (DATA.train.y == 0).mean() < 0.5


def test_the_exams_are_on_tracks_that_were_not_trained_on():
    unseen = [(name, laps) for name, laps in driving.FULL.exams if name != driving.TRAINED_ON]
    assert unseen[0] == driving.FULL.exams[0] and all(laps >= 3 for _, laps in unseen)


def test_training_repeats_to_the_bit_and_validation_never_reaches_it():
    one, history, counts = driving.train(SHORT, DATA)
    assert counts["samples"] == 3 * (counts["moments"] - counts["moments"] // 5)
    assert np.isfinite(history["val_loss"]).all()
    rng = np.random.default_rng(0)  # the same draws as train() makes, to know which moments validate
    rows = np.arange(0, len(DATA.train), SHORT.every)
    order = rng.permutation(rows)
    y = DATA.train.y.copy()
    y[order[: len(order) // 5]] += 0.5
    two, other, _ = driving.train(SHORT, replace(DATA, train=Split(DATA.train.x, y)))
    for a, b in zip(one.parameters(), two.parameters(), strict=True):
        assert torch.equal(a, b)
    assert other["val_loss"][0] > history["val_loss"][0]


def test_the_recorded_run_drove_three_laps_of_every_unseen_track():
    record = recorded("driving")
    scores = record["scores"]
    assert scores["parameters"] == 252_219 and "torch" in record["versions"]
    for name, laps in driving.FULL.exams:
        assert scores[f"laps_{name}"] >= laps and scores[f"margin_{name}"] > 0
        assert scores[f"real_time_{name}"] > 1
    assert len(record["details"]["drives"]["rung"]["offset"]) > 300


def test_the_network_of_the_book_drives_a_track_it_never_saw():
    """The shipped file itself, not the record of it: a third of a lap from a bad start."""
    track = load_track("rung")
    run = drive(track, load_pilot(), laps=0.33, car=start(track, 0, offset=1.5, speed=12))
    assert run.laps >= 0.33 and run.stayed and abs(run.offset[-1]) < 1


def test_the_shipped_network_is_small():
    assert recorded_file("driving-pilot.npz").stat().st_size < 600_000
