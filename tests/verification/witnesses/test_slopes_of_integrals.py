"""Gradients of expectations with kinks and jumps: the derivative of the integral, not of the integrand."""

import pytest

from lsa_theory import (
    Claim,
    E,
    absolute,
    dimension,
    equal,
    exp,
    gaussian,
    gradient,
    judge,
    pi,
    positive_definite,
    relu,
    scalar,
    sign,
    square_root,
    vector,
)
from lsa_theory.values.quadrature.slopes import slope
from lsa_theory.values.refusals import NotApplicable

d = dimension("d")
L, a, c = positive_definite("Lambda", d), vector("a", d), scalar("c")
x = gaussian("x", covariance=L)
v = a.T @ L @ a

STATEMENTS = {
    "a positive part": (gradient(E(relu(a.T @ x)), a), L @ a / square_root(2 * pi * v), L @ a),
    "a sign that jumps": (
        gradient(E(sign(a.T @ x - c)), c),
        -2 * exp(-(c**2) / (2 * v)) / square_root(2 * pi * v),
        0 * c,
    ),
    "an absolute value, in the covariance": (
        gradient(E(absolute(a.T @ x)), L),
        a @ a.T / square_root(2 * pi * v),
        2 * (a @ a.T) / square_root(2 * pi * v),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", STATEMENTS)
def test_a_true_gradient_is_confirmed_by_two(name):
    left, right, _ = STATEMENTS[name]
    judgement = judge(Claim(left, right), witnesses=["algebra", "quadrature"])
    assert [f.verdict.value for f in judgement.findings] == ["confirmed", "confirmed"]


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_wrong_gradient_is_refuted(name):
    left, _, wrong = STATEMENTS[name]
    assert judge(Claim(left, wrong), witnesses=["quadrature"]).findings[0].verdict.value == "refuted"


def test_a_root_of_a_number_is_one_above_and_below():
    assert equal(1 / (square_root(2) * square_root(pi)), square_root(2) / (2 * square_root(pi)))
    assert not equal(1 / (square_root(2) * square_root(pi)), square_root(3) / (2 * square_root(pi)))


def test_a_derivative_that_does_not_settle_is_no_derivative():
    with pytest.raises(NotApplicable, match="not known well enough"):
        slope(lambda t: abs(t - 0.01), 0.1)
