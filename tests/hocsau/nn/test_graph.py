"""Value: the gradients of random expressions against finite differences, torch and sympy."""

import math

import numpy as np
import pytest
import sympy
import torch

from hocsau.nn.graph import Value, total


class Torch:
    """The same functions under the same names, on float64 tensors."""

    exp, log, sigmoid, tanh, relu = torch.exp, torch.log, torch.sigmoid, torch.tanh, torch.relu


class Sympy:
    exp, log, tanh = sympy.exp, sympy.log, sympy.tanh
    sigmoid = staticmethod(lambda a: 1 / (1 + sympy.exp(-a)))
    relu = staticmethod(lambda a: sympy.Max(a, 0))


class Ours:
    exp, log, sigmoid, tanh, relu = Value.exp, Value.log, Value.sigmoid, Value.tanh, Value.relu


def expression(rng, inputs, library, size=9):
    """A random expression of `inputs` (numbers of any kind), the same for the same state of `rng`."""
    pool = list(inputs)
    for _ in range(size):
        a, b = (pool[i] for i in rng.integers(len(pool), size=2))
        c = float(rng.uniform(0.5, 2))
        pool.append(
            [
                lambda a, b, c: a + b,
                lambda a, b, c: a - c * b,
                lambda a, b, c: a * b,
                lambda a, b, c: library.tanh(a) / (c + b**2),
                lambda a, b, c: library.sigmoid(a) - b,
                lambda a, b, c: library.exp(-(a**2)) + c,
                lambda a, b, c: library.log(c + a**2),
                lambda a, b, c: library.relu(a) * b,
                lambda a, b, c: (c + library.sigmoid(a)) ** 1.5,
                lambda a, b, c: -a / c,
                lambda a, b, c: 1 - a,
                lambda a, b, c: c / (1 + library.exp(b)),
            ][rng.integers(12)](a, b, c)
        )
    return library.tanh(sum(pool[-3:]))


def gradient(seed, numbers):
    values = [Value(number) for number in numbers]
    root = expression(np.random.default_rng(seed), values, Ours)
    root.backward()
    return root.data, np.array([value.grad for value in values])


@pytest.mark.parametrize("seed", range(25))
def test_agrees_with_torch(seed):
    numbers = np.random.default_rng(100 + seed).uniform(-1.5, 1.5, size=3)
    data, ours = gradient(seed, numbers)
    leaves = [torch.tensor(n, dtype=torch.float64, requires_grad=True) for n in numbers]
    root = expression(np.random.default_rng(seed), leaves, Torch)
    theirs = torch.autograd.grad(root, leaves, allow_unused=True, materialize_grads=True)
    assert data == pytest.approx(root.item(), abs=1e-12)
    np.testing.assert_allclose(ours, [g.item() for g in theirs], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("seed", range(25))
def test_agrees_with_finite_differences(seed):
    numbers = np.random.default_rng(200 + seed).uniform(-1.5, 1.5, size=3)
    _, ours = gradient(seed, numbers)
    h = 1e-6
    numerical = [
        (gradient(seed, numbers + h * e)[0] - gradient(seed, numbers - h * e)[0]) / (2 * h) for e in np.eye(3)
    ]
    np.testing.assert_allclose(ours, numerical, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_sympy(seed):
    numbers = np.random.default_rng(300 + seed).uniform(-1.5, 1.5, size=2)
    _, ours = gradient_small(seed, numbers)
    symbols = sympy.symbols("a b", real=True)
    root = expression(np.random.default_rng(seed), symbols, Sympy, size=4)
    at = dict(zip(symbols, map(float, numbers), strict=True))
    np.testing.assert_allclose(ours, [float(root.diff(s).subs(at)) for s in symbols], rtol=1e-9, atol=1e-12)


def gradient_small(seed, numbers):
    values = [Value(number) for number in numbers]
    root = expression(np.random.default_rng(seed), values, Ours, size=4)
    root.backward()
    return root.data, np.array([value.grad for value in values])


def test_the_book_example():
    x = Value(1.0, "x")
    y = (2 * x + 1) ** 2
    y.backward()
    assert (y.data, x.grad) == (9.0, 12.0)


def test_a_variable_used_twice_gets_the_sum():
    x = Value(3.0, "x")
    (x * x + x).backward()
    assert x.grad == 2 * 3 + 1


def test_backward_twice_doubles_leaf_and_inner_gradients():
    x = Value(2.0)
    inner = x**2
    root = inner.exp()
    root.backward()
    once = x.grad, inner.grad
    root.backward()
    assert (x.grad, inner.grad) == (2 * once[0], 2 * once[1])
    root.zero_grad()
    assert (x.grad, inner.grad, root.grad) == (0, 0, 0)


def test_derivatives_leave_grad_alone():
    x = Value(2.0)
    assert (x**3).derivatives()[x] == 12
    assert x.grad == 0


def test_nodes_put_parents_first_and_each_once():
    x, y = Value(1.0, "x"), Value(2.0, "y")
    root = (x + y) * x + (x + y)
    order = root.nodes()
    place = {node: k for k, node in enumerate(order)}
    assert len(order) == len(place) and order[-1] is root
    assert all(place[parent] < place[node] for node in order for parent in node.parents)


def test_a_graph_of_five_thousand_terms_does_not_overflow_the_stack():
    x = Value(1.0)
    total = Value(0.0)
    for _ in range(5000):
        total = total + x
    total.backward()
    assert x.grad == 5000


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda x: 3 + x, 1),
        (lambda x: 3 - x, -1),
        (lambda x: 3 * x, 3),
        (lambda x: 3 / x, -3 / 4),
        (lambda x: 3**x, 9 * math.log(3)),
        (lambda x: x**x, 4 * (math.log(2) + 1)),
        (lambda x: np.float64(3) * x, 3),
        (lambda x: x - np.int64(3), 1),
    ],
)
def test_constants_on_either_side(build, expected):
    x = Value(2.0)
    root = build(x)
    assert isinstance(root, Value)
    root.backward()
    assert x.grad == pytest.approx(expected, rel=1e-12)


def test_sigmoid_is_stable_far_from_zero():
    for a, expected in ((1e4, 1.0), (-1e4, 0.0)):
        x = Value(a)
        y = x.sigmoid()
        y.backward()
        assert (y.data, x.grad) == (expected, 0.0)


def test_relu_at_zero_takes_the_derivative_zero():
    x = Value(0.0)
    x.relu().backward()
    assert x.grad == 0


def test_power_zero_of_zero():
    x = Value(0.0)
    y = x**0
    y.backward()
    assert (y.data, x.grad) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Value(-1.0).log(), "phép log với -1"),
        (lambda: Value(1.0) / 0, "phép / với 1, 0"),
        (lambda: Value(1e4).exp(), "phép exp với 10000"),
        (lambda: Value(-1.0) ** 0.5, "phép \\^0.5 với -1"),
        (lambda: Value(0.0) ** 0.5, "phép \\^0.5 với 0"),
        (lambda: Value(1e200) * 1e200, "phép \\* với"),
        (lambda: Value("3"), "nhận str"),
        (lambda: Value(True), "nhận bool"),
        (lambda: Value(float("nan")), "không hữu hạn"),
        (lambda: Value(1.0) + "2", "nhận str"),
    ],
)
def test_what_cannot_be_computed_is_said_in_vietnamese(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def test_repr_shows_value_and_name():
    assert repr(Value(0.5, "w1")) == "Value(0.5, 'w1')"
    assert repr(Value(2.0) + 1) == "Value(3)"


def test_total_is_one_node_whose_terms_all_get_the_gradient():
    a, b = Value(2.0), Value(3.0)
    root = total([a, b * b, 1, a])
    root.backward()
    assert (root.data, root.operation, len(root.parents)) == (14, "sum", 4)
    assert (a.grad, b.grad) == (2, 6)
    with pytest.raises(ValueError, match="ít nhất một số"):
        total([])
