"""Values of SymPy expressions: exact where numbers stay rational, else to all digits, or none at all."""

from fractions import Fraction

import pytest
import sympy
from mpmath import mp

from hocsau.derive.prove.values import Undefined, Values, as_float, real

a, b = sympy.symbols("a b", real=True)
N, i, j, k = sympy.symbols("N i j k", integer=True)
x = sympy.IndexedBase("x", real=True)
f = sympy.Function("f", real=True)
GIVEN = {a: sympy.Rational(-3, 7), b: sympy.Rational(5, 97)}
SIZES = {N: sympy.Integer(4), k: sympy.Integer(3)}


def atom(expr: sympy.Basic) -> sympy.Rational:
    if isinstance(expr, sympy.Indexed):  # its own number at each place
        return sympy.Rational(sum(11**n * int(at) for n, at in enumerate(expr.indices)), 13)
    return GIVEN.get(expr, sympy.Rational(2, 3))


def value(expr: sympy.Basic):
    return Values(atom, SIZES)(expr)


EXACT = {
    "a fraction": (a / b + 2, Fraction(-3, 7) / Fraction(5, 97) + 2),
    "powers": (a**3 * b**-2, Fraction(-27, 343) * Fraction(97, 5) ** 2),
    "signs": (sympy.Abs(a) + sympy.sign(a) + sympy.sign(b) * 10, Fraction(3, 7) - 1 + 10),
    "largest, smallest": (sympy.Max(a, b, 0) - sympy.Min(a, b, 0), Fraction(5, 97) + Fraction(3, 7)),
    "a sum": (sympy.Sum(x[i] * i, (i, 1, N)), Fraction(1 + 4 + 9 + 16, 13)),
    "a product": (sympy.Product(x[i], (i, 2, N)), Fraction(24, 13**3)),
    "of nothing": (sympy.Sum(x[i], (i, N, 1)) + sympy.Product(x[i], (i, N, 1)), Fraction(1)),
    "a neighbour": (sympy.Sum(x[i + 1] - x[i], (i, 1, N)), Fraction(4, 13)),
    "an inner sum": (sympy.Sum(sympy.Sum(x[i, j], (j, 1, i)), (i, 1, 2)), Fraction(12 + 13 + 24, 13)),
    "two limits": (sympy.Sum(x[i, j], (j, 1, i), (i, 1, 2)), Fraction(12 + 13 + 24, 13)),
    "the same letter": (sympy.Sum(i * sympy.Sum(x[i], (i, 1, 2)), (i, 1, 2)), Fraction(9, 13)),
    "a letter after its sum": (sympy.Sum(x[k], (k, 1, 2)) * k, Fraction(9, 13)),
    "an element": (x[k] - x[N], Fraction(-1, 13)),
    "pieces": (sympy.Piecewise((a, a > 0), (b, (b > 0) & (b < 1)), (1, True)), Fraction(5, 97)),
    "last piece": (sympy.Piecewise((a, a > 0), (b, (b < 0) | (b > 1)), (1, True)), Fraction(1)),
    "unknown": (f(a) * 3 + sympy.Derivative(f(a), a), Fraction(8, 3)),
    "delta": (sympy.KroneckerDelta(k, 3) + 2 * sympy.KroneckerDelta(k, N), Fraction(1)),
    "an integral": (sympy.Integral(b * k, (b, 0, a)), Fraction(27, 98)),
}  # fmt: skip


@pytest.mark.parametrize("name", EXACT)
def test_rational_numbers_stay_exact(name):
    expr, expected = EXACT[name]
    found = value(expr)
    assert found == expected and isinstance(found, Fraction)


IRRATIONAL = [
    sympy.exp(a), sympy.log(b), sympy.sqrt(b), sympy.tanh(a), sympy.sin(a) * sympy.cos(b), sympy.pi * sympy.E,
    sympy.Abs(a) ** b, b**a, sympy.exp(b) / (1 + sympy.exp(a)), sympy.Max(sympy.exp(a), sympy.exp(b)),
    sympy.Sum(sympy.exp(x[i] * a), (i, 1, N)), sympy.Product(1 + sympy.exp(-x[i]), (i, 1, N)),
    sympy.log(a) - sympy.log(a - 1), sympy.atan(b),
]  # fmt: skip


@pytest.mark.parametrize("expr", IRRATIONAL, ids=str)
def test_other_numbers_agree_with_sympy_to_all_digits(expr):
    concrete = expr.subs(SIZES).doit().subs(GIVEN)
    concrete = concrete.xreplace({e: atom(e) for e in concrete.atoms(sympy.Indexed)})
    with mp.workdps(200):
        found = real(value(expr))
        assert abs(found - mp.mpf(concrete.evalf(220)._mpf_)) < mp.mpf(10) ** -195


@pytest.mark.parametrize(
    "expr",
    [
        1 / (a + sympy.Rational(3, 7)),
        sympy.log(N - 4, evaluate=False),
        (a + sympy.Rational(3, 7)) ** (a - 1),
        sympy.Sum(1 / (i - k), (i, 1, N)),
        sympy.Piecewise((a, a > 0)),
        sympy.DiracDelta(N - 4),
        sympy.Integral(sympy.exp(b * sympy.exp(b)), (b, 0, 1)),
        sympy.Max(sympy.sqrt(a), b, evaluate=False),
    ],
    ids=str,
)
def test_what_has_no_value_has_none(expr):
    with pytest.raises((Undefined, ZeroDivisionError, ValueError)):
        value(expr)


def test_what_is_not_real_is_told_from_what_only_was_rounded():
    with mp.workdps(50):
        assert real(value(sympy.sqrt(a))) is None and real(value(sympy.log(a))) is None
        assert real(mp.mpc(2, mp.mpf(10) ** -45)) == 2 and real(mp.mpc(2, mp.mpf(10) ** -5)) is None
        assert real(Fraction(1, 3)) == Fraction(1, 3)


def test_cancelling_digits_are_still_there():
    with mp.workdps(200):
        tiny = value(1 - 1 / (1 + sympy.exp(sympy.Integer(-120) + a - a)))
        assert abs(as_float(tiny) / mp.exp(-120) - 1) < mp.mpf(10) ** -50


def test_a_power_too_long_for_a_fraction_is_a_float():
    assert not isinstance(value(b ** (10**5 * k)), Fraction) and isinstance(value(b**k), Fraction)


def test_a_letter_means_the_same_after_a_sum_that_counted_with_it():
    values = Values(atom, SIZES)
    assert values(sympy.Sum(x[k], (k, 1, 2))) == Fraction(3, 13) and values(x[k]) == Fraction(3, 13)
    assert values(sympy.Sum(k, (k, 1, 2))) == values(k) == 3 and values(sympy.Sum(k, (k, 1, N))) == 10
    assert values(k + 1) == 4
