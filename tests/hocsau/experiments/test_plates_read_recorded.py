"""The recorded run of the reader of plates, and the network that it left, which the book ships."""

import json
import re

import numpy as np
import pytest

from hocsau.experiments.plates_read import SEEDS, judge
from hocsau.plates.crops import drawn_crops
from hocsau.recorded import recorded, recorded_file
from hocsau.torch.shipped import load_shipped

RUN = recorded("plates-read")


def test_every_score_is_a_share_and_the_exams_are_told():
    assert (
        RUN["command"] == "hocsau train plates-read --full" and RUN["data"]["name"] == "vn_motorbike_plates"
    )
    for exam in ("drawn", "real"):
        for learnt in ("renders", "both"):
            for what in ("greedy", "plates", "characters"):
                assert 0 <= RUN["scores"][f"{exam}_after_{learnt}_{what}"] <= 1
    assert RUN["details"]["exam"]["real"] == 109 and RUN["details"]["seeds"] == list(SEEDS)
    assert RUN["details"]["learning"]["real"] < 328  # plates that the exam has, too, are left out


def test_no_plate_is_in_the_record():
    said = json.dumps({**RUN, "data": None, "versions": None})
    assert not re.search(r"\d\d-?[A-Z][0-9A-Z]", said)


def test_the_shipped_reader_is_small_and_reads_drawn_plates_as_well_as_recorded():
    assert recorded_file("plates-read-reader.npz").stat().st_size < 300_000
    pairs = list(drawn_crops(np.random.default_rng(77), 40))
    crops = np.stack([crop for crop, _ in pairs]).astype(np.float32)
    found = judge(load_shipped("plate-reader"), crops, [number.text for _, number in pairs])
    for what in ("plates", "characters"):
        expected = RUN["scores"][f"drawn_after_both_{what}"]
        assert found[what] > expected - 4 * np.sqrt(max(expected * (1 - expected), 0.01) / 40), what


def test_float16_weights_are_finite():
    for name, tensor in load_shipped("plate-reader").state_dict().items():
        assert np.isfinite(tensor.numpy()).all(), name


@pytest.mark.parametrize("exam", ["drawn", "real"])
def test_the_law_of_plates_never_makes_it_worse_than_reading_greedily_by_much(exam):
    for learnt in ("renders", "both"):
        scores = RUN["scores"]
        assert scores[f"{exam}_after_{learnt}_plates"] >= scores[f"{exam}_after_{learnt}_greedy"] - 0.02
