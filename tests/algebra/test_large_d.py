"""Expansions at a large dimension: Narayana numbers, free cumulants, and the exact moment itself at numbers."""

from fractions import Fraction
from math import comb

import pytest
from entrywise import Entrywise

from lsa_theory.algebra.large_d import large_d
from lsa_theory.algebra.normal import equal, normal
from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions import (
    E,
    dimension,
    identity,
    inverse,
    matrix,
    positive_definite,
    samples,
    scalar,
    symmetric,
    trace,
    vector,
)

d, N, r = dimension("d"), dimension("N"), scalar("r", positive=True)
Lambda = positive_definite("Lambda", d)
S = samples("x", covariance=Lambda, count=N).covariance
W = samples("w", covariance=identity(d), count=N).covariance
RATIO = {N: d / r}


def m(k):
    return scalar(f"m_{k}", positive=True)


@pytest.mark.parametrize("k", range(1, 11))
def test_the_leading_order_is_the_marchenko_pastur_law(k):
    (leading,) = large_d(E(trace(W**k)) / d, d, RATIO).coefficients
    narayana = sum((Fraction(comb(k, j) * comb(k, j - 1), k) * r ** (k - j) for j in range(1, k + 1)), 0 * r)
    assert equal(leading, narayana)
    assert not equal(leading, narayana + r**k)


def test_a_covariance_enters_by_its_normalised_moments():
    found = large_d(E(trace(S**3)) / d, d, RATIO, orders=3)
    assert found.power == 0
    assert equal(found.coefficients[0], m(3) + 3 * m(1) * m(2) * r + m(1) ** 3 * r**2)
    assert equal(found.coefficients[1], 3 * m(3) * r + 3 * m(1) * m(2) * r**2)
    assert equal(found.coefficients[2], 4 * m(3) * r**2)


def test_what_cancels_in_a_variance_is_looked_through():
    found = large_d(E(trace(S) ** 2) - E(trace(S)) ** 2, d, RATIO)
    assert (found.power, equal(found.coefficients[0], 2 * m(2) * r)) == (0, True)
    fourth = E((trace(S) - E(trace(S))) ** 4) - 3 * E((trace(S) - E(trace(S))) ** 2) ** 2
    assert large_d(fourth, d, RATIO).power == -2


def test_denominators_are_expanded_and_conditions_kept():
    found = large_d(E(trace(inverse(S))) / d, d, RATIO, orders=3)
    mean = scalar("m_inv_1", positive=True)
    assert equal(found.coefficients[0], mean / (1 - r))
    assert equal(found.coefficients[1], mean * r / (1 - r) ** 2)
    assert found.conditions == ("N > d + 1",)


@pytest.mark.parametrize(
    "body",
    [
        E(trace(W**4)),
        E(trace(W**3) * trace(W)),
        E(trace(W @ W) ** 2) - E(trace(W @ W)) ** 2,
        E(trace(inverse(W))),
    ],
)
def test_with_enough_orders_the_error_is_of_the_next_one(body):
    orders = 4
    found = large_d(body, d, RATIO, orders=orders)

    def error(size):
        exact = Entrywise({"d": size, "N": 2 * size}, {}, {}).value(normal(body).as_expression())[0][0]
        near = Entrywise({"d": size}, {"r": [[Fraction(1, 2)]]}, {}).value(found.as_expression())[0][0]
        return abs(exact - near)

    power = found.power - orders
    # Ten times the dimension: 10^power times the error, or nothing is left of it.
    assert error(3000) <= error(300) * Fraction(10) ** int(power) * 2


def test_matrices_keep_their_words_and_other_lengths_are_named():
    M = dimension("M")
    T = samples("y", covariance=Lambda, count=M).covariance
    found = large_d(E(S @ T @ S), d, {N: d / r, M: M}, orders=2)
    assert equal(found.coefficients[0], Lambda**3 + m(1) * r * Lambda**2 * 0 + m(2) * r * Lambda)
    with pytest.raises(InvalidArgument, match="holds M; say in `lengths`"):
        large_d(E(trace(S @ T @ T)), d, RATIO)
    assert "m_Lambda_1" in repr(large_d(trace(Lambda) * trace(symmetric("B", d) ** 2), d, {}))


def test_what_grows_in_no_known_way_is_refused():
    a, A = vector("a", d), matrix("A", d)
    for body in (trace(A), a.T @ Lambda @ a, trace(A @ Lambda)):
        with pytest.raises(UnsupportedExpression, match="only traces of powers of one symmetric"):
            large_d(body, d, {})
    with pytest.raises(InvalidArgument, match="orders is 0"):
        large_d(trace(Lambda), d, {}, orders=0)
    with pytest.raises(InvalidArgument, match="name m_1"):
        large_d(scalar("m_1") * trace(Lambda), d, {})


def test_it_prints():
    found = large_d(E(trace(S @ S)), d, RATIO, orders=2)
    assert repr(found) == "(m_2 + m_1**2 * r) * d + (m_2 * r) + O(d**(-1))"
    assert found._repr_latex_() == (
        r"$\displaystyle \left(m_{2} + m_{1}^{2} r\right) d + m_{2} r + O\left(d^{-1}\right)$"
    )
    assert large_d(d - d, d, {}).coefficients
