"""Powers of det(X X') beside X X', its inverse, and X: a law of other degrees of freedom, X given it as it was."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Claim,
    E,
    det,
    difference,
    dimension,
    equal,
    identity,
    inverse,
    judge,
    matrix,
    normal,
    positive_definite,
    samples,
    sum_over,
    trace,
)
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.verification.outcome import Verdict

d, N = dimension("d"), dimension("N")
L, A, T = positive_definite("Lambda", d), matrix("A", d), matrix("T", N)
X = samples("x", covariance=L, count=N)
W, H = X.gram, inverse(X.gram)
mean = E(det(W))


@pytest.mark.parametrize(
    ("beside", "tilted"),
    [
        (W, (N + 2) * L),
        (H, inverse(L) / (N - d + 1)),
        (trace(W) * H, ((N + 2) * trace(L) * inverse(L) - 2 * identity(d)) / (N - d + 1)),
        (X @ T @ X.T, (N + 2) * trace(T) / N * L),
        (X.T @ A @ X, (N + 2) * trace(A @ L) / N * identity(N)),
        (X.T @ H @ X, d * identity(N) / N),
        (X.total @ X.total.T, (N + 2) * L),
    ],
)
def test_a_determinant_changes_the_degrees_of_freedom_by_two(beside, tilted):
    assert equal(E(det(W) * beside), mean * tilted)
    # What all terms share, factorials among it, is not 0: the rest decides.
    assert not equal(E(det(W) * beside), mean * tilted * Fraction(51, 50))


def test_a_determinant_below_the_line_lowers_them():
    assert equal(E(W / det(W)), E(1 / det(W)) * (N - 2) * L)
    assert equal(E(H / det(W)), E(1 / det(W)) * inverse(L) / (N - d - 3))


@pytest.mark.parametrize(
    ("body", "conditions"),
    [
        (det(W) * H, ("N > d - 1",)),
        (det(W) * H @ A @ H, ("N > d + 1", "N > d - 1")),
        (H / det(W), ("N > d + 1", "N > d + 3")),
    ],
)
def test_the_conditions_are_those_of_the_sample_itself(body, conditions):
    assert normal(E(body)).conditions == conditions


Y = samples("y", covariance=identity(2), count=3)
K = matrix("K", 3)


@pytest.mark.parametrize(
    "body",
    [
        det(Y.gram) * Y @ K @ Y.T,
        det(Y.gram) * trace(Y @ K @ Y.T) ** 2,
        det(Y.gram) * (Y.total.T @ Y.total) ** 2,
        det(Y.gram) * trace(Y.total @ Y.total.T @ Y @ K @ Y.T),
    ],
)
def test_what_stands_beside_is_confirmed_at_a_size(body):
    right = normal(E(body)).as_expression()
    exact = ["algebra", "entries"]
    assert judge(Claim(E(body), right), witnesses=exact).verdict is Verdict.CONFIRMED
    assert not difference(E(body), right * Fraction(51, 50)).is_zero()


def test_single_columns_beside_a_determinant_are_refused():
    column = sum_over(N, lambda i: (X.column(i).T @ X.column(i)) ** 2)
    with pytest.raises(UnsupportedExpression, match="stands beside other columns of it"):
        normal(E(det(W) * column))
