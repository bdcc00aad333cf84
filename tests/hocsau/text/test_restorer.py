"""Marks put back: what is touched and what is not, beside torch's own network."""

import numpy as np
import pytest
import torch

from hocsau.errors import DataError
from hocsau.text import strip_marks
from hocsau.text.light import rounded
from hocsau.text.restorer import FORMAT, LONGEST, Restorer, dressed, from_arrays, gathered, known_words
from hocsau.torch.models.tagger import Tagger

FORMS = "đường là phố người tôi Việt ta và đi".lower().split() + ["duong", "dương", "ngươi", "lá"]
LETTERS, MARKED = " abcdeghilmnoprtuvy", "aàáâăbcdeêghiìíịlmnơờưoôọòốprtuữvyđạệă"
MARKED = "".join(dict.fromkeys(MARKED))


def network(seed=0, layers=2):
    sizes = {"features": 4, "hidden": 5, "layers": layers}
    return Tagger(
        len(LETTERS) + 2, len(MARKED), rng=np.random.default_rng(seed), dtype=np.float64, **sizes
    ).eval()


def made(seed=0, layers=2):
    return Restorer(network(seed, layers).weights(), LETTERS, MARKED, gathered(FORMS))


class FirstForm(Restorer):
    """Always the form that stands first: what is left of the network are the rules around it."""

    def best(self, sentences):
        return [[self.forms.get(word, [word])[0] for word in words] for words in sentences]


@pytest.fixture
def plain():
    return FirstForm(network().weights(), LETTERS, MARKED, gathered(FORMS))


def test_the_numbers_are_torch_s():
    ours, theirs = made(), network()
    lines = ["duong la", "ta di", "nguoi zz toi"]
    for line, logs in zip(lines, ours.log_probs(lines), strict=True):
        ids = torch.tensor([[ours._letter.get(c, 1) for c in line]])
        np.testing.assert_allclose(logs, theirs(ids).log_softmax(-1)[0].detach().numpy(), atol=1e-12)


def test_a_form_scores_the_sum_of_its_letters():
    ours = made()
    logs, scores = ours.log_probs(["duong ta"])[0], ours.scores(["duong", "ta"])
    assert set(scores[0]) == {"đường", "duong", "dương"} and set(scores[1]) == {"ta"}
    assert scores[0]["dương"] == pytest.approx(sum(logs[i, MARKED.index(c)] for i, c in enumerate("dương")))
    assert ours.best([["duong"], ["duong", "ta"]])[1][0] == max(scores[0], key=scores[0].get)


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
    arrays = {"format": np.array(FORMAT), "words_known": known_words(LETTERS, MARKED, FORMS)} | rounded(
        network().weights()
    )
    assert from_arrays(arrays).restore("duong") in ("đường", "dương", "duong")
    for broken in (
        arrays | {"format": np.array("other")},
        arrays | {"words_known": np.zeros(3, np.uint8)},
        {name: a for name, a in arrays.items() if name != "head.bias"},
        {name: a for name, a in arrays.items() if not name.startswith("reading.1.0")},
        arrays | {"words_known": known_words(LETTERS[1:], MARKED, FORMS)},
    ):
        with pytest.raises(DataError):
            from_arrays(broken)
