"""Twins of the layers for images: the same outputs, gradients and running statistics in float64."""

import numpy as np
import pytest
import torch

import hocsau.torch
from hocsau import nn


def random_network(seed):
    """A convolutional network and an input; every layer for images comes up within 24 seeds."""
    rng = np.random.default_rng(seed)
    channels, filters = (int(n) for n in rng.integers(1, 4, size=2))
    kernel, stride, padding = int(rng.integers(1, 4)), int(rng.integers(1, 3)), int(rng.integers(0, 3))
    settings = {"rng": rng, "stride": stride, "bias": bool(rng.integers(2))}
    if seed % 3 == 0:
        # more padding than the kernel covers would cut the whole output away
        first = nn.ConvTranspose2d(channels, filters, kernel, padding=padding // 2, **settings)
    else:
        first = nn.Conv2d(channels, filters, kernel, padding=padding, **settings)
    window = int(rng.integers(1, 4))
    pool = (nn.MaxPool2d, nn.AvgPool2d)[seed % 2](window, int(rng.integers(1, 4)), window // 2)
    layers = [
        first,
        *([nn.BatchNorm2d(filters, momentum=0.3, eps=1e-3)] if rng.integers(2) else []),
        nn.Tanh(),
        nn.Dropout2d(0.0, rng=rng),
        pool,
        nn.Conv2d(filters, 2, 2, rng=rng, padding=1),
        nn.Flatten(),
    ]
    x = rng.normal(size=(4, channels, int(rng.integers(6, 12)), int(rng.integers(6, 12))))
    features = nn.Sequential(*layers)(x).shape[1]
    model = nn.Sequential(*layers, nn.Linear(features, 3, rng=rng))
    for p in model.parameters():  # biases and scales too, which start at 0 and 1
        p.data += rng.normal(0, 0.3, p.shape)
    return model, x


def assert_same(ours, theirs, x):
    t = torch.tensor(x, requires_grad=True)
    y, ty = ours(x), theirs(t)
    dy = np.random.default_rng(99).normal(size=y.shape)
    for p in ours.parameters():
        p.zero_grad()
    theirs.zero_grad()
    dx = ours.backward(dy)
    ty.backward(torch.tensor(dy))
    compared = [("output", y, ty.detach().numpy()), ("dx", dx, t.grad.numpy())]
    for (name, p), (their_name, q) in zip(ours.named_parameters(), theirs.named_parameters(), strict=True):
        assert name == their_name
        compared.append((name, p.grad, q.grad.numpy().T if q.ndim == 2 else q.grad.numpy()))
    compared += [(name, b, theirs.get_buffer(name).numpy()) for name, b in ours.named_buffers()]
    for name, a, b in compared:
        np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-10, err_msg=name)


@pytest.mark.parametrize("seed", range(24))
def test_networks_in_train_and_eval(seed):
    ours, x = random_network(seed)
    theirs = hocsau.torch.twin(ours)
    for _ in range(2):
        assert_same(ours, theirs, x)  # running statistics move along
    ours.eval(), theirs.eval()
    assert_same(ours, theirs, x)


def test_every_layer_for_images_is_met():
    met = {type(layer) for seed in range(24) for layer in random_network(seed)[0].layers}
    assert {nn.Conv2d, nn.ConvTranspose2d, nn.MaxPool2d, nn.AvgPool2d, nn.BatchNorm2d, nn.Flatten} <= met


def test_dropout2d_keeps_its_probability_and_does_nothing_in_eval():
    ours = nn.Sequential(nn.Dropout2d(0.3, rng=np.random.default_rng(0))).eval()
    theirs = hocsau.torch.twin(ours)
    assert isinstance(theirs[0], torch.nn.Dropout2d) and theirs[0].p == 0.3
    assert_same(ours, theirs, np.ones((2, 3, 4, 4)))


def test_equal_cells_of_a_pooling_window_send_the_gradient_to_the_same_one():
    ours = nn.Sequential(nn.MaxPool2d(2))
    assert_same(ours, hocsau.torch.twin(ours), np.ones((1, 2, 4, 4)))


@pytest.mark.parametrize("bias", [True, False])
def test_there_and_back_keeps_every_bit(bias):
    def network(seed):
        rng = np.random.default_rng(seed)
        conv, back = nn.Conv2d(2, 3, 3, rng=rng, bias=bias), nn.ConvTranspose2d(3, 2, 3, rng=rng, bias=bias)
        return nn.Sequential(conv, nn.BatchNorm2d(3), back)

    ours, back = network(0), network(1)
    ours(np.random.default_rng(2).normal(size=(4, 2, 6, 6)))  # running statistics that are not the first
    hocsau.torch.copy_weights(hocsau.torch.twin(ours), back)
    for name, array in ours.state_dict().items():
        assert array.tobytes() == back.state_dict()[name].tobytes(), name


def test_a_convolution_of_another_shape_is_named():
    made = [nn.Sequential(nn.Conv2d(2, 3, k, rng=np.random.default_rng(0))) for k in (3, 5)]
    with pytest.raises(ValueError, match=r"0.weight .* \(3, 2, 5, 5\); đích cần \(3, 2, 3, 3\)"):
        hocsau.torch.copy_weights(made[1], hocsau.torch.twin(made[0]))


def test_making_a_twin_does_not_touch_the_generator_of_torch():
    rng = np.random.default_rng(0)
    model = nn.Sequential(nn.Conv2d(1, 2, 3, rng=rng), nn.ConvTranspose2d(2, 1, 3, rng=rng))
    before = torch.get_rng_state()
    hocsau.torch.twin(model)
    assert torch.equal(torch.get_rng_state(), before)
