"""Choosing the next word, and beam search beside trying every sentence."""

from itertools import product

import numpy as np
import pytest

from hocsau.text import beam_search, filtered, generate, greedy, log_softmax, sample

END = 0


def random_model(seed, words=4):
    table = {}

    def step(ids):
        if ids not in table:
            table[ids] = np.random.default_rng([seed, *ids, len(ids)]).normal(size=words) * 2
        return table[ids]

    return step


def every_sentence(step, words, longest):
    for n in range(1, longest + 1):
        for ids in product(range(words), repeat=n):
            if END in ids[:-1] or (ids[-1] != END and n < longest):
                continue
            yield ids, sum(log_softmax(step(ids[:k]))[i] for k, i in enumerate(ids))


@pytest.mark.parametrize("alpha", [0.0, 0.6, 1.0])
@pytest.mark.parametrize("seed", range(4))
def test_a_wide_beam_finds_the_best_of_all(seed, alpha):
    step = random_model(seed)
    scored = [(log / len(ids) ** alpha, ids) for ids, log in every_sentence(step, 4, 4) if ids[-1] == END]
    best = beam_search(step, end=END, max_length=4, width=200, alpha=alpha)[0]
    assert best.finished and best.ids == max(scored)[1] and best.score == pytest.approx(max(scored)[0])


def test_width_one_is_greedy():
    for seed in range(10):
        step = random_model(seed, 6)
        found = beam_search(step, end=END, max_length=8, width=1)[0]
        assert list(found.ids[: -1 if found.finished else None]) == greedy(step, end=END, max_length=8)


def test_beams_that_never_end_are_returned():
    beams = beam_search(lambda ids: [-np.inf, 1.0, 0.0], end=END, max_length=5, width=3)
    assert len(beams) == 3 and not any(beam.finished for beam in beams) and beams[0].ids == (1,) * 5
    assert beams[0].log_prob > beams[1].log_prob


def test_the_length_penalty_lets_the_longer_win():
    def step(ids):  # "end" at once 0.5; four sure words after one of 0.4
        return np.log(
            [0.5, 0.4, 0.1] if not ids else [1e-9, 1.0, 1e-9] if len(ids) < 4 else [1.0, 1e-9, 1e-9]
        )

    short, long = (beam_search(step, end=END, max_length=6, width=3, alpha=a)[0].ids for a in (0.0, 1.0))
    assert short == (0,) and long == (1, 1, 1, 1, 0)


def test_temperature_top_k_top_p():
    z = np.log([0.5, 0.25, 0.15, 0.1])
    np.testing.assert_allclose(filtered(z), [0.5, 0.25, 0.15, 0.1])
    np.testing.assert_allclose(filtered(z, temperature=0.5), np.array([25, 6.25, 2.25, 1]) / 34.5)
    np.testing.assert_allclose(filtered(z, top_k=2), [2 / 3, 1 / 3, 0, 0])
    np.testing.assert_allclose(filtered(z, top_p=0.7), [2 / 3, 1 / 3, 0, 0])
    np.testing.assert_allclose(filtered(z, top_p=0.01), [1, 0, 0, 0])
    np.testing.assert_allclose(filtered([0, 0, 0], top_k=1), [1, 0, 0])
    np.testing.assert_allclose(filtered(np.array([60000, -60000], np.float16), temperature=1e-3), [1, 0])
    np.testing.assert_allclose(filtered([1e4, -np.inf, 1e4]), [0.5, 0, 0.5])
    np.testing.assert_allclose(filtered(z, top_k=99, top_p=1.0), [0.5, 0.25, 0.15, 0.1])


def test_sampling_follows_the_probabilities():
    rng, z = np.random.default_rng(0), np.log([0.7, 0.2, 0.1])
    share = np.bincount([sample(z, rng) for _ in range(4000)], minlength=3) / 4000
    np.testing.assert_allclose(share, [0.7, 0.2, 0.1], atol=0.03)
    assert {sample(z, rng, top_k=1) for _ in range(20)} == {0}


def test_generating_stops_at_the_end_or_the_length():
    def step(ids):
        return np.eye(4)[min(len(ids), 3)] * 9  # 0-th word is the end only when nothing is given

    assert greedy(step, end=3, max_length=10) == [0, 1, 2]
    assert greedy(step, end=3, max_length=10, start=[1]) == [1, 2]
    assert greedy(step, end=3, max_length=2) == [0, 1] and greedy(step, end=3, max_length=0) == []
    assert generate(step, end=3, max_length=3, choose=lambda z: 2) == [2, 2, 2]


def test_bad_input_is_refused():
    z = [0.0, 1.0]
    for options in (
        {"temperature": 0},
        {"temperature": np.nan},
        {"top_k": 0},
        {"top_k": 1.5},
        {"top_p": 0},
        {"top_p": 1.1},
    ):
        with pytest.raises(ValueError):
            filtered(z, **options)
    for logits in ([], [[0.0]], [np.nan], [np.inf, 0.0], [-np.inf], None):
        with pytest.raises(ValueError):
            filtered(logits)
    for options in ({"width": 0}, {"max_length": 0}, {"alpha": -1}, {"alpha": np.nan}):
        with pytest.raises(ValueError):
            beam_search(lambda ids: z, end=0, **{"width": 2, "max_length": 3, **options})
