"""The Python twin of book/live/anchors.js."""

from itertools import product

import pytest

from hocsau.live.anchors import THINGS, assigned, controls, counts, draw, shapes


def test_every_anchor_is_one_of_three():
    for high, low, best in product((0.3, 0.5, 0.7), (0.1, 0.3), ("có", "không")):
        made = counts(high, low, best)
        assert made["total"] == 18 * 12 * 9 == made["objects"] + made["ignored"] + made["ground"]
        assert made["alone"] == 0 or best == "không"


def test_the_small_thing_is_saved_by_the_best_rule_alone():
    without, with_it = counts(0.7, 0.3, "không"), counts(0.7, 0.3, "có")
    assert without["alone"] > 0 and without["rescued"] == 0
    assert with_it["alone"] == 0 and with_it["rescued"] == with_it["objects"] - without["objects"] > 0


def test_what_is_drawn():
    strokes = shapes(0.7, 0.3, "có")
    made = counts(0.7, 0.3, "có")
    assert sum(look in ("thin", "good") for _, look, *_ in strokes) == made["objects"]
    assert sum(look == "good" for _, look, *_ in strokes) == made["rescued"]
    assert sum(look == "given" for _, look, *_ in strokes) == len(THINGS)
    dots = [look for tag, look, *_ in strokes if look.startswith("dot")]
    assert len(dots) == 18 * 12 and set(dots) == {"dot-moves", "dot-aside", "dot-faint"}


def test_the_words():
    figure, words = draw(0.7, 0.3, "không")
    assert "vật không có anchor nào" in words and figure.startswith("<svg")
    assert draw(0.7, 0.3, "có")[1].endswith("vật nào cũng có anchor.")
    assert assigned(0.7, 0.3, "có")[0].shape == (1944, 4)


def test_the_controls_cannot_cross():
    assert controls()["low"].values[-1] <= controls()["high"].values[0] + 1e-12
    assert controls()["low"].values[-1] == pytest.approx(0.3)
