"""Derivatives inside of matrix steps: as exact as the numbers, by torch and without it."""

import numpy as np
import pytest

from hocsau.derive import (
    Derivation,
    DerivationError,
    Sum,
    absolute,
    column,
    cos,
    diff,
    exp,
    gradient,
    half,
    index,
    inv,
    jacobian,
    let,
    log,
    matrix,
    maximum,
    norm,
    ones,
    pinv,
    relu,
    rows,
    scalars,
    sequence,
    sigmoid,
    sign,
    sin,
    size,
    sizes,
    sqrt,
    tanh,
    total,
    trace,
    vector,
)
from hocsau.derive.prove import slopes
from hocsau.derive.prove.numeric import Evaluator

n, m = sizes("n m")
X, w, y = matrix("X", n, m), vector("w", m), vector("y", n)
S, u = matrix("S", n, n), vector("u", n)
a, b = scalars("a b")
xs, i, N = sequence("x"), index("i"), size("N")
y_hat = let(r"\hat{y}", X @ w)
J = half * norm(y - y_hat) ** 2
data = rows(i, N, [1, xs[i]])


@pytest.fixture(params=["torch", "no torch"])
def machine(request, monkeypatch):
    if request.param == "no torch":
        monkeypatch.setattr(slopes, "torch_is_here", lambda: False)
    else:
        pytest.importorskip("torch")
    return request.param


GRADIENTS = {
    "squares": (gradient(J, w), X.T @ (X @ w - y)),
    "by a name": (gradient(J, y_hat), y_hat - y),
    "quadratic form": (gradient(u.T @ S @ u, u), (S + S.T) @ u),
    "norm": (gradient(norm(w), w), w / norm(w)),
    "logistic": (gradient(total(log(1 + exp(X @ w))), w), X.T @ sigmoid(X @ w)),
    "tanh": (gradient(total(tanh(w)), w), 1 - tanh(w) * tanh(w)),
    "relu": (gradient(total(relu(w) * relu(w)), w), 2 * relu(w)),
    "absolute": (gradient(total(absolute(w)), w), sign(w)),
    "maximum": (gradient(total(maximum(w, 2 * w)), w), 3 * half * ones(m) + half * sign(w)),
    "sin, cos": (gradient(total(sin(w) + cos(w)), w), cos(w) - sin(w)),
    "sqrt": (gradient(total(sqrt(1 + w * w)), w), w / sqrt(1 + w * w)),
    "sign": (gradient(total(sign(w) * w), w), sign(w)),
    "inverse": (gradient(trace(inv(S)), S), -1 * (inv(S) @ inv(S)).T),
    "jacobian": (jacobian(X @ w, w), X),
    "jacobian without the variable": (jacobian(S @ u, w), 0 * X),
    "by a number, in a matrix": (diff(a**2 * X, a), 2 * a * X),
    "by an element": (diff(X @ w, a), 0 * X @ w),
    "stacked": (
        column(diff(Sum((a + b * xs[i]) ** 2, i, 1, N), a), diff(Sum((a + b * xs[i]) ** 2, i, 1, N), b)),
        2 * data.T @ data @ column(a, b),
    ),
    "twice": (jacobian(gradient(J, w), w), X.T @ X),
}  # fmt: skip


@pytest.mark.parametrize("name", GRADIENTS)
def test_a_true_gradient_is_accepted(machine, name):
    before, after = GRADIENTS[name]
    expected = "1e-06" if (machine, name) == ("no torch", "twice") else "1e-09"
    proof = Derivation("f", before).step(after).proofs[0]
    assert proof.kind == "checked numerically" and expected in proof.detail


@pytest.mark.parametrize(
    "name", [name for name in GRADIENTS if "without" not in name and "element" not in name]
)
def test_one_part_in_ten_millions_is_seen(machine, name):
    before, after = GRADIENTS[name]
    factor = 1 + 1e-5 if (machine, name) == ("no torch", "twice") else 1 + 1e-7
    with pytest.raises(DerivationError, match="vế trái"):
        Derivation("f", before).step(factor * after)


def test_what_needs_torch_says_so(machine):
    tall = matrix("Z", n + 3, 2)
    before = gradient(total(pinv(tall)), tall)
    if machine == "torch":
        Derivation("f", before).step(before)
    else:
        with pytest.raises(DerivationError, match="cần torch"):
            Derivation("f", before).step(before)


def test_an_element_of_a_sequence_and_of_nothing(machine):
    values = {xs[1].sequence: np.array([2.0, 3.0, 5.0])}
    evaluate = Evaluator(values)
    assert evaluate(diff(xs[1] * xs[2] ** 2, xs[2])) == pytest.approx(12, rel=1e-14)
    assert evaluate(diff(xs[1] ** 2, xs[2])) == 0
    assert evaluate(diff(column(xs[1], xs[2] ** 3), xs[2])).ravel().tolist() == pytest.approx([0, 27])
    assert isinstance(evaluate(diff(xs[1] ** 2, xs[1])), float)
