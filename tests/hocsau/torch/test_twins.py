"""Twins over random configurations: the same weights give the same outputs and gradients, train and eval."""

import numpy as np
import pytest
import torch

import hocsau.torch
from hocsau import models, nn

SIMPLE = ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu")


def pairs(ours, theirs):
    """(our array, their array) for outputs of one forward and backward with a random upstream gradient."""
    rng = np.random.default_rng(99)
    x = rng.normal(size=(7, ours.in_features if hasattr(ours, "in_features") else ours[0].in_features))
    t = torch.tensor(x, requires_grad=True)
    y, ty = ours(x), theirs(t)
    dy = rng.normal(size=y.shape)
    for p in ours.parameters():
        p.zero_grad()
    theirs.zero_grad()
    dx = ours.backward(dy)
    ty.backward(torch.tensor(dy))
    yield "output", y, ty.detach().numpy()
    yield "dx", dx, t.grad.numpy()
    for (name, p), (their_name, q) in zip(ours.named_parameters(), theirs.named_parameters(), strict=True):
        assert name == their_name
        gradient = q.grad.numpy()
        yield name, p.grad, gradient.T if gradient.ndim == 2 else gradient
    for name, buffer in ours.named_buffers():
        yield name, buffer, theirs.get_buffer(name).numpy()


def assert_same(ours, theirs):
    for name, a, b in pairs(ours, theirs):
        np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-10, err_msg=name)


def random_mlp(seed):
    """The settings of one network; every activation and every switch comes up within 24 seeds."""
    rng = np.random.default_rng(seed)
    sizes = [int(n) for n in rng.integers(1, 12, size=rng.integers(2, 5))]
    return {
        "sizes": sizes,
        "activation": SIMPLE[seed % len(SIMPLE)],
        "output": ("identity", "sigmoid", "softmax", "tanh")[rng.integers(4)],
        "dropout": (0.0, 0.4)[rng.integers(2)],
        "batch_norm": bool(rng.integers(2)),
        "bias": bool(rng.integers(2)),
    }


@pytest.mark.parametrize("seed", range(24))
def test_mlp_and_its_twin_in_train_and_eval(seed):
    settings = random_mlp(seed)
    ours = models.MLP(**settings, rng=np.random.default_rng(seed))
    for p in ours.parameters():  # biases and scales too, which start at 0 and 1
        p.data += np.random.default_rng(seed + 100).normal(0, 0.3, p.shape)
    theirs = hocsau.torch.twin(ours)
    if settings["dropout"] == 0:  # the masks of two generators differ
        for _ in range(3):
            assert_same(ours, theirs)  # running statistics move along
    ours.eval(), theirs.eval()
    assert_same(ours, theirs)


@pytest.mark.parametrize("seed", range(24))
def test_the_same_constructor_and_rng_give_the_same_network(seed):
    settings = random_mlp(seed)
    ours = models.MLP(**settings, rng=np.random.default_rng(seed)).eval()
    theirs = hocsau.torch.MLP(**settings, rng=np.random.default_rng(seed)).eval()
    assert_same(ours, theirs)


@pytest.mark.parametrize("seed", range(21))
@pytest.mark.parametrize("kind", ["Perceptron", "LogisticRegression"])
def test_neurons_and_their_twins(kind, seed):
    rng = np.random.default_rng(seed)
    features = int(rng.integers(1, 9))
    activations = (*SIMPLE, "step")
    settings = {"activation": activations[seed % len(activations)]} if kind == "Perceptron" else {}
    ours = getattr(models, kind)(features, **settings, rng=np.random.default_rng(seed))
    assert_same(ours, getattr(hocsau.torch, kind)(features, **settings, rng=np.random.default_rng(seed)))
    ours.set_weights(rng.normal(), rng.normal(size=features))
    assert_same(ours, hocsau.torch.twin(ours))


LAYERS = {
    "linear": lambda rng: nn.Linear(6, 4, rng=rng),
    "step": lambda rng: nn.Step(),
    "leaky relu": lambda rng: nn.LeakyReLU(0.1),
    "elu": lambda rng: nn.ELU(0.7),
    "maxout": lambda rng: nn.Maxout(3),
    "softmax": lambda rng: nn.Softmax(),
    "batch norm": lambda rng: nn.BatchNorm1d(6, momentum=0.3, eps=1e-2),
    "nested": lambda rng: nn.Sequential(nn.Linear(6, 3, rng=rng), nn.Sequential(nn.Tanh(), nn.Maxout(3))),
}


@pytest.mark.parametrize("name", LAYERS)
def test_single_layers_and_their_settings(name):
    layer = nn.Sequential(
        nn.Linear(5, 6, rng=np.random.default_rng(0)), LAYERS[name](np.random.default_rng(1))
    )
    assert_same(layer, hocsau.torch.twin(layer))


def test_a_tie_in_maxout_goes_to_the_first_on_both_sides():
    layer, x = nn.Maxout(2), np.ones((1, 4))
    layer(x)
    t = torch.tensor(x, requires_grad=True)
    hocsau.torch.twin(layer)(t).sum().backward()
    np.testing.assert_array_equal(layer.backward(np.ones((1, 2))), t.grad.numpy())


def test_a_twin_keeps_dtype_and_mode():
    ours = models.MLP([3, 4, 2], batch_norm=True, dropout=0.5, rng=np.random.default_rng(0), dtype=np.float32)
    ours[1].eval()
    theirs = hocsau.torch.twin(ours)
    assert {p.dtype for p in theirs.parameters()} == {torch.float32}
    assert [layer.training for layer in theirs] == [layer.training for layer in ours.layers]


def test_a_twin_is_a_copy():
    ours = models.MLP([3, 2], rng=np.random.default_rng(0))
    theirs = hocsau.torch.twin(ours)
    before = ours[0].weight.data.copy()
    with torch.no_grad():
        theirs[0].weight.zero_()
    np.testing.assert_array_equal(ours[0].weight.data, before)


def test_making_a_network_does_not_touch_the_generator_of_torch():
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    hocsau.torch.MLP([4, 5, 2], batch_norm=True, rng=np.random.default_rng(0))
    assert torch.equal(torch.rand(3), expected)


def test_a_layer_without_twin_is_named():
    class Square(nn.Module):
        def forward(self, x):
            return x**2

    with pytest.raises(ValueError, match="Square chưa có bản torch"):
        hocsau.torch.twin(nn.Sequential(nn.Linear(2, 2, rng=np.random.default_rng(0)), Square()))


def test_linear_regression():
    rng = np.random.default_rng(0)
    x, y = rng.normal(50, 20, size=(40, 3)), rng.normal(size=40)
    ours, theirs = (
        models.LinearRegression().fit(x, y),
        hocsau.torch.LinearRegression().fit(x, torch.tensor(y)),
    )
    for other in (theirs, hocsau.torch.twin(ours)):
        np.testing.assert_allclose(other.weight.numpy(), ours.weight, rtol=1e-10)
        np.testing.assert_allclose(other.predict(x).numpy(), ours.predict(x), rtol=1e-10)
        assert other.loss(x, y) == pytest.approx(ours.loss(x, y), rel=1e-10)
        assert other.r2(x, y) == pytest.approx(ours.r2(x, y), rel=1e-10)
    assert hocsau.torch.twin(models.LinearRegression()).weight is None
    for call in (lambda: hocsau.torch.LinearRegression().predict(x), lambda: theirs.predict(x[:, :2])):
        with pytest.raises(ValueError, match="fit|cột"):
            call()
    with pytest.raises(ValueError, match="R²"):
        theirs.r2(x, np.ones(40))
    with pytest.raises(ValueError, match="dòng 1"):
        theirs.fit([1.0, np.nan], [1.0, 2.0])
