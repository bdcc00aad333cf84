"""The network of chapter 9: layers, first weights, and that it learns; its twin is in torch/test_cnn.py."""

import numpy as np
import pytest

from hocsau import nn
from hocsau.models import CNN


def test_the_number_of_parameters_layer_by_layer():
    model = CNN(rng=np.random.default_rng(0))
    counts = [sum(p.data.size for p in layer.parameters()) for layer in model.layers]
    assert [n for n in counts if n] == [320, 9248, 589_952, 1290] and sum(counts) == 600_810


@pytest.mark.parametrize(("activation", "kind"), [("relu", nn.ReLU), ("sigmoid", nn.Sigmoid)])
def test_the_activation_follows_every_layer_but_the_last(activation, kind):
    model = CNN(activation=activation, rng=np.random.default_rng(0))
    assert [i for i, layer in enumerate(model.layers) if isinstance(layer, kind)] == [1, 3, 7]


def test_the_first_weights_follow_the_activation():
    relu, sigmoid = (CNN(activation=f, rng=np.random.default_rng(0)) for f in ("relu", "sigmoid"))
    # he: sqrt(2 / 288); xavier: sqrt(2 / (288 + 288))
    assert relu[2].weight.data.std() == pytest.approx(np.sqrt(2 / 288), rel=0.03)
    assert sigmoid[2].weight.data.std() == pytest.approx(np.sqrt(1 / 288), rel=0.03)


def test_it_learns_ten_small_images():
    model = CNN((1, 8, 8), rng=np.random.default_rng(0))
    x, y = np.random.default_rng(1).normal(size=(10, 1, 8, 8)), np.arange(10)
    optimizer = nn.Adam(model.parameters(), 0.005)
    for _ in range(20):
        loss, dz = nn.cross_entropy(model(x), y)
        optimizer.zero_grad()
        model.accumulate(dz)
        optimizer.step()
    assert (model(x).argmax(axis=1) == y).all() and loss < 0.1
