"""What chapters 4 to 14 will derive: logistic regression, backpropagation, softmax, vanishing gradients …"""

import pytest

from hocsau.derive import (
    Derivation,
    DerivationError,
    Product,
    Sum,
    cases,
    diff,
    eq,
    exp,
    frac,
    function,
    gradient,
    half,
    index,
    integral,
    let,
    log,
    matrix,
    ones,
    relu,
    scalar,
    scalars,
    sequence,
    sequences,
    sigmoid,
    size,
    sizes,
    sqrt,
    tanh,
    total,
    vector,
)

x, w0, w1 = scalars("x w_0 w_1")
target = scalar("y", domain=(0, 1))
i, j, N = index("i"), index("j"), size("N")


def kinds(d):
    return {proof.kind for proof in d.proofs}


def test_chain_rule_of_logistic_regression_with_names():
    z = let("z", w0 + w1 * x)
    y_hat = let(r"\hat{y}", sigmoid(z))
    L = let("L", -(target * log(y_hat) + (1 - target) * log(1 - y_hat)))
    d = Derivation(r"\frac{\partial L}{\partial w_1}", diff(L, w1))
    d.step(diff(L, y_hat) * diff(y_hat, z) * diff(z, w1), why="quy tắc chuỗi")
    d.step(-(target / y_hat - (1 - target) / (1 - y_hat)) * (y_hat * (1 - y_hat)) * x)
    d.step((y_hat - target) * x)
    d.check_gradient()
    assert kinds(d) == {"proved", "checked numerically"} and d.proofs[2].kind == "proved"
    with pytest.raises(DerivationError):
        Derivation("", diff(L, w1)).step(diff(L, y_hat) * diff(z, w1))


def test_inequality_of_the_decision_line():
    z = w0 + w1 * x
    d = Derivation(None, sigmoid(z) >= half, unknown=w0)
    d.step(2 >= 1 + exp(-z)).step(exp(-z) <= 1).step(z >= 0)


def test_log_loss_over_all_points():
    xs, ys = sequence("x"), sequence("y", domain=(0, 1))
    s = sigmoid(w0 + w1 * xs[i])
    J = -(1 / N) * Sum(ys[i] * log(s) + (1 - ys[i]) * log(1 - s), i, 1, N)
    d = Derivation("", diff(J, w1)).step(1 / N * Sum(xs[i] * (s - ys[i]), i, 1, N)).check_gradient()
    assert d.proofs[0].kind == "proved"


def test_backpropagation_through_two_layers():
    n, m, h, k = sizes("n d h k")
    X, Y = matrix("X", n, m), matrix("Y", n, k, domain=(0, 1))
    W1, W2 = matrix("W^{(1)}", m, h), matrix("W^{(2)}", h, k)
    b1, b2 = matrix("b^{(1)}", 1, h), matrix("b^{(2)}", 1, k)
    A1 = let("A^{(1)}", sigmoid(let("Z^{(1)}", X @ W1 + ones(n) @ b1)))
    Z2 = let("Z^{(2)}", A1 @ W2 + ones(n) @ b2)
    Y_hat = let(r"\hat{Y}", sigmoid(Z2))
    J = -total(Y * log(Y_hat) + (1 - Y) * log(1 - Y_hat))
    dZ2 = let("dZ^{(2)}", Y_hat - Y)
    Derivation("", gradient(J, Z2)).step(dZ2).check_gradient()
    Derivation("", gradient(J, W2)).step(A1.T @ dZ2).check_gradient()
    Derivation("", gradient(J, b2)).step(ones(n).T @ dZ2).check_gradient()
    Derivation("", gradient(J, A1)).step(dZ2 @ W2.T)
    dZ1 = (dZ2 @ W2.T) * (A1 * (1 - A1))
    Derivation("", gradient(J, W1)).step(X.T @ dZ1).check_gradient()
    for wrong in (dZ2 @ W2.T, (dZ2 @ W2.T) * A1 * A1, -1 * dZ1):
        with pytest.raises(DerivationError):
            Derivation("", gradient(J, W1)).step(X.T @ wrong)


def test_softmax_with_indices():
    z, y = sequences("z y")
    k = index("k")
    softmax = exp(z[k]) / Sum(exp(z[j]), j, 1, N)
    Derivation("", diff(softmax, z[k])).step(softmax * (1 - softmax)).check_gradient()
    shift = scalar("c")
    Derivation("", softmax).step(exp(z[k] - shift) / Sum(exp(z[j] - shift), j, 1, N))
    with pytest.raises(DerivationError):
        Derivation("", diff(softmax, z[k])).step(-softmax * softmax)


def test_bound_of_the_sigmoid_slope_by_completing_the_square():
    s = sigmoid(x)
    d = Derivation("", s * (1 - s)).step(frac(1, 4) - (s - half) ** 2)
    assert kinds(d) == {"proved"}


def test_tanh_relu_and_their_slopes():
    Derivation("", diff(tanh(x), x)).step(1 - tanh(x) ** 2)
    Derivation("", tanh(x)).step(2 * sigmoid(2 * x) - 1)
    d = Derivation("", relu(x)).step(cases((0, x < 0), x))
    slope = Derivation("", diff(relu(x), x)).step(cases((0, x < 0), 1))
    assert kinds(d) == kinds(slope) == {"proved"}
    with pytest.raises(DerivationError):
        Derivation("", diff(relu(x), x)).step(cases((1, x < 0), 0))


def test_product_of_slopes_in_a_recurrent_network():
    s = sequence("s")
    W, t = scalar("W"), size("T")
    Derivation("", Product((1 - s[j] ** 2) * W, j, 1, t)).step(W**t * Product(1 - s[j] ** 2, j, 1, t))


def test_integral_of_the_logistic_equation():
    p = scalar("p", domain=(0, 1))
    d = Derivation("", integral(1 / (p * (1 - p)), p)).step(integral(1 / p + 1 / (1 - p), p))
    d.step(log(p) - log(1 - p)).step(log(p / (1 - p)))
    assert d.proofs[0].detail.endswith("sai khác một hằng số")
    Derivation("", integral(2 * x, x, 0, w1)).step(w1**2)


def test_mean_and_variance():
    xs = sequence("x")
    mean = let(r"\mu", 1 / N * Sum(xs[i], i, 1, N))
    d = Derivation("", 1 / N * Sum((xs[i] - mean) ** 2, i, 1, N)).step(
        1 / N * Sum(xs[i] ** 2, i, 1, N) - mean**2
    )
    assert d.proofs[0].kind in {"proved", "checked numerically"}
    c = scalar("c")
    minimum = Derivation(None, eq(diff(Sum((xs[i] - c) ** 2, i, 1, N), c), 0), unknown=c)
    minimum.step(eq(c, 1 / N * Sum(xs[i], i, 1, N)))
    with pytest.raises(DerivationError):
        minimum.step(eq(c, Sum(xs[i], i, 1, N)))


def test_unknown_functions_compose():
    g = function("g", x)
    f = function("f", g)
    d = Derivation("", diff(f, x)).step(diff(f, g) * diff(g, x))
    assert kinds(d) == {"proved"}
    with pytest.raises(DerivationError):
        Derivation("", diff(f, x)).step(diff(g, x))


def test_gradient_descent_on_a_parabola():
    k, rate = size("k"), scalar("\\eta", positive=True)
    Derivation("", x - rate * diff(x**2, x)).step((1 - 2 * rate) * x)
    Derivation("", (1 - 2 * rate) ** k * (1 - 2 * rate) * x).step((1 - 2 * rate) ** (k + 1) * x)


def test_norms_and_cosines():
    n = size("n")
    a, b = vector("a", n), vector("b", n)
    Derivation("", (a + b).T @ (a + b)).step(a.T @ a + 2 * a.T @ b + b.T @ b)
    Derivation("", sqrt(a.T @ a) ** 2).step(total(a * a))
