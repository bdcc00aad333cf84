"""The exercises of chapter 16: other right answers pass, usual slips get their hint."""

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.exercises import NotRight
from hocsau.exercises.ch16_rnn import check_bptt, check_clip, check_count, check_scaled, check_states


def test_counting_the_weights_of_made_matrices_passes():
    def count(n, m, d, steps):
        return sum(p.numel() for p in torch.nn.RNN(n, m, bias=False).parameters()) + d * m

    check_count(count)


@pytest.mark.parametrize(
    "answer, said",
    [
        (lambda n, m, d, steps: steps * (n * m + m * m) + d * m, r"\*chung\*"),
        (lambda n, m, d, steps: n * m + m * m, "quên V"),
        (lambda n, m, d, steps: n * m + m + d * m, "m × m"),
        (lambda n, m, d, steps: n * m + m * m + d * m + m + d, r"không\s+có\s+bias"),
    ],
)
def test_slips_with_the_count(answer, said):
    with pytest.raises(NotRight, match=said):
        check_count(answer)


def test_the_package_s_own_rnn_passes():
    def states(x, u, w):
        rnn = nn.RNN(u.shape[1], len(w), rng=np.random.default_rng(0), bias=False)
        rnn.cells[0].weight_x.data, rnn.cells[0].weight_h.data = u.T, w.T
        return rnn(x[None])[0]

    check_states(states)


@pytest.mark.parametrize(
    "answer, said",
    [
        (lambda x, u, w: np.tanh(x @ u.T), r"quên\s+phần\s+W"),
        (lambda x, u, w: np.tanh(u @ x[-1]), "Chưa"),
    ],
)
def test_slips_with_the_states(answer, said):
    with pytest.raises(NotRight, match=said):
        check_states(answer)


def test_torch_derives_the_same():
    def bptt(x, y, u, w, v):
        w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
        s = torch.zeros((), dtype=torch.float64)
        for value in x:
            s = torch.tanh(u * value + w * s)
        ((v * s - y) ** 2 / 2 + 0 * w).backward()
        return float(w.grad)

    check_bptt(bptt)
    with pytest.raises(NotRight, match=r"một\s+đường"):
        check_bptt(_one_path)


def _one_path(x, y, u, w, v):
    s = [0.0]
    for value in x:
        s.append(np.tanh(u * value + w * s[-1]))
    return v * (v * s[-1] - y) * (1 - s[-1] ** 2) * s[-2]


def test_torch_clips_the_same():
    def clip(gradients, most):
        parameters = [torch.nn.Parameter(torch.tensor(g)) for g in gradients]
        for p in parameters:
            p.grad = p.detach().clone()
        torch.nn.utils.clip_grad_norm_(parameters, most)
        return [p.grad.numpy() for p in parameters]

    check_clip(clip)
    with pytest.raises(NotRight, match=r"cắt\s+từng\s+số"):
        check_clip(lambda gradients, most: [np.clip(g, -most, most) for g in gradients])
    with pytest.raises(NotRight, match="kéo"):
        check_clip(lambda gradients, most: [_unit(gradients, g, most) for g in gradients])


def _unit(gradients, g, most):
    norm = np.sqrt(sum((each**2).sum() for each in gradients))
    return g * most / norm if norm else g


def test_scaling_by_the_past():
    check_scaled(lambda series, cut: (series - np.mean(series[:cut])) / np.std(series[:cut]))
    with pytest.raises(NotRight, match=r"tương\s+lai"):
        check_scaled(lambda series, cut: (series - series.mean()) / series.std())
    with pytest.raises(NotRight, match=r"\*cả\*"):
        check_scaled(lambda series, cut: (series[:cut] - series[:cut].mean()) / series[:cut].std())
