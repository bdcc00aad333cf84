"""Few digits: a borrowed network, and pictures made of pictures."""

import numpy as np
import torch

from hocsau.data import load
from hocsau.experiments import EXPERIMENTS
from hocsau.experiments.digits_borrow import CHANGES, WAYS, Pictures, build, each_of, from_nothing, nine_looks
from hocsau.experiments.options import Options


def test_so_many_of_each_and_none_twice():
    y = torch.tensor([0, 1, 2] * 10)
    rows = each_of(y, 4, 0)
    assert len(set(rows)) == 12
    assert np.bincount(y[rows]).tolist() == [4, 4, 4]


def test_what_a_change_sees_is_the_batch():
    seen = []

    def change(x, rng):
        seen.append(x.shape)
        return x

    pictures = Pictures(torch.rand(60, 1, 28, 28), torch.arange(60) % 10)
    from_nothing(10, pictures, 2, 0, change)
    assert seen == [(50, 1, 28, 28), (10, 1, 28, 28)] * 2


def test_nine_looks_average_chances():
    x = torch.rand(3, 1, 28, 28)
    chances = nine_looks(build(10, 0).eval(), x)
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-6)
    still = nine_looks(lambda images: images.sum(dim=(2, 3)).repeat(1, 10), x)
    np.testing.assert_allclose(still, 0.1, atol=1e-6)  # shifting around the edge keeps the sum


def test_a_short_run():
    outcome = EXPERIMENTS["digits-borrow"].run(load("mnist_small"), Options(epochs=1))
    assert set(outcome.details["boxes"]) == {"few_near", "few_far", "many_near", "many_far"}
    assert all(tuple(ways) == WAYS for ways in outcome.details["boxes"].values())
    assert set(outcome.details["changes"]) == {*CHANGES, "twice_as_many"}
    assert all(0 <= score <= 1 for score in outcome.scores.values())
