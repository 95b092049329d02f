"""Powers that are made of lengths: whole and half ones, of scalars of any sign."""

import pytest

from lsa_theory import Claim, det, dimension, equal, judge, matrix, normal, random_mask, scalar, sign
from lsa_theory.errors import InvalidArgument, UnsupportedExpression

d, N = dimension("d"), dimension("N")
A = matrix("A", d)
mu, s, c = scalar("mu"), scalar("s"), scalar("c", positive=True)

TRUE = {
    "an even power of a square root": ((mu**4) ** (d / 2), mu ** (2 * d)),
    "a positive scalar": ((c**2) ** (d / 2), c**d),
    "a half of a length": (c ** (N / 2) * c ** (N / 2), c**N),
    "an odd root": ((mu**3) ** (N / 3), mu**N),
}
FALSE = {
    "a square": ((mu**2) ** (d / 2), mu**d),
    "a square of a power": (((mu**d) ** 2) ** (N / 2), mu ** (d * N)),
    "a square of a determinant": ((det(A) ** 2) ** (d / 2), det(A) ** d),
    "a square of a sign": ((sign(s) ** 2) ** (N / 2), sign(s) ** N),
    "a sixth power": ((mu**6) ** (d / 6), mu**d),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_power_of_a_power_is_one_where_signs_agree(name):
    assert equal(*TRUE[name])


@pytest.mark.parametrize("name", FALSE)
def test_an_even_power_forgets_the_sign(name):
    with pytest.raises(UnsupportedExpression, match="absolute value"):
        equal(*FALSE[name])
    assert judge(Claim(*FALSE[name])).verdict.value == "refuted"


def test_what_stands_in_an_exponent_is_made_of_lengths():
    assert repr(normal(c ** (d / 2))) == "c**(d / 2)"
    with pytest.raises(InvalidArgument, match="expected a polynomial in dimensions"):
        c ** (1 / d)
    with pytest.raises(InvalidArgument, match="expected a polynomial in dimensions"):
        c ** (d * s)


def test_the_law_of_coordinates_is_written_as_one_would():
    p = scalar("p")
    assert repr(random_mask("m", d, probability=p).law.covariance) == "(p - p**2) * I"
