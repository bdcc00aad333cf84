"""Marks: what is scored, that learning learns, that the bigram beside the network is found by Viterbi."""

import itertools

import numpy as np
import pytest

from hocsau.data import load
from hocsau.experiments.sequences import diacritics
from hocsau.experiments.sequences.diacritics import Settings, letters_of, mistakes, share, together
from hocsau.text import BigramForms

KNOWN = [s.split() for s in ["má là mẹ tôi", "mà là mà", "con ma và má", "mẹ là má", "con mà đi"]]


def test_shares_and_mistakes():
    assert share([["a", "b"], ["c"]], [["a", "x"], ["c"]]) == pytest.approx(200 / 3)
    assert mistakes([["ma", "ma", "là"]], [["má", "má", "lá"]]) == [["ma", "má", 2], ["là", "lá", 1]]


def test_letters():
    letters, marked = letters_of(KNOWN)
    assert letters == " acdeilmnotv" and "đ" in marked and " " not in marked


def test_viterbi_finds_the_best_of_all_sentences():
    bigram, rng = BigramForms(KNOWN), np.random.default_rng(0)
    for _ in range(20):
        bare = rng.choice(["ma", "la", "me", "con"], rng.integers(1, 5)).tolist()
        scores = [{form: float(rng.normal()) for form in bigram.candidates(word)} for word in bare]

        def value(path, scores=scores):
            pairs = zip(path, ["<s>", *path], strict=False)
            own = sum(s[w] for s, w in zip(scores, path, strict=True))
            return own + 0.7 * sum(bigram.log_prob(w, b) for w, b in pairs)

        best = max(map(value, itertools.product(*scores)))
        assert value(together(scores, bigram, 0.7)) == pytest.approx(best)


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
    assert {"bare", "frequent", "bigram", "network", "shipped"} <= outcome.scores.keys()
    assert outcome.scores["bare"] < outcome.scores["frequent"] < outcome.scores["reachable"] <= 100
    assert outcome.arrays["network"]["head.weight"].dtype == np.int8
