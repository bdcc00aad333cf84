import numpy as np
import pytest
import torch

import hocsau.torch


def test_gates():
    corners = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float64)
    for bias, weights, truth in [(-1.5, [1, 1], [0, 0, 0, 1]), (-0.5, [1, 1], [0, 1, 1, 1])]:
        assert hocsau.torch.Perceptron.gate(bias, weights)(corners).tolist() == truth


def test_the_step_gives_autograd_a_zero():
    neuron = hocsau.torch.Perceptron.gate(-1.5, [1, 1])
    neuron(torch.ones(3, 2, dtype=torch.float64)).sum().backward()
    assert not neuron.weight.grad.any() and not neuron.bias.grad.any()


def test_what_is_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="softmax"):
        hocsau.torch.Perceptron(2, "softmax", rng=rng)
    with pytest.raises(ValueError, match="không có activation"):
        hocsau.torch.Perceptron(2, "relo", rng=rng)
    with pytest.raises(ValueError, match=r"x có shape \(2,\)"):
        hocsau.torch.Perceptron(2, rng=rng)(torch.ones(2))
    with pytest.raises(ValueError, match="weight"):
        hocsau.torch.Perceptron(2, rng=rng).set_weights(0, [1])
