"""Marks: what is scored, that learning learns, that what is shipped is what is scored."""

import numpy as np
import pytest

from hocsau.data import load
from hocsau.experiments.sequences import diacritics
from hocsau.experiments.sequences.diacritics import Settings, mistakes, share
from hocsau.text import BigramForms

KNOWN = [s.split() for s in ["má là mẹ tôi", "mà là mà", "con ma và má", "mẹ là má", "con mà đi"]]


def test_shares_and_mistakes():
    assert share([["a", "b"], ["c"]], [["a", "x"], ["c"]]) == pytest.approx(200 / 3)
    assert mistakes([["ma", "ma", "là"]], [["má", "má", "lá"]]) == [["ma", "má", 2], ["là", "lá", 1]]


def test_it_learns_these_sentences():
    settings = Settings(
        features=8, hidden=12, layers=1, dropout=0, noise=0, epochs=120, batch_size=5, rate=0.02
    )
    made = diacritics.one(0, settings, KNOWN, KNOWN, BigramForms(KNOWN), False)
    assert made["scores"]["network"] > 90
    again = diacritics.one(0, settings, KNOWN, KNOWN, BigramForms(KNOWN), False)
    assert made == again


def test_the_small_run_ships_what_it_scores():
    outcome = diacritics.run(load("en_vi_small"))
    assert {"bare", "frequent", "bigram", "network", "together", "shipped"} <= outcome.scores.keys()
    assert outcome.scores["bare"] < outcome.scores["frequent"] < outcome.scores["reachable"] <= 100
    assert outcome.arrays["network"]["head.weight"].dtype == np.int8
