"""Verse gone on with: beside torch's network, drawn as the chances say, within the law when it is kept."""

import numpy as np
import pytest
import torch

from hocsau.data import load
from hocsau.errors import DataError
from hocsau.text.light import rounded
from hocsau.text.metre import score_verses, verse_syllables
from hocsau.text.poet import FORMAT, Law, Poet, capitalised, from_arrays, known_words
from hocsau.torch.models.language_model import LanguageModel

VERSES = [verse.lower() for verse in load("ca_dao").train.x]
WORDS = tuple(dict.fromkeys(word for verse in VERSES for word in verse_syllables(verse)))
ALPHABET = "".join(sorted(set("".join(VERSES)) | set("\n .,")))


def network(seed=0):
    rng = np.random.default_rng(seed)
    return LanguageModel(len(ALPHABET), features=4, hidden=6, rng=rng, dtype=np.float64).eval()


@pytest.fixture(scope="module")
def poet():
    return Poet(network().weights(), ALPHABET, WORDS)


def test_the_numbers_are_torch_s(poet):
    text = "\ntrăm năm"
    ids = torch.tensor([[ALPHABET.index(c) for c in text]])
    logits = network()(ids)[0][0].detach()
    np.testing.assert_allclose(poet.logits(poet.read(text, poet.start())), logits[-1].numpy(), atol=1e-12)
    nats = torch.nn.functional.cross_entropy(logits[:-1], ids[0, 1:])
    assert poet.nats(text[1:]) == pytest.approx(float(nats), abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_the_law_is_kept_by_a_network_that_knows_nothing(poet, seed):
    rng = np.random.default_rng(seed)
    verses = poet.write("", 8, rng.random, temperature=1.0, lawful=True)
    scores = score_verses(verses)
    assert len(verses) == 8
    for rule in ("đếm", "bằng trắc", "tiếng Việt", "vần lưng", "vần chân"):
        assert scores[rule].share == 1, (rule, verses)
    assert scores["bổng trầm"].share == 1


def test_an_opening_is_gone_on_with(poet):
    rng = np.random.default_rng(0)
    verses = poet.write("Trăm năm trong cõi người ta,", 3, rng.random, lawful=True)
    assert verses[0] == "trăm năm trong cõi người ta," and len(verses) == 4
    assert [len(verse_syllables(verse)) for verse in verses] == [6, 8, 6, 8]
    half = poet.write("trăm năm trong", 1, rng.random, lawful=True)
    assert len(half) == 1 and half[0].startswith("trăm năm trong") and len(verse_syllables(half[0])) == 6
    assert len(poet.write("một hai ba bốn năm sáu bảy tám", 1, rng.random)) == 2


def test_it_draws_as_the_chances_say(poet):
    logits = np.zeros(len(ALPHABET))
    logits[ALPHABET.index("a")] = 2.0
    p = poet.chances(logits, "ab", 0.5)
    assert p[ALPHABET.index("a")] == pytest.approx(1 / (1 + np.exp(-4)))
    assert p.sum() == pytest.approx(1) and np.count_nonzero(p) == 2
    rng = np.random.default_rng(0)
    drawn = [poet._choose(logits, "ab", rng.random, 1.0) for _ in range(2000)]
    assert np.mean([c == "a" for c in drawn]) == pytest.approx(1 / (1 + np.exp(-2)), abs=0.03)


def test_the_same_numbers_the_same_verse(poet):
    a, b = (poet.write("", 2, np.random.default_rng(5).random) for _ in range(2))
    assert a == b and all(len(verse) <= 61 for verse in a)


def test_what_may_follow():
    law = Law([], ("trăm", "năm", "cõi", "ta"))
    assert law.next("") == "cntt"[0:1] + "nt" and law.next("tr") == "ă" and law.next("trăm") == " "
    assert law.next("trăm n") == "ă"
    end = Law([], ("ta",)).next("ta ta ta ta ta ta")
    assert set(end) == {",", ".", "\n"}
    assert Law([], ("ta",)).next("ta ta ta ta ta ta,") == "\n"


@pytest.mark.parametrize(
    "opening, said",
    [
        ("hello world", "không phải tiếng Việt"),
        ("trăm năm 🙂", "không phải tiếng Việt"),
        ("2020", "không phải tiếng Việt"),
        ("ta " * 9, "9 tiếng"),
        (",,", "không phải tiếng Việt"),
    ],
)
def test_openings_that_are_no_verse(poet, opening, said):
    with pytest.raises(ValueError, match=said):
        poet.write(opening, 1, lambda: 0.5)


def test_upper_case_and_marks_apart_are_read(poet):
    draw = np.random.default_rng(0).random
    assert poet.write("TRA\u0306M NA\u0306M", 1, draw)[0].startswith("trăm năm")


def test_bad_numbers_and_files_are_refused(poet):
    for lines, temperature in ((0, 1.0), (1.5, 1.0), (True, 1.0), (1, 0.0), (1, float("nan"))):
        with pytest.raises(ValueError, match="dương"):
            poet.write("", lines, lambda: 0.5, temperature=temperature)
    arrays = {"format": np.array(FORMAT), "words_known": known_words(ALPHABET, WORDS)} | rounded(
        network().weights()
    )
    assert from_arrays(arrays).alphabet == ALPHABET
    for broken in (
        arrays | {"format": np.array("other")},
        arrays | {"words_known": known_words(ALPHABET[1:], WORDS)},
        arrays | {"words_known": np.zeros(3, np.uint8)},
        {name: a for name, a in arrays.items() if name != "words"},
    ):
        with pytest.raises(DataError):
            from_arrays(broken)


def test_capitals():
    assert capitalised("đầu lòng") == "Đầu lòng" and capitalised("") == ""
