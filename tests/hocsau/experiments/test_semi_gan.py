"""The GAN with K + 1 outputs: its loss is the cross-entropy of K + 1 classes, and the run repeats."""

from functools import partial

import numpy as np
import torch
from torch.nn import functional as F

from hocsau.data import Dataset, Split, load
from hocsau.experiments import semi_gan
from hocsau.experiments.options import Options
from hocsau.experiments.semi_gan import labelled, unlabelled_loss


def first(n):
    data = load("mnist_small")
    return Dataset(Split(data.train.x[:n], data.train.y[:n]), None, None, data.info)


def test_the_loss_is_that_of_k_plus_one_classes():
    logits = 3 * torch.randn(50, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    whole = torch.cat([logits, torch.zeros(50, 1, dtype=torch.float64)], dim=1)  # the false class has 0
    false = F.softmax(whole, dim=1)[:, -1]
    torch.testing.assert_close(unlabelled_loss(logits, real=True), -torch.log(1 - false).mean())
    torch.testing.assert_close(unlabelled_loss(logits, real=False), -torch.log(false).mean())
    far = torch.tensor([[1e4, 0.0], [-1e4, -1e4]])
    assert torch.isfinite(unlabelled_loss(far, True)) and torch.isfinite(unlabelled_loss(far, False))


def test_ten_of_each_class_are_chosen():
    y = np.random.default_rng(0).integers(0, 5, 400)
    chosen = labelled(y, 10, np.random.default_rng(1))
    assert len(set(chosen)) == 50 and np.bincount(y[chosen]).tolist() == [10] * 5


def test_a_short_run_learns_and_repeats(monkeypatch):
    monkeypatch.setattr(semi_gan, "Settings", partial(semi_gan.Settings, seeds=1))
    data = first(1000)
    outcome, again = (semi_gan.run(data, Options(epochs=3)) for _ in range(2))
    assert outcome.scores["test_accuracy_labels"] > 0.5
    assert outcome.scores == again.scores and outcome.details["drawn"] == again.details["drawn"]
    assert np.shape(outcome.details["drawn"]) == (12, 784)
    assert set(outcome.curves) == {f"{name}-{seed}" for name in ("labels", "gan") for seed in range(1)}
    assert all(len(curve["val_accuracy"]) == 1 for curve in outcome.curves.values())


def test_a_cut_with_few_of_a_kind_labels_as_many_as_there_are(monkeypatch):
    monkeypatch.setattr(semi_gan, "Settings", partial(semi_gan.Settings, seeds=1))
    settings = semi_gan.run(first(120), Options(epochs=1)).details["settings"]
    assert 1 <= settings["labels_each"] < 10
