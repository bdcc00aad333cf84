"""int8 networks: how far from the float ones, what JSON holds of them, what is refused."""

import json

import numpy as np
import pytest

from hocsau import nn
from hocsau.models import MLP
from hocsau.models.quantised import QuantisedMLP, quantise


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_the_int8_network_answers_almost_as_the_float_one(rng, activation):
    model = MLP([60, 20, 7], activation=activation, rng=rng)
    x = rng.random((50, 60))
    exact, short = model(x), QuantisedMLP(json.loads(json.dumps(quantise(model))))(x)
    assert np.abs(exact - short).max() < 0.03 * np.abs(exact).max()
    assert not np.array_equal(exact, short)


def test_weights_on_the_grid_come_back_exactly(rng):
    whole, scale = rng.integers(-127, 128, (30, 4)), np.array([0.5, 0.25, 0.125, 2.0])
    whole[0] = 127
    layer = nn.Linear(30, 4, rng=rng)
    layer.weight.data[...] = whole * scale
    x = rng.normal(size=(5, 30))
    np.testing.assert_allclose(QuantisedMLP(quantise(nn.Sequential(layer)))(x), layer(x), atol=1e-9)


def test_every_weight_is_within_half_a_step(rng):
    layer = nn.Linear(40, 3, rng=rng)
    layer.weight.data[:, 1] = 0  # a column of zeros stays zeros
    short = QuantisedMLP(quantise(nn.Sequential(layer)))
    weight, scale, *_ = short.layers[0]
    assert np.all(np.abs(weight * scale - layer.weight.data) <= scale * 0.5001)
    assert not weight[:, 1].any() and np.abs(weight[:, [0, 2]]).max() == 127


def test_dropout_is_left_out_and_hidden_values_are_given(rng):
    first, second = nn.Linear(6, 5, rng=rng), nn.Linear(5, 2, rng=rng)
    model = nn.Sequential(nn.Dropout(0.2, rng=rng), first, nn.ReLU(), nn.Dropout(0.1, rng=rng), second)
    network = quantise(model)
    assert [layer["activation"] for layer in network["layers"]] == ["relu", "identity"]
    hidden, logits = QuantisedMLP(network).activations(rng.random((3, 6)))
    assert hidden.shape == (3, 5) and hidden.min() == 0 and logits.shape == (3, 2)


def test_what_cannot_be_packed_is_refused_by_name(rng):
    with pytest.raises(ValueError, match="BatchNorm1d"):
        quantise(MLP([4, 3, 2], batch_norm=True, rng=rng))
    with pytest.raises(ValueError, match="ReLU"):
        quantise(nn.Sequential(nn.Linear(2, 2, rng=rng), nn.Tanh(), nn.ReLU()))
    model = MLP([4, 2], rng=rng)
    model[0].weight.data[0, 0] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        quantise(model)


def test_a_broken_file_is_refused(rng):
    good = quantise(MLP([4, 3, 2], rng=rng))
    with pytest.raises(ValueError, match=r"\(5, 4\)|\(N, 4\)"):
        QuantisedMLP(good)(np.zeros((1, 5)))
    short = json.loads(json.dumps(good))
    short["layers"][0]["shape"] = [5, 3]
    with pytest.raises(ValueError, match="cần 15, 3, 3"):
        QuantisedMLP(short)
    with pytest.raises(ValueError, match="không nối được"):
        QuantisedMLP({"layers": good["layers"][::-1]})
    short["layers"][0] |= {"shape": [4, 3], "activation": "gelu"}
    with pytest.raises(ValueError, match="gelu"):
        QuantisedMLP(short)
