"""Soft labels: torch's cross-entropy with probabilities and with label smoothing."""

import numpy as np
import pytest
import torch

from hocsau import nn


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("scale", [1, 1e4])
def test_probabilities_as_torch_takes_them(reduction, scale):
    rng = np.random.default_rng(0)
    z, y = scale * rng.normal(size=(5, 4)), rng.dirichlet(np.ones(4), 5)
    t = torch.tensor(z, requires_grad=True)
    theirs = torch.nn.functional.cross_entropy(t, torch.tensor(y), reduction=reduction)
    theirs.backward()
    loss, gradient = nn.soft_cross_entropy(z, y, reduction)
    assert loss == pytest.approx(theirs.item(), rel=1e-12)
    np.testing.assert_allclose(gradient, t.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("smoothing", [0, 0.1, 1])
def test_label_smoothing_is_torchs(smoothing):
    rng = np.random.default_rng(1)
    z, labels = rng.normal(size=(6, 5)), rng.integers(0, 5, 6)
    theirs = torch.nn.functional.cross_entropy(
        torch.tensor(z), torch.tensor(labels), label_smoothing=smoothing
    )
    loss, _ = nn.soft_cross_entropy(z, nn.smooth_labels(labels, 5, smoothing))
    assert loss == pytest.approx(theirs.item(), rel=1e-12)


def test_hard_labels_are_those_of_cross_entropy():
    rng = np.random.default_rng(2)
    z, labels = rng.normal(size=(6, 5)), rng.integers(0, 5, 6)
    for target in (labels, nn.smooth_labels(labels, 5)):
        loss, gradient = nn.soft_cross_entropy(z, target)
        assert loss == pytest.approx(nn.cross_entropy(z, labels)[0], rel=1e-12)
        np.testing.assert_allclose(gradient, nn.cross_entropy(z, labels)[1], atol=1e-12)


def test_the_smallest_loss_of_smoothed_labels_is_their_entropy_and_not_zero():
    y = nn.smooth_labels([2], 4, 0.2)
    loss, gradient = nn.soft_cross_entropy(np.log(y), y)
    assert loss == pytest.approx(-(y * np.log(y)).sum())
    np.testing.assert_allclose(gradient, 0, atol=1e-12)


def test_float16():
    z = np.array([[200, -200, 0]], np.float16)
    loss, gradient = nn.soft_cross_entropy(z, np.array([[0.5, 0.5, 0]], np.float16))
    assert loss == pytest.approx(200) and gradient.dtype == np.float16


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nn.smooth_labels([0.5], 3), "số nguyên"),
        (lambda: nn.smooth_labels([3], 3), "ngoài 0 … 2"),
        (lambda: nn.smooth_labels([0], 3, 1.5), "smoothing = 1.5"),
        (lambda: nn.soft_cross_entropy(np.zeros((2, 3)), np.eye(3)), "target có shape"),
        (lambda: nn.soft_cross_entropy(np.zeros((3, 3)), 2 * np.eye(3)), "cộng lại bằng 1"),
        (lambda: nn.soft_cross_entropy(np.zeros((3, 3)), np.full((3, 3), np.nan)), "cộng lại bằng 1"),
        (lambda: nn.soft_cross_entropy(np.zeros((0, 3)), np.zeros((0, 3))), "ít nhất một hàng"),
        (lambda: nn.soft_cross_entropy(np.zeros((1, 3)), np.ones((1, 3)) / 3, "max"), "reduction"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
