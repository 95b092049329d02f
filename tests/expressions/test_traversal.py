from fractions import Fraction

from lsa_theory import (
    E,
    at,
    dimension,
    gaussian,
    gradient,
    matrix,
    positive_definite,
    samples,
    scalar,
    trace,
    vector,
)
from lsa_theory.expressions.traversal import constituents, free_symbols

d, N = dimension("d"), dimension("N")
A, C = matrix("A", d), positive_definite("C", d)
m, c = vector("m", d), scalar("c")


def test_laws_are_parts():
    x = gaussian("x", covariance=C, mean=m)
    parts = constituents([E(x.T @ x)])
    assert set(parts.symbols) == {C, m}
    assert parts.dimensions == (d,)


def test_dimensions_of_spaces_come_before_lengths():
    X = samples("x", covariance=C, count=N)
    assert constituents([(1 / N) * E(X.gram)]).dimensions == (d, N)


def test_symbols_below_fractional_powers():
    parts = constituents([C ** Fraction(1, 2) @ A])
    assert parts.rooted == {C}
    assert parts.has_fractional_powers
    assert not constituents([C**2]).has_fractional_powers


def test_replaced_symbols_are_not_free():
    assert free_symbols(at(c * trace(A), {c: trace(C)})) == {A, C}
    assert free_symbols(gradient(trace(A @ A), A)) == {A}
