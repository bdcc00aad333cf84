"""Losses of masks: gradients against finite differences and torch, extreme logits, bad input."""

import numpy as np
import pytest
import torch

from hocsau.nn import bce_with_logits
from hocsau.nn.gradcheck import numerical_gradient, relative_error
from hocsau.segmentation import dice, soft_dice, weighted_bce


@pytest.fixture
def case():
    rng = np.random.default_rng(0)
    return rng.normal(size=(2, 3, 4)) * 3, (rng.random((2, 3, 4)) > 0.6).astype(float), rng.random((2, 3, 4))


def losses(z, y, w):
    return {"dice": lambda: soft_dice(z, y, 0.5), "bce": lambda: weighted_bce(z, y, w)}


@pytest.mark.parametrize("name", ["dice", "bce"])
def test_gradients_agree_with_differences(case, name):
    z, y, w = case
    loss = losses(z, y, w)[name]
    assert relative_error(loss()[1], numerical_gradient(lambda _: loss()[0], z)) < 1e-7


def test_torch_says_the_same(case):
    z, y, w = case
    tz, ty, tw = (torch.tensor(a) for a in case)
    tz.requires_grad_()
    p = torch.sigmoid(tz)
    theirs = 1 - (2 * (p * ty).sum() + 1) / (p.sum() + ty.sum() + 1)
    theirs.backward()
    loss, dz = soft_dice(z, y)
    assert loss == pytest.approx(theirs.item(), abs=1e-13)
    np.testing.assert_allclose(dz, tz.grad.numpy(), atol=1e-14)
    tz.grad = None
    each = torch.nn.functional.binary_cross_entropy_with_logits(tz, ty, reduction="none")
    theirs = (each * tw).sum() / tw.sum()
    theirs.backward()
    loss, dz = weighted_bce(z, y, w)
    assert loss == pytest.approx(theirs.item(), abs=1e-13)
    np.testing.assert_allclose(dz, tz.grad.numpy(), atol=1e-14)


def test_equal_weights_are_the_plain_mean(case):
    z, y, _ = case
    loss, dz = weighted_bce(z, y, 7)
    plain, gradient = bce_with_logits(z, y)
    assert loss == pytest.approx(plain)
    np.testing.assert_allclose(dz, gradient, atol=1e-15)


def test_certain_logits_make_it_the_hard_dice(case):
    z, y, _ = case
    hard = soft_dice(1e4 * z, y, 1e-9)[0]
    assert hard == pytest.approx(1 - dice(z > 0, y))
    for loss in losses(1e4 * z, y, 1).values():
        assert np.isfinite(loss()[0]) and np.isfinite(loss()[1]).all()


def test_nothing_guessed_and_nothing_there_costs_nothing():
    assert soft_dice(np.full((4, 4), -1e4), np.zeros((4, 4)))[0] == 0


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_the_dtype_stays(case, dtype):
    z, y, w = (a.astype(dtype) for a in case)
    for loss in losses(z, y, w).values():
        assert loss()[1].dtype == dtype
    assert soft_dice(np.ones((2, 2), int), np.eye(2, dtype=int))[1].shape == (2, 2)


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda z, y: soft_dice(z, y[:1]), "cùng shape"),
        (lambda z, y: soft_dice(z, 255 * y), "chia 255"),
        (lambda z, y: soft_dice(z, y, 0), "số dương"),
        (lambda z, y: soft_dice(z[:0], y[:0]), "không có điểm ảnh"),
        (lambda z, y: weighted_bce(z, y, -1), "không âm"),
        (lambda z, y: weighted_bce(z, y, 0), "cùng bằng 0"),
        (lambda z, y: weighted_bce(z, y, np.ones(5)), "như logits"),
        (lambda z, y: weighted_bce(z, y, np.inf), "hữu hạn"),
    ],
)
def test_bad_input_is_refused(case, call, said):
    with pytest.raises(ValueError, match=said):
        call(*case[:2])
