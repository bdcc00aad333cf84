"""The fast convolution against the naive one, torch and finite differences."""

import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from hocsau.nn import columns, gradcheck
from hocsau.nn.conv import (
    Conv2d,
    ConvTranspose2d,
    conv2d,
    conv2d_backward,
    conv2d_weight_gradient,
    conv_transpose2d,
)
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
@pytest.mark.parametrize("group_bytes", [1, 4000, 2**21])
@pytest.mark.parametrize(
    "c, f", [(2, 4), (1, 5), (3, 1)]
)  # backward has one way for few kernels, one for many
def test_conv2d_equals_its_naive_twin_forward_and_backward(case, c, f, group_bytes, monkeypatch):
    monkeypatch.setattr(columns, "GROUP_BYTES", group_bytes)  # a row at a time, some rows, all images
    k, stride, padding, *_ = case
    x, w, b, dy = arrays(*case, c=c, f=f)
    options = {"stride": stride, "padding": padding}
    np.testing.assert_allclose(conv2d(x, w, b, **options), conv2d_naive(x, w, b, **options), atol=1e-12)
    for ours, naive in zip(
        conv2d_backward(x, w, dy, **options), conv2d_backward_naive(x, w, dy, **options), strict=True
    ):
        np.testing.assert_allclose(ours, naive, atol=1e-12)
    only = conv2d_weight_gradient(x, w, dy, **options)
    np.testing.assert_allclose(only, conv2d_backward_naive(x, w, dy, **options)[1], atol=1e-12)


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
@pytest.mark.parametrize("group_bytes", [1, 2**21])
def test_conv_transpose2d_equals_its_naive_twin_and_torch(case, group_bytes, monkeypatch):
    monkeypatch.setattr(columns, "GROUP_BYTES", group_bytes)
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


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("c, f", [(2, 4), (1, 5)])
def test_float32_stays_float32_and_agrees_with_torch(case, c, f):
    k, stride, padding, *_ = case
    x, w, b, dy = (a.astype(np.float32) for a in arrays(*case, c=c, f=f))
    layer = Conv2d(c, f, k, rng=np.random.default_rng(0), stride=stride, padding=padding, dtype=np.float32)
    layer.weight.data[...], layer.bias.data[...] = w, b
    tx, tw, tb = (torch.tensor(a, requires_grad=True) for a in (x, w, b))
    ty = torch.nn.functional.conv2d(tx, tw, tb, stride=stride, padding=padding)
    ty.backward(torch.tensor(dy))
    ours = (layer(x), layer.backward(dy), layer.weight.grad, layer.bias.grad)
    for mine, theirs in zip(ours, (ty.detach(), tx.grad, tw.grad, tb.grad), strict=True):
        assert mine.dtype == np.float32
        np.testing.assert_allclose(mine, theirs.numpy(), rtol=1e-4, atol=1e-4)


def test_results_are_whole_arrays_of_their_own():
    x, w, b, dy = arrays(*CASES[2])
    for result in (conv2d(x, w, b, padding=1), *conv2d_backward(x, w, dy, padding=1)):
        assert result.flags.c_contiguous and result.base is None or result.base.size == result.size


# N, C, H, W, F: many small images; one image larger than a group; kernels larger than a group
LARGE = [(64, 16, 28, 28, 16), (1, 16, 200, 150, 16), (4, 300, 6, 6, 250)]


@pytest.mark.parametrize("n, c, h, w, f", LARGE)
@pytest.mark.parametrize("stride", [1, 2])
def test_extra_memory_is_what_the_docstring_says(n, c, h, w, f, stride):
    x, kernels = np.zeros((n, c, h, w), np.float32), np.zeros((f, c, 3, 3), np.float32)
    options = {"stride": stride, "padding": 1}
    dy = np.zeros_like(conv2d(x, kernels, **options))
    turned = np.zeros((f, c, 3, 3), np.float32)  # conv_transpose2d: from f channels to c
    weights = 6 * kernels.nbytes  # copies of the kernels, sums of dw
    for run, allowed in [
        (lambda: conv2d(x, kernels, np.zeros(f, np.float32), **options), dy.nbytes),
        (lambda: conv2d_backward(x, kernels, dy, **options), x.nbytes + weights),
        (lambda: conv2d_weight_gradient(x, kernels, dy, **options), weights),
        (lambda: conv_transpose2d(dy, turned, np.zeros(c, np.float32), **options), x.nbytes),
    ]:
        tracemalloc.start()
        try:
            run()
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < allowed + columns.limit(kernels) + 2**16


PEAK = """
import resource, sys
import numpy as np
from hocsau.nn import Conv2d

rng = np.random.default_rng(0)
layer = Conv2d(64, 64, 3, rng=rng, padding=1, dtype=np.float32)
x = rng.random((64, 64, 56, 56), dtype=np.float32)
dy = rng.random(x.shape, dtype=np.float32)
y = layer(x)
dx = layer.backward(dy)
assert y.shape == dx.shape == x.shape and y.dtype == dx.dtype == np.float32
if sys.platform == "linux":  # ru_maxrss there also counts what the process that started this one had
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(peak, x.nbytes)
"""


def test_64_images_of_64_channels_need_little_more_than_their_own_arrays():
    pytest.importorskip("resource", reason="peak memory of a process is read with a POSIX call")
    done = subprocess.run([sys.executable, "-c", PEAK], capture_output=True, text=True, check=True)
    peak, each = (int(word) for word in done.stdout.split())
    assert peak < 4 * each + 200e6  # x, y, dx, dy, and the interpreter with numpy; all columns are 9 * each


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
