"""Augmentation in fit: training batches change, what validates does not, a resumed run draws the same."""

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.data import transforms as T
from hocsau.training import augmented, fit


class Watch(nn.Module):
    """Notes what passes, and in which mode."""

    def __init__(self, seen):
        self.seen = seen

    def forward(self, x):
        self.seen.append((self.training, x.copy()))
        return self.remember(x)

    def backward(self, dy):
        return self.recall(dy)[0]


class WatchTorch(torch.nn.Module):
    def __init__(self, seen):
        super().__init__()
        self.seen = seen

    def forward(self, x):
        self.seen.append((self.training, x.detach().numpy().copy()))
        return x


def pictures(n=8):
    return np.random.default_rng(0).random((n, 1, 4, 4)), np.arange(n) % 3


def learn(kind, change, seen, *, epochs=2, **options):
    rng = np.random.default_rng(3)
    if kind == "numpy":
        model = nn.Sequential(Watch(seen), nn.Flatten(), nn.Linear(16, 3, rng=np.random.default_rng(1)))
        optimizer, loss = nn.SGD(model.parameters(), 0.1), nn.soft_cross_entropy
    else:
        torch.manual_seed(0)
        layers = WatchTorch(seen), torch.nn.Flatten(), torch.nn.Linear(16, 3, dtype=torch.float64)
        model, loss = torch.nn.Sequential(*layers), torch.nn.functional.cross_entropy
        optimizer = torch.optim.SGD(model.parameters(), 0.1)
    step = None if change is None else augmented(change, rng)
    x, y = pictures()
    fit(model, ((x, y), (x, y)), loss, optimizer, epochs=epochs, batch_size=4, rng=rng, train_batch=step,
        progress=False, **options)  # fmt: skip
    return model


def known(image, x):
    return any(np.allclose(image, one) for one in x)


@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_train_changes_and_validation_never_does(kind):
    seen, x = [], pictures()[0]
    learn(kind, T.Compose(T.Rotate(30), T.Noise(0.1)), seen)
    for training, batch in seen:
        assert all(known(image, x) != training for image in batch)
    assert {training for training, _ in seen} == {True, False}


@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_labels_may_change_too(kind):
    def mixed(x, y, rng):
        return T.mixup(x, nn.smooth_labels(y, 3), rng=rng, alpha=1.0)

    seen = []
    learn(kind, mixed, seen)
    mixed_ones = [known(image, pictures()[0]) for training, batch in seen if training for image in batch]
    assert mixed_ones.count(False) > 4  # who met itself has not changed


@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_a_resumed_run_draws_what_the_whole_one_draws(kind, tmp_path):
    whole, parts, change = [], [], T.Translate(0.3)
    learn(kind, change, whole, epochs=4)
    learn(kind, change, parts, epochs=2, checkpoint=tmp_path / "a.npz")
    learn(kind, change, parts, epochs=4, checkpoint=tmp_path / "a.npz", resume=True)
    ours, theirs = ([batch for training, batch in seen if training] for seen in (whole, parts))
    np.testing.assert_array_equal(np.concatenate(ours), np.concatenate(theirs))


@pytest.mark.parametrize(("change", "rng", "message"), [
    (T.Flip(), None, "cần rng"), (3, np.random.default_rng(0), "change có kiểu int"),
])  # fmt: skip
def test_what_cannot_be_is_refused(change, rng, message):
    with pytest.raises(ValueError, match=message):
        augmented(change, rng)
