"""Any number of samples and columns: shapes and dtypes forward and backward; what does not fit is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocsau import nn
from hocsau.models import MLP, LogisticRegression, Perceptron

sizes = st.integers(1, 9)
dtypes = st.sampled_from([np.float32, np.float64])
quick = settings(max_examples=40, deadline=None)


def ones(shape, dtype):
    return np.linspace(-1, 1, int(np.prod(shape)), dtype=dtype).reshape(shape)


def assert_fits(layer, x, shape):
    """forward gives `shape`, backward x's shape; no dtype but x's appears, in gradients either."""
    y = layer(x)
    assert y.shape == shape and y.dtype == x.dtype
    dx = layer.backward(ones(y.shape, x.dtype))
    assert dx.shape == x.shape and dx.dtype == x.dtype
    for p in layer.parameters():
        assert p.grad.shape == p.data.shape and p.grad.dtype == p.data.dtype == x.dtype


@quick
@given(n=sizes, n_in=sizes, n_out=sizes, bias=st.booleans(), dtype=dtypes)
def test_linear(n, n_in, n_out, bias, dtype):
    layer = nn.Linear(n_in, n_out, rng=np.random.default_rng(0), bias=bias, dtype=dtype)
    assert_fits(layer, ones((n, n_in), dtype), (n, n_out))


@quick
@given(name=st.sampled_from(list(nn.ACTIVATIONS)), n=sizes, columns=sizes, dtype=dtypes)
def test_activations(name, n, columns, dtype):
    assert_fits(nn.make_activation(name), ones((n, columns), dtype), (n, columns))


@quick
@given(n=sizes, columns=sizes, pieces=st.integers(2, 4), dtype=dtypes)
def test_maxout(n, columns, pieces, dtype):
    assert_fits(nn.Maxout(pieces), ones((n, columns * pieces), dtype), (n, columns))


@quick
@given(n=st.integers(2, 9), columns=sizes, dtype=dtypes, training=st.booleans())
def test_batch_norm_and_dropout(n, columns, dtype, training):
    for layer in (nn.BatchNorm1d(columns, dtype=dtype), nn.Dropout(0.3, rng=np.random.default_rng(0))):
        assert_fits(layer.train(training), ones((n, columns), dtype), (n, columns))
    assert_fits(nn.BatchNorm1d(columns, dtype=dtype).eval(), ones((1, columns), dtype), (1, columns))


@quick
@given(
    n=st.integers(2, 9),
    layers=st.lists(sizes, min_size=2, max_size=4),
    activation=st.sampled_from([name for name in nn.ACTIVATIONS]),
    dropout=st.sampled_from([0.0, 0.5]),
    batch_norm=st.booleans(),
    dtype=dtypes,
)
def test_mlp(n, layers, activation, dropout, batch_norm, dtype):
    model = MLP(
        layers, activation, dropout=dropout, batch_norm=batch_norm, rng=np.random.default_rng(0), dtype=dtype
    )
    assert_fits(model, ones((n, layers[0]), dtype), (n, layers[-1]))


@quick
@given(n=sizes, n_in=sizes, dtype=dtypes)
def test_one_neuron(n, n_in, dtype):
    for kind in (Perceptron, LogisticRegression):
        assert_fits(kind(n_in, rng=np.random.default_rng(0), dtype=dtype), ones((n, n_in), dtype), (n,))


@quick
@given(n=sizes, classes=st.integers(2, 9), dtype=dtypes, reduction=st.sampled_from(["mean", "sum"]))
def test_losses(n, classes, dtype, reduction):
    z = ones((n, classes), dtype)
    for loss, target in [
        (nn.mse, np.zeros((n, classes))),
        (nn.mae, np.zeros((n, classes))),
        (nn.bce_with_logits, np.zeros((n, classes))),
        (nn.cross_entropy, np.arange(n) % classes),
    ]:
        value, gradient = loss(z, target, reduction)
        assert isinstance(value, float)
        assert gradient.shape == z.shape and gradient.dtype == dtype


@quick
@given(columns=sizes, shape=st.lists(sizes, max_size=3).map(tuple))
def test_layers_with_columns_refuse_every_other_shape(columns, shape):
    rng = np.random.default_rng(0)
    for layer in (
        nn.Linear(columns, 2, rng=rng),
        nn.BatchNorm1d(columns).eval(),
        Perceptron(columns, rng=rng),
        MLP([columns, 2], rng=rng),
    ):
        if len(shape) == 2 and shape[1] == columns:
            layer(np.ones(shape))
        else:
            with pytest.raises(ValueError, match="x có shape .* cần"):
                layer(np.ones(shape))


@quick
@given(a=st.lists(sizes, min_size=1, max_size=3).map(tuple), b=st.lists(sizes, max_size=3).map(tuple))
def test_losses_refuse_a_target_of_another_shape(a, b):
    for loss in (nn.mse, nn.mae, nn.bce_with_logits):
        if a == b:
            loss(np.zeros(a), np.zeros(b))
        else:
            with pytest.raises(ValueError, match="bằng nhau"):
                loss(np.zeros(a), np.zeros(b))
