"""What stands beside expressions and is none says what it is, and what to write instead."""

import pytest

from lsa_theory.algebra.normal import normal
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import E, dimension, identity, kronecker, matrix, samples, sum_over, vector

d, n = dimension("d"), dimension("n")
A, w = matrix("A", d), vector("w", n)
X = samples("x", covariance=identity(d), count=n)


@pytest.mark.parametrize(
    "term", [lambda k: 3 / k, lambda k: k * A, lambda k: A / k, lambda k: k + 1, lambda k: A * k]
)
def test_an_index_is_no_number(term):
    with pytest.raises(
        UnsupportedExpression, match=r"an index stands for a place, .* entries w\[i\] of a vector"
    ):
        sum_over(n, term)


def test_numbers_that_change_with_the_place_are_entries_of_a_vector():
    assert normal(sum_over(n, lambda k: w[k] * A)).terms


def test_a_kronecker_product_says_what_it_does_to_a_matrix():
    with pytest.raises(UnsupportedExpression, match=r"kron .* is no expression; .* is vec\(B @ D @ A.T\)"):
        normal(E(kronecker(X.gram, X.gram)))
