"""The derivations of chapter 4 as the book shows them, and the slips that a reader might make."""

import numpy as np
import pytest

from hocsau.derive import (
    Derivation,
    DerivationError,
    Sum,
    absolute,
    diff,
    eq,
    exp,
    gradient,
    half,
    index,
    integral,
    let,
    log,
    matrix,
    maximum,
    scalar,
    scalars,
    sequence,
    sigmoid,
    size,
    sizes,
    total,
    vector,
)
from hocsau.nn import bce_with_logits

x, z, w0, w1, w2, x1, x2 = scalars("x z w_0 w_1 w_2 x_1 x_2")
y = scalar("y", domain=(0, 1))
i, N = index("i"), size("N")


def kinds(d):
    return {proof.kind for proof in d.proofs}


def test_chain_rule_of_the_square():
    t = let("t", 2 * x + 1)
    d = Derivation("", diff(t**2, x)).step(2 * t * diff(t, x)).step(4 * (2 * x + 1)).check_gradient()
    assert kinds(d) <= {"proved", "checked numerically"}
    with pytest.raises(DerivationError):
        Derivation("", diff(t**2, x)).step(2 * (2 * x + 1))


def test_slope_of_the_sigmoid():
    s = 1 / (1 + exp(-x))
    d = Derivation("", diff(s, x))
    d.step(-1 / (1 + exp(-x)) ** 2 * 1 * exp(-x) * -1).step(exp(-x) / (1 + exp(-x)) ** 2)
    d.step(s * (exp(-x) / (1 + exp(-x)))).step(s * (1 - s)).check_gradient()
    with pytest.raises(DerivationError):
        Derivation("", diff(s, x)).step(s * (1 + s))


def test_mirror_of_the_sigmoid_and_log_odds():
    Derivation("", sigmoid(-z)).step(1 / (1 + exp(z))).step(exp(-z) / (exp(-z) + 1)).step(1 - sigmoid(z))
    p = let("p", sigmoid(z))
    Derivation("", log(p / (1 - p))).step(log(exp(z))).step(z)
    with pytest.raises(DerivationError):
        Derivation("", sigmoid(-z)).step(-sigmoid(z))


def test_stable_loss_from_the_logit():
    naive = -(y * log(sigmoid(z)) + (1 - y) * log(1 - sigmoid(z)))
    d = Derivation("", naive)
    d.step(y * log(1 + exp(-z)) + (1 - y) * log(1 + exp(z)))
    d.step(y * log(1 + exp(-z)) + (1 - y) * (z + log(1 + exp(-z))))
    d.step(z - z * y + log(1 + exp(-z)))
    d.step(maximum(z, 0) - z * y + log(1 + exp(-absolute(z))))
    d.matches(lambda z, y: bce_with_logits(np.array([z]), np.array([y]))[0])
    with pytest.raises(DerivationError):
        Derivation("", naive).step(maximum(z, 0) - z * y + log(1 + exp(absolute(z))))


def test_gradient_of_one_point():
    zed = let("z", w0 + w1 * x1 + w2 * x2)
    y_hat = let(r"\hat{y}", sigmoid(zed))
    loss = let("L", -(y * log(y_hat) + (1 - y) * log(1 - y_hat)))
    d = Derivation("", diff(loss, y_hat)).step(-(y / y_hat - (1 - y) / (1 - y_hat)))
    d.step((y_hat - y) / (y_hat * (1 - y_hat)))
    for weight, factor in ((w0, 1), (w1, x1), (w2, x2)):
        d = Derivation("", diff(loss, weight))
        d.step(diff(loss, y_hat) * diff(y_hat, zed) * diff(zed, weight))
        d.step((y_hat - y) / (y_hat * (1 - y_hat)) * (y_hat * (1 - y_hat)) * factor)
        d.step(factor * (y_hat - y)).check_gradient()
    with pytest.raises(DerivationError):
        Derivation("", diff(loss, w1)).step(x1 * (y - y_hat))


def test_gradient_over_all_points_and_in_matrices():
    xs, ys = sequence("x"), sequence("y", domain=(0, 1))
    s = sigmoid(w0 + w1 * xs[i])
    J = -(1 / N) * Sum(ys[i] * log(s) + (1 - ys[i]) * log(1 - s), i, 1, N)
    Derivation("", diff(J, w1)).step(1 / N * Sum(xs[i] * (s - ys[i]), i, 1, N)).check_gradient()

    n, m = sizes("N m")
    X, w, target = matrix("X", n, m), vector("w", m), vector("y", n, domain=(0, 1))
    y_hat = let(r"\hat{y}", sigmoid(X @ w))
    J = -(1 / n) * total(target * log(y_hat) + (1 - target) * log(1 - y_hat))
    d = Derivation("", gradient(J, w)).step(1 / n * X.T @ (y_hat - target))
    d.matches(lambda X, w, y: X.T @ (1 / (1 + np.exp(-X @ w)) - y) / len(y))
    d.check_gradient(of=J, wrt=w)


def test_the_integral_ends_in_the_sigmoid():
    p = scalar("p", domain=(0, 1))
    d = Derivation("", integral(1 / (p * (1 - p)), p)).step(integral(1 / p + 1 / (1 - p), p))
    d.step(log(p) - log(1 - p)).step(log(p / (1 - p)))
    solve = Derivation(None, eq(log(p / (1 - p)), z), unknown=p)
    solve.step(eq(p / (1 - p), exp(z))).step(eq(p, exp(z) / (1 + exp(z)))).step(eq(p, 1 / (1 + exp(-z))))
    assert kinds(solve) == {"proved"}
    with pytest.raises(DerivationError):
        Derivation("", integral(1 / (p * (1 - p)), p)).step(log(p) + log(1 - p))
    with pytest.raises(DerivationError):
        Derivation(None, eq(log(p / (1 - p)), z), unknown=p).step(eq(p, 1 / (1 + exp(z))))


def test_the_line_of_a_threshold():
    score = w0 + w1 * x1 + w2 * x2
    d = Derivation(None, sigmoid(score) >= half, unknown=w0)
    d.step(2 >= 1 + exp(-score)).step(exp(-score) <= 1).step(score >= 0)
    assert kinds(d) == {"proved"}
    t = scalar("t", domain=(0, 1))
    d = Derivation(None, sigmoid(score) >= t, unknown=w0)
    d.step(1 / t >= 1 + exp(-score)).step(exp(-score) <= 1 / t - 1)
    d.step(-score <= log(1 / t - 1)).step(score >= -log(1 / t - 1))
    assert kinds(d) == {"proved"}
    with pytest.raises(DerivationError):
        Derivation(None, sigmoid(score) >= t, unknown=w0).step(score >= log(1 / t - 1))


def test_two_inputs_far_from_zero_lose_no_digits():
    a, b, ys = sequence("x_1"), sequence("x_2"), sequence("y", domain=(0, 1))
    s = let(r"\hat{y}_i", sigmoid(w0 + w1 * a[i] + w2 * b[i]))
    J = -(1 / N) * Sum(ys[i] * log(s) + (1 - ys[i]) * log(1 - s), i, 1, N)
    Derivation("", diff(J, w0)).step(1 / N * Sum(s - ys[i], i, 1, N)).check_gradient()
    Derivation("", diff(J, w2)).step(1 / N * Sum(b[i] * (s - ys[i]), i, 1, N)).check_gradient()
    with pytest.raises(DerivationError):
        Derivation("", diff(J, w2)).step(1 / N * Sum(a[i] * (s - ys[i]), i, 1, N))
