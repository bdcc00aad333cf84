"""The network of chapter 9 in numpy and torch: its size, its twin, and what it refuses."""

import numpy as np
import pytest
import torch

import hocsau.torch
from hocsau import models, nn


def outputs_and_gradients(ours, theirs, x, target):
    """Pairs (name, ours, theirs) of logits, dx and every gradient of the cross entropy."""
    t = torch.tensor(x, requires_grad=True)
    z, tz = ours(x), theirs(t)
    _, dz = nn.cross_entropy(z, target)
    torch.nn.functional.cross_entropy(tz, torch.tensor(target)).backward()
    yield "logits", z, tz.detach().numpy()
    yield "dx", ours.backward(dz), t.grad.numpy()
    for (name, p), (their_name, q) in zip(ours.named_parameters(), theirs.named_parameters(), strict=True):
        assert name == their_name
        yield name, p.grad, q.grad.numpy().T if q.ndim == 2 else q.grad.numpy()


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
@pytest.mark.parametrize("make", ["twin", "same constructor"])
def test_numpy_and_torch_are_the_same_network(activation, make):
    ours = models.CNN((1, 28, 28), 10, activation, rng=np.random.default_rng(0))
    if make == "twin":
        theirs = hocsau.torch.twin(ours)
    else:
        theirs = hocsau.torch.CNN((1, 28, 28), 10, activation, rng=np.random.default_rng(0))
    rng = np.random.default_rng(1)
    x, target = rng.normal(size=(3, 1, 28, 28)), rng.integers(0, 10, 3)
    for name, a, b in outputs_and_gradients(ours, theirs, x, target):
        np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-10, err_msg=name)
        assert np.abs(a).max() > 0, name


def test_weights_learnt_in_torch_give_the_same_predictions_in_numpy():
    theirs = hocsau.torch.CNN((1, 8, 8), rng=np.random.default_rng(0))
    optimizer = torch.optim.SGD(theirs.parameters(), 0.1)
    x = torch.randn(20, 1, 8, 8, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    for _ in range(3):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(theirs(x), torch.arange(20) % 10).backward()
        optimizer.step()
    ours = models.CNN((1, 8, 8), rng=np.random.default_rng(1))
    hocsau.torch.copy_weights(theirs, ours)
    np.testing.assert_allclose(ours(x.numpy()), theirs(x).detach().numpy(), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("image", [(1, 6, 6), (3, 7, 12), (2, 9, 6)])
def test_other_images(image):
    for make in (models.CNN, hocsau.torch.CNN):
        model = make(image, 4, rng=np.random.default_rng(0), dtype=np.float32)
        x = np.ones((2, *image), np.float32)
        z = model(torch.tensor(x)) if make is hocsau.torch.CNN else model(x)
        assert z.shape == (2, 4) and z.dtype in (np.float32, torch.float32)


@pytest.mark.parametrize("make", [models.CNN, hocsau.torch.CNN])
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"image": (1, 5, 28)}, "từ 6 trở lên"),
        ({"image": (28, 28)}, "image = "),
        ({"image": (0, 28, 28)}, "image = "),
        ({"classes": 1}, "classes = 1"),
        ({"activation": "relo"}, "không có activation"),
        ({"rng": None}, "rng"),
    ],
)
def test_what_is_refused(make, settings, words):
    with pytest.raises(ValueError, match=words):
        make(**({"image": (1, 8, 8), "rng": np.random.default_rng(0)} | settings))
