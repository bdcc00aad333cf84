"""Every layer: gradients against differences and torch, with a random upstream gradient."""

import numpy as np
import pytest
import torch

from hocsau import nn


class FrozenDropout(nn.Dropout):
    """The same mask at every forward, so that differences can be taken."""

    def forward(self, x):
        self.rng = np.random.default_rng(7)
        return super().forward(x)


LAYERS = {
    "linear": lambda rng: nn.Linear(6, 4, rng=rng),
    "linear without bias": lambda rng: nn.Linear(6, 4, rng=rng, bias=False),
    "identity": lambda rng: nn.Identity(),
    "sigmoid": lambda rng: nn.Sigmoid(),
    "tanh": lambda rng: nn.Tanh(),
    "relu": lambda rng: nn.ReLU(),
    "leaky relu": lambda rng: nn.LeakyReLU(0.1),
    "elu": lambda rng: nn.ELU(0.7),
    "gelu": lambda rng: nn.GELU(),
    "silu": lambda rng: nn.SiLU(),
    "maxout": lambda rng: nn.Maxout(3),
    "softmax": lambda rng: nn.Softmax(),
    "step": lambda rng: nn.Step(),
    "dropout": lambda rng: FrozenDropout(0.4, rng=rng),
    "dropout, eval": lambda rng: FrozenDropout(0.4, rng=rng).eval(),
    "batch norm": lambda rng: nn.BatchNorm1d(6),
    "batch norm, eval": lambda rng: nn.BatchNorm1d(6).eval(),
    "network": lambda rng: nn.Sequential(
        nn.Linear(6, 5, rng=rng, bias=False),
        nn.BatchNorm1d(5),
        nn.Tanh(),
        nn.Linear(5, 3, rng=rng),
        nn.Softmax(),
    ),
}


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("seed", [0, 1])
def test_backward_agrees_with_differences(name, seed):
    rng = np.random.default_rng(seed)
    layer = LAYERS[name](rng)
    x = rng.normal(size=(5, 6))
    x[np.abs(x) < 1e-3] = 0.5  # away from the kinks of relu, step …
    errors = nn.gradcheck(layer, x, rng)
    assert max(errors.values()) < 1e-6, errors
    assert set(errors) == {"x"} | {n for n, _ in layer.named_parameters()}
    assert nn.gradcheck_projection(layer, x, rng) < 1e-6


@pytest.mark.parametrize("wrong", ["transposed", "scaled", "no bias"])
def test_gradcheck_catches_a_wrong_backward(wrong):
    rng = np.random.default_rng(0)
    layer, right = nn.Linear(4, 4, rng=rng), nn.Linear.backward

    def backward(dy):
        dx = right(layer, dy.T if wrong == "transposed" else dy)
        if wrong == "no bias":
            layer.bias.grad[...] = 0
        return 1.01 * dx if wrong == "scaled" else dx

    layer.backward = backward
    x = rng.normal(size=(4, 4))
    assert max(nn.gradcheck(layer, x, rng).values()) > 1e-3
    assert nn.gradcheck_projection(layer, x, rng) > 1e-4


TORCH = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky relu": lambda x: torch.nn.functional.leaky_relu(x, 0.1),
    "elu": lambda x: torch.nn.functional.elu(x, 0.7),
    "gelu": torch.nn.functional.gelu,
    "silu": torch.nn.functional.silu,
    "softmax": lambda x: torch.softmax(x, 1),
}


@pytest.mark.parametrize("name", TORCH)
def test_activations_agree_with_torch(name):
    rng = np.random.default_rng(3)
    layer, x, dy = LAYERS[name](rng), rng.normal(size=(5, 6)) * 3, rng.normal(size=(5, 6))
    x[0, 0] = 0  # the kink
    t = torch.tensor(x, requires_grad=True)
    y = TORCH[name](t)
    y.backward(torch.tensor(dy))
    np.testing.assert_allclose(layer(x), y.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(layer.backward(dy), t.grad.numpy(), atol=1e-12)


def test_linear_agrees_with_torch_whose_weight_is_the_transpose():
    rng = np.random.default_rng(4)
    ours, theirs = nn.Linear(6, 4, rng=rng), torch.nn.Linear(6, 4, dtype=torch.float64)
    with torch.no_grad():
        theirs.weight.copy_(torch.tensor(ours.weight.data.T))
        theirs.bias.copy_(torch.tensor(ours.bias.data))
    x, dy = rng.normal(size=(5, 6)), rng.normal(size=(5, 4))
    t = torch.tensor(x, requires_grad=True)
    theirs(t).backward(torch.tensor(dy))
    np.testing.assert_allclose(ours(x), theirs(t).detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(ours.backward(dy), t.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(ours.weight.grad, theirs.weight.grad.numpy().T, atol=1e-12)


def test_batch_norm_agrees_with_torch_over_steps_and_in_eval():
    rng = np.random.default_rng(5)
    ours, theirs = nn.BatchNorm1d(3), torch.nn.BatchNorm1d(3, dtype=torch.float64)
    for _ in range(4):
        x = rng.normal(2, 3, size=(7, 3))
        np.testing.assert_allclose(ours(x), theirs(torch.tensor(x)).detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(ours.running_var, theirs.running_var.numpy(), atol=1e-12)
    ours.eval(), theirs.eval()
    np.testing.assert_allclose(ours(x), theirs(torch.tensor(x)).detach().numpy(), atol=1e-12)


def test_accumulate_gives_the_gradients_of_backward():
    rng = np.random.default_rng(8)
    network, x = LAYERS["network"](rng), rng.normal(size=(5, 6))
    dy = rng.normal(size=network(x).shape)
    network.backward(dy)
    expected = [p.grad.copy() for p in network.parameters()]
    for p in network.parameters():
        p.zero_grad()
    assert network.accumulate(dy) is None
    for p, gradient in zip(network.parameters(), expected, strict=True):
        np.testing.assert_array_equal(p.grad, gradient)
    nn.Sequential().accumulate(dy)  # no layer, nothing to add


def test_accumulate_never_goes_around_a_backward_written_later():
    class Loud(nn.Linear):
        def backward(self, dy):
            heard.append(dy.shape)
            return super().backward(dy)

    heard, rng = [], np.random.default_rng(0)
    network = nn.Sequential(Loud(3, 2, rng=rng))
    network.accumulate(np.ones_like(network(np.ones((4, 3)))))
    assert heard == [(4, 2)]
    assert np.all(network[0].bias.grad == 4)


def test_relu_lets_infinity_through_on_one_side_only():
    x = np.array([[-np.inf, np.inf]])
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(nn.ReLU()(x), [[0, np.inf]])


def test_integers_are_not_rounded_by_a_slope():
    np.testing.assert_allclose(nn.LeakyReLU(0.1)(np.array([-10, 10])), [-1, 10])


def test_backward_accumulates_and_does_not_move_the_weights():
    rng = np.random.default_rng(6)
    layer, x, dy = nn.Linear(3, 2, rng=rng), rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    before = layer.weight.data.copy()
    layer(x), layer.backward(dy)
    once = layer.weight.grad.copy()
    layer.backward(dy)
    np.testing.assert_allclose(layer.weight.grad, 2 * once)
    np.testing.assert_array_equal(layer.weight.data, before)


@pytest.mark.parametrize("name", [n for n in LAYERS if n not in ("network",)])
def test_float32_stays_float32(name):
    rng = np.random.default_rng(0)
    layer = LAYERS[name](rng)
    if name.startswith("linear"):
        layer = nn.Linear(6, 4, rng=rng, dtype=np.float32)
    if name.startswith("batch"):
        layer = nn.BatchNorm1d(6, dtype=np.float32)
    y = layer(rng.normal(size=(5, 6)).astype(np.float32))
    assert y.dtype == np.float32
    assert layer.backward(np.ones_like(y)).dtype == np.float32


def test_sigmoid_and_softmax_do_not_overflow():
    with np.errstate(over="raise", invalid="raise"):
        np.testing.assert_array_equal(nn.sigmoid(np.array([-1e4, 0, 1e4])), [0, 0.5, 1])
        np.testing.assert_array_equal(nn.softmax(np.array([[1e4, -1e4]])), [[1, 0]])
        for dtype in (np.float16, np.float32, np.float64):  # the difference of the ends is beyond the dtype
            ends = np.array([[1, -1]], dtype) * np.finfo(dtype).max
            np.testing.assert_array_equal(nn.softmax(ends), [[1, 0]])


def test_step_is_on_from_zero_and_passes_no_gradient():
    layer, x = nn.Step(), np.array([[-1e-9, 0.0, 2.0]])
    np.testing.assert_array_equal(layer(x), [[0, 1, 1]])
    np.testing.assert_array_equal(layer.backward(np.ones_like(x)), [[0, 0, 0]])
    assert layer(x.astype(np.float32)).dtype == np.float32
    assert nn.Step()(np.array([-1, 0, 1])).dtype == np.float64


def test_activations_by_name():
    assert all(type(nn.make_activation(name)) is kind for name, kind in nn.ACTIVATIONS.items())
    with pytest.raises(ValueError, match="không có activation 'mish'"):
        nn.make_activation("mish")


def test_sigmoid_and_softmax_take_numbers_and_lists_in_full_precision():
    assert nn.sigmoid(0.3) == nn.sigmoid([0.3, 1])[0] == 1 / (1 + np.exp(-0.3))
    assert nn.sigmoid(3).dtype == np.float64
    np.testing.assert_allclose(nn.softmax([0, np.log(3)]), [0.25, 0.75], rtol=1e-15)


def test_sigmoid_keeps_its_digits_on_both_sides():
    z = np.array([-700.0, -40, -1, 1, 40])
    np.testing.assert_allclose(nn.sigmoid(z), torch.sigmoid(torch.tensor(z)).numpy(), rtol=1e-14)
    assert np.isnan(nn.sigmoid(np.nan))


def test_dropout_keeps_the_mean_and_sleeps_in_eval():
    rng = np.random.default_rng(0)
    layer, x = nn.Dropout(0.3, rng=rng), np.ones((200, 500))
    y = layer(x)
    assert y.mean() == pytest.approx(1, abs=0.01)
    assert (y == 0).mean() == pytest.approx(0.3, abs=0.01)
    np.testing.assert_array_equal(layer.backward(x), y)  # the same mask
    layer.eval()
    np.testing.assert_array_equal(layer(x), x)
    np.testing.assert_array_equal(layer.backward(x), x)


def test_bad_shapes_and_settings_are_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="số cột"):
        nn.Linear(3, 2, rng=rng)(np.ones((4, 5)))
    with pytest.raises(ValueError, match="gọi forward trước"):
        nn.Linear(3, 2, rng=rng).backward(np.ones((4, 2)))
    layer = nn.Linear(3, 2, rng=rng)
    layer(np.ones((4, 3)))
    for shape in [(4, 3), (3, 2), (2,), (4, 1)]:
        with pytest.raises(ValueError, match=r"cần \(4, 2\)"):
            layer.backward(np.ones(shape))
    assert not np.any(layer.weight.grad)
    with pytest.raises(ValueError, match="từ 1"):
        nn.Linear(0, 2, rng=rng)
    with pytest.raises(ValueError, match="khởi tạo"):
        nn.Linear(3, 2, rng=rng, weight_init="nothing")
    with pytest.raises(ValueError, match="rng"):
        nn.Linear(3, 2, rng=None)
    with pytest.raises(ValueError, match="phương sai"):
        nn.BatchNorm1d(2)(np.ones((1, 2)))
    for p in (-0.1, 1, np.nan):
        with pytest.raises(ValueError, match="p ="):
            nn.Dropout(p, rng=rng)
    with pytest.raises(ValueError, match="Maxout|maxout|D·2"):
        nn.Maxout(2)(np.ones((2, 3)))
