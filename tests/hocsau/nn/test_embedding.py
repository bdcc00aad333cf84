"""Embedding, and a layer of tables used at every step: differences, torch, the definition."""

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.nn.embedding import embedding_naive

IDS = np.array([[1, 4, 1], [0, 2, 1]])


def made(**settings):
    return nn.Embedding(5, 3, rng=np.random.default_rng(0), **settings)


def test_backward_agrees_with_differences_and_adds_repeated_words():
    layer = made()
    errors = nn.gradcheck(layer, IDS, np.random.default_rng(1))
    assert list(errors) == ["weight"] and errors["weight"] < 1e-6
    layer.weight.zero_grad()
    layer(IDS)
    assert layer.backward(np.ones((2, 3, 3))) is None
    np.testing.assert_array_equal(layer.weight.grad[:, 0], [1, 3, 1, 0, 1])
    layer(IDS)
    layer.backward(np.ones((2, 3, 3)))
    np.testing.assert_array_equal(layer.weight.grad[:, 0], [2, 6, 2, 0, 2])  # accumulates


def test_it_is_the_product_with_one_hot():
    layer = made()
    np.testing.assert_array_equal(layer(IDS), embedding_naive(layer.weight.data, IDS))


@pytest.mark.parametrize("padding", [None, 1])
def test_torch_gives_the_same(padding):
    layer = made(padding=padding)
    theirs = torch.nn.Embedding(5, 3, padding_idx=padding, dtype=torch.float64)
    with torch.no_grad():
        theirs.weight.copy_(torch.tensor(layer.weight.data))
    dy = np.random.default_rng(2).normal(size=(2, 3, 3))
    y = theirs(torch.tensor(IDS))
    y.backward(torch.tensor(dy))
    np.testing.assert_array_equal(layer(IDS), y.detach().numpy())
    layer.backward(dy)
    np.testing.assert_allclose(layer.weight.grad, theirs.weight.grad.numpy(), atol=1e-12)


def test_padding_is_zero_and_does_not_learn():
    layer = made(padding=0)
    assert not layer(IDS)[1, 0].any()
    layer.backward(np.ones((2, 3, 3)))
    assert not layer.weight.grad[0].any() and layer.weight.grad[1].all()
    layer(np.zeros((2, 2), int))
    layer.backward(np.ones((2, 2, 3)))  # nothing but padding


def test_words_changed_after_forward_do_no_harm():
    layer, ids = made(), IDS.copy()
    layer(ids)
    ids[...] = 0
    layer.backward(np.ones((2, 3, 3)))
    assert layer.weight.grad[1, 0] == 3


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_dtype_and_emptiness(dtype):
    layer = made(dtype=dtype)
    y = layer(IDS.astype(np.uint8))
    assert y.dtype == dtype
    layer.backward(y)
    assert layer.weight.grad.dtype == dtype
    assert layer([]).shape == (0, 3) and layer(np.zeros((0, 4), int)).shape == (0, 4, 3)
    layer.backward(np.zeros((0, 4, 3), dtype))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: made()([[0.0, 1.0]]), "số nguyên"),
        (lambda: made()([0, 5]), r"ngoài 0 … 4 \(từ 0 đến 5\)"),
        (lambda: made()([-1]), "ngoài 0 … 4"),
        (lambda: made()([True]), "dtype bool"),
        (lambda: made()(3), "là một số"),
        (lambda: made(padding=5), "padding = 5"),
        (lambda: made(std=-1), "std = -1"),
        (lambda: nn.Embedding(0, 3, rng=np.random.default_rng(0)), "count = 0"),
        (lambda: nn.Embedding(5, 3, rng=0), "default_rng"),
        (lambda: made().backward(np.ones((1, 3))), "chưa có forward"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
