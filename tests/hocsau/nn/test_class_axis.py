"""Losses over pictures and sequences: the class axis, places that do not count, weights of classes."""

import numpy as np
import pytest
import torch

from hocsau import nn

F = torch.nn.functional
SHAPES = {
    "rows": ((6, 4), 1),
    "pictures": ((2, 4, 3, 5), 1),
    "sequences": ((3, 5, 4), -1),
    "volumes": ((2, 4, 2, 3, 2), 1),
}


def sample(name, seed=0, scale=3.0):
    shape, axis = SHAPES[name]
    rng = np.random.default_rng(seed)
    z = rng.normal(size=shape) * scale
    labels = rng.integers(0, 4, np.moveaxis(z, axis, -1).shape[:-1])
    return z, labels, axis, rng


def theirs(z, labels, axis, **options):
    t = torch.tensor(z, requires_grad=True)
    loss = F.cross_entropy(t.movedim(axis, 1), torch.tensor(labels), **options)
    loss.backward()
    return loss.item(), t.grad.numpy()


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("kind", ["plain", "ignore", "mask", "weight", "all"])
def test_cross_entropy_agrees_with_torch(name, kind, reduction):
    z, labels, axis, rng = sample(name)
    options, wanted = {}, {}
    if kind in ("ignore", "all"):
        labels[rng.random(labels.shape) < 0.3] = -1
        options["ignore"], wanted["ignore_index"] = -1, -1
    hidden = labels
    if kind in ("mask", "all"):
        options["mask"] = rng.random(labels.shape) < 0.7
        hidden, wanted["ignore_index"] = np.where(options["mask"], labels, -1), -1
    if kind in ("weight", "all"):
        options["weight"] = np.array([0.5, 1.0, 2.0, 0.0])
        wanted["weight"] = torch.tensor(options["weight"])
    loss, gradient = nn.cross_entropy(z, labels, reduction, axis=axis, **options)
    expected, expected_gradient = theirs(z, hidden, axis, reduction=reduction, **wanted)
    assert loss == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(gradient, expected_gradient, atol=1e-12)
    measured = nn.numerical_gradient(
        lambda a: nn.cross_entropy(a, labels, reduction, axis=axis, **options)[0], z
    )
    assert nn.relative_error(gradient, measured) < 1e-6


@pytest.mark.parametrize("name", SHAPES)
def test_it_is_stable_at_ten_thousand(name):
    z, labels, axis, _ = sample(name)
    z = np.where(z > 0, 1e4, -1e4)
    with np.errstate(all="raise", under="ignore"):
        loss, gradient = nn.cross_entropy(z, labels, axis=axis)
    expected, expected_gradient = theirs(z, labels, axis)
    assert loss == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(gradient, expected_gradient, atol=1e-15)


def test_what_is_hidden_may_be_anything():
    z, labels, axis, _ = sample("sequences")
    labels[0, 2:] = -1
    right = nn.cross_entropy(z, labels, axis=axis, ignore=-1)
    z[0, 2:] = np.nan
    loss, gradient = nn.cross_entropy(z, labels, axis=axis, ignore=-1)
    assert loss == right[0]
    np.testing.assert_array_equal(gradient, right[1])
    assert not gradient[0, 2:].any()


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("loss", [nn.mse, nn.mae, nn.bce_with_logits])
def test_masks_of_the_other_losses(loss, reduction):
    rng = np.random.default_rng(0)
    z, y, mask = rng.normal(size=(3, 5, 2)), rng.random(size=(3, 5, 2)), rng.random(size=(3, 5)) < 0.6
    value, gradient = loss(z, y, reduction, mask=mask)
    shown, shown_gradient = loss(z[mask], y[mask], reduction)
    assert value == pytest.approx(shown, rel=1e-12)
    np.testing.assert_allclose(gradient[mask], shown_gradient, atol=1e-15)
    assert not gradient[~mask].any()
    measured = nn.numerical_gradient(lambda a: loss(a, y, reduction, mask=mask)[0], z)
    assert nn.relative_error(gradient, measured) < 1e-6
    z[~mask], y[~mask] = np.nan, np.nan
    again, again_gradient = loss(z, y, reduction, mask=mask)
    assert again == value
    np.testing.assert_array_equal(again_gradient, gradient)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"axis": 1}, r"thêm axis=2"),
        ({"axis": 0}, "logits có shape"),
        ({"axis": 3}, "logits có shape"),
        ({"ignore": 1.5}, "ignore = 1.5"),
        ({"ignore": True}, "ignore"),
        ({"mask": np.ones((3, 5))}, "mask .* cần bool"),
        ({"mask": np.ones((3, 4), bool)}, "mask"),
        ({"mask": np.zeros((3, 5), bool)}, "không có mẫu"),
        ({"weight": np.ones(3)}, "weight có shape"),
        ({"weight": np.array([1, 1, 1, -1.0])}, "weight"),
        ({"weight": np.zeros(4)}, "không có mẫu"),
    ],
)
def test_options_that_cannot_be_are_refused(change, words):
    z, labels, _, _ = sample("sequences")
    with pytest.raises(ValueError, match=words):
        nn.cross_entropy(z, labels, **{"axis": -1} | change)


def test_a_hidden_label_is_refused_when_nobody_said_so():
    z, labels, axis, _ = sample("sequences")
    labels[0, 0] = -1
    with pytest.raises(ValueError, match="ngoài 0 … 3"):
        nn.cross_entropy(z, labels, axis=axis)
    with pytest.raises(ValueError, match="one-hot"):
        nn.cross_entropy(z, np.eye(4, dtype=int)[np.abs(labels)], axis=axis)
