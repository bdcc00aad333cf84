"""Residual branches: differences, torch, sharing, and shapes that do not add up."""

import numpy as np
import pytest
import torch

import hocsau.torch
from hocsau import nn


def straight(rng):
    return nn.Residual(nn.Linear(6, 5, rng=rng), nn.GELU(), nn.Linear(5, 6, rng=rng)), (4, 6)


def with_shortcut(rng):
    branch = nn.Conv2d(2, 3, 3, rng=rng, stride=2, padding=1), nn.BatchNorm2d(3), nn.SiLU()
    return nn.Residual(*branch, shortcut=nn.Conv2d(2, 3, 1, rng=rng, stride=2)), (3, 2, 4, 6)


def inside_one_another(rng):
    inner = nn.Residual(nn.Linear(6, 6, rng=rng), nn.Tanh())
    return nn.Sequential(nn.Residual(inner, nn.Tanh()), nn.Linear(6, 2, rng=rng)), (4, 6)


@pytest.mark.parametrize("make", [straight, with_shortcut, inside_one_another])
def test_differences_and_torch(make):
    rng = np.random.default_rng(0)
    layer, shape = make(rng)
    x = rng.normal(size=shape)
    assert max(nn.gradcheck(layer, x, rng).values()) < 1e-6
    theirs, t = hocsau.torch.twin(layer), torch.tensor(x, requires_grad=True)
    y = theirs(t)
    dy = rng.normal(size=y.shape)
    y.backward(torch.tensor(dy))
    np.testing.assert_allclose(layer(x), y.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(layer.backward(dy), t.grad.numpy(), atol=1e-12)
    names = [name for name, _ in layer.named_parameters()]
    assert names == [name for name, _ in theirs.named_parameters()]


def test_the_gradient_reaches_x_though_the_branch_lets_nothing_through():
    layer = nn.Residual(nn.Step())
    layer(np.ones((2, 3)))
    np.testing.assert_array_equal(layer.backward(np.full((2, 3), 7.0)), 7)


def test_the_modes_reach_the_branch():
    layer = nn.Residual(nn.Dropout(0.5, rng=np.random.default_rng(0))).eval()
    np.testing.assert_array_equal(layer(np.ones((2, 3))), 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (nn.Residual, "ít nhất một tầng"),
        (lambda: nn.Residual(nn.Tanh(), shortcut="x"), "shortcut là 'x'"),
        (
            lambda: nn.Residual(nn.Linear(3, 2, rng=np.random.default_rng(0)))(np.ones((2, 3))),
            "thêm shortcut",
        ),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
