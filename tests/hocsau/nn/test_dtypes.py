"""Every layer and loss with every kind of number, against the same sum in float64: right, never wrapped."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocsau import models, nn

WHOLE = ["bool", "uint8", "int8", "uint16", "int16", "int32", "int64", "uint64"]
DTYPES = [*WHOLE, "float16", "float32", "float64"]
quick = settings(max_examples=4, deadline=None)


def rng():
    return np.random.default_rng(0)


def dropout(kind):
    class SameMask(kind):
        def forward(self, x):
            self.rng = np.random.default_rng(7)
            return super().forward(x)

    return SameMask(0.4, rng=rng())


def settled(layer):
    """Batch normalization as after training, with statistics of the size of the data."""
    layer.running_mean[...], layer.running_var[...] = 20, 900
    return layer.eval()


ROWS = {
    **nn.ACTIVATIONS,
    "leaky relu 0.3": lambda: nn.LeakyReLU(0.3),
    "maxout": lambda: nn.Maxout(2),
    "dropout": lambda: dropout(nn.Dropout),
    "flatten": nn.Flatten,
    "reshape": lambda: nn.Reshape(3, -1),
    "linear": lambda: nn.Linear(6, 4, rng=rng()),
    "batch norm": lambda: nn.BatchNorm1d(6),
    "batch norm, eval": lambda: settled(nn.BatchNorm1d(6)),
    "perceptron": lambda: models.Perceptron(6, "tanh", rng=rng()),
    "logistic regression": lambda: models.LogisticRegression(6, rng=rng()),
}
IMAGES = {
    "conv": lambda: nn.Conv2d(2, 3, 3, rng=rng(), padding=1),
    "conv, stride 2": lambda: nn.Conv2d(2, 3, 3, rng=rng(), stride=2),
    "conv transpose": lambda: nn.ConvTranspose2d(2, 3, 3, rng=rng(), stride=2),
    "max pool": lambda: nn.MaxPool2d(2),
    "max pool, padded": lambda: nn.MaxPool2d(3, 2, 1),
    "average pool": lambda: nn.AvgPool2d(2),
    "average pool, padded": lambda: nn.AvgPool2d(3, 2, 1),
    "batch norm 2d": lambda: nn.BatchNorm2d(2),
    "dropout 2d": lambda: dropout(nn.Dropout2d),
}
LAYERS = {
    **{name: (make, (5, 6)) for name, make in ROWS.items()},
    **{n: (m, (3, 2, 6, 6)) for n, m in IMAGES.items()},
}


def extreme(shape, dtype, seed):
    """Numbers up to the ends of the dtype (1e6 at most: e^x of more is inf in any case).

    In float16 a sum of a hundred products must stay below 65,504.
    """
    dtype, draw = np.dtype(dtype), np.random.default_rng(seed)
    if dtype.kind == "b":
        return draw.random(shape) < 0.5
    if dtype.kind == "f":
        largest = 1.3 if dtype == "float16" else 4
        return (draw.normal(size=shape) * 10 ** draw.uniform(-1, largest)).astype(dtype)
    info = np.iinfo(dtype)
    return draw.integers(max(info.min, -(10**6)), min(info.max, 10**6), shape, dtype, endpoint=True)


def cast(layer, dtype):
    """The layer with its parameters and statistics in `dtype`."""
    for p in layer.parameters():
        p.data, p.grad = p.data.astype(dtype), p.grad.astype(dtype)
    for name in getattr(layer, "buffers", ()):
        setattr(layer, name, getattr(layer, name).astype(dtype))
    return layer


def assert_near(found, expected, dtype):
    """As near as the dtype allows, on the scale of the numbers themselves."""
    assert found.dtype.kind == "f", found.dtype
    eps = {"float16": 4e-3, "float32": 3e-6}.get(
        str(np.dtype(dtype)), 3e-6 if np.dtype(dtype).itemsize < 4 else 1e-12
    )
    scale = np.abs(expected).max(initial=1e-3)
    np.testing.assert_allclose(found.astype(np.float64), expected, rtol=0, atol=eps * scale)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", LAYERS)
@quick
@given(seed=st.integers(0, 10**6))
def test_forward_and_backward_are_those_of_float64(name, dtype, seed):
    make, shape = LAYERS[name]
    x = extreme(shape, dtype, seed)
    narrow = dtype in ("float16", "float32")
    layer = cast(make(), dtype) if narrow else make()
    reference = cast(cast(make(), dtype), np.float64) if narrow else make()
    expected = reference(x.astype(np.float64))
    y = layer(x)
    assert_near(y, expected, dtype)
    if narrow or dtype == "float64":
        assert y.dtype == dtype
    dy = extreme(y.shape, dtype, seed + 1)
    if name == "softmax" or "batch norm" in name or name in ("tanh", "sigmoid", "elu", "perceptron"):
        return  # the gradients are as small as the rounding of y; see below
    dx, right = layer.backward(dy), reference.backward(dy.astype(np.float64))
    assert_near(dx, right, dtype)
    for p, q in zip(layer.parameters(), reference.parameters(), strict=True):
        assert_near(p.grad, q.grad, dtype)


@pytest.mark.parametrize("dtype", ["float16", "float32"])
@pytest.mark.parametrize(
    "name", ["softmax", "batch norm", "batch norm, eval", "batch norm 2d", "tanh", "sigmoid", "elu"]
)
def test_the_gradients_of_the_curved_layers(name, dtype):
    make, shape = LAYERS[name]
    x, dy = (np.random.default_rng(s).normal(size=shape).astype(dtype) for s in (0, 1))
    layer, reference = cast(make(), dtype), make()
    layer(x), reference(x.astype(np.float64))
    assert_near(layer.backward(dy), reference.backward(dy.astype(np.float64)), dtype)


LOSSES = {"mse": nn.mse, "mae": nn.mae, "bce": nn.bce_with_logits, "cross entropy": nn.cross_entropy}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", LOSSES)
@quick
@given(seed=st.integers(0, 10**6), reduction=st.sampled_from(["mean", "sum"]))
def test_losses_are_those_of_float64(name, dtype, seed, reduction):
    z, loss = extreme((7, 5), dtype, seed), LOSSES[name]
    y = extreme((7, 5), dtype, seed + 1)
    if name == "bce":
        y = (y > 0).astype(dtype)
    if name == "cross entropy":
        y = np.random.default_rng(seed).integers(0, 5, 7).astype(np.uint8)
    value, gradient = loss(z, y, reduction)
    wide = y if name == "cross entropy" else y.astype(np.float64)
    right, right_gradient = loss(z.astype(np.float64), wide, reduction)
    assert value == pytest.approx(right, rel=1e-5 if dtype in ("float16", "float32") else 1e-12)
    if np.abs(right_gradient).max() < 6e4:  # the largest number of float16
        assert_near(gradient, right_gradient, dtype if dtype in ("float16", "float32") else "float64")


def test_pictures_of_bytes():
    picture = np.full((1, 1, 2, 2), 200, np.uint8)
    assert nn.AvgPool2d(2)(picture)[0, 0, 0, 0] == 200
    np.testing.assert_array_equal(
        nn.correlate2d(np.full((3, 3), 200, np.uint8), np.ones((3, 3), np.uint8)), [[1800]]
    )
    np.testing.assert_array_equal(
        nn.correlate2d(np.full((5, 5), 255, np.uint8), np.full((5, 5), 100, np.int8)), [[637500]]
    )
    kernel = np.array([[1, 2], [3, 4]], np.uint8)
    np.testing.assert_array_equal(
        nn.convolve2d(picture[0, 0], kernel, "full"), nn.convolve2d(picture[0, 0] * 1.0, kernel * 1.0, "full")
    )
    assert nn.mse(np.array([10, 20, 200], np.uint8), np.array([20, 10, 0], np.uint8))[0] == 13400
    assert nn.mae(np.array([10], np.uint8), np.array([20], np.uint8))[0] == 10
    np.testing.assert_allclose(
        nn.softmax(np.array([[1, 2, 3]], np.uint8)), nn.softmax([[1.0, 2, 3]]), rtol=1e-6
    )
    assert nn.bce_with_logits(np.array([5], np.uint8), np.array([1], np.uint8))[0] == pytest.approx(
        np.log1p(np.exp(-5))
    )
    assert nn.cross_entropy(np.array([[-100, 100]], np.int8), np.array([0]))[0] == 200
    assert nn.mse(np.array([True]), np.array([False]))[0] == 1


def test_float16_does_not_overflow_on_the_way():
    x = np.full((1, 1, 2, 2), 30000, np.float16)
    np.testing.assert_array_equal(nn.AvgPool2d(2)(x), [[[[30000]]]])
    assert nn.mse(np.full(9, 300, np.float16), np.zeros(9, np.float16))[0] == 90000
    # in float16 a sum of ones stops at 2048
    layer = cast(nn.Linear(1, 2, rng=rng()), np.float16)
    layer(np.zeros((4096, 1), np.float16)), layer.backward(np.ones((4096, 2), np.float16))
    assert layer.bias.grad[0] == 4096
    layer = cast(nn.Conv2d(1, 1, 1, rng=rng()), np.float16)
    layer(np.ones((4096, 1, 1, 1), np.float16)), layer.backward(np.ones((4096, 1, 1, 1), np.float16))
    assert layer.weight.grad[0, 0, 0, 0] == layer.bias.grad[0] == 4096


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize(
    "bad",
    [
        None,
        "x",
        b"x",
        3.0,
        np.float64(3),
        np.array(3),
        [[1.0], [1.0, 2.0]],
        np.ones((5, 6), complex),
        [None],
        object,
    ],
)
def test_what_is_no_array_is_refused_in_vietnamese(name, bad):
    with pytest.raises(ValueError, match="cần"):
        LAYERS[name][0]()(bad)


@pytest.mark.parametrize("function", [nn.sigmoid, nn.softmax, *LOSSES.values(), nn.correlate2d, nn.conv2d])
@pytest.mark.parametrize("bad", [None, "x", np.ones(3, complex), [None]])
def test_functions_refuse_it_too(function, bad):
    arguments = (bad,) if function in (nn.sigmoid, nn.softmax) else (bad, np.zeros(3, int))
    with pytest.raises(ValueError, match="cần"):
        function(*arguments)


def test_a_tensor_of_torch_is_told_apart():
    import torch

    with pytest.raises(ValueError, match=r"detach\(\)\.numpy\(\)"):
        nn.ReLU()(torch.ones(2, 2))


def test_python_numbers_have_full_precision_in_every_numpy():
    # numpy 1 takes the value of a 0-d array into account and would make float32 of it
    assert nn.sigmoid(0.3) == 1 / (1 + np.exp(-0.3)) and nn.sigmoid(np.array(0.3)).dtype == np.float64
    assert nn.Parameter(np.array(0.3)).data.dtype == np.float64
    assert nn.Parameter([1, 2]).data.dtype == np.float64 and nn.Parameter([1, 2]).grad.dtype == np.float64
    with pytest.raises(ValueError, match="w là"):
        nn.Parameter("text", "w")


def test_an_empty_batch_passes_through_reshape():
    assert nn.Reshape(-1)(np.ones((0, 2, 3))).shape == (0, 6)
    assert nn.Reshape(3, -1)(np.ones((0, 6))).shape == (0, 3, 2)
    for shape in [(0,), (-1, -1), (2.0,), ("a",)]:
        with pytest.raises(ValueError, match="Reshape"):
            nn.Reshape(*shape)
    with pytest.raises(ValueError, match="mỗi mẫu 6 số; không xếp"):
        nn.Reshape(4, -1)(np.ones((0, 6)))
