"""Determinants of Gram matrices at sizes that are numbers: zero, infinite, or as for symbols."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Claim,
    E,
    det,
    digamma,
    dimension,
    identity,
    judge,
    log,
    log_det,
    normal,
    positive_definite,
    samples,
)
from lsa_theory.errors import UnsupportedExpression

d, N = dimension("d"), dimension("N")
L = positive_definite("Lambda", d)


def gram(count, size=2):
    return samples("x", covariance=identity(size), count=count).gram


def test_fewer_columns_than_rows_have_determinant_zero():
    assert normal(E(det(gram(1)))).is_zero()
    assert normal(E(det(gram(2)))).as_expression() == normal(2).as_expression()
    assert judge(Claim(E(det(gram(1))), 1)).verdict.value == "refuted"


@pytest.mark.parametrize("count", [1, 2, 3])
def test_an_infinite_mean_says_how_many_columns_it_takes(count):
    with pytest.raises(UnsupportedExpression, match=f"with 4 columns or more; there are {count}"):
        normal(E(1 / det(gram(count))))


def test_with_enough_columns_there_is_a_mean():
    assert judge(Claim(E(1 / det(gram(4))), Fraction(1, 2))).verdict.value != "refuted"
    assert normal(E(1 / det(gram(4)))).conditions == ()
    assert judge(Claim(E(1 / det(gram(5))), Fraction(1, 7))).verdict.value == "refuted"


def test_the_logarithm_of_a_singular_matrix_is_refused():
    with pytest.raises(UnsupportedExpression, match="with 2 columns or more; there are 1"):
        normal(E(log_det(gram(1))))
    assert judge(Claim(E(log_det(gram(2))), 2 * log(2) + digamma(1, 2))).verdict.value == "confirmed"


def test_of_symbols_the_condition_is_noted():
    assert normal(E(1 / det(samples("x", covariance=L, count=N).gram))).conditions == ("N > d + 1",)
