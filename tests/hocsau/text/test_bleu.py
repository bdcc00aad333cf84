"""BLEU beside sacrebleu, and by hand."""

import math

import numpy as np
import pytest
import sacrebleu

from hocsau.text import bleu, ngram_counts


def theirs(hypotheses, references):
    most = max(map(len, references))
    columns = [[" ".join(r[k]) if k < len(r) else None for r in references] for k in range(most)]
    return sacrebleu.corpus_bleu(
        [" ".join(h) for h in hypotheses], columns, tokenize="none", force=True, use_effective_order=False
    ).score


@pytest.mark.parametrize("seed", range(60))
def test_equal_to_sacrebleu(seed):
    rng = np.random.default_rng(seed)
    kinds = int(rng.integers(2, 12))

    def sentence(low=1):
        return [f"w{k}" for k in rng.integers(0, kinds, rng.integers(low, 14))]

    n = int(rng.integers(1, 8))
    references = [[sentence() for _ in range(rng.integers(1, 4))] for _ in range(n)]
    hypotheses = [
        list(refs[0][: rng.integers(1, len(refs[0]) + 1)]) + sentence()[: rng.integers(0, 4)]
        for refs in references
    ]
    if seed % 3 == 0:
        hypotheses = [sentence() for _ in range(n)]
    assert bleu(hypotheses, references).score == pytest.approx(theirs(hypotheses, references), abs=1e-9)


def test_by_hand():
    found = bleu(["the cat sat on mat".split()], [["the cat sat on the mat".split()]])
    assert found.matches == (5, 3, 2, 1) and found.totals == (5, 4, 3, 2)
    assert found.penalty == pytest.approx(math.exp(1 - 6 / 5))
    assert found.score == pytest.approx(100 * found.penalty * (1 * 3 / 4 * 2 / 3 * 1 / 2) ** 0.25)
    assert bleu([["the"] * 7], [["the cat is on the mat".split()]]).matches[0] == 2  # clipped


def test_edges():
    same = "một hai ba bốn".split()
    assert bleu([same], [[same]]).score == pytest.approx(100)
    assert bleu([[]], [[same]]).score == 0 and bleu([same], [["x y z t".split()]]).score == 0
    assert bleu([same[:3]], [[same[:3]]]).score == theirs([same[:3]], [[same[:3]]])
    assert ngram_counts(["a"], 2) == {}


def test_bad_input_is_refused():
    for hypotheses, references in (
        ([], []),
        ([["a"]], []),
        ([["a"]], [[]]),
        (["a b"], [[["a"]]]),
        ([["a"]], [["a b"]]),
    ):
        with pytest.raises(ValueError):
            bleu(hypotheses, references)
