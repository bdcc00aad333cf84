"""Every derivation that chapter 3 needs, true and within the time a build can spare."""

import numpy as np
import pytest

from hocsau.derive import (
    Derivation,
    DerivationError,
    Sum,
    absolute,
    array,
    cases,
    column,
    diff,
    eq,
    exp,
    frac,
    function,
    gradient,
    half,
    index,
    inv,
    jacobian,
    let,
    log,
    matrix,
    norm,
    pinv,
    rows,
    scalar,
    scalars,
    sequences,
    sigmoid,
    size,
    sizes,
    sqrt,
    tanh,
    total,
    vector,
)

w0, w1 = scalars("w_0 w_1")
xs, ys = sequences("x y")
i, N = index("i"), size("N")
error = w0 + w1 * xs[i] - ys[i]
J = half * Sum(error**2, i, 1, N)
x = scalar("x")

n, m = sizes("n m")
X, w, y = matrix("X", n, m), vector("w", m), vector("y", n)


def kinds(derivation):
    return [proof.kind for proof in derivation.proofs]


def test_derivatives_of_the_loss_are_proved_for_every_number_of_points():
    d0 = Derivation(r"\frac{\partial J}{\partial w_0}", diff(J, w0))
    d0.step(half * Sum(2 * error * diff(error, w0), i, 1, N), why="quy tắc chuỗi")
    d0.step(Sum(error, i, 1, N), why="rút gọn")
    d1 = Derivation(r"\frac{\partial J}{\partial w_1}", diff(J, w1))
    d1.step(half * Sum(2 * error * diff(error, w1), i, 1, N), why="quy tắc chuỗi")
    d1.step(Sum(xs[i] * error, i, 1, N), why="rút gọn")
    assert kinds(d0) == kinds(d1) == ["proved", "proved"]
    d0.matches(lambda w0, w1, x, y: np.sum(w0 + w1 * x - y)).check_gradient()
    d1.matches(lambda w0, w1, x, y: np.sum(x * (w0 + w1 * x - y))).check_gradient(of=J, wrt=w1)


def test_one_point_of_the_loss():
    f = half * error**2
    d = Derivation(r"\frac{\partial f}{\partial w_1}", diff(f, w1)).step(xs[i] * error).check_gradient()
    assert d.proofs[0].kind == "proved"


def test_chain_rule_on_a_square():
    g = let("g", 3 * x + 1)
    d = Derivation("h'(x)", diff((3 * x + 1) ** 2, x))
    d.step(diff(g**2, g) * diff(g, x), why="quy tắc chuỗi")
    d.step(2 * g * 3)
    d.step(2 * (3 * x + 1) * 3).step(6 * (3 * x + 1))
    assert set(kinds(d)) == {"proved"}
    d.matches(lambda x: 6 * (3 * x + 1)).check_gradient()


def test_matrix_gradient_is_the_two_sums_stacked():
    data = let("X", rows(i, N, [1, xs[i]]))
    target, weights = let("y", rows(i, N, [ys[i]])), let("w", column(w0, w1))
    y_hat = let(r"\hat{y}", data @ weights)
    d = Derivation(r"\nabla J", data.T @ (y_hat - target))
    d.step(column(Sum(error, i, 1, N), Sum(xs[i] * error, i, 1, N)))
    d.step(column(total(y_hat - target), total(rows(i, N, [xs[i]]) * (y_hat - target))))
    d.step(column(diff(J, w0), diff(J, w1)))


def test_expansion_of_the_squared_norm_and_its_gradient():
    A = norm(y - X @ w) ** 2
    d = Derivation("A", A)
    d.step((y - X @ w).T @ (y - X @ w))
    d.step((y.T - w.T @ X.T) @ (y - X @ w))
    d.step(y.T @ y - y.T @ X @ w - w.T @ X.T @ y + w.T @ X.T @ X @ w)
    d.step(y.T @ y - 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w)
    g = Derivation(r"\nabla_w A", gradient(A, w)).step(-2 * X.T @ y + 2 * X.T @ X @ w).check_gradient()
    assert "torch" in g.proofs[-1].detail
    square = matrix("B", m, m)
    Derivation("", gradient(w.T @ square @ w, w)).step((square + square.T) @ w)
    Derivation("", jacobian(X @ w, w)).step(X)


def test_gradient_of_the_loss():
    y_hat = let(r"\hat{y}", X @ w)
    d = Derivation(r"\nabla_w J", gradient(half * norm(y - y_hat) ** 2, w))
    d.step(X.T @ (y_hat - y)).matches(lambda X, w, y: X.T @ (X @ w - y)).check_gradient()


def test_normal_equation():
    d = Derivation(None, eq(-2 * X.T @ y + 2 * X.T @ X @ w, 0), unknown=w)
    d.step(eq(X.T @ X @ w, X.T @ y), why="chuyển vế, chia cho 2")
    d.step(eq(w, inv(X.T @ X) @ X.T @ y), why="nhân với nghịch đảo")
    assert "khả nghịch" in d.proofs[-1].detail and "khả nghịch" not in d.proofs[0].detail


def rank_deficient(rng, rows, columns):
    rank = max(1, min(rows, columns) - 1)
    return rng.normal(size=(rows, rank)) @ rng.normal(size=(rank, columns))


def test_pseudo_inverse_solves_the_normal_equation_even_when_it_is_singular():
    Z = matrix("X", n + 2, 3, sample=rank_deficient)
    v = vector("w", 3)
    b = vector("y", n + 2)
    Derivation("", Z.T @ Z @ pinv(Z) @ b).step(Z.T @ b)
    Derivation(None, eq(v, pinv(Z) @ b), unknown=v).step(eq(Z.T @ Z @ v, Z.T @ b), implies=True)
    with pytest.raises(DerivationError, match="nghiệm của dòng sau"):  # other solutions exist
        Derivation(None, eq(v, pinv(Z) @ b), unknown=v).step(eq(Z.T @ Z @ v, Z.T @ b))
    with pytest.raises(DerivationError, match="bộ giá trị thử"):  # the inverse exists nowhere
        Derivation("", inv(Z.T @ Z) @ Z.T @ b).step(pinv(Z) @ b)
    Derivation("", inv(X.T @ X) @ X.T @ y).step(pinv(X) @ y)


def test_absolute_value_and_square_of_an_error():
    e = function("e", x)
    d = Derivation("|e|'", diff(absolute(e), x))
    d.step(diff(sqrt(e**2), x)).step(1 / (2 * sqrt(e**2)) * 2 * e * diff(e, x))
    d.step(e / sqrt(e**2) * diff(e, x))
    square = Derivation("(e^2)'", diff(e**2, x)).step(2 * e * diff(e, x))
    assert set(kinds(d)) == set(kinds(square)) == {"proved"}


L1 = absolute(x - 1) + absolute(x - 2) + absolute(x - 4) + absolute(x - 33)


def test_l1_by_cases_is_proved():
    d = Derivation("L_1", L1).step(
        cases(
            (40 - 4 * x, x <= 1),
            (38 - 2 * x, (1 < x) & (x <= 2)),
            (34, (2 < x) & (x <= 4)),
            (2 * x + 26, (4 < x) & (x <= 33)),
            4 * x - 40,
        )
    )
    assert kinds(d) == ["proved"]
    d.matches(lambda x: sum(abs(x - k) for k in (1, 2, 4, 33)))


def test_l2_and_its_minimum():
    L2 = (x - 1) ** 2 + (x - 2) ** 2 + (x - 4) ** 2 + (x - 33) ** 2
    d = Derivation("L_2", L2).step(4 * x**2 - 80 * x + 1110).step(4 * (x - 10) ** 2 + 710)
    minimum = Derivation(None, eq(diff(L2, x), 0), unknown=x)
    minimum.step(eq(2 * (x - 1 + x - 2 + x - 4 + x - 33), 0)).step(eq(8 * x - 80, 0)).step(eq(x, 10))
    assert set(kinds(d)) == set(kinds(minimum)) == {"proved"}


def test_exercise_2():
    s = sigmoid(x)
    t = scalar("x", positive=True)
    derivations = [
        Derivation("f'", diff((2 * x + 1) ** 2, x)).step(4 * (2 * x + 1)),
        Derivation("f'", diff(1 / (1 + exp(-x)), x)).step(exp(-x) / (1 + exp(-x)) ** 2).step(s * (1 - s)),
        Derivation("f'", diff((exp(x) - exp(-x)) / (exp(x) + exp(-x)), x)).step(1 - tanh(x) ** 2),
        Derivation("f'", diff(t**t, t)).step(diff(exp(t * log(t)), t)).step(t**t * (log(t) + 1)),
    ]
    for d in derivations:
        assert set(kinds(d)) == {"proved"}
        d.check_gradient()


def test_exercise_1_products_of_written_out_matrices():
    a, b, c, u, v, s = scalars("a b c d e f")
    product = column(a, b, c) @ array([[u, v, s]])
    d = Derivation("", product).step(
        array([[a * u, a * v, a * s], [b * u, b * v, b * s], [c * u, c * v, c * s]])
    )
    assert kinds(d) == ["proved"]
    Derivation("", array([[a, b, c]]) @ column(u, v, s)).step(a * u + b * v + c * s)
    with pytest.raises(DerivationError, match="Bước 1"):
        Derivation("", array([[a, b], [c, u]]) @ column(x, s)).step(column(a * x + c * s, b * x + u * s))


def test_mean_and_sum_have_the_same_minimum():
    loss = frac(1, 2) * (1 / N) * Sum(error**2, i, 1, N)
    d = Derivation(None, eq(diff(loss, w0), 0), unknown=w0).step(eq(diff(J, w0), 0))
    assert kinds(d) == ["proved"]
