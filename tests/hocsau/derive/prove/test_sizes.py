"""Sizes are drawn, not listed: what holds for some of them only is refused, whatever it is about."""

import math

import numpy as np
import pytest

from hocsau.derive import (
    Derivation,
    DerivationError,
    Product,
    Sum,
    eq,
    index,
    matrix,
    scalars,
    sequence,
    size,
    sizes,
    total,
    trace,
    vector,
)
from hocsau.derive.prove.arrays import compare_arrays
from hocsau.derive.prove.sampling import LARGE, content_rng, describe, draw, symbols_of

a, x = scalars("a x")
xs = sequence("x")
i, j, k = index("i"), index("j"), index("k")
N, K = size("N"), size("K")
n, m = sizes("n m")
X, w, y, S = matrix("X", n, m), vector("w", m), vector("y", n), matrix("S", n, n)


def vanishing(at, *roots):
    return math.prod((at - root for root in roots), start=1)


LISTED = {
    "the sizes that were listed once": (vanishing(N, 1, 2, 3, 4, 7), 0),
    "times a number": (vanishing(N, 1, 2, 3, 4, 7) * x, 0 * x),
    "beside a sum": (Sum(xs[i], i, 1, N), Sum(xs[i], i, 1, N) + vanishing(N, 1, 2, 3, 4, 7)),
    "times a sum": (vanishing(N, *range(1, 9)) * Sum(xs[i], i, 1, N), 0 * x),
    "beside a closed sum": (Sum(i, i, 1, N), N * (N + 1) / 2 + vanishing(N, 1, 2, 3, 4, 7)),
    "more roots than small sizes": (vanishing(N, *range(1, 13)) * x, 0 * x),
    "every size that a sum may have": (vanishing(N, *range(1, LARGE + 1)) * x, 0 * x),
    "one size beside another": ((K - N - 1) * x, 0 * x),
    "two sizes near each other": ((K - N) * (K - N - 1) * (N - K - 1) * (K - N - 2) * (N - K - 2) * x, 0 * x),
    "two sums near each other": (
        Sum(Sum(xs[i, j], j, 1, K), i, 1, N) * vanishing(K - N, -2, -1, 0, 1, 2),
        0 * x,
    ),
    "a product": (Product(xs[i], i, 1, N) * vanishing(N, 1, 2, 3, 4, 5, 6, 7), 0 * x),
    "rows of a matrix": (vanishing(n, 1, 2, 3, 4, 5, 6) * X @ w, 0 * X @ w),
    "columns of a matrix": (X @ w, (1 + vanishing(m, 1, 2, 3, 4, 5, 6)) * X @ w),
    "rows and columns": (vanishing(n - m, *range(-5, 6)) * X @ w, 0 * X @ w),
    "trace of a square matrix": (trace(S), trace(S) + vanishing(n, 1, 2, 3, 4, 5, 6, 7, 8)),
    "total of a vector": (total(y) / n, total(y) / n * (1 + vanishing(n, 1, 2, 3, 4, 5, 6))),
}


@pytest.mark.parametrize("name", LISTED)
@pytest.mark.parametrize("seed", [0, 1])
def test_what_vanishes_at_some_sizes_only_is_refused(name, seed):
    before, after = LISTED[name]
    with pytest.raises(DerivationError, match="Bước 1"):
        Derivation("f", before, seed=seed).step(after)


EQUATIONS = {
    "a number": (eq(x, a * N), eq(x, a * N + vanishing(N, 1, 2, 3, 4, 7)), x),
    "a sum": (eq(x, a * Sum(xs[i], i, 1, N)), eq(x, a * Sum(xs[i], i, 1, N) + vanishing(N, 1, 2, 3, 4)), x),
    "a vector": (
        eq(S @ y, vector("b", n)),
        eq((1 + vanishing(n, 1, 2, 3, 4, 5, 6)) * S @ y, vector("b", n)),
        y,
    ),
}


@pytest.mark.parametrize("name", EQUATIONS)
def test_an_equation_that_holds_at_some_sizes_only_is_refused(name):
    before, after, unknown = EQUATIONS[name]
    with pytest.raises(DerivationError, match="Bước 1"):
        Derivation(None, before, unknown=unknown).step(after)


def test_an_outside_check_sees_large_sizes_too():
    d = Derivation("f", X @ w)
    with pytest.raises(DerivationError, match="hàm viết riêng"):
        d.matches(lambda X, w: X @ w if len(X) <= 6 else 2 * X @ w)
    with pytest.raises(DerivationError, match="Đạo hàm sai"):
        Derivation("f", 2 * w * (1 + vanishing(m, 1, 2, 3, 4, 5, 6))).check_gradient(of=w.T @ w, wrt=w)


def test_values_follow_from_the_content_and_from_nothing_else():
    same = [draw([X @ w], content_rng(0, X @ w), LARGE) for _ in range(2)]
    assert all((same[0][key] == same[1][key]).all() for key in (X, w)) and same[0][n] == same[1][n]
    drawn = {draw([c * X @ w], content_rng(0, c * X @ w), LARGE)[n] for c in range(2, 22)}
    assert len(drawn) > 8 and max(drawn) > 20
    assert {draw([X @ w], content_rng(s, X @ w), LARGE)[n] for s in range(20)} != {same[0][n]}


def test_the_verdict_tells_the_range_and_no_size_that_was_drawn():
    assert compare_arrays(X @ w + y, y + X @ w, 0).detail == compare_arrays(X @ w + y, y + X @ w, 5).detail
    detail = Derivation("f", Product(a + xs[i], i, 1, N)).step(Product(xs[i] + a, i, 1, N)).proofs[0].detail
    assert detail == "SymPy" or f"tới {LARGE}" in detail


def test_a_large_counter_example_is_told_in_one_line():
    values = draw([X @ w], content_rng(3, X @ w), LARGE) | {X: np.zeros((30, 20))}
    assert "X: 30×20 số ngẫu nhiên" in describe(values) and len(describe(values)) < 600
    assert set(symbols_of([X @ w])) == {n, m, X, w}


CLOSED = {
    "counting": (Sum(i, i, 1, N), N * (N + 1) / 2),
    "squares": (Sum(i**2, i, 1, N), N * (N + 1) * (2 * N + 1) / 6),
    "with a factor": (Sum(a * i, i, 1, N), a * N * (N + 1) / 2),
    "with data": (Sum(a * i + xs[i], i, 1, N), N * (N + 1) / 2 * a + Sum(xs[i], i, 1, N)),
    "a triangle": (Sum(Sum(i + j, j, 1, i), i, 1, N), N * (N + 1) ** 2 / 2),
    "two sizes": (Sum(Sum(i * j, j, 1, K), i, 1, N), N * (N + 1) * K * (K + 1) / 4),
    "from another start": (Sum(i, i, 3, N + 2), N * (N + 5) / 2),
    "a product": (Product(a, k, 1, N), a**N),
}


@pytest.mark.parametrize("name", CLOSED)
def test_a_sum_with_a_closed_form_is_proved(name):
    before, after = CLOSED[name]
    assert Derivation("f", before).step(after).proofs[0].kind == "proved"
    with pytest.raises(DerivationError):
        Derivation("f", before).step(after + vanishing(N, 1, 2, 3))


def test_inner_sums_depend_on_the_outer_index():
    inner = Sum(xs[i, j], j, 1, K)
    with pytest.raises(DerivationError):
        Derivation("f", Sum(inner, i, 1, N)).step(N * inner.replace(i, k))
    d = Derivation("f", Sum(a * inner + 1, i, 1, N)).step(a * Sum(inner, i, 1, N) + N)
    assert d.proofs[0].kind == "proved"


def test_an_inner_sum_may_count_with_the_same_letter():
    inner = Sum(xs[i], i, 1, N)
    Derivation("f", Sum(xs[i] * inner, i, 1, N)).step(inner**2)
    with pytest.raises(DerivationError):
        Derivation("f", Sum(xs[i] * inner, i, 1, N)).step(Sum(xs[i] ** 2, i, 1, N))
