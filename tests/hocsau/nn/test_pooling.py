"""Pooling against torch and finite differences, ties included."""

import numpy as np
import pytest
import torch

from hocsau.nn import gradcheck
from hocsau.nn.pooling import AvgPool2d, MaxPool2d

CASES = [(2, None, 0), (2, 1, 0), (3, 2, 0), (3, 2, 1), (3, 1, 1), (2, 3, 1)]
TORCH = {MaxPool2d: torch.nn.functional.max_pool2d, AvgPool2d: torch.nn.functional.avg_pool2d}


@pytest.mark.parametrize("kind", TORCH)
@pytest.mark.parametrize("k, stride, padding", CASES)
@pytest.mark.parametrize("tied", [False, True])
def test_pooling_equals_torch(kind, k, stride, padding, tied):
    rng = np.random.default_rng(k)
    x = rng.integers(0, 3, (2, 3, 7, 8)).astype(float) if tied else rng.normal(size=(2, 3, 7, 8))
    tx = torch.tensor(x, requires_grad=True)
    ty = TORCH[kind](tx, k, stride, padding)
    layer = kind(k, stride, padding)
    np.testing.assert_allclose(layer(x), ty.detach().numpy(), atol=1e-12)
    dy = rng.normal(size=ty.shape)
    ty.backward(torch.tensor(dy))
    np.testing.assert_allclose(layer.backward(dy), tx.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("kind", TORCH)
@pytest.mark.parametrize("k, stride, padding", CASES)
def test_backward_agrees_with_differences(kind, k, stride, padding):
    rng = np.random.default_rng(2)
    assert gradcheck(kind(k, stride, padding), rng.normal(size=(2, 2, 5, 6)), rng)["x"] < 1e-6


@pytest.mark.parametrize("kind", TORCH)
def test_float32_stays_float32(kind):
    layer = kind(2)
    y = layer(np.ones((1, 1, 4, 4), np.float32))
    assert y.dtype == layer.backward(y).dtype == np.float32


@pytest.mark.parametrize(
    "options, said",
    [((0,), "kernel_size = 0"), ((2, 0), "stride = 0"), ((2, 1, 2), "padding = 2"), ((2, 1, -1), "padding")],
)
def test_bad_numbers_are_refused(options, said):
    with pytest.raises(ValueError, match=said):
        MaxPool2d(*options)


def test_bad_shapes_are_refused():
    with pytest.raises(ValueError, match=r"cần \(N, C, H, W\)"):
        MaxPool2d(2)(np.zeros((4, 4)))
    with pytest.raises(ValueError, match="cửa sổ 5×5 lớn hơn ảnh 4×4"):
        AvgPool2d(5)(np.zeros((1, 1, 4, 4)))
