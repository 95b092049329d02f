"""Roots: exact for rationals, free of inner roots where they can be, never the wrong sign."""

from fractions import Fraction

import pytest

from lsa_theory import erf, pi
from lsa_theory.algebra.normal import difference, equal, normal
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import (
    dimension,
    identity,
    matrix,
    norm_squared,
    positive_definite,
    scalar,
    square_root,
    symmetric,
    trace,
)
from lsa_theory.expressions.expression import Expression

d = dimension("d")
A, S, P = matrix("A", d), symmetric("S", d), positive_definite("P", d)
t, s = scalar("t", positive=True), scalar("s")
two, three = square_root(2), square_root(3)


@pytest.mark.parametrize("value", [2, Fraction(1, 2), 4, Fraction(9, 4)])
def test_the_root_of_a_rational_is_an_expression(value):
    root = square_root(value)
    assert isinstance(root, Expression)
    assert equal(root**2, normal(root * root).as_expression())
    assert normal(root**2 - value).is_zero()


TRUE = {
    "simplified": (square_root(8), 2 * two),
    "product": (two * three, square_root(6)),
    "nested": (square_root(3 + 2 * two), 1 + two),
    "nested, minus": (square_root(5 - 2 * square_root(6)), three - two),
    "nested, three halves": ((3 + 2 * two) ** Fraction(3, 2), 7 + 5 * two),
    "nested, inverse": ((3 + 2 * two) ** Fraction(-1, 2), two - 1),
    "denominator": (1 / (1 + two), two - 1),
    "golden": (1 / (1 + square_root(5)) * 4, square_root(5) - 1),
    "norm of a multiple": (square_root(norm_squared(t * A)), t * square_root(norm_squared(A))),
    "norm of minus": (square_root(norm_squared(-A)), square_root(norm_squared(A))),
    "below a line": (1 / square_root(2 * t), square_root(2 * t) / (2 * t)),
    "cubed below a line": (square_root(2 * t) ** -3, square_root(2 * t) / (4 * t**2)),
    "two below a line": (1 / (square_root(2 * t) * square_root(3 * t)), square_root(6) / (6 * t)),
    "square of a definite matrix": (square_root(P @ P), P),
}


@pytest.mark.parametrize(("left", "right"), TRUE.values(), ids=TRUE)
def test_equal_roots_are_equal(left, right):
    assert equal(left, right)
    assert not difference(left, 2 * right).is_zero()


def test_a_root_that_stays_nested_is_left_open():
    assert not difference(square_root(1 + two), two).decides


@pytest.mark.parametrize(
    "root",
    [
        square_root(S @ S),
        square_root(s**2),
        square_root(trace(S) ** 2),
        square_root(-1),
        square_root(1 - two),
    ],
    ids=["S S", "s^2", "(tr S)^2", "-1", "1 - sqrt 2"],
)
def test_the_root_of_a_square_of_unknown_sign_is_refused(root):
    with pytest.raises(UnsupportedExpression):
        normal(root)


def test_a_float_has_no_exact_root():
    with pytest.raises(UnsupportedExpression, match="floats are not exact"):
        square_root(0.5)


def test_the_inverse_of_an_inverse_of_a_sum_is_the_sum() -> None:
    size = dimension("d")
    g, c, one = positive_definite("G", size), scalar("c", positive=True), identity(size)
    total = g + c * one
    assert equal((total**-1) ** -1, total)
    assert equal((g @ total**-1) ** -1, one + c * g**-1)
    assert equal((total ** Fraction(-1, 2)) ** -2, total)
    assert not equal((total**-1) ** -1, total + one)


@pytest.mark.parametrize("number", [2, 6, Fraction(3, 5)])
def test_a_root_of_a_number_in_a_denominator_is_the_same_root_above(number):
    s = scalar("s", positive=True)
    left, right = 1 / square_root(number * s), square_root(Fraction(number) ** -1) / square_root(s)
    assert equal(left, right)
    assert equal(1 / square_root(number * pi * s), square_root(1 / (number * pi)) / square_root(s))
    assert not equal(left, 2 * right)


def test_inside_a_function_too():
    s = scalar("s", positive=True)
    assert equal(erf(s / square_root(2 * s)), erf(square_root(2) * s / (2 * square_root(s))))
    assert not difference(erf(s / square_root(2 * s)), erf(square_root(2) * s / square_root(s))).is_zero()
