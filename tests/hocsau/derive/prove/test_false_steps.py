"""A check that cannot fail is a defect: these steps are wrong, or cannot be checked, and are refused."""

import dataclasses

import numpy as np
import pytest

from hocsau.derive import (
    Derivation,
    DerivationError,
    Product,
    ShapeError,
    Sum,
    absolute,
    cases,
    column,
    diff,
    eq,
    exp,
    function,
    gradient,
    half,
    index,
    integral,
    inv,
    jacobian,
    let,
    log,
    matrix,
    maximum,
    norm,
    ones,
    relu,
    rows,
    scalar,
    scalars,
    sequence,
    sequences,
    sigmoid,
    size,
    sizes,
    sqrt,
    total,
    trace,
    vector,
)

a, b, x = scalars("a b x")
w0, w1 = scalars("w_0 w_1")
xs, ys = sequences("x y")
i, j, N, K = index("i"), index("j"), size("N"), size("K")
error = w0 + w1 * xs[i] - ys[i]
J = half * Sum(error**2, i, 1, N)
n, m = sizes("n m")
X, w, y = matrix("X", n, m), vector("w", m), vector("y", n)
S, T = matrix("S", n, n), matrix("T", n, n)
u = vector("u", n)
e = function("e", x)
two = matrix("A", 2, 2)

FALSE = {
    "true only for the first sizes": ((N - 1) * (N - 2) * (N - 3) * (N - 4) * Sum(xs[i], i, 1, N), 0 * x),
    "shifted": (Sum(xs[i] * xs[i + 1], i, 1, N), Sum(xs[i] * xs[i + 2], i, 1, N)),
    "sign": ((a - b) ** 2, a**2 + 2 * a * b + b**2),
    "factor": (diff(x**2, x), x),
    "off by a constant": ((x + 1) ** 2 - 2 * x, x**2),
    "sign in a sum": (diff(J, w0), -Sum(error, i, 1, N)),
    "factor two in a sum": (diff(J, w1), 2 * Sum(xs[i] * error, i, 1, N)),
    "the other data": (diff(J, w1), Sum(ys[i] * error, i, 1, N)),
    "forgotten factor": (diff(J, w1), Sum(error, i, 1, N)),
    "one term too few": (Sum(xs[i], i, 1, N), Sum(xs[i], i, 1, N - 1)),
    "starts late": (Sum(xs[i], i, 1, N), Sum(xs[i], i, 2, N)),
    "sum of squares": (Sum(xs[i], i, 1, N) ** 2, Sum(xs[i] ** 2, i, 1, N)),
    "product of sums": (Sum(xs[i] * ys[i], i, 1, N), Sum(xs[i], i, 1, N) * Sum(ys[i], i, 1, N)),
    "constant out of a sum": (Sum(xs[i] + a, i, 1, N), Sum(xs[i], i, 1, N) + a),
    "swapped indices": (
        Sum(Sum(xs[i, j] * ys[j], j, 1, N), i, 1, N),
        Sum(Sum(xs[j, i] * ys[j], j, 1, N), i, 1, N),
    ),
    "swapped factors of a product": (Product(xs[i] + 1, i, 1, N), Product(xs[i], i, 1, N) + 1),
    "mean for a sum": (Sum(xs[i], i, 1, N), Sum(xs[i], i, 1, N) / N),
    "two sizes confused": (Sum(xs[i], i, 1, N), Sum(xs[i], i, 1, K)),
    "size as a factor": (Sum(a, i, 1, N), K * a),
    "chain rule forgotten": (diff((3 * x + 1) ** 2, x), 2 * (3 * x + 1)),
    "inner derivative of an unknown": (diff(e**2, x), 2 * e),
    "unknown and its derivative": (diff(e, x), e),
    "sign of |e|'": (diff(absolute(e), x), -e / sqrt(e**2) * diff(e, x)),
    "sqrt of a square": (sqrt(x**2), x),
    "sigmoid": (diff(sigmoid(x), x), sigmoid(x) * (1 + sigmoid(x))),
    "log": (log(1 + exp(x)), x),
    "wrong piece": (absolute(x), cases((-x, x <= 1), x)),
    "wrong only in one place": (absolute(x), cases((-x, x <= 0), (x + 1, (5 < x) & (x <= 6)), x)),
    "wrong at one point": (absolute(x - 2), cases((2 - x, x < 2), (7, x <= 2), x - 2)),
    "relu": (relu(x), maximum(x, -x)),
    "antiderivative": (integral(2 * x, x), x**2 + x),
    "definite integral": (integral(2 * x, x, 0, a), a**2 + 1),
    "name": (diff(let("g", 3 * x) ** 2, x), 2 * let("g", 3 * x)),
    "transposed square matrix": (S @ T, S.T @ T),
    "order of a product": (S @ T, T @ S),
    "transposed product": ((S @ T).T, S.T @ T.T),
    "⊙ for @": (S @ T, S * T),
    "inverse of a product": (inv(S @ T), inv(S) @ inv(T)),
    "trace of a product": (trace(S @ T), trace(S) * trace(T)),
    "sign in the expansion": (
        norm(y - X @ w) ** 2,
        y.T @ y + 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w,
    ),
    "gradient of a quadratic form": (gradient(u.T @ S @ u, u), 2 * S @ u),
    "gradient without its factor": (gradient(norm(y - X @ w) ** 2, w), X.T @ (X @ w - y)),
    "gradient off by a constant": (gradient(norm(w) ** 2, w), 2 * w + ones(m)),
    "jacobian transposed": (jacobian(S @ u, u), S.T),
    "norm squared": (norm(u) ** 2, total(u)),
    "small matrix": (two @ two, two * two),
    "stacked sums swapped": (
        rows(i, N, [1, xs[i]]).T @ rows(i, N, [ys[i]]),
        column(Sum(xs[i] * ys[i], i, 1, N), Sum(ys[i], i, 1, N)),
    ),
    "scaled by almost one": (X @ w, 1.000001 * X @ w),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_a_false_step_is_refused(name):
    before, after = FALSE[name]
    with pytest.raises(DerivationError, match=r"Bước 1.*không đúng"):
        Derivation("f", before, seed=3).step(after)
    Derivation("f", before).step(before)
    Derivation("f", after).step(after)


def test_the_error_names_the_step_both_sides_and_numbers():
    d = Derivation("f", (a + b) ** 2).step((a + b) * (a + b))
    with pytest.raises(DerivationError) as caught:
        d.step(a**2 + b**2, why="bình phương từng số")
    message = str(caught.value)
    assert message.startswith("Bước 2 (bình phương từng số) không đúng: tại a = ")
    assert "vế trái = " in message and "vế phải = " in message
    assert "dòng trước: (a + b) (a + b)" in message and "dòng sau:   a² + b²" in message
    assert len(d.lines) == 2  # the false line is not kept


UNCHECKABLE = {
    "undefined everywhere": (log(-exp(x)), log(-exp(x)) + 1),
    "zero over zero": ((x - x) / (x - x), (x - x) / (x - x)),
    "square root of a negative": (sqrt(-1 - x**2), sqrt(-2 - x**2)),
    "singular everywhere": (inv(ones(n, n)), inv(ones(n, n))),
    "log of a negative matrix": (log(-1 * (S * S)), log(-1 * (S * S))),
}


@pytest.mark.parametrize("name", UNCHECKABLE)
def test_what_is_defined_nowhere_is_no_proof(name):
    if name == "singular everywhere":
        before, after = (inv(ones(n + 1, n + 1)),) * 2
    else:
        before, after = UNCHECKABLE[name]
    with pytest.raises(DerivationError, match="bộ giá trị thử"):
        Derivation("f", before).step(after)


def test_one_side_undefined_is_refused_until_the_domain_is_said():
    with pytest.raises(DerivationError, match="không xác định.*domain"):
        Derivation("f", log(x**2)).step(2 * log(x))
    p = scalar("x", positive=True)
    Derivation("f", log(p**2)).step(2 * log(p))
    q = scalar("q", domain=(0, 1))
    Derivation("f", -log(1 - q)).step(log(1 / (1 - q)))
    v = vector("v", n)
    with pytest.raises(DerivationError, match="không xác định"):
        Derivation("f", log(v * v)).step(2 * log(v))
    v = vector("v", n, domain=(0, None))
    Derivation("f", log(v * v)).step(2 * log(v))


def test_shapes_are_checked_when_the_expression_is_written():
    for wrong in (
        lambda: X @ y,
        lambda: X + y,
        lambda: y.T + y,
        lambda: X * w,
        lambda: inv(X),
        lambda: y + 1 * w,
        lambda: gradient(X @ w, w),
        lambda: w @ 2,
        lambda: column(1, 2) + column(1, 2, 3),
    ):
        with pytest.raises(ShapeError):
            wrong()
    with pytest.raises(DerivationError, match="shape khác nhau"):
        Derivation("f", y.T @ X).step(X.T @ y)


RELATIONS = {
    "wrong solution": (eq(2 * x - 4, 0), eq(x, 3), x),
    "lost solution": (eq(x**2, 4), eq(x, 2), x),
    "gained solution": (eq(x, 2), eq(x**2, 4), x),
    "sign of an inequality": (-2 * x > 4, x > -2, x),
    "strictness": (2 * x >= 4, x > 2, x),
    "parameter": (eq(a * x, b), eq(x, a * b), x),
    "divided by the unknown": (eq(x**2, a * x), eq(x, a), x),
    "matrix sign": (eq(X.T @ X @ w, X.T @ y), eq(X.T @ X @ w, -1 * X.T @ y), w),
    "inverse forgotten": (eq(X.T @ X @ w, X.T @ y), eq(w, X.T @ X @ X.T @ y), w),
    "multiplied by a singular matrix": (eq(X @ w, y), eq(X.T @ X @ w, X.T @ y), w),
    "one equation of many": (eq(S @ u, y), eq(ones(n).T @ S @ u, ones(n).T @ y), u),
    "transposed square": (eq(S @ u, y), eq(u, inv(S.T) @ y), u),
    "no unknown said": (eq(x**2, 4), eq(x, 2), None),
    "identity": (eq(x - x, 0), eq(2 * x - 2 * x, 0), x),
    "no solution": (eq(x**2, -1), eq(x**2, -2), x),
    "not linear": (eq(norm(w) ** 2, 1), eq(norm(w), 1), w),
    "unknown absent": (eq(X @ vector("v", m), y), eq(2 * X @ vector("v", m), y), w),
}


@pytest.mark.parametrize("name", RELATIONS)
def test_a_false_equivalence_is_refused(name):
    before, after, unknown = RELATIONS[name]
    with pytest.raises(DerivationError, match="Bước 1"):
        Derivation(None, before, unknown=unknown).step(after)


def test_true_equivalences():
    Derivation(None, eq(x**2, 4), unknown=x).step(eq((x - 2) * (x + 2), 0))
    Derivation(None, eq(x, 2), unknown=x).step(eq(x**2, 4), implies=True)
    with pytest.raises(DerivationError):
        Derivation(None, eq(x**2, 4), unknown=x).step(eq(x, 2), implies=True)
    Derivation(None, -2 * x > 4, unknown=x).step(x < -2)
    Derivation(None, sigmoid(x) >= half, unknown=x).step(2 >= 1 + exp(-x)).step(exp(-x) <= 1).step(x >= 0)
    Derivation(None, eq(a * x, b), unknown=x).step(eq(x, b / a))
    Derivation(None, eq(2 * x, b), unknown=x).step(eq(x, b / 2))
    Derivation(None, eq(S @ u, y), unknown=u).step(eq(u, inv(S) @ y))
    Derivation(None, eq(S @ u, y), unknown=u).step(eq(ones(n).T @ S @ u, ones(n).T @ y), implies=True)


def test_a_wrong_gradient_or_outside_function_is_refused():
    with pytest.raises(DerivationError, match="sai phân"):
        Derivation("f", X.T @ (y - X @ w)).check_gradient(of=half * norm(y - X @ w) ** 2, wrt=w)
    with pytest.raises(DerivationError, match="sai phân"):
        Derivation("f", Sum(error, i, 1, N)).check_gradient(of=J, wrt=w1)
    with pytest.raises(DerivationError, match="hàm viết riêng"):
        Derivation("f", X.T @ (X @ w - y)).matches(lambda X, w, y: X.T @ (y - X @ w))
    with pytest.raises(DerivationError, match="hàm viết riêng"):
        Derivation("f", J).matches(lambda w0, w1, x, y: np.mean((w0 + w1 * x - y) ** 2) / 2)
    with pytest.raises(DerivationError, match="tham số z"):
        Derivation("f", J).matches(lambda z: z)
    with pytest.raises(DerivationError, match="of="):
        Derivation("f", x).check_gradient()
    Derivation("f", 2 * w).check_gradient(of=lambda w: float(np.sum(w**2)), wrt=w)
    # It is the last line that is compared: here the first is the derivative itself, and fits anything.
    d = Derivation("f", gradient(norm(w) ** 2, w)).step(2 * w)
    d.lines[-1] = dataclasses.replace(d.lines[-1], expr=3 * w)
    with pytest.raises(DerivationError, match="sai phân"):
        d.check_gradient()
    with pytest.raises(DerivationError, match="sai phân"):
        Derivation("f", w).check_gradient(of=lambda w: float(np.sum(w**2)), wrt=w)
    k = index("k")
    Derivation("f", 2 * xs[k]).check_gradient(of=Sum(xs[i] ** 2, i, 1, N), wrt=xs[k])


def test_an_index_outside_of_a_sequence_is_no_silent_wrap():
    with pytest.raises(DerivationError, match="nằm ngoài"):
        Derivation("f", Sum(xs[i] * xs[i - 1], i, 1, N)).matches(lambda x: np.sum(x * np.roll(x, 1)))
    with pytest.raises(DerivationError, match="nằm ngoài"):
        Derivation("f", X[n + 1, 1] * y).step(y * X[n + 1, 1])
    Derivation("f", Sum(xs[i + 1] - xs[i], i, 1, N)).matches(lambda x: x[-1] - x[0])


def test_misuse_is_told_in_vietnamese():
    with pytest.raises(TypeError, match="1 < x"):
        bool(1 < x < 2)
    with pytest.raises(TypeError, match="index"):
        Sum(x, x, 1, N)
    with pytest.raises(TypeError, match="gradient"):
        diff(norm(w), w)
    with pytest.raises(DerivationError, match="không trộn"):
        Derivation("f", x).step(eq(x, 1))
    with pytest.raises(DerivationError, match="vế trái"):
        Derivation("f", eq(x, 1))
    with pytest.raises(DerivationError, match="implies chỉ dùng cho phương trình"):
        Derivation("f", x + x).step(2 * x, implies=True)
    with pytest.raises(TypeError, match="không có độ dài"):
        list(sequence("x"))
    with pytest.raises(ValueError, match="domain"):
        scalar("x", domain=(1, 0))


def test_a_turned_inequality_is_proved_and_not_only_tried():
    for before, after in (
        (-2 * x > 4 * a, x < -2 * a),
        (-2 * x < 4 * a, x > -2 * a),
        (-2 * x >= 4 * a, x <= -2 * a),
        (-2 * x <= 4 * a, x >= -2 * a),
    ):
        assert Derivation(None, before, unknown=x).step(after).proofs[0].kind == "proved"
        turned = {"<": x <= -2 * a, "<=": x < -2 * a, ">": x >= -2 * a, ">=": x > -2 * a}[after.sign]
        with pytest.raises(DerivationError):
            Derivation(None, before, unknown=x).step(turned)
        with pytest.raises(DerivationError):
            Derivation(None, after, unknown=x).step(type(after)(before.sign, after.left, after.right))
