"""Counting: the words, what is asked, and a network written by hand that counts for ever."""

import numpy as np
import torch

from hocsau.experiments.sequences.counting import ASKED, Counter, Settings, one, reach_of, words


def test_words():
    x, y = words(range(1, 3))
    assert x.shape == (2, 4, 2) and x[0].sum() == 2 and x[1].argmax(-1).tolist() == [0, 0, 1, 1]
    assert y.tolist() == [[-1, 2, -1, -1], [-1, -1, 1, 2]]


class ByHand(torch.nn.Module):
    """b as long as fewer b than a were read, then the end."""

    def __init__(self, most):
        super().__init__()
        self.most = most

    def forward(self, x):
        left = (x[..., 0] - x[..., 1]).cumsum(-1).clamp(max=self.most)
        logits = torch.zeros(*left.shape, 3)
        logits[..., 1], logits[..., 2] = left, 0.5
        return logits


def test_reach():
    assert reach_of(ByHand(10**9)) == ASKED
    x = torch.zeros(1, 2, 2)
    assert reach_of(Counter("lstm", 2, np.random.default_rng(0)).eval()) in range(ASKED) and x.shape[1] == 2


def test_one_run_is_told_whole():
    made = one("gru", 0, Settings(steps=3))
    assert made["reach"] >= 0 and np.shape(made["weights"]["weight_x"]) == (2, 9)
