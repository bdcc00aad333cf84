"""Baselines by counting: forms, bigrams with Viterbi beside trying every sentence, smoothed n-grams."""

import itertools
import math

import numpy as np
import pytest

from hocsau.data import load
from hocsau.text import BigramForms, FrequentForms, NgramModel, strip_marks, syllables

SENTENCES = [s.split() for s in ["má là mẹ", "mà là mà", "con ma và má", "mẹ là má", "con mà"]]


def test_most_frequent_form():
    model = FrequentForms(SENTENCES)
    assert model.restore(["ma", "la", "me", "voi"]) == ["mà", "là", "mẹ", "voi"]
    assert model.restore(["má"]) == ["mà"]  # what is marked is stripped first
    assert model.restore([]) == [] and model.candidates("ma") == ["mà", "má", "ma"]


def test_viterbi_finds_the_best_of_all_sentences():
    rng = np.random.default_rng(0)
    model = BigramForms(SENTENCES)

    def score(path):
        return sum(model.log_prob(w, b) for w, b in zip(path, ["<s>", *path], strict=False))

    for _ in range(30):
        bare = rng.choice(["ma", "la", "me", "con", "va", "voi"], rng.integers(1, 6)).tolist()
        paths = itertools.product(*map(model.candidates, bare))
        found = model.restore(bare)
        assert score(found) == pytest.approx(max(map(score, paths)))
        assert [strip_marks(word) for word in found] == bare
    assert model.restore([]) == []


def test_the_neighbour_decides():
    model = BigramForms([s.split() for s in ["bán bàn", "bán bàn", "bạn tôi", "bạn tôi", "bạn ta"]])
    assert model.restore("ban ban".split()) == ["bán", "bàn"] and model.restore("ban toi".split()) == [
        "bạn",
        "tôi",
    ]


@pytest.mark.parametrize("order", [1, 2, 3, 5])
def test_probabilities_sum_to_one_and_nothing_is_impossible(order):
    rng = np.random.default_rng(order)
    vocabulary = list("abcdef")
    model = NgramModel([rng.choice(vocabulary[:5], 40).tolist(), []], order, vocabulary)
    for n in range(6):
        history = rng.choice(vocabulary, n).tolist()
        p = [model.prob(word, history) for word in vocabulary]
        assert sum(p) == pytest.approx(1) and min(p) > 0


def test_witten_bell_by_hand():
    model = NgramModel(["ab"], 2, "abc")
    # 2 words, 2 kinds, over the uniform 1/3; then after a: 1 word, 1 kind
    one = (1 + 2 * (1 / 3)) / 4
    assert model.prob("b") == pytest.approx(one)
    assert model.prob("b", "a") == pytest.approx((1 + one) / 2)
    assert model.prob("b", "xxa") == model.prob("b", "a")
    assert model.log_probs("ab") == pytest.approx([math.log(one), math.log((1 + one) / 2)])


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="split"):
        FrequentForms(["má là mẹ"])
    for options in ({"weight": 1}, {"weight": -0.1}, {"alpha": 0}):
        with pytest.raises(ValueError):
            BigramForms(SENTENCES, **options)
    for sequences, order, vocabulary in (
        (["a"], 0, "a"),
        (["a"], True, "a"),
        (["a"], 1, ""),
        (["b"], 1, "a"),
    ):
        with pytest.raises(ValueError):
            NgramModel(sequences, order, vocabulary)
    with pytest.raises(ValueError, match="vocabulary"):
        NgramModel(["a"], 1, "a").prob("b")


@pytest.mark.real_data
def test_the_baselines_on_held_out_sentences_of_tatoeba(real, capsys):
    real("en-vi-tatoeba/tatoeba_en_vi.tsv")
    data = load("en_vi_tatoeba", "full")

    def sentences(part):
        return [[word.lower() for word in syllables(model)] for models in part.y for model in models]

    train, test = sentences(data.train) + sentences(data.val), sentences(data.test)

    def right(restore):
        pairs = [
            pair for words in test for pair in zip(words, restore([*map(strip_marks, words)]), strict=True)
        ]
        return 100 * sum(a == b for a, b in pairs) / len(pairs)

    shares = [right(list), right(FrequentForms(train).restore), right(BigramForms(train).restore)]
    print(f"bare {shares[0]:.2f} %, most frequent {shares[1]:.2f} %, bigram {shares[2]:.2f} %")
    assert shares == pytest.approx([14.27, 81.46, 92.12], abs=0.006)
