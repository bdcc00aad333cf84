"""Truncated BPTT: the whole sequence when the window is long enough, torch with detach when not."""

import numpy as np
import pytest
import torch

from hocsau import nn

N, T, D, H = 2, 7, 3, 4
RNG = np.random.default_rng(0)
X, TARGET = RNG.normal(size=(N, T, D)), RNG.normal(size=(N, T, H))


def made(kind=nn.RNN, **settings):
    return kind(D, H, rng=np.random.default_rng(1), **{"return_state": True, **settings})


def loss(y, t):
    return nn.mse(y, TARGET[:, t], "sum")


def test_a_window_as_long_as_the_sequence_is_full_bptt():
    for kind in (nn.RNN, nn.LSTM, nn.GRU):
        layer, whole = made(kind), made(kind)
        losses, ends, dx = nn.truncated_bptt(layer, X, T, loss)
        y, *expected = whole(X)
        value, dy = loss(y, slice(0, T))
        np.testing.assert_allclose(dx, whole.backward((dy, *[None] * len(expected))), atol=1e-12)
        np.testing.assert_allclose(losses, [value])
        np.testing.assert_allclose(ends, expected)
        for a, b in zip(layer.parameters(), whole.parameters(), strict=True):
            np.testing.assert_allclose(a.grad, b.grad, atol=1e-12)


@pytest.mark.parametrize("length", [1, 3])
def test_torch_with_detach_gives_the_same(length):
    layer, cell = made(), made().cells[0]
    wx, wh, b = (torch.tensor(p.data, requires_grad=True) for p in (cell.weight_x, cell.weight_h, cell.bias))
    h, total = torch.zeros(N, H, dtype=torch.float64), 0
    for t in range(T):
        h = h.detach() if t % length == 0 else h
        h = torch.tanh(torch.tensor(X[:, t]) @ wx + h @ wh + b)
        total = total + ((h - torch.tensor(TARGET[:, t])) ** 2).sum()
    total.backward()
    losses, (end,), _ = nn.truncated_bptt(layer, X, length, loss)
    assert len(losses) == -(-T // length) and sum(losses) == pytest.approx(float(total.detach()))
    np.testing.assert_allclose(end[0], h.detach().numpy(), atol=1e-12)
    for ours, theirs in zip(layer.parameters(), (wx, wh, b), strict=True):
        np.testing.assert_allclose(ours.grad, theirs.grad.numpy(), atol=1e-11)


def test_the_optimiser_steps_after_each_window_and_states_and_masks_go_along():
    layer, steps = made(nn.LSTM), []
    optimizer = nn.SGD(layer.parameters(), 0.01)

    def after():
        steps.append(optimizer.step())
        optimizer.zero_grad()

    mask = np.arange(T) < np.array([[7], [2]])
    states = [np.ones((1, N, H)), np.ones((1, N, H))]
    _, ends, dx = nn.truncated_bptt(layer, X, 3, loss, states=states, mask=mask, after=after)
    assert len(steps) == 3 and dx.shape == X.shape and not dx[1, 2:].any()
    assert [e.shape for e in ends] == [(1, N, H)] * 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nn.truncated_bptt(made(), X, 0, loss), "length = 0"),
        (lambda: nn.truncated_bptt(made(return_state=False), X, 2, loss), "return_state=True"),
        (lambda: nn.truncated_bptt(made(bidirectional=True), X, 2, loss), "một chiều"),
        (lambda: nn.truncated_bptt(made(), X[:, :0], 2, loss), "T từ 1"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
