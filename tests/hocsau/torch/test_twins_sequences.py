"""Twins of the layers for sequences: one way of calling, the same numbers, every gradient."""

import numpy as np
import pytest
import torch

import hocsau.torch
from hocsau import nn
from hocsau.nn.attention_scores import SCORES
from hocsau.torch.layers import attention, recurrent
from hocsau.torch.weights import shared_tensors

N, T, D, H = 3, 5, 4, 6
MASK = np.arange(T) < np.array([[2], [5], [3]])
RECURRENT = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
SHAPES = {"plain": {}, "no bias": {"bias": False}, "stacked": {"layers": 2, "bidirectional": True}}


def assert_same(ours, theirs, inputs, mask=None):
    """Outputs, gradients of inputs and of parameters, for a random upstream gradient on every output."""
    rng = np.random.default_rng(99)
    named = {} if mask is None else {"mask": mask}
    there = {name: torch.tensor(m) for name, m in named.items()}
    ts = [torch.tensor(a, requires_grad=a.dtype.kind == "f") for a in inputs]
    y, ty = ours(*inputs, **named), theirs(*ts, **there)
    y, ty = (y if isinstance(y, tuple) else (y,)), (ty if isinstance(ty, tuple) else (ty,))
    dy = [rng.normal(size=a.shape) for a in y]
    for p in ours.parameters():
        p.zero_grad()
    theirs.zero_grad()
    torch.autograd.backward(ty, [torch.tensor(d) for d in dy])
    dx = ours.backward(tuple(dy) if len(dy) > 1 else dy[0])
    for a, b in zip(y, ty, strict=True):
        np.testing.assert_allclose(a, b.detach().numpy(), atol=1e-11)
    for a, t in zip(dx if isinstance(dx, tuple) else (dx,), ts, strict=True):
        if a is not None:
            np.testing.assert_allclose(a, 0 if t.grad is None else t.grad.numpy(), atol=1e-11)
    grads = {name: p.grad for name, p in theirs.named_parameters()}
    assert grads.keys() == dict(ours.named_parameters()).keys()
    turned = ("weight_x", "weight_h", *(f"{n}.weight" for n in ("query", "key", "value", "out", "layer")))
    for name, p in ours.named_parameters():
        g = grads[name].numpy()
        np.testing.assert_allclose(p.grad, g.T if name.endswith(turned) else g, atol=1e-10, err_msg=name)


def shaken(layer):
    rng = np.random.default_rng(5)
    for p in layer.parameters():
        p.data += rng.normal(0, 0.3, p.shape)
    return layer


@pytest.mark.parametrize("mask", [None, MASK], ids=["all", "mask"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", RECURRENT)
def test_recurrent_layers(kind, shape, mask):
    rng = np.random.default_rng(0)
    layer = shaken(RECURRENT[kind](D, H, rng=rng, return_state=True, **SHAPES[shape]))
    states = [rng.normal(size=(len(layer.cells), N, H)) for _ in layer.state_names]
    theirs, x = hocsau.torch.twin(layer), rng.normal(size=(N, T, D))
    assert_same(layer, theirs, (x, *states), mask)
    assert_same(layer, theirs, (x,), mask)


def test_relu_and_layers_without_states_out():
    x = np.random.default_rng(1).normal(size=(N, T, D))
    layer = nn.RNN(D, H, rng=np.random.default_rng(0), activation="relu")
    assert_same(layer, hocsau.torch.twin(layer), (x,))


@pytest.mark.parametrize("kind", RECURRENT)
def test_the_same_constructor_and_rng_give_the_same_layer_and_weights_go_back(kind):
    settings = {"layers": 2, "bidirectional": True, "return_state": True}
    ours = RECURRENT[kind](D, H, rng=np.random.default_rng(3), **settings)
    theirs = getattr(recurrent, kind.upper())(D, H, rng=np.random.default_rng(3), **settings)
    x = np.random.default_rng(1).normal(size=(N, T, D))
    assert_same(ours, theirs, (x,))
    with torch.no_grad():
        for p in theirs.parameters():
            p += 0.1
    hocsau.torch.copy_weights(theirs, ours)
    assert_same(ours, theirs, (x,))
    assert shared_tensors(ours).keys() == shared_tensors(theirs).keys()


@pytest.mark.parametrize("mask", [None, MASK], ids=["all", "mask"])
@pytest.mark.parametrize("score", SCORES)
def test_attention(score, mask):
    rng = np.random.default_rng(0)
    layer = shaken(nn.Attention(D, score=score, rng=rng, max_keys=T + 2))
    q, k, v = rng.normal(size=(N, 2, D)), rng.normal(size=(N, T, D)), rng.normal(size=(N, T, 3))
    theirs = hocsau.torch.twin(layer)
    for inputs in ((q, k, v), (q, k), (q[:, 0], k)):
        assert_same(layer, theirs, inputs, mask)
    seen = None if mask is None else torch.tensor(mask)
    b = theirs.weights(torch.tensor(q), torch.tensor(k), mask=seen).detach().numpy()
    np.testing.assert_allclose(b, layer.weights(q, k, mask=mask), atol=1e-12)
    same = attention.Attention(D, score=score, rng=np.random.default_rng(0), max_keys=T + 2)
    fresh = nn.Attention(D, score=score, rng=np.random.default_rng(0), max_keys=T + 2)
    assert_same(fresh, same, (q, k, v), mask)


def test_many_heads():
    rng = np.random.default_rng(0)
    layer = shaken(nn.MultiHeadAttention(D, 2, rng=rng))
    q, k, v = (rng.normal(size=(N, n, D)) for n in (2, T, T))
    theirs = hocsau.torch.twin(layer)
    assert_same(layer, theirs, (q, k, v), MASK)
    assert_same(layer, theirs, (k,), nn.causal_mask(T))
    nothing = MASK & (np.arange(N) > 0)[:, None]  # the first sample has nothing to look at
    assert_same(layer, theirs, (q, k, v), nothing)
    fresh = nn.MultiHeadAttention(D, 2, rng=np.random.default_rng(0), bias=False)
    assert_same(
        fresh, attention.MultiHeadAttention(D, 2, rng=np.random.default_rng(0), bias=False), (q, k, v)
    )


def test_a_whole_language_model():
    rng = np.random.default_rng(0)
    model = nn.Sequential(
        nn.Embedding(7, D, rng=rng, padding=0),
        nn.LSTM(D, H, rng=rng, layers=2),
        nn.TimeDistributed(nn.Linear(H, 7, rng=rng)),
    )
    theirs, ids = hocsau.torch.twin(model), rng.integers(0, 7, (N, T))
    dy = rng.normal(size=(N, T, 7))
    y = theirs(torch.tensor(ids))
    y.backward(torch.tensor(dy))
    np.testing.assert_allclose(model(ids), y.detach().numpy(), atol=1e-11)
    model.backward(dy)
    for (name, p), (other, q) in zip(model.named_parameters(), theirs.named_parameters(), strict=True):
        assert name == other
        g = q.grad.numpy()
        turned = g.ndim == 2 and not name.startswith("0.")
        np.testing.assert_allclose(p.grad, g.T if turned else g, atol=1e-10, err_msg=name)


def test_a_twin_keeps_dtype_and_leaves_torch_s_generator_alone():
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    for kind in RECURRENT.values():
        theirs = hocsau.torch.twin(kind(D, H, rng=np.random.default_rng(0), dtype=np.float32).eval())
        assert {p.dtype for p in theirs.parameters()} == {torch.float32} and not theirs.training
    assert torch.equal(torch.rand(3), expected)


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (np.ones((N, T)), "cần torch.bool"),
        (np.ones((T, N), bool), "mask có shape"),
        (~MASK, "các True rồi tới các False"),
        (np.zeros((N, T), bool), "ít nhất một True"),
    ],
)
def test_a_mask_that_torch_cannot_take_is_refused(mask, message):
    theirs = recurrent.LSTM(D, H, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=message):
        theirs(torch.zeros(N, T, D, dtype=torch.float64), mask=torch.tensor(mask))


def test_what_else_cannot_be_is_refused():
    theirs, x = recurrent.LSTM(D, H, rng=np.random.default_rng(0)), torch.zeros(N, T, D, dtype=torch.float64)
    with pytest.raises(ValueError, match="trạng thái đầu"):
        theirs(x, torch.zeros(1, N, H))
    with pytest.raises(ValueError, match="cùng có"):
        attention.MultiHeadAttention(D, 2, rng=np.random.default_rng(0))(x, x)
    with pytest.raises(ValueError, match="5 key"):
        attention.Attention(D, score="location", rng=np.random.default_rng(0), max_keys=2)(x, x)
