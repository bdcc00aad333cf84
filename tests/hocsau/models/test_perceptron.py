"""One neuron: gates with exact weights, gradients, learning AND, what it refuses."""

import numpy as np
import pytest

from hocsau import nn
from hocsau.models import Perceptron

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


@pytest.mark.parametrize(
    ("bias", "weights", "truth"),
    [
        (-1.5, [1, 1], [0, 0, 0, 1]),  # AND
        (1.5, [-1, -1], [1, 1, 1, 0]),  # NAND
        (-0.5, [1, 1], [0, 1, 1, 1]),  # OR
    ],
)
def test_gates_have_exactly_their_weights(bias, weights, truth):
    gate = Perceptron.gate(bias, weights)
    np.testing.assert_array_equal(gate(CORNERS), truth)
    assert gate.bias.data == bias
    np.testing.assert_array_equal(gate.weight.data, weights)


def test_not_is_a_gate_of_one_input():
    np.testing.assert_array_equal(Perceptron.gate(0.5, [-1])([[0], [1]]), [1, 0])


def test_xor_is_and_of_nand_and_or():
    nand, either, both = (Perceptron.gate(b, w) for b, w in [(1.5, [-1, -1]), (-0.5, [1, 1]), (-1.5, [1, 1])])
    hidden = np.stack([nand(CORNERS), either(CORNERS)], axis=1)
    np.testing.assert_array_equal(both(hidden), [0, 1, 1, 0])


@pytest.mark.parametrize("activation", [name for name in nn.ACTIVATIONS if name not in ("softmax", "step")])
def test_backward_agrees_with_differences(activation):
    rng = np.random.default_rng(0)
    neuron = Perceptron(4, activation, rng=rng).set_weights(0.3, rng.normal(size=4))
    errors = nn.gradcheck(neuron, rng.normal(size=(6, 4)), rng)
    assert set(errors) == {"x", "weight", "bias"}
    assert max(errors.values()) < 1e-6, errors


def test_a_step_neuron_never_learns():
    neuron = Perceptron.gate(-1.5, [1, 1])
    _, dy = nn.mse(neuron(CORNERS), np.array([0.0, 1, 1, 1]))
    assert np.any(dy)
    np.testing.assert_array_equal(neuron.backward(dy), 0)
    assert not any(np.any(p.grad) for p in neuron.parameters())


def test_a_sigmoid_neuron_learns_and_but_not_xor():
    outputs = {}
    for name, y in (("and", [0.0, 0, 0, 1]), ("xor", [0.0, 1, 1, 0])):
        neuron = Perceptron(2, rng=np.random.default_rng(0))
        optimizer = nn.SGD(neuron.parameters(), learning_rate=4.0)
        for _ in range(2000):
            _, dy = nn.mse(neuron(CORNERS), np.array(y))
            optimizer.zero_grad()
            neuron.backward(dy)
            optimizer.step()
        outputs[name] = neuron(CORNERS)
    np.testing.assert_array_equal(outputs["and"].round(), [0, 0, 0, 1])
    np.testing.assert_allclose(outputs["xor"], 0.5, atol=0.01)


def test_the_same_seed_gives_the_same_bytes_and_float32_stays():
    a, b = (Perceptron(3, rng=np.random.default_rng(5), dtype=np.float32) for _ in range(2))
    assert a.weight.data.tobytes() == b.weight.data.tobytes()
    y = a(np.ones((2, 3), np.float32))
    assert y.dtype == np.float32
    assert a.backward(y).dtype == a.weight.grad.dtype == a.bias.grad.dtype == np.float32


def test_state_goes_from_one_to_another():
    a, b = Perceptron(3, rng=np.random.default_rng(0)), Perceptron(3, rng=np.random.default_rng(1))
    a.set_weights(7, [1, 2, 3])
    b.load_state_dict(a.state_dict())
    assert b.bias.data == 7 and list(b.weight.data) == [1, 2, 3]


def test_what_is_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="softmax"):
        Perceptron(2, "softmax", rng=rng)
    with pytest.raises(ValueError, match="không có activation 'relo'"):
        Perceptron(2, "relo", rng=rng)
    with pytest.raises(ValueError, match="in_features = 0"):
        Perceptron(0, rng=rng)
    with pytest.raises(ValueError, match="rng"):
        Perceptron(2, rng=None)
    neuron = Perceptron.gate(-1.5, [1, 1])
    with pytest.raises(ValueError, match=r"x có shape \(2,\); cần \(N, 2\)"):
        neuron(np.array([0, 1]))
    for bias, weight in [(0, [1, 2, 3]), ([0], [1, 2]), (np.nan, [1, 2]), (0, [np.inf, 1])]:
        with pytest.raises(ValueError, match="weight"):
            neuron.set_weights(bias, weight)
    assert neuron.bias.data == -1.5
    np.testing.assert_array_equal(neuron.weight.data, [1, 1])
