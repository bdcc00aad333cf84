"""L1 and L2 lines against independent solvers, and what they refuse."""

import numpy as np
import pytest
from scipy.optimize import linprog

from hocsau.models.robust_line import l1_line, l2_line


def clouds(count):
    rng = np.random.default_rng(5)
    for _ in range(count):
        n = rng.integers(2, 15)
        x, y = rng.normal(size=n), rng.normal(size=n) * 10
        if rng.random() < 0.3:
            x, y = np.round(x), np.round(y)  # ties, repeated x
        if len(np.unique(x)) > 1:
            yield x, y


def least_absolute(x, y):
    """min Σ t_i subject to -t ≤ y - w0 - w1·x ≤ t, as a linear programme."""
    n = len(x)
    X, eye = np.column_stack([np.ones(n), x]), np.eye(n)
    done = linprog(
        [0, 0, *[1] * n],
        A_ub=np.block([[X, -eye], [-X, -eye]]),
        b_ub=np.concatenate([y, -y]),
        bounds=[(None, None)] * 2 + [(0, None)] * n,
    )
    return done.fun


def test_l1_line_is_as_good_as_linear_programming():
    for x, y in clouds(60):
        w0, w1 = l1_line(x, y)
        np.testing.assert_allclose(np.abs(y - w0 - w1 * x).sum(), least_absolute(x, y), rtol=1e-7, atol=1e-8)


def test_l2_line_is_numpys_least_squares():
    for x, y in clouds(60):
        np.testing.assert_allclose(l2_line(x, y), np.polynomial.polynomial.polyfit(x, y, 1), atol=1e-9)


def test_equals_keep_the_first_pair():
    assert l1_line([0, 0, 1, 1], [0, 1, 0, 1]) == (0.0, 0.0)


@pytest.mark.parametrize("line", [l1_line, l2_line])
@pytest.mark.parametrize(
    ("x", "y", "says"),
    [
        ([1, 2], [1], r"x có shape \(2,\), y có shape \(1,\)"),
        ([[1, 2]], [[1, 2]], r"hai dãy \(N,\)"),
        ([1, np.nan], [1, 2], "hữu hạn"),
        ([1, 2], [1, np.inf], "hữu hạn"),
        ([3, 3, 3], [1, 2, 3], "hai giá trị x khác nhau"),
        ([], [], "hai giá trị x khác nhau"),
        (range(201), range(201), "có 201 điểm"),
    ],
)
def test_refused(line, x, y, says):
    with pytest.raises(ValueError, match=says):
        line(x, y)
