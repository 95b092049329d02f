"""Equations L X R + K = 0 with coefficients that do not commute: solved, put back, and refused elsewhere."""

import pytest

from lsa_theory.algebra.normal import difference, equal
from lsa_theory.algebra.solving.equations import solve_linear
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import (
    E,
    at,
    dimension,
    gaussian,
    gradient,
    identity,
    inverse,
    matrix,
    positive_definite,
    samples,
    trace,
    vector,
)

d, N = dimension("d"), dimension("N")
L, S = positive_definite("Lambda", d), positive_definite("Sigma", d)
A, B, C, U = (matrix(name, d) for name in "ABCU")
mu, a, b = (vector(name, d) for name in ("mu", "a", "b"))
I = identity(d)

EQUATIONS = {
    "one letter on each side": (A @ U @ B - C, inverse(A) @ C @ inverse(B)),
    "a sum on the left": ((A + B) @ U - C, inverse(A + B) @ C),
    "sums on both sides": ((L + S) @ U @ (A + L) - (A + L), inverse(L + S)),
    "a rank-one part between": (
        (L + a @ a.T) @ U @ (S + b @ b.T) - L @ (S + b @ b.T),
        inverse(L + a @ a.T) @ L,
    ),
    "transposed throughout": (A.T @ U.T - L, L @ inverse(A)),
    "definite on both sides": (L @ U @ S + A, -inverse(L) @ A @ inverse(S)),
}


@pytest.mark.parametrize("name", EQUATIONS)
def test_what_separates_is_solved(name):
    equation, expected = EQUATIONS[name]
    found = solve_linear(equation, U)
    assert equal(found.value, expected)
    assert found.unique == (name in ("definite on both sides", "a rank-one part between"))
    assert not difference(found.value, 2 * expected).is_zero()


def test_a_preconditioner_for_covariates_with_a_mean():
    X = samples("x", covariance=L, count=N, mean=mu)
    q, w = gaussian("q", covariance=L, mean=mu), gaussian("w", covariance=I)
    equation = gradient(E((w.T @ X.covariance @ U @ q - w.T @ q) ** 2), U)
    found = solve_linear(equation, U).value.as_expression()
    assert equal(at(equation, {U: found}), 0 * I)
    R = L + mu @ mu.T
    square = E(X.covariance @ X.covariance)
    assert equal(square @ found, R)
    assert not difference(square @ found, L).is_zero()


@pytest.mark.parametrize(
    ("equation", "message"),
    [
        (A @ U + U @ B - C, "nor is it L @ U @ R"),
        (L @ U @ S + S @ U @ L - I, "nor is it L @ U @ R"),
        (trace(U) * I + U - L, "inside a trace or a scalar"),
        (A @ U + U.T @ A - L, "nor is it L @ U @ R"),
        (a @ a.T @ U - L, "the matrix on the left has no inverse"),
        ((A + B) @ U @ (a @ b.T + b @ a.T) - L, "the matrix on the right has no inverse"),
    ],
)
def test_what_does_not_separate_is_refused_with_the_reason(equation, message):
    with pytest.raises(UnsupportedExpression, match=message):
        solve_linear(equation, U)
