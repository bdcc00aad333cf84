"""Smooth L1 and the focal loss beside torch and finite differences."""

import numpy as np
import pytest
import torch

from hocsau.detection import focal_loss, smooth_l1
from hocsau.nn import bce_with_logits, numerical_gradient, relative_error


@pytest.mark.parametrize("beta", [1 / 9, 1.0, 3.0])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_smooth_l1_is_torchs(beta, reduction):
    rng = np.random.default_rng(0)
    p, t = rng.normal(size=(20, 4)) * 3, rng.normal(size=(20, 4))
    tensor = torch.tensor(p, requires_grad=True)
    theirs = torch.nn.functional.smooth_l1_loss(tensor, torch.tensor(t), reduction=reduction, beta=beta)
    theirs.backward()
    loss, gradient = smooth_l1(p, t, beta, reduction)
    assert loss == pytest.approx(float(theirs.detach()), abs=1e-12)
    np.testing.assert_allclose(gradient, tensor.grad.numpy(), atol=1e-12)


def test_smooth_l1_has_no_corner():
    loss = [smooth_l1([e], [0.0])[0] for e in (1 - 1e-9, 1 + 1e-9)]
    assert loss[0] == pytest.approx(0.5) and loss[1] == pytest.approx(0.5)
    assert smooth_l1([100], [0])[1].tolist() == [1] and smooth_l1([0.25], [0])[1].tolist() == [0.25]


def theirs_focal(z, y, gamma, alpha):
    """The paper's formula over torch's own logarithm of the sigmoid."""
    log_p = torch.where(y == 1, torch.nn.functional.logsigmoid(z), torch.nn.functional.logsigmoid(-z))
    weight = 1 if alpha is None else alpha * y + (1 - alpha) * (1 - y)
    return (-weight * (1 - log_p.exp()) ** gamma * log_p).sum()


@pytest.mark.parametrize("gamma", [0, 0.5, 2, 5])
@pytest.mark.parametrize("alpha", [None, 0.25, 0.9])
def test_focal_loss_is_the_papers(gamma, alpha):
    rng = np.random.default_rng(1)
    z, y = rng.normal(size=(6, 5)) * 3, rng.integers(0, 2, (6, 5)).astype(float)
    tensor = torch.tensor(z, requires_grad=True)
    theirs = theirs_focal(tensor, torch.tensor(y), gamma, alpha)
    theirs.backward()
    loss, gradient = focal_loss(z, y, gamma, alpha)
    assert loss == pytest.approx(float(theirs.detach()), rel=1e-10)
    np.testing.assert_allclose(gradient, tensor.grad.numpy(), atol=1e-10)
    for reduction in ("sum", "mean"):
        numeric = numerical_gradient(lambda a, r=reduction: focal_loss(a, y, gamma, alpha, r)[0], z)
        assert relative_error(focal_loss(z, y, gamma, alpha, reduction)[1], numeric) < 1e-6


def test_gamma_nought_is_cross_entropy():
    rng = np.random.default_rng(2)
    z, y = rng.normal(size=50), rng.integers(0, 2, 50)
    ours, theirs = focal_loss(z, y, 0, None, "mean"), bce_with_logits(z, y)
    assert ours[0] == pytest.approx(theirs[0])
    np.testing.assert_allclose(ours[1], theirs[1], atol=1e-14)


def test_an_easy_example_hardly_counts():
    easy, hard = focal_loss([-4.0], [0])[0], focal_loss([4.0], [0])[0]
    plain = bce_with_logits([4.0], [0.0])[0] / bce_with_logits([-4.0], [0.0])[0]
    assert hard / easy > 1000 * plain


@pytest.mark.parametrize("gamma", [0, 0.5, 2])
def test_huge_logits(gamma):
    z = np.array([1e4, -1e4, 1e4, -1e4])
    loss, gradient = focal_loss(z, [1, 0, 0, 1], gamma, None)
    assert loss == pytest.approx(2e4) and np.isfinite(gradient).all()
    np.testing.assert_allclose(gradient, [0, 0, 1, -1], atol=1e-12)


def test_float32_stays():
    z = np.ones(3, np.float32)
    assert focal_loss(z, [0, 1, 1])[1].dtype == smooth_l1(z, [0, 1, 1])[1].dtype == np.float32


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: smooth_l1([1, 2], [1]), "cần bằng nhau"),
        (lambda: smooth_l1([], []), "không có phần tử"),
        (lambda: smooth_l1([1], [1], beta=0), "beta = 0"),
        (lambda: focal_loss([1.0], [0.5]), "gồm 0 và 1"),
        (lambda: focal_loss([1.0], [1], gamma=-1), "gamma = -1"),
        (lambda: focal_loss([1.0], [1], alpha=2), "alpha = 2"),
        (lambda: focal_loss([1.0], [1], reduction="none"), "reduction"),
    ],
)
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
