"""Attention with its six scores, and with many heads: differences, torch, the naive loops, masks."""

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.nn.attention_naive import attention_naive
from hocsau.nn.attention_scores import SCORES

N, Q, K, D, V = 2, 3, 4, 6, 5
KEYS = np.array([[1, 1, 0, 1], [1, 0, 0, 0]], bool)
EACH = np.random.default_rng(5).random((N, Q, K)) < 0.6
EACH[0, 1] = False  # a query with nothing to look at
MASKS = {"all": None, "keys": KEYS, "each": EACH}


class Masked(nn.Module):
    def __init__(self, layer, mask):
        self.layer, self.mask = layer, mask

    def forward(self, *inputs):
        return self.layer(*inputs, mask=self.mask)

    def backward(self, dy):
        return self.layer.backward(dy)


def made(score, key_features=D, seed=0):
    rng = np.random.default_rng(seed)
    layer = nn.Attention(D, key_features, score=score, rng=rng, inner=7, max_keys=K + 1)
    return (
        layer,
        rng.normal(size=(N, Q, D)),
        rng.normal(size=(N, K, key_features)),
        rng.normal(size=(N, K, V)),
    )


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("score", SCORES)
def test_backward_agrees_with_differences(score, mask):
    layer, q, k, v = made(score)
    for inputs in ((q, k, v), (q, k)):
        errors = nn.gradcheck(Masked(layer, MASKS[mask]), inputs, np.random.default_rng(1))
        if score == "location" and len(inputs) == 3:
            assert not layer.backward(np.ones((N, Q, V)))[1].any()  # the keys are not looked at
            errors.pop("x1")
        assert max(errors.values()) < 1e-6, errors


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("score", SCORES)
def test_the_naive_loops_give_the_same(score, mask):
    layer, q, k, v = made(score)
    full = None if MASKS[mask] is None else np.broadcast_to(
        MASKS[mask][:, None] if mask == "keys" else MASKS[mask], (N, Q, K)
    )  # fmt: skip
    for value in (v, None):
        y = layer(q, k, value, mask=MASKS[mask])
        np.testing.assert_allclose(y, attention_naive(layer, q, k, value, full), atol=1e-12)
    weights = layer.weights(q, k, mask=MASKS[mask])
    np.testing.assert_allclose(weights @ v, layer(q, k, v, mask=MASKS[mask]), atol=1e-12)
    seen = np.ones((N, Q), bool) if full is None else full.any(-1)
    np.testing.assert_allclose(weights.sum(-1), seen, atol=1e-12)


def torch_scores(layer, q, k):
    w = {name: torch.tensor(p.data, requires_grad=True) for name, p in layer.scorer.named_parameters()}
    if layer.score == "general":
        return q @ w["weight"] @ k.mT, w
    if layer.score == "additive":
        pairs = torch.cat([q[:, :, None].expand(-1, -1, K, -1), k[:, None].expand(-1, Q, -1, -1)], -1)
        return torch.tanh(pairs @ torch.cat([w["weight_q"], w["weight_k"]])) @ w["v"], w
    if layer.score == "location":
        return q @ w["weight"][:, :K], w
    if layer.score == "cosine":
        return torch.nn.functional.cosine_similarity(q[:, :, None], k[:, None], dim=-1), w
    return q @ k.mT / (D**0.5 if layer.score == "scaled_dot" else 1), w


@pytest.mark.parametrize("score", SCORES)
def test_torch_gives_the_same_outputs_and_gradients(score):
    layer, *inputs = made(score)
    q, k, v = (torch.tensor(a, requires_grad=True) for a in inputs)
    s, parameters = torch_scores(layer, q, k)
    y = torch.softmax(s.masked_fill(~torch.tensor(KEYS)[:, None], -torch.inf), -1) @ v
    dy = np.random.default_rng(3).normal(size=(N, Q, V))
    y.backward(torch.tensor(dy))
    np.testing.assert_allclose(layer(*inputs, mask=KEYS), y.detach().numpy(), atol=1e-12)
    for ours, theirs in zip(layer.backward(dy), (q, k, v), strict=True):
        np.testing.assert_allclose(ours, 0 if theirs.grad is None else theirs.grad.numpy(), atol=1e-11)
    for name, p in layer.scorer.named_parameters():
        np.testing.assert_allclose(p.grad, parameters[name].grad.numpy(), atol=1e-11)


@pytest.mark.parametrize("score", ["general", "additive", "location"])
def test_query_and_key_may_differ_in_length(score):
    layer, q, k, v = made(score, key_features=4)
    errors = nn.gradcheck(layer, (q, k, v), np.random.default_rng(1))
    errors.pop("x1") if score == "location" else None
    assert max(errors.values()) < 1e-6


def test_one_query_a_sample_as_in_a_decoder():
    layer, q, k, v = made("scaled_dot")
    y = layer(q[:, 0], k, v, mask=KEYS)
    np.testing.assert_array_equal(y, layer(q[:, :1], k, v, mask=KEYS)[:, 0])
    assert layer.weights(q[:, 0], k).shape == (N, K)
    layer(q[:, 0], k, v)
    assert [d.shape for d in layer.backward(y)] == [(N, D), (N, K, D), (N, K, V)]


@pytest.mark.parametrize("score", SCORES)
def test_dtypes_large_scores_no_key_and_zero_vectors(score):
    rng = np.random.default_rng(0)
    for dtype in (np.float16, np.float32):
        layer = nn.Attention(D, score=score, rng=rng, max_keys=K, dtype=dtype)
        q, k = (rng.normal(size=(N, n, D)).astype(dtype) for n in (Q, K))
        y = layer(q, k)
        assert y.dtype == dtype and {d.dtype for d in layer.backward(y)} == {np.dtype(dtype)}
        big = layer(100 * q, 100 * k)  # dot: beyond what e^s and float16 can hold
        assert np.isfinite(big).all()
        assert not layer(q, k[:, :0]).any() and layer(q[:0], k[:0]).shape == (0, Q, D)
        layer(0 * q, 0 * k)
        assert all(np.isfinite(d).all() for d in layer.backward(y))


def test_whole_numbers_are_taken():
    layer = nn.Attention(2, score="dot")
    np.testing.assert_allclose(layer([[1, 0]], [[[0, 1], [0, 3]]]), [[0, 2]])


def heads(seed=0, **settings):
    layer = nn.MultiHeadAttention(D, 3, rng=np.random.default_rng(seed), **settings)
    for p in layer.parameters():
        p.data += np.random.default_rng(9).normal(0, 0.2, p.shape)
    return layer


def test_many_heads_backward_agrees_with_differences():
    rng = np.random.default_rng(1)
    q, k, v = rng.normal(size=(N, Q, D)), rng.normal(size=(N, K, D)), rng.normal(size=(N, K, D))
    for layer in (heads(), heads(bias=False)):
        for mask in MASKS.values():
            errors = nn.gradcheck(Masked(layer, mask), (q, k, v), rng)
            if layer.key.bias is not None:  # moves all scores of a query alike: softmax does not see it
                assert errors.pop("layer.key.bias") and np.abs(layer.key.bias.grad).max() < 1e-12
            assert max(errors.values()) < 1e-6, errors
    errors = nn.gradcheck(Masked(heads(bias=False), nn.causal_mask(Q)), q, rng)
    assert max(errors.values()) < 1e-6, errors


@pytest.mark.parametrize("alone", [True, False])
def test_many_heads_and_torch(alone):
    rng, layer = np.random.default_rng(1), heads()
    q, k = rng.normal(size=(N, K, D)), rng.normal(size=(N, K, D))
    theirs = torch.nn.MultiheadAttention(D, 3, batch_first=True, dtype=torch.float64)
    parts = (layer.query, layer.key, layer.value)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(torch.tensor(np.concatenate([p.weight.data.T for p in parts])))
        theirs.in_proj_bias.copy_(torch.tensor(np.concatenate([p.bias.data for p in parts])))
        theirs.out_proj.weight.copy_(torch.tensor(layer.out.weight.data.T))
        theirs.out_proj.bias.copy_(torch.tensor(layer.out.bias.data))
    tq, tk = torch.tensor(q, requires_grad=True), torch.tensor(k, requires_grad=True)
    tk = tq if alone else tk
    y, weights = theirs(tq, tk, tk, key_padding_mask=torch.tensor(~KEYS), average_attn_weights=False)
    dy = rng.normal(size=q.shape)
    y.backward(torch.tensor(dy))
    given = (q,) if alone else (q, k, k)
    np.testing.assert_allclose(layer(*given, mask=KEYS), y.detach().numpy(), atol=1e-12)
    for p in layer.parameters():
        p.zero_grad()
    dx = layer.backward(dy)
    np.testing.assert_allclose(layer.weights(*given[:2], mask=KEYS), weights.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(dx if alone else dx[0], tq.grad.numpy(), atol=1e-11)
    if not alone:
        np.testing.assert_allclose(dx[1] + dx[2], tk.grad.numpy(), atol=1e-11)
    grads = np.concatenate([p.weight.grad.T for p in parts])
    np.testing.assert_allclose(grads, theirs.in_proj_weight.grad.numpy(), atol=1e-11)
    np.testing.assert_allclose(
        np.concatenate([p.bias.grad for p in parts]), theirs.in_proj_bias.grad.numpy(), atol=1e-11
    )
    np.testing.assert_allclose(layer.out.weight.grad.T, theirs.out_proj.weight.grad.numpy(), atol=1e-11)


def test_one_head_is_scaled_dot_attention_of_the_projections():
    layer = nn.MultiHeadAttention(D, 1, rng=np.random.default_rng(0))
    x = np.random.default_rng(1).normal(size=(N, K, D))
    parts = [x @ p.weight.data for p in (layer.query, layer.key, layer.value)]
    inner = nn.Attention(D)(*parts)
    np.testing.assert_allclose(layer(x), inner @ layer.out.weight.data, atol=1e-12)


def test_the_future_is_not_seen():
    layer, x = heads(), np.random.default_rng(1).normal(size=(N, 5, D))
    y = layer(x, mask=nn.causal_mask(5))
    x[:, 3:] = 7
    np.testing.assert_allclose(layer(x, mask=nn.causal_mask(5))[:, :3], y[:, :3], atol=1e-14)
    for dtype in (np.float16, np.float32):
        small = nn.MultiHeadAttention(D, 2, rng=np.random.default_rng(0), dtype=dtype)
        y = small(x.astype(dtype))
        assert y.dtype == dtype and small.backward(y).dtype == dtype


X, KEY = np.zeros((N, Q, D)), np.zeros((N, K, D))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nn.Attention(D, score="sum"), "score = 'sum'"),
        (lambda: nn.Attention(D, 4), "dài bằng nhau"),
        (lambda: nn.Attention(0), "query_features = 0"),
        (lambda: nn.Attention(D, score="general"), "default_rng"),
        (lambda: nn.Attention(D, score="location", rng=np.random.default_rng(0)), "max_keys = None"),
        (lambda: made("location")[0](X, np.zeros((N, 9, D))), "nhiều nhất 5"),
        (lambda: nn.Attention(D)(np.zeros((N, Q, 2)), KEY), "query có shape"),
        (lambda: nn.Attention(D)(X, np.zeros((1, K, D))), "cùng N với query"),
        (lambda: nn.Attention(D)(X, KEY, np.zeros((N, 3, V))), "mỗi key một value"),
        (lambda: nn.Attention(D)(X, KEY, mask=np.ones((N, K))), "cần bool"),
        (lambda: nn.Attention(D)(X, KEY, mask=np.ones((N, Q), bool)), "mask có shape"),
        (lambda: nn.Attention(D).backward(X), "chưa có forward"),
        (lambda: nn.MultiHeadAttention(D, 4, rng=np.random.default_rng(0)), "chia hết"),
        (lambda: heads()(X, KEY), "cùng có"),
        (lambda: heads()(X, KEY, X), "mỗi key một value"),
        (lambda: nn.causal_mask(0), "steps = 0"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
