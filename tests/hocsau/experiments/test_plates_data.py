"""What is measured of photos with plates."""

import numpy as np

from hocsau.data import load
from hocsau.experiments import EXPERIMENTS
from hocsau.experiments.plates_data import measured
from hocsau.recorded import recorded


def test_three_measures_of_two_photos():
    dark, bright = np.full((100, 200, 3), 30, np.uint8), np.full((100, 200, 3), 230, np.uint8)
    found = measured([(dark, np.array([0, 0, 20, 20])), (bright, np.array([10, 10, 70, 40]))])
    assert found["width"]["quantiles"][0] == 10 and found["width"]["quantiles"][-1] == 30
    assert found["ratio"]["quantiles"][3] == 1.5
    assert found["light"]["quantiles"][3] == 130
    for name in found:
        assert sum(found[name]["counts"]) == 2 and len(found[name]["edges"]) == len(found[name]["counts"]) + 1


def test_what_lies_beyond_the_columns_is_counted_in_the_last():
    found = measured([(np.zeros((10, 10, 3), np.uint8), np.array([0, 0, 10, 1]))])
    assert found["width"]["counts"][-1] == 1 and found["ratio"]["counts"][-1] == 1


def test_the_rehearsal_draws_both():
    scores = EXPERIMENTS["plates-data"].run(load("clothes")).scores
    assert 1 < scores["real_width_times"] < scores["drawn_width_times"]


def test_the_recorded_run_measured_every_photo():
    found = recorded("plates-data")
    for kind in ("real", "drawn"):
        assert {sum(found["details"][kind][key]["counts"]) for key in ("width", "ratio", "light")} == {437}
    assert found["scores"]["real_width_times"] < 2 < found["scores"]["drawn_width_times"]
