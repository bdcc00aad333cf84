"""The loop over single images and the vectorised network are one algorithm."""

import numpy as np
import pytest

from hocsau.experiments import mnist
from hocsau.experiments.per_sample import PerSampleMLP, columns
from hocsau.models import MLP
from hocsau.nn import SGD


@pytest.mark.parametrize("sizes", [[6, 4, 3], [6, 5, 4, 3], [6, 3]])
def test_ten_batches_leave_the_same_weights(sizes):
    rng = np.random.default_rng(0)
    model = MLP(sizes, activation="sigmoid", rng=rng)
    loop = PerSampleMLP.like(model)
    optimizer = SGD(model.parameters(), 3.0)
    for _ in range(10):
        x, y = rng.random((7, sizes[0])), rng.integers(0, sizes[-1], 7)
        _, dz = mnist.one_vs_all(model(x), y)
        optimizer.zero_grad()
        model.backward(dz)
        optimizer.step()
        loop.train_batch(*columns(x, y, sizes[-1], np.float64), learning_rate=3.0)
    linear = [layer for layer in model.layers if hasattr(layer, "weight")]
    for layer, weight, bias in zip(linear, loop.weights, loop.biases, strict=True):
        np.testing.assert_allclose(layer.weight.data.T, weight, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(layer.bias.data, bias[:, 0], rtol=1e-10, atol=1e-12)


def test_copies_share_no_memory():
    model = MLP([4, 3, 2], rng=np.random.default_rng(0))
    loop = PerSampleMLP.like(model)
    loop.weights[0] += 1
    loop.biases[0] += 1
    fresh = MLP([4, 3, 2], rng=np.random.default_rng(0))
    np.testing.assert_array_equal(model[0].weight.data, fresh[0].weight.data)
    assert not model[0].bias.data.any()


def test_float32_stays_float32():
    loop = PerSampleMLP.like(mnist.network([4, 3, 2], mnist.SOURCE, np.random.default_rng(0)))
    x, y = np.random.default_rng(1).random((5, 4)), np.zeros(5, int)
    loop.train_batch(*columns(x, y, 2, np.float32), learning_rate=3.0)
    assert {array.dtype for array in loop.weights + loop.biases} == {np.dtype(np.float32)}
