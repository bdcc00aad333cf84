"""Layer, group and RMS norm: differences, torch, and what each of them looks at."""

import numpy as np
import pytest
import torch

import hocsau.torch
from hocsau import nn

LAYERS = {
    "layer norm of a table": (lambda: nn.LayerNorm(6), (5, 6)),
    "layer norm of sequences": (lambda: nn.LayerNorm(6), (2, 3, 6)),
    "rms norm of a table": (lambda: nn.RMSNorm(6), (5, 6)),
    "rms norm of sequences": (lambda: nn.RMSNorm(6), (2, 3, 6)),
    "group norm of a table": (lambda: nn.GroupNorm(2, 6), (5, 6)),
    "group norm of images": (lambda: nn.GroupNorm(2, 4), (3, 4, 2, 5)),
    "one group": (lambda: nn.GroupNorm(1, 4), (3, 4, 2, 5)),
    "a group a channel": (lambda: nn.GroupNorm(4, 4), (3, 4, 2, 5)),
}


def made(name, seed=0):
    """(layer, x, dy): scale and shift drawn, so that nothing hides behind 1 and 0."""
    make, shape = LAYERS[name]
    rng, layer = np.random.default_rng(seed), make()
    for p in layer.parameters():
        p.data += rng.normal(0, 0.5, p.shape)
    return layer, rng.normal(2, 3, shape), rng.normal(size=shape)


@pytest.mark.parametrize("name", LAYERS)
def test_backward_agrees_with_differences(name):
    layer, x, _ = made(name)
    errors = nn.gradcheck(layer, x, np.random.default_rng(1))
    assert max(errors.values()) < 1e-6, errors


@pytest.mark.parametrize("name", LAYERS)
def test_the_twin_gives_the_same_numbers(name):
    layer, x, dy = made(name)
    theirs, t = hocsau.torch.twin(layer), torch.tensor(x, requires_grad=True)
    y = theirs(t)
    y.backward(torch.tensor(dy))
    np.testing.assert_allclose(layer(x), y.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(layer.backward(dy), t.grad.numpy(), atol=1e-12)
    for (ours_name, ours), (name_there, there) in zip(
        layer.named_parameters(), theirs.named_parameters(), strict=True
    ):
        assert ours_name == name_there
        np.testing.assert_allclose(ours.grad, there.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("name", LAYERS)
def test_a_sample_does_not_depend_on_its_batch_nor_on_the_mode(name):
    layer, x, _ = made(name)
    together = layer(x)
    np.testing.assert_allclose(layer.eval()(x[:1]), together[:1], atol=1e-12)
    assert not list(layer.named_buffers())


@pytest.mark.parametrize("name", LAYERS)
def test_float16_keeps_its_dtype_and_does_not_overflow(name):
    make, shape = LAYERS[name]
    layer, x = make(), np.random.default_rng(0).normal(0, 1, shape)
    layer = type(layer)(*[getattr(layer, n) for n in ("groups", "channels", "features") if hasattr(layer, n)],
                        dtype=np.float16)  # fmt: skip
    big = (300 * x).astype(np.float16)  # squares above 65504
    y = layer(big)
    assert y.dtype == np.float16
    np.testing.assert_allclose(y, make()(300 * x), atol=2e-2)
    dx = layer.backward(np.ones(shape, np.float16))
    assert dx.dtype == np.float16 and np.all(np.isfinite(dx))


def test_rms_norm_is_layer_norm_of_what_has_mean_zero():
    x = np.random.default_rng(0).normal(size=(4, 6))
    x -= x.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(nn.RMSNorm(6)(x), nn.LayerNorm(6)(x), atol=1e-12)


def test_one_group_is_layer_norm_of_the_whole_image():
    x = np.random.default_rng(0).normal(size=(3, 4, 2, 5))
    flat = nn.LayerNorm(40)(x.reshape(3, 40)).reshape(x.shape)
    np.testing.assert_allclose(nn.GroupNorm(1, 4)(x), flat, atol=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nn.LayerNorm(0), "số nguyên từ 1"),
        (lambda: nn.RMSNorm(2.0), "số nguyên từ 1"),
        (lambda: nn.LayerNorm(3, eps=0), "eps = 0"),
        (lambda: nn.GroupNorm(3, 4), "chia hết"),
        (lambda: nn.GroupNorm(True, 4), "chia hết"),
        (lambda: nn.LayerNorm(3)(np.zeros((2, 4))), r"cần \(N, …, 3\)"),
        (lambda: nn.LayerNorm(3)(np.zeros(3)), r"cần \(N, …, 3\)"),
        (lambda: nn.RMSNorm(3)([["a", "b", "c"]]), "cần mảng số"),
        (lambda: nn.GroupNorm(2, 4)(np.zeros((2, 3, 5, 5))), r"cần \(N, 4, …\)"),
        (lambda: nn.GroupNorm(2, 4)(np.zeros((2, 4, 0, 5))), "ít nhất một số"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
