"""Equal arguments of functions are the same, however a root of a number in them is written."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Claim,
    E,
    arcsin,
    equal,
    erf,
    exp,
    gaussian,
    identity,
    judge,
    normal,
    scalar,
    sign,
    square_root,
)
from lsa_theory.errors import UnsupportedExpression

mu, s = scalar("mu"), scalar("s")
shifted = gaussian("m", covariance=identity(1), mean=mu)
g = gaussian("g", covariance=identity(1))


@pytest.mark.parametrize("function", [erf, exp, arcsin, sign])
def test_a_root_below_and_above_is_one_argument(function):
    assert equal(function(s / square_root(2)), function(square_root(2) * s / 2))
    assert (
        not normal(function(s / square_root(2)) - function(square_root(3) * s / 2)).is_zero()
        or function is sign
    )


def test_the_mean_of_a_sign_about_a_mean():
    assert judge(Claim(E(sign(shifted)), erf(mu / square_root(2)))).verdict.value == "confirmed"
    assert judge(Claim(E(sign(shifted)), erf(mu / 2))).verdict.value == "refuted"


@pytest.mark.parametrize("rate", [1, Fraction(1, 2), 3])
def test_an_exponential_that_outgrows_the_density_is_said_to(rate):
    with pytest.raises(UnsupportedExpression, match="grows at least as fast as its density falls"):
        normal(E(exp(rate * g**2)))
    assert normal(E(exp(-rate * g**2))).doubt is None
