"""The fast convolution against the naive one, torch and finite differences."""

import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from hocsau.nn import conv, gradcheck
from hocsau.nn.conv import Conv2d, ConvTranspose2d, conv2d, conv2d_backward, conv_transpose2d
from hocsau.nn.conv_naive import conv2d_backward_naive, conv2d_naive, conv_transpose2d_naive

CASES = [  # k, stride, padding, height, width
    (1, 1, 0, 4, 5),
    (3, 1, 0, 6, 5),
    (3, 1, 1, 5, 7),
    (3, 2, 1, 7, 6),
    (2, 2, 0, 5, 5),
    (5, 1, 2, 6, 6),
    (4, 3, 2, 9, 7),
    (3, 3, 0, 8, 9),
    (3, 1, 4, 3, 3),
]


def arrays(k, stride, padding, height, width, n=3, c=2, f=4):
    rng = np.random.default_rng(k * 100 + stride * 10 + padding)
    x, w = rng.normal(size=(n, c, height, width)), rng.normal(size=(f, c, k, k))
    shape = (n, f, (height + 2 * padding - k) // stride + 1, (width + 2 * padding - k) // stride + 1)
    return x, w, rng.normal(size=f), rng.normal(size=shape)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("group_bytes", [1, 2**20])
def test_conv2d_equals_its_naive_twin_forward_and_backward(case, group_bytes, monkeypatch):
    monkeypatch.setattr(conv, "GROUP_BYTES", group_bytes)  # one image at a time, or all of them
    k, stride, padding, *_ = case
    x, w, b, dy = arrays(*case)
    options = {"stride": stride, "padding": padding}
    np.testing.assert_allclose(conv2d(x, w, b, **options), conv2d_naive(x, w, b, **options), atol=1e-12)
    for ours, naive in zip(
        conv2d_backward(x, w, dy, **options), conv2d_backward_naive(x, w, dy, **options), strict=True
    ):
        np.testing.assert_allclose(ours, naive, atol=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_conv2d_equals_torch(case):
    k, stride, padding, *_ = case
    x, w, b, dy = arrays(*case)
    layer = Conv2d(2, 4, k, rng=np.random.default_rng(0), stride=stride, padding=padding)
    layer.weight.data[...], layer.bias.data[...] = w, b
    tx, tw, tb = (torch.tensor(a, requires_grad=True) for a in (x, w, b))
    y = torch.nn.functional.conv2d(tx, tw, tb, stride=stride, padding=padding)
    y.backward(torch.tensor(dy))
    np.testing.assert_allclose(layer(x), y.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(layer.backward(dy), tx.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(layer.weight.grad, tw.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(layer.bias.grad, tb.grad.numpy(), atol=1e-12)


TRANSPOSED = [(2, 2, 0, 3, 4), (3, 1, 0, 4, 3), (3, 2, 1, 4, 5), (4, 2, 1, 3, 3), (1, 1, 0, 2, 3)]


@pytest.mark.parametrize("case", TRANSPOSED)
def test_conv_transpose2d_equals_its_naive_twin_and_torch(case):
    k, stride, padding, height, width = case
    rng = np.random.default_rng(k)
    x, w, b = rng.normal(size=(3, 2, height, width)), rng.normal(size=(2, 4, k, k)), rng.normal(size=4)
    options = {"stride": stride, "padding": padding}
    y = conv_transpose2d(x, w, b, **options)
    np.testing.assert_allclose(y, conv_transpose2d_naive(x, w, b, **options), atol=1e-12)
    tx, tw, tb = (torch.tensor(a, requires_grad=True) for a in (x, w, b))
    ty = torch.nn.functional.conv_transpose2d(tx, tw, tb, **options)
    np.testing.assert_allclose(y, ty.detach().numpy(), atol=1e-12)

    layer = ConvTranspose2d(2, 4, k, rng=rng, **options)
    layer.weight.data[...], layer.bias.data[...] = w, b
    dy = rng.normal(size=y.shape)
    ty.backward(torch.tensor(dy))
    np.testing.assert_allclose(layer(x), y)
    np.testing.assert_allclose(layer.backward(dy), tx.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(layer.weight.grad, tw.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(layer.bias.grad, tb.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("stride, padding", [(1, 0), (1, 1), (2, 1)])
@pytest.mark.parametrize("kind", [Conv2d, ConvTranspose2d])
def test_backward_agrees_with_differences(kind, stride, padding):
    rng = np.random.default_rng(1)
    layer = kind(2, 3, 3, rng=rng, stride=stride, padding=padding)
    errors = gradcheck(layer, rng.normal(size=(2, 2, 5, 6)), rng)
    assert max(errors.values()) < 1e-6, errors


@settings(max_examples=40, deadline=None)
@given(
    n=st.integers(1, 3),
    c=st.integers(1, 3),
    f=st.integers(1, 3),
    k=st.integers(1, 4),
    stride=st.integers(1, 3),
    padding=st.integers(0, 2),
    extra=st.tuples(st.integers(0, 4), st.integers(0, 4)),
)
def test_any_shape_comes_out_as_the_formula_says(n, c, f, k, stride, padding, extra):
    height, width = (max(1, k - 2 * padding) + e for e in extra)
    x, w = np.ones((n, c, height, width), np.float32), np.ones((f, c, k, k), np.float32)
    y = conv2d(x, w, stride=stride, padding=padding)
    assert y.shape == (
        n,
        f,
        (height + 2 * padding - k) // stride + 1,
        (width + 2 * padding - k) // stride + 1,
    )
    dx, dw = conv2d_backward(x, w, y, stride=stride, padding=padding)
    assert (dx.shape, dw.shape) == (x.shape, w.shape)
    assert {a.dtype for a in (y, dx, dw)} == {np.dtype(np.float32)}


def test_extra_memory_is_one_group_whatever_the_batch():
    x = np.zeros((64, 16, 28, 28), np.float32)
    w = np.zeros((16, 16, 3, 3), np.float32)
    tracemalloc.start()
    try:
        y = conv2d(x, w, padding=1)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    padded = 64 * 16 * 30 * 30 * 4
    assert peak < padded + y.nbytes + conv.GROUP_BYTES + 2**16


@pytest.mark.parametrize(
    "x, w, options, said",
    [
        ((3, 5, 5), (2, 3, 3, 3), {}, "x\\[None\\]"),
        ((1, 4, 5, 5), (2, 3, 3, 3), {}, r"\(F, C, K, K\)"),
        ((1, 3, 5, 5), (2, 3, 3, 2), {}, "vuông"),
        ((1, 3, 5, 5), (2, 3, 3, 3), {"stride": 0}, "stride = 0"),
        ((1, 3, 5, 5), (2, 3, 3, 3), {"stride": -1}, "stride = -1"),
        ((1, 3, 5, 5), (2, 3, 3, 3), {"padding": -1}, "padding = -1"),
        ((1, 3, 5, 5), (2, 3, 7, 7), {}, "kernel 7×7 lớn hơn ảnh 5×5"),
    ],
)
def test_bad_input_is_refused(x, w, options, said):
    with pytest.raises(ValueError, match=said):
        conv2d(np.zeros(x), np.zeros(w), **options)


def test_wrong_upstream_shape_and_bias_are_refused():
    x, w = np.zeros((1, 1, 5, 5)), np.zeros((2, 1, 3, 3))
    with pytest.raises(ValueError, match="dy có shape"):
        conv2d_backward(x, w, np.zeros((1, 2, 5, 5)))
    with pytest.raises(ValueError, match="bias có shape"):
        conv2d(x, w, np.zeros(3))
    with pytest.raises(ValueError, match="cắt hết"):
        conv_transpose2d(np.zeros((1, 1, 1, 1)), np.zeros((1, 1, 2, 2)), padding=1)
