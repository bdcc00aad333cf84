"""RNN, LSTM, GRU: differences, torch, the naive loop, masks, states, and what is refused."""

import numpy as np
import pytest
import torch

from hocsau.nn.gradcheck import gradcheck
from hocsau.nn.gru import GRU
from hocsau.nn.lstm import LSTM
from hocsau.nn.module import Module
from hocsau.nn.recurrent_naive import recurrent_naive
from hocsau.nn.rnn import RNN

D, H, N, T = 3, 4, 3, 5
KINDS = {"rnn": RNN, "lstm": LSTM, "gru": GRU}
SHAPES = {"plain": {}, "both ways": {"bidirectional": True}, "two layers": {"layers": 2},
          "two layers both ways": {"layers": 2, "bidirectional": True}}  # fmt: skip
MASK = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 0, 0, 0, 0]], bool)
HOLES = np.array([[0, 1, 1, 0, 1], [1, 1, 1, 0, 0], [0, 0, 0, 0, 0]], bool)


def made(kind, seed=0, **settings):
    """A layer whose biases are drawn too, with inputs and states."""
    rng = np.random.default_rng(seed)
    layer = KINDS[kind](D, H, rng=rng, return_state=True, **settings)
    for p in layer.parameters():
        p.data += rng.normal(0, 0.3, p.shape)
    x = rng.normal(size=(N, T, D))
    states = [rng.normal(size=(len(layer.cells), N, H)) for _ in layer.state_names]
    return layer, x, states, rng


class Flat(Module):
    """Every output of a recurrent layer in one row, so that gradcheck sees the last states too."""

    def __init__(self, layer, mask=None):
        self.layer, self.mask = layer, mask

    def forward(self, *inputs):
        outputs = self.layer(*inputs, mask=self.mask)
        self.shapes = [o.shape for o in outputs]
        return np.concatenate([o.ravel() for o in outputs])

    def backward(self, dy):
        parts = np.split(dy, np.cumsum([int(np.prod(s)) for s in self.shapes])[:-1])
        return self.layer.backward(tuple(p.reshape(s) for p, s in zip(parts, self.shapes, strict=True)))


@pytest.mark.parametrize("mask", [None, MASK, HOLES], ids=["all", "mask", "holes"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_backward_agrees_with_differences_for_every_input_and_output(kind, shape, mask):
    layer, x, states, rng = made(kind, **SHAPES[shape])
    errors = gradcheck(Flat(layer, mask), (x, *states), rng)
    assert max(errors.values()) < 1e-6, errors


@pytest.mark.parametrize("mask", [None, MASK, HOLES], ids=["all", "mask", "holes"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_naive_loop_gives_the_same(kind, shape, mask):
    layer, x, states, _ = made(kind, **SHAPES[shape])
    for given in ([], states):
        for fast, slow in zip(
            layer(x, *given, mask=mask), recurrent_naive(layer, x, *given, mask=mask), strict=True
        ):
            np.testing.assert_allclose(fast, slow, atol=1e-12)


def torch_twin(layer, kind):
    """torch.nn's own layer with our weights; and the list of (parameter, its place there)."""
    theirs = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[kind](
        D, H, layer.layers, batch_first=True, bidirectional=layer.bidirectional, dtype=torch.float64,
        **({"nonlinearity": layer.activation} if kind == "rnn" else {}),
    )  # fmt: skip
    pairs = []
    for i, cell in enumerate(layer.cells):
        end = f"l{i // layer.directions}" + "_reverse" * (i % layer.directions)
        there = {name: getattr(theirs, f"{name}_{end}") for name in ("weight_ih", "weight_hh", "bias_ih",
                                                                     "bias_hh")}  # fmt: skip
        with torch.no_grad():
            there["weight_ih"].copy_(torch.tensor(cell.weight_x.data.T))
            there["weight_hh"].copy_(torch.tensor(cell.weight_h.data.T))
            there["bias_ih"].copy_(torch.tensor(cell.bias.data))
            there["bias_hh"].zero_()
            if kind == "gru":
                there["bias_hh"][2 * H :].copy_(torch.tensor(cell.bias_h.data))
        pairs += [
            (cell.weight_x, there["weight_ih"], np.s_[:]),
            (cell.weight_h, there["weight_hh"], np.s_[:]),
        ]
        pairs += [(cell.bias, there["bias_ih"], np.s_[:])]
        pairs += [(cell.bias_h, there["bias_hh"], np.s_[2 * H :])] if kind == "gru" else []
    return theirs, pairs


@pytest.mark.parametrize("mask", [None, MASK], ids=["all", "packed"])
@pytest.mark.parametrize("shape", [*SHAPES, "relu"])
@pytest.mark.parametrize("kind", KINDS)
def test_torch_gives_the_same_outputs_and_gradients(kind, shape, mask):
    if shape == "relu" and kind != "rnn":
        return
    layer, x, states, rng = made(kind, **SHAPES.get(shape, {"activation": "relu"}))
    theirs, pairs = torch_twin(layer, kind)
    tx, *ts = (torch.tensor(a, requires_grad=True) for a in (x, *states))
    hx, given = tuple(ts) if kind == "lstm" else ts[0], tx
    if mask is not None:
        given = torch.nn.utils.rnn.pack_padded_sequence(tx, torch.tensor(mask.sum(1)), batch_first=True)
    y, ends = theirs(given, hx)
    if mask is not None:
        y = torch.nn.utils.rnn.pad_packed_sequence(y, batch_first=True, total_length=T)[0]
    outputs = [y, *(ends if kind == "lstm" else [ends])]
    ours = layer(x, *states, mask=mask)
    upstream = [rng.normal(size=o.shape) for o in ours]
    torch.autograd.backward(outputs, [torch.tensor(u) for u in upstream])
    for p in layer.parameters():
        p.zero_grad()
    gradients = layer.backward(tuple(upstream))
    for a, b in zip(ours, outputs, strict=True):
        np.testing.assert_allclose(a, b.detach().numpy(), atol=1e-12)
    for a, b in zip(gradients, (tx, *ts), strict=True):
        np.testing.assert_allclose(a, b.grad.numpy(), atol=1e-11)
    for p, there, place in pairs:
        g = there.grad.numpy()[place]
        np.testing.assert_allclose(p.grad, g.T if p.data.ndim == 2 else g, atol=1e-11)


@pytest.mark.parametrize("kind", KINDS)
def test_padding_may_hold_anything_and_takes_no_part(kind):
    layer, x, states, rng = made(kind, bidirectional=True)
    clean, dirty = x.copy(), x.copy()
    dirty[~MASK] = np.nan
    results = []
    for one in (clean, dirty):
        y, *_ = layer(one, *states, mask=MASK)
        for p in layer.parameters():
            p.zero_grad()
        dx, *_ = layer.backward((np.ones_like(y), *[None] * len(states)))
        results.append([y, dx, *(p.grad.copy() for p in layer.parameters())])
        assert not y[~MASK].any() and not dx[~MASK].any()
    for a, b in zip(*results, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("kind", KINDS)
def test_two_halves_with_the_state_carried_are_the_whole(kind):
    layer, x, states, _ = made(kind, layers=2)
    y, *ends = layer(x, *states)
    first, *carried = layer(x[:, :2], *states)
    second, *last = layer(x[:, 2:], *carried)
    np.testing.assert_allclose(np.concatenate([first, second], 1), y, atol=1e-12)
    np.testing.assert_allclose(last, ends, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_without_return_state_an_array_goes_in_and_out(kind):
    layer, x, states, _ = made(kind)
    plain = KINDS[kind](D, H, rng=np.random.default_rng(0))
    plain.load_state_dict(layer.state_dict())
    y = plain(x)
    np.testing.assert_array_equal(y, layer(x)[0])
    assert plain.backward(np.ones_like(y)).shape == x.shape
    plain(x, *states)
    dx, *d_states = plain.backward(np.ones_like(y))
    assert dx.shape == x.shape and [d.shape for d in d_states] == [s.shape for s in states]
    layer(x)
    alone = layer.backward((None, *[np.ones((1, N, H))] * len(states)))  # an encoder: only its last state
    assert alone.shape == x.shape and alone.any()


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
@pytest.mark.parametrize("kind", KINDS)
def test_the_dtype_given_is_kept(kind, dtype):
    layer = KINDS[kind](D, H, rng=np.random.default_rng(0), return_state=True, dtype=dtype)
    exact = KINDS[kind](D, H, rng=np.random.default_rng(0), return_state=True)
    x = np.random.default_rng(1).normal(size=(N, T, D)).astype(dtype)
    outputs = layer(x)
    assert {o.dtype for o in outputs} == {np.dtype(dtype)}
    np.testing.assert_allclose(outputs[0], exact(x)[0], atol=5e-3)
    assert layer.backward((outputs[0], *[None] * (len(outputs) - 1))).dtype == dtype
    assert {p.grad.dtype for p in layer.parameters()} == {np.dtype(dtype)}


@pytest.mark.parametrize("kind", KINDS)
def test_whole_numbers_no_sample_and_no_step_are_taken(kind):
    layer, _, states, _ = made(kind)
    np.testing.assert_array_equal(layer(np.ones((2, 2, D), np.int8))[0], layer(np.ones((2, 2, D)))[0])
    y, *ends = layer(np.zeros((0, T, D)))
    assert y.shape == (0, T, H) and ends[0].shape == (1, 0, H)
    y, *ends = layer(np.zeros((N, 0, D)), *states)
    assert y.shape == (N, 0, H)
    np.testing.assert_array_equal(ends, states)
    dx, *d_states = layer.backward((y, *states))
    assert dx.shape == (N, 0, D)
    np.testing.assert_array_equal(d_states, states)


def test_a_change_in_place_after_forward_is_noticed():
    layer, x, states, _ = made("lstm")
    y, *_ = layer(x, *states)
    x *= 2
    with pytest.raises(ValueError, match="sửa tại chỗ"):
        layer.backward((y, None, None))


def test_changing_the_output_in_place_does_no_harm():
    layer, x, _, _ = made("gru")
    for one in (x[:1], x[:, :1]):  # where a view of the states would be contiguous
        y, _ = layer(one)
        expected, shape = layer.backward((np.ones_like(y), None)), y.shape
        y, _ = layer(one)
        y *= 0
        np.testing.assert_array_equal(layer.backward((np.ones(shape), None)), expected)


def test_forget_gate_starts_open_and_the_block_order_is_said():
    layer = LSTM(D, H, rng=np.random.default_rng(0), forget_bias=2)
    assert layer.cells[0].gates == ("i", "f", "g", "o")
    np.testing.assert_array_equal(layer.cells[0].bias.data.reshape(4, H)[:, 0], [0, 2, 0, 0])


def test_a_layer_without_bias_has_none():
    for kind in KINDS.values():
        layer = kind(D, H, rng=np.random.default_rng(0), bias=False)
        assert [n for n, _ in layer.named_parameters()] == ["cells.0.weight_x", "cells.0.weight_h"]
        assert layer.backward(layer(np.ones((1, 2, D)))).shape == (1, 2, D)


def rnn(**settings):
    return RNN(D, H, **{"rng": np.random.default_rng(0), **settings})


X = np.zeros((N, T, D))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: RNN(0, H, rng=np.random.default_rng(0)), "in_features = 0"),
        (lambda: LSTM(D, 2.0, rng=np.random.default_rng(0)), "hidden = 2.0"),
        (lambda: rnn(layers=True), "layers = True"),
        (lambda: rnn(rng=3), "default_rng"),
        (lambda: rnn(activation="sin"), "activation = 'sin'"),
        (lambda: LSTM(D, H, rng=np.random.default_rng(0), forget_bias=np.nan), "forget_bias"),
        (lambda: rnn()(np.zeros((N, D))), r"cần \(N, T, 3\)"),
        (lambda: rnn()(np.zeros((N, T, 2))), "in_features"),
        (lambda: rnn()(X, np.zeros((N, H))), r"h0 có shape \(3, 4\); cần \(1, 3, 4\)"),
        (lambda: LSTM(D, H, rng=np.random.default_rng(0))(X, np.zeros((1, N, H))), "cần đủ h0, c0"),
        (lambda: rnn()(X, mask=np.ones((N, T))), "cần bool"),
        (lambda: rnn()(X, mask=np.ones((T, N), bool)), "mask có shape"),
        (lambda: rnn().backward(X), "chưa có forward"),
        (lambda: run_back(rnn(), (np.zeros((N, T, H)), None)), "return_state=False"),
        (lambda: run_back(rnn(return_state=True), (np.zeros((N, T, H)),)), "cần 2"),
        (lambda: run_back(rnn(return_state=True), (None, np.zeros((N, H)))), "h cuối có shape"),
        (lambda: run_back(rnn(), np.zeros((N, T, D))), "dy có shape"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def run_back(layer, dy):
    layer(X)
    return layer.backward(dy)
