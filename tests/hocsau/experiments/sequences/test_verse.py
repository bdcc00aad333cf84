"""Verse: counting and networks are asked for the same characters; poems are scored from their first line."""

import numpy as np
import pytest

from hocsau.data import load
from hocsau.experiments.sequences import verse
from hocsau.experiments.sequences.verse import END, Settings, joined, metre_of, nats_of, ngram_poem
from hocsau.text import NgramModel
from hocsau.text.light import rounded, widened
from hocsau.text.poet import Poet

VERSES = [v.lower() for v in load("ca_dao").train.x[:40]]
ALPHABET = "".join(sorted(set(joined(VERSES))))


def test_counting_by_hand():
    model = NgramModel([joined(["ab", "ab"])], 2, "ab\n")
    text = joined(["ab"])
    by_hand = -np.mean([np.log(model.prob(text[k], text[:k])) for k in range(1, len(text))])
    assert nats_of(model, ["ab"]) == pytest.approx(by_hand)
    assert set(verse.orders(VERSES, ALPHABET)) == set(verse.ORDERS)


def test_the_network_s_nats_are_those_of_its_light_copy():
    settings = Settings(features=6, hidden={"lstm": 10}, steps=4, batch_size=2, length=20, dropout=0)
    made = verse.one("lstm", 0, settings, VERSES[:36], VERSES[36:], ALPHABET, False)
    weights = {name: np.array(a) for name, a in made["weights"].items()}
    text = joined(VERSES[36:])[1:]
    assert Poet(weights, ALPHABET, []).nats(text) == pytest.approx(made["nats"], abs=1e-5)
    assert Poet(widened(rounded(weights)), ALPHABET, []).nats(text) == pytest.approx(made["nats"], abs=0.02)
    assert made["losses"][-1] < np.log(len(ALPHABET)) + 0.3 and made["steps"][-1] == 4


def test_poems_and_their_score():
    scores = metre_of([VERSES[:4], VERSES[4:8]], VERSES[:4])
    assert scores["đếm"] == 1 and scores["copied"] == 0.5
    poem = ngram_poem(NgramModel([joined(VERSES)], 4, ALPHABET), np.random.default_rng(0))
    assert len(poem) == verse.LINES and not any(END in line for line in poem)


def test_the_small_run():
    outcome = verse.run(load("ca_dao"))
    assert {"ngram", "rnn", "lstm", "gru", "shipped"} <= outcome.scores.keys()
    assert outcome.details["metre"]["lstm_lawful"]["vần lưng"] == 1
    assert outcome.details["metre"]["real"]["đếm"] == 1
