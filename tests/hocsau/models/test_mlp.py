"""MLP: its layers, sizes, gradients for any setting, learning, what it refuses."""

import numpy as np
import pytest

from hocsau import nn
from hocsau.models import MLP


def kinds(model):
    return [type(layer).__name__ for layer in model.layers]


def test_layers_in_order():
    rng = np.random.default_rng(0)
    assert kinds(MLP([784, 100, 10], rng=rng)) == ["Linear", "ReLU", "Linear"]
    assert kinds(MLP([2, 1], rng=rng)) == ["Linear"]
    model = MLP([4, 8, 6, 3], "tanh", "softmax", dropout=0.2, batch_norm=True, bias=False, rng=rng)
    hidden = ["Linear", "BatchNorm1d", "Tanh", "Dropout"]
    assert kinds(model) == [*hidden, *hidden, "Linear", "Softmax"]
    assert model.sizes == (4, 8, 6, 3)
    assert len({id(layer) for layer in model.layers}) == len(model.layers)
    assert [p.shape for p in model.parameters()] == [(4, 8), (8,), (8,), (8, 6), (6,), (6,), (6, 3)]


def test_parameter_count_and_logits():
    model = MLP([784, 100, 10], rng=np.random.default_rng(0))
    assert sum(p.data.size for p in model.parameters()) == 784 * 100 + 100 + 100 * 10 + 10
    logits = model(np.random.default_rng(1).random((5, 784)))
    assert logits.shape == (5, 10)
    assert np.any(logits < 0)


@pytest.mark.parametrize(
    ("activation", "expected"),
    [("relu", 2 / 400), ("leaky_relu", 2 / 400), ("elu", 2 / 400), ("sigmoid", 2 / 600), ("tanh", 2 / 600)],
)
def test_initialisation_follows_the_activation(activation, expected):
    weight = MLP([400, 200, 1], activation, rng=np.random.default_rng(0))[0].weight.data
    assert weight.var() == pytest.approx(expected, rel=0.05)


def test_initialisation_can_be_named():
    model = MLP([400, 200, 1], weight_init="normal", rng=np.random.default_rng(0))
    assert model[0].weight.data.std() == pytest.approx(1, rel=0.05)


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "identity"])
def test_backward_agrees_with_differences(activation, batch_norm):
    rng = np.random.default_rng(1)
    model = MLP([4, 5, 3], activation, batch_norm=batch_norm, bias=not batch_norm, rng=rng)
    errors = nn.gradcheck(model, rng.normal(size=(7, 4)), rng)
    assert max(errors.values()) < 1e-6, errors


def test_the_same_seed_gives_the_same_bytes():
    def trained():
        rng = np.random.default_rng(3)
        model = MLP([4, 6, 3], dropout=0.3, rng=rng)
        optimizer, x, y = nn.Adam(model.parameters()), rng.normal(size=(20, 4)), rng.integers(0, 3, 20)
        for _ in range(5):
            _, dz = nn.cross_entropy(model(x), y)
            optimizer.zero_grad()
            model.backward(dz)
            optimizer.step()
        return b"".join(p.data.tobytes() for p in model.parameters())

    assert trained() == trained()


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_ten_samples_can_be_learnt_by_heart(activation):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(10, 5)).astype(np.float32), rng.integers(0, 3, 10)
    model = MLP([5, 32, 3], activation, rng=rng, dtype=np.float32)
    optimizer = nn.Adam(model.parameters(), 0.05)
    for _ in range(300):
        loss, dz = nn.cross_entropy(model(x), y)
        optimizer.zero_grad()
        model.backward(dz)
        optimizer.step()
    assert loss < 0.01
    np.testing.assert_array_equal(model(x).argmax(axis=1), y)
    assert {p.data.dtype for p in model.parameters()} == {np.dtype(np.float32)}


@pytest.mark.parametrize("sizes", [[], [3], [3, 0], [3, -1, 2], [3, 2.0], [3, True], ["3", 2]])
def test_sizes_that_make_no_network_are_refused(sizes):
    with pytest.raises(ValueError, match="sizes = "):
        MLP(sizes, rng=np.random.default_rng(0))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"activation": "maxout"}, "không có activation 'maxout'"),
        ({"output": "logit"}, "không có activation 'logit'"),
        ({"weight_init": "best"}, "khởi tạo"),
        ({"dropout": 1.0}, "p = 1.0"),
        ({"dropout": -0.1}, "p = -0.1"),
        ({"rng": None}, "rng"),
    ],
)
def test_bad_settings_are_refused(settings, words):
    with pytest.raises(ValueError, match=words):
        MLP([2, 3, 1], **({"rng": np.random.default_rng(0)} | settings))
