"""Marks put back: what is touched and what is not, beside torch's own network."""

import itertools
import math

import numpy as np
import pytest
import torch

from hocsau.errors import DataError
from hocsau.text import BigramForms, strip_marks
from hocsau.text.light import rounded
from hocsau.text.restorer import BESIDE, FORMAT, LONGEST, Restorer, dressed, from_arrays, tables
from hocsau.torch.models.tagger import Tagger

SENTENCES = [
    s.split()
    for s in ["đường là phố người", "tôi Việt ta và đi", "tôi là người", "đường là", "dương ngươi lá duong"]
]
BIGRAM = BigramForms([word.lower() for word in s] for s in SENTENCES)
TABLES = tables(BIGRAM)
FORMS = [form for ways in BIGRAM.forms.values() for form in ways]


def network(seed=0, layers=1):
    sizes = {"features": 4, "hidden": 5, "layers": layers, "neck": 3}
    rng = np.random.default_rng(seed)
    return Tagger(len(BIGRAM.forms) + 2, len(FORMS), rng=rng, dtype=np.float64, **sizes).eval()


def made(seed=0, layers=1):
    return Restorer(network(seed, layers).weights(), FORMS, TABLES["counts"], TABLES["pairs"])


class FirstForm(Restorer):
    """Always the form that stands first: what is left of the network are the rules around it."""

    def best(self, sentences, *, alone=False):
        return [[self.forms.get(word, [word])[0] for word in words] for words in sentences]


@pytest.fixture
def plain():
    return FirstForm(network().weights(), FORMS, TABLES["counts"], TABLES["pairs"])


@pytest.mark.parametrize("layers", [1, 2])
def test_the_numbers_are_torch_s(layers):
    ours, theirs = made(layers=layers), network(layers=layers)
    lines = [["duong", "la"], ["ta", "di", "zz", "nguoi"], ["toi"]]
    for line, logits in zip(lines, ours.logits(lines), strict=True):
        ids = torch.tensor([[ours._bare.get(word, 1) for word in line]])
        np.testing.assert_allclose(logits, theirs(ids)[0].detach().numpy(), atol=1e-12)


def test_the_bigram_is_that_of_counting():
    ours = made()
    for form in (*FORMS, "lạ"):
        for before in (None, *FORMS, "lạ"):
            mine = BIGRAM.log_prob(form, "<s>" if before is None else before)
            assert ours.log_pair(form, before) == pytest.approx(mine, abs=1e-12)


def test_a_word_is_chosen_among_its_forms_and_viterbi_finds_the_best_sentence():
    ours, rng = made(), np.random.default_rng(0)
    for _ in range(12):
        words = rng.choice(["duong", "la", "nguoi", "zz", "toi"], 4).tolist()
        scores = ours.scores(words)
        assert all(sum(map(math.exp, s.values())) == pytest.approx(1) for s in scores)

        def value(path, scores=scores):
            own = sum(s[f] for s, f in zip(scores, path, strict=True))
            return own + BESIDE * sum(ours.log_pair(f, b) for f, b in zip(path, [None, *path], strict=False))

        chosen = ours.choose(scores)
        assert value(chosen) == pytest.approx(max(map(value, itertools.product(*scores))))
        assert ours.best([words, words[:2]])[0] == chosen
        assert ours.best([words], alone=True)[0] == [max(s, key=s.get) for s in scores]
        for parts, form in zip(ours.shares(scores, chosen), chosen, strict=True):
            assert sum(parts.values()) == pytest.approx(1) and max(parts, key=parts.get) == form


@pytest.mark.parametrize(
    "given, right",
    [
        ("duong la pho", "đường là phố"),
        ("DUONG La pHo!", "ĐƯỜNG Là pHố!"),
        ("", ""),
        ("\n\n  \t", "\n\n  \t"),
        ("toi di 🙂 duong\r\nnguoi", "tôi đi 🙂 đường\r\nngười"),
        ("ngươi la ta", "ngươi là ta"),  # marks that stand already are kept
        ("duong 12, a_b duong.vn duong/pho me@duong", "đường 12, a_b duong.vn duong/pho me@duong"),
        ("I love programming languages", "I love programming languages"),
        ("漢字 日本語 русский", "漢字 日本語 русский"),
        ("toi la façade", "tôi là façade"),
        ("x\u0302y\u0301z toi", "x\u0302y\u0301z tôi"),  # composed letters that are none of ours
        ("Vie\u0323\u0302t di", "Vie\u0323\u0302t đi"),  # NFD with its marks stays as it was typed
    ],
)
def test_what_is_touched(plain, given, right):
    assert plain.restore(given) == right


def test_a_marked_text_comes_back_and_no_length_is_too_much(plain):
    text = "đường là phố, người và tôi.\n" * 3
    assert plain.restore(strip_marks(text)) == text and plain.restore(text) == text
    long = "duong la pho nguoi ta di " * 2_000  # fifty thousand letters on one line
    assert strip_marks(plain.restore(long)) == long
    assert max(len(s) for s in plain.sentences("ta " * 1000)) == LONGEST


def test_sentences_end_at_their_stops(plain):
    found = list(plain.sentences("ta di. toi di? la, la\nta"))
    assert [[word.bare for word in s] for s in found] == [["ta", "di"], ["toi", "di"], ["la", "la"], ["ta"]]


def test_case_letter_by_letter():
    assert dressed("đường", "DUong") == "ĐƯờng"


def test_what_is_no_text_or_no_network_is_refused():
    with pytest.raises(ValueError, match="chuỗi"):
        made().restore(b"toi")
    arrays = {"format": np.array(FORMAT)} | TABLES | rounded(network().weights())
    assert from_arrays(arrays).restore("duong") in ("đường", "dương", "duong")
    strange = TABLES["pairs"].copy()
    strange[0, 1] = len(FORMS)
    for broken in (
        arrays | {"format": np.array("other")},
        arrays | {"known": np.zeros(3, np.uint8)},
        arrays | {"counts": TABLES["counts"][1:]},
        arrays | {"pairs": strange},
        arrays | {"pairs": TABLES["pairs"][:, :2]},
        {name: a for name, a in arrays.items() if name != "head.bias"},
        {name: a for name, a in arrays.items() if name != "neck.weight"},
        {name: a for name, a in arrays.items() if not name.startswith("reading.0.0")},
    ):
        with pytest.raises(DataError):
            from_arrays(broken)
