"""Soft targets through fit: what is learnt, and what the training accuracy then means."""

from functools import partial

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.data import transforms as T
from hocsau.training import augmented, fit, metrics, softened


def pictures(n=24):
    rng = np.random.default_rng(0)
    y = np.arange(n) % 3
    x = rng.random((n, 1, 4, 4)) * 0.1
    x[np.arange(n), 0, y, 0] = 1
    return x, y


def test_labels_are_softened_images_changed_and_then_mixed():
    x, y = pictures()
    change = softened(3, 0.3, augment=T.Flip(1.0), mix=partial(T.mixup, alpha=1.0))
    images, target = change(x, y, np.random.default_rng(5))
    rng = np.random.default_rng(5)
    flipped = T.Flip(1.0)(x, rng=rng)
    wanted = T.mixup(flipped, nn.smooth_labels(y, 3, 0.3), rng=rng, alpha=1.0)
    np.testing.assert_array_equal(images, wanted[0])
    np.testing.assert_array_equal(target, wanted[1])
    same, smooth = softened(3, 0.3)(x, y, rng)
    assert same is x and np.array_equal(smooth, nn.smooth_labels(y, 3, 0.3))
    assert softened(3)(x.astype(np.float32), y, rng)[1].dtype == np.float32


def networks(kind, seed=0):
    if kind == "numpy":
        model = nn.Sequential(nn.Flatten(), nn.Linear(16, 3, rng=np.random.default_rng(seed)))
        return model, nn.soft_cross_entropy, nn.SGD(model.parameters(), 0.5)
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(16, 3)).double()
    return model, torch.nn.functional.cross_entropy, torch.optim.SGD(model.parameters(), 0.5)


def learn(kind, change, epochs=30, seed=0):
    model, loss, optimizer = networks(kind, seed)
    rng = np.random.default_rng(1)
    return fit(model, (pictures(), pictures()), loss, optimizer, epochs=epochs, batch_size=8, rng=rng,
               metrics={"accuracy": metrics.accuracy}, train_batch=augmented(change, rng),
               progress=False)  # fmt: skip


@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_smoothed_labels_end_at_their_entropy_and_not_at_zero(kind):
    history = learn(kind, softened(3, 0.3), 400)
    y = nn.smooth_labels(np.array([0]), 3, 0.3)[0]
    assert history["loss"][-1] == pytest.approx(-(y * np.log(y)).sum(), abs=0.02)
    assert history["accuracy"][-1] == history["val_accuracy"][-1] == 1


@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_accuracy_is_graded_by_the_larger_share_of_what_was_learnt(kind):
    """A mix that gives every image to its neighbour: graded by the old labels it would be far from 1."""

    def to_the_neighbour(x, target, rng):
        other = np.roll(np.arange(len(x)), 1)
        return 0.1 * x + 0.9 * x[other], 0.1 * target + 0.9 * target[other]

    history = learn(kind, softened(3, mix=to_the_neighbour))
    assert history["accuracy"][-1] > 0.95 and history["val_accuracy"][-1] > 0.95


@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_hard_labels_that_a_change_moves_are_graded_as_moved(kind):
    history = learn(kind, lambda x, y, rng: (x, (y + 1) % 3))
    assert history["accuracy"][-1] > 0.95 and history["val_accuracy"][-1] < 0.05


@pytest.mark.parametrize("mix", [T.mixup, T.cutmix])
def test_numpy_and_torch_learn_the_same_from_mixed_batches(mix):
    ours, loss, optimizer = networks("numpy")
    theirs, torch_loss, torch_optimizer = networks("torch")
    theirs[1].weight.data.copy_(torch.from_numpy(ours[1].weight.data.T))
    theirs[1].bias.data.copy_(torch.from_numpy(ours[1].bias.data))
    histories = []
    for model, how, steps in ((ours, loss, optimizer), (theirs, torch_loss, torch_optimizer)):
        rng = np.random.default_rng(4)
        histories.append(fit(model, pictures(), how, steps, epochs=5, batch_size=8, rng=rng, progress=False,
                             metrics={"accuracy": metrics.accuracy},
                             train_batch=augmented(softened(3, 0.1, mix=mix), rng)))  # fmt: skip
    np.testing.assert_allclose(histories[0]["loss"], histories[1]["loss"], rtol=1e-10)
    np.testing.assert_array_equal(histories[0]["accuracy"], histories[1]["accuracy"])


@pytest.mark.parametrize(("options", "message"), [
    ({"classes": 1}, "classes"), ({"classes": 3.0}, "classes"), ({"smoothing": 1.5}, "smoothing"),
    ({"smoothing": "0.1"}, "smoothing"), ({"augment": 3}, "augment"), ({"mix": 3}, "mix"),
])  # fmt: skip
def test_what_cannot_be_is_refused_at_once(options, message):
    with pytest.raises(ValueError, match=message):
        softened(**({"classes": 3} | options))


def test_a_label_outside_is_refused_in_the_batch():
    with pytest.raises(ValueError, match="ngoài 0"):
        softened(3)(pictures()[0], np.full(24, 3), np.random.default_rng(0))
