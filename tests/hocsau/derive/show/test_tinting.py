"""What is new in a line is marked, and marking it changes nothing else."""

import random
import re

import pytest

from hocsau.derive import (
    Derivation,
    Sum,
    cases,
    diff,
    eq,
    exp,
    frac,
    gradient,
    half,
    index,
    let,
    log,
    matrix,
    norm,
    scalars,
    sequences,
    sigmoid,
    size,
    sizes,
    vector,
)
from hocsau.derive.show.display import MIME
from hocsau.derive.show.printing import latex
from hocsau.derive.show.tinting import tinted
from hocsau.derive.tree.expression import Expr

a, b, c, x, h = scalars("a b c x h")
i, N = index("i"), size("N")
s, t = sequences("x y")
n, m = sizes("n m")
X, w, y, v = matrix("X", n, m), vector("w", m), vector("y", n), vector("v", n)
y_hat = let(r"\hat{y}", X @ w)

MARKED = [
    (a + b, a + c, "a + [c]"),
    (a + b, b + a, "b + a"),  # nothing new in another order
    (a + b + c, a + c, "a + c"),  # nor in less
    (a + b, a - b, "a - [b]"),
    (a - b, a - 2 * b, "a - [2] b"),
    (2 * (3 * x + 1) * diff(3 * x + 1, x), 2 * (3 * x + 1) * 3, r"2 (3 x + 1) \cdot [3]"),
    (a * (1 - a), half - (a - b) ** 2, r"\frac{1}{2} - (a - b)^2"),  # all of it is new: no mark
    (((x + h) ** 2 - x**2) / h, (2 * x * h + h**2) / h, r"\frac{[2 x h + h^2]}{h}"),
    (exp(-x) / (1 + exp(-x)), 1 / (1 + exp(-x)), r"\frac{[1]}{1 + e^{-x}}"),
    (x**2, x**3, "x^{[3]}"),
    (Sum(2 * (a - s[i]) * t[i], i, 1, N), Sum(t[i] * (a - s[i]), i, 1, N), r"\sum_{i=1}^{N} y_i (a - x_i)"),
    (Sum(2 * a * s[i], i, 1, N), Sum(2 * a * t[i], i, 1, N), r"\sum_{i=1}^{N} 2 a [y_i]"),
    (X.T @ (X @ w - y), X.T @ (y_hat - y), r"X^\top ([\hat{y}] - y)"),
    (y * v, y * (1 - v), r"y \odot ([1 - v])"),
    (eq(2 * a + b, c), eq(2 * a, c - b), "2 a = c - [b]"),
    (
        cases((a, x < 0), b),
        cases((a, x < 0), c),
        r"\begin{cases} a & \text{khi } x < 0 \\ [c] & \text{còn lại} \end{cases}",
    ),
    (gradient(norm(X @ w) ** 2, w), 2 * X.T @ X @ w, r"2 X^\top X w"),
    (-(a * b), -(a * c), "-a [c]"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "shown"), MARKED)
def test_what_is_new_is_marked(before, after, shown):
    marked = tinted(before, after)
    assert marked == re.sub(r"(?<!\\)\[(.*?)\]", r"\\htmlClass{changed}{\1}", shown)


def plain(marked: str) -> str:
    """Without the marks, and without braces, which an exponent gets when it is marked."""
    return re.sub(r"\\htmlClass\{changed\}|[{}]", "", marked)


def random_expression(rng: random.Random, depth: int) -> Expr:
    if depth == 0:
        return rng.choice(
            [a, b, x, s[i], frac(1, 2), 2 + 0 * a, exp(-x), -a, log(x), sigmoid(x), diff(a * x, x)]
        )
    left, right = random_expression(rng, depth - 1), random_expression(rng, depth - 1)
    kind = rng.choice("+-*/^ns")
    if kind == "^":
        return left ** rng.choice([2, 3])
    if kind == "n":
        return -left
    if kind == "s":
        return Sum(left, i, 1, N)
    return {"+": left + right, "-": left - right, "*": left * right, "/": left / right}[kind]


def test_marks_change_nothing_of_the_formula():
    rng = random.Random(0)
    marked = 0
    for _ in range(400):
        before, after = random_expression(rng, 3), random_expression(rng, 3)
        if rng.random() < 0.5:
            after = before + after
        shown = tinted(before, after)
        assert plain(shown) == plain(latex(after))
        marked += "changed" in shown
    assert marked > 100


def test_a_long_line_is_compared_in_no_time():
    rng = random.Random(1)
    long = random_expression(rng, 7)
    assert "changed" in tinted(long, long + a)
    tinted(long, random_expression(rng, 7))


def test_a_line_drawn_by_hand_is_not_marked():
    d = Derivation("f", a * (1 + 1)).step(a * 2, latex=r"a \cdot 2").step(2 * a)
    assert [line["formula"] for line in d._repr_mimebundle_()[MIME]["lines"]][1] == r"={} a \cdot 2"


def test_katex_draws_the_marks():
    katex = pytest.importorskip("booktools.katex")
    for before, after, _ in MARKED:
        shown = tinted(before, after)
        assert katex.render(shown, True).count('class="enclosing changed') == shown.count("changed")
