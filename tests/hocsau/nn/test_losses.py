import numpy as np
import pytest
import torch

from hocsau import nn

F = torch.nn.functional


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_losses_and_gradients_agree_with_torch(reduction):
    rng = np.random.default_rng(0)
    z, y, labels = rng.normal(size=(6, 4)) * 3, rng.random(size=(6, 4)), rng.integers(0, 4, 6)
    pairs = [
        (nn.mse, F.mse_loss, y, torch.tensor(y)),
        (nn.mae, F.l1_loss, y, torch.tensor(y)),
        (nn.bce_with_logits, F.binary_cross_entropy_with_logits, y, torch.tensor(y)),
        (nn.cross_entropy, F.cross_entropy, labels, torch.tensor(labels)),
    ]
    for ours, theirs, target, torch_target in pairs:
        t = torch.tensor(z, requires_grad=True)
        expected = theirs(t, torch_target, reduction=reduction)
        expected.backward()
        loss, gradient = ours(z, target, reduction)
        assert loss == pytest.approx(expected.item(), rel=1e-12)
        np.testing.assert_allclose(gradient, t.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("name", ["mse", "mae", "bce_with_logits", "cross_entropy"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_gradients_agree_with_differences(name, reduction, seed):
    rng = np.random.default_rng(seed)
    loss, z = getattr(nn, name), rng.normal(size=(5, 4)) * 3
    target = rng.integers(0, 4, 5) if name == "cross_entropy" else rng.random(size=(5, 4))
    if name == "mae":
        z[np.abs(z - target) < 1e-3] += 1  # away from the kink
    measured = nn.numerical_gradient(lambda a: loss(a, target, reduction)[0], z)
    assert nn.relative_error(loss(z, target, reduction)[1], measured) < 1e-6


@pytest.mark.parametrize("loss", [nn.mse, nn.mae, nn.bce_with_logits])
def test_a_float64_target_leaves_a_float32_model_in_float32(loss):
    z, target = np.ones((3, 2), np.float32), np.full((3, 2), 0.3)
    assert loss(z, target)[1].dtype == np.float32


def test_an_integer_prediction_keeps_the_fractions_of_its_target():
    assert nn.mse(np.array([0, 1]), np.array([0.5, 1.0]), "sum")[0] == 0.25


def test_stable_at_ten_thousand():
    with np.errstate(all="raise", under="ignore"):
        loss, gradient = nn.bce_with_logits(np.array([1e4, -1e4, 1e4]), np.array([1.0, 0.0, 0.0]), "sum")
        assert loss == 1e4
        np.testing.assert_array_equal(gradient, [0, 0, 1])
        loss, gradient = nn.cross_entropy(np.array([[1e4, -1e4], [1e4, -1e4]]), np.array([0, 1]), "sum")
        assert loss == 2e4
        np.testing.assert_array_equal(gradient, [[0, 0], [1, -1]])


def test_penalties_have_their_gradients():
    w = [np.random.default_rng(0).normal(size=(3, 2))]
    for penalty in (nn.l1_penalty, nn.l2_penalty):
        value, (gradient,) = penalty(w, 0.3)
        measured = nn.numerical_gradient(lambda a, p=penalty: p([a], 0.3)[0], w[0])
        assert value > 0
        np.testing.assert_allclose(gradient, measured, atol=1e-8)
        with pytest.raises(ValueError, match="hệ số"):
            penalty(w, -1)


def test_targets_that_cannot_be_are_refused():
    z = np.zeros((3, 4))
    for bad, words in [
        (np.eye(4)[:3], "one-hot"),
        (np.array([0, 1, 4]), "ngoài"),
        (np.array([0, -1, 2]), "ngoài"),
        (np.array([0.0, 1.0, 2.0]), "nguyên"),
        (np.array([0, 1]), "shape"),
    ]:
        with pytest.raises(ValueError, match=words):
            nn.cross_entropy(z, bad)
    with pytest.raises(ValueError, match="bằng nhau"):
        nn.mse(np.zeros((3, 1)), np.zeros(3))
    with pytest.raises(ValueError, match="ngoài"):
        nn.bce_with_logits(z, np.full((3, 4), 2.0))
    with pytest.raises(ValueError, match="ngoài"):
        nn.bce_with_logits(z, np.full((3, 4), np.nan))
    with pytest.raises(ValueError, match="reduction"):
        nn.mse(z, z, "total")
    with pytest.raises(ValueError, match="không có mẫu"):
        nn.mse(np.zeros((0, 2)), np.zeros((0, 2)))
