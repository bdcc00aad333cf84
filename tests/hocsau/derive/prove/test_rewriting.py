"""Equations proved without solving: only where both sides exist together and no sign may turn."""

import pytest

from hocsau.derive import Derivation, DerivationError, eq, exp, log, scalar, scalars, sqrt
from hocsau.derive.prove import relations

a, b, x, z = scalars("a b x z")
p = scalar("p", positive=True)
q = scalar("q", domain=(0, 1))
wide = scalar("r", domain=(0, 2))
debt = scalar("g", domain=(None, 0))
m = scalar("m", domain=(2, 5))

TRUE = {
    "exp of an equation": (eq(log(x), b), eq(x, exp(b)), x),
    "log of an inequality": (exp(x) <= p, x <= log(p), x),
    "the other way round": (p >= exp(x), log(p) >= x, x),
    "exp of both": (exp(x) <= exp(b), x <= b, x),
    "a logarithm that may not exist": (log(x) >= b, x >= exp(b), x),
    "of a positive number": (log(p) <= b, p <= exp(b), p),
    "log odds": (log(q / (1 - q)) >= z, q / (1 - q) >= exp(z), q),
    "1 - q is positive": ((1 - q) * x > 0, x > 0, x),
    "a negative number": (debt * x > 0, x < 0, x),
    "m - 1 is positive": ((m - 1) * x >= b * (m - 1), x >= b, x),
    "the same divisor": (eq(a / x, b / x), eq(2 * a / x, 2 * b / x), a),
    "the same root": (sqrt(x) >= b, 2 * sqrt(x) >= 2 * b, x),
}

FALSE = {
    "where there is no logarithm": (log(x) <= b, x <= exp(b), x),
    "nor its equality": (log(x) < b, x < exp(b), x),
    "a sign lost": (exp(-x) <= p, x <= log(p), x),
    "a sign turned": (exp(x) >= p, x <= log(p), x),
    "a line lost": (exp(x) <= p, x < log(p), x),
    "1 - r has both signs": ((1 - wide) * x > 0, x > 0, x),
    "m - 3 has both signs": ((m - 3) * x >= b * (m - 3), x >= b, x),
    "a negative number": (debt * x > 0, x > 0, x),
    "a divisor that may be 0": ((x**2 - x) / x <= 0, x - 1 <= 0, x),
    "a root that may not exist": (sqrt(x) * (x - 1) <= 0, x - 1 <= 0, x),
    "half of the logarithm's domain": (eq(log(x**2), b), eq(2 * log(x), b), x),
    "a divisor with both signs": (b / a >= x / a, b >= x, x),
    "an even power": (eq(x**2, p), eq(x, sqrt(p)), x),
}


@pytest.mark.parametrize("name", TRUE)
def test_it_is_proved_without_solving(name, monkeypatch):
    before, after, unknown = TRUE[name]
    monkeypatch.setattr(relations, "_compare_solution_sets", lambda *_: pytest.fail("solved"))
    for first, second in ((before, after), (after, before)):
        assert Derivation(None, first, unknown=unknown).step(second).proofs[0].kind == "proved"


@pytest.mark.parametrize("name", FALSE)
def test_what_only_looks_like_it_is_refused(name):
    before, after, unknown = FALSE[name]
    for first, second in ((before, after), (after, before)):
        with pytest.raises(DerivationError, match="Bước 1 không đúng"):
            Derivation(None, first, unknown=unknown).step(second)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (eq(x - x, 0), eq(2 * x - 2 * x, 0)),
        (eq(x, 1), eq(log(exp(x)) - x, 0)),
        (eq((x + 1) ** 2, x**2 + 2 * x + 1), eq(x, x)),
        (eq(q * (1 - q), -1), eq(q * (1 - q), -1)),
        (eq(exp(x), 0), eq(exp(x), 0)),
    ],
    ids=str,
)
def test_what_always_or_never_holds_says_nothing(before, after):
    with pytest.raises(DerivationError, match="luôn đúng hoặc luôn sai"):
        Derivation(None, before, unknown=x).step(after)
