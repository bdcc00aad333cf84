"""The exercises of chapter 17: other right answers pass, usual slips get their hint."""

import numpy as np
import pytest
import torch

from hocsau.exercises import NotRight
from hocsau.exercises.ch17_lstm import check_gru_paths, check_half_life, check_lstm_cell, check_to_ours


def test_torch_s_own_cell_passes():
    def lstm_cell(x, h, c, U, W, b):
        cell = torch.nn.LSTMCell(*U[:, : len(W)].shape, dtype=torch.float64)
        with torch.no_grad():
            for mine, theirs in zip(cell.parameters(), (U.T, W.T, b, 0 * b), strict=True):
                mine.copy_(torch.tensor(theirs))
            h, c = cell(torch.tensor(x), (torch.tensor(h), torch.tensor(c)))
        return h.numpy(), c.numpy()

    check_lstm_cell(lstm_cell)


def logistic(z):
    return 1 / (1 + np.exp(-z))


def cell(order="ifgo", squash=np.tanh, turned=False):
    def lstm_cell(x, h, c, U, W, b):
        parts = dict(zip(order, np.split(x @ U + h @ W + b, 4, axis=1), strict=True))
        c = logistic(parts["f"]) * c + logistic(parts["i"]) * np.tanh(parts["g"])
        h = logistic(parts["o"]) * squash(c)
        return (c, h) if turned else (h, c)

    return lstm_cell


@pytest.mark.parametrize(
    "given, said",
    [
        ({"order": "fiog"}, r"f,\s+i,\s+o,\s+g"),
        ({"squash": lambda c: c}, "tanh"),
        ({"turned": True}, r"h\s+trước"),
    ],
)
def test_slips_with_the_cell(given, said):
    check_lstm_cell(cell())
    with pytest.raises(NotRight, match=said):
        check_lstm_cell(cell(**given))


def test_autograd_finds_the_paths():
    def gru_paths(delta, z, n, h_prev):
        z, n, h = (torch.tensor(a, requires_grad=True) for a in (z, n, h_prev))
        ((1 - z) * n + z * h).backward(torch.tensor(delta))
        return n.grad.numpy(), z.grad.numpy(), h.grad.numpy()

    check_gru_paths(gru_paths)
    with pytest.raises(NotRight, match=r"\*cũ\*"):
        check_gru_paths(lambda d, z, n, h: (d * z, d * (n - h), d * (1 - z)))
    with pytest.raises(NotRight, match=r"cả\s+hai"):
        check_gru_paths(lambda d, z, n, h: (d * (1 - z), d * h, d * z))


def test_half_life():
    check_half_life(lambda f: -1 / np.log2(f))
    with pytest.raises(NotRight, match=r"\*trừ\*"):
        check_half_life(lambda f: 0.5 / (1 - f))
    with pytest.raises(NotRight, match=r"lộn\s+ngược"):
        check_half_life(lambda f: np.log(f) / np.log(0.5))


def test_order_of_gates():
    check_to_ours(lambda a: a.reshape(*a.shape[:-1], 4, -1)[..., [1, 0, 3, 2], :].reshape(a.shape))
    with pytest.raises(NotRight, match=r"thứ\s+tự"):
        check_to_ours(lambda a: a)
    with pytest.raises(NotRight):
        check_to_ours(np.flip)
