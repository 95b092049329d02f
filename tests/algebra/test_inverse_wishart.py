"""Inverse Gram matrices: the chi-square at d = 1, the printed formulas, and draws at d = 2."""

from fractions import Fraction

import numpy as np
import pytest
from entrywise import Entrywise

from lsa_theory.algebra.expectation import inverse_wishart
from lsa_theory.algebra.expectation.pairing_weights import type_of, weights_by_type
from lsa_theory.algebra.normal import equal, normal
from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions import (
    E,
    dimension,
    gaussian,
    identity,
    inverse,
    matrix,
    positive_definite,
    samples,
    scalar,
    trace,
)
from lsa_theory.verification.witnesses.bartlett.reading import Reading

d, N = dimension("d"), dimension("N")
L, A = positive_definite("Lambda", d), matrix("A", d)
u = matrix("u", d, 1)
X = samples("x", covariance=L, count=N)
H, Li, t = inverse(X.gram), inverse(L), N - d


def at(tree, size, count, values):
    return Entrywise({"d": size, "N": count}, values, {}).value(normal(tree).as_expression())


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5, *(pytest.param(k, marks=pytest.mark.slow) for k in (6, 7, 8))])
def test_chi_square(k):
    """At d = 1, S = lambda chi^2_n and E[S^-k] = lambda^-k / ((n - 2)(n - 4)...(n - 2k))."""
    expected = Fraction(1, 3**k)
    for j in range(1, k + 1):
        expected /= 18 - 2 * j
    assert at(E(H**k), 1, 18, {"Lambda": [[3]]}) == [[expected]]
    assert at(E(trace(H) ** k), 1, 18, {"Lambda": [[3]]}) == [[expected]]


@pytest.mark.parametrize("k", [2, 3, 4, 5])
def test_weights_solve_the_equation_they_are_defined_by(k):
    """Every link of every pairing gives an equation; the weights are solved from one link of each type."""

    def weight(pairing, t):
        numerator, roots = weights_by_type(len(pairing))[type_of(pairing)]
        value = Fraction(0)
        for c in numerator:
            value = value * t + c
        for root in roots:
            value /= t - root
        return value

    t = Fraction(41, 2)
    rng = np.random.default_rng(k)
    for _ in range(20):
        ends = [int(x) for x in rng.permutation(2 * k)]
        (a, b), *others = zip(ends[::2], ends[1::2], strict=True)
        exchanged = 0
        for j, (c, e) in enumerate(others):
            rest = (*others[:j], *others[j + 1 :])
            exchanged += weight((*rest, (a, c), (b, e)), t) + weight((*rest, (a, e), (b, c)), t)
        left = (t - 1) * weight(((a, b), *others), t) - exchanged
        if a ^ 1 != b:
            assert left == 0
        else:
            place = {end: i for i, end in enumerate(sorted(set(range(2 * k)) - {a, b}))}
            assert left == weight(tuple((place[c], place[e]) for c, e in others), t)


@pytest.mark.parametrize("body", [H**4, H @ H @ A @ H @ H, trace(H) ** 2 * H @ H, H**5])
def test_higher_moments_are_those_of_the_bartlett_factors(body):
    """At d = 2, against chi-square moments of a triangular factor, which know no pairing."""
    values = {"Lambda": [[2, 1], [1, 3]], "A": [[1, -2], [3, 1]]}
    fractions = {L: values["Lambda"], A: values["A"]}
    exact = {s: [[Fraction(x) for x in row] for row in rows] for s, rows in fractions.items()}
    assert at(E(body), 2, 15, values) == Reading({d: 2, N: 15}, exact, [X]).value(E(body))


@pytest.mark.parametrize(
    "body",
    [
        H**2,
        H**3,
        H**4,
        H**5,
        trace(H**2) * trace(H),
        trace(H) ** 4,
        trace(H**2) ** 2 * A,
        A @ H**4 @ A,
        trace(H**2) * H**2,
        u.T @ H**4 @ u,
        trace(H**3) * trace(A @ H),
        trace(H) * H**3,
        (u.T @ H @ u) * trace(H),
    ],
)
def test_zonal_polynomials_give_the_terms_of_the_pairings(body, monkeypatch):
    monkeypatch.setattr(inverse_wishart, "FEW", 0)
    zonal = normal(E(body))
    monkeypatch.setattr(inverse_wishart, "FEW", 9)
    assert zonal.key == normal(E(body)).key
    assert zonal.conditions


@pytest.mark.slow
def test_order_eight_is_that_of_the_bartlett_factors():
    exact = {L: [[Fraction(2), Fraction(1)], [Fraction(1), Fraction(3)]]}
    found = at(E(trace(H**8)), 2, 23, {"Lambda": [[2, 1], [1, 3]]})
    assert found == Reading({d: 2, N: 23}, exact, [X]).value(E(trace(H**8)))


def test_printed_formulas():
    assert equal(E(H), Li / (t - 1))
    second = ((t - 2) * Li @ A @ Li + Li @ A.T @ Li + trace(A @ Li) * Li) / (t * (t - 1) * (t - 3))
    assert equal(E(H @ A @ H), second)
    wrong = ((t - 2) * Li @ A @ Li + Li @ A @ Li + trace(A @ Li) * Li) / (t * (t - 1) * (t - 3))
    assert not equal(E(H @ A @ H), wrong)
    assert equal(
        E(trace(A @ H) * H), ((t - 2) * trace(A @ Li) * Li + Li @ (A + A.T) @ Li) / (t * (t - 1) * (t - 3))
    )


def tr(h):
    return np.trace(h, axis1=-2, axis2=-1)[:, None, None]


@pytest.mark.parametrize(
    ("symbolic", "drawn"),
    [
        (H @ H @ H, lambda h: h @ h @ h),
        (trace(H) * H @ H, lambda h: tr(h) * (h @ h)),
        (trace(H @ H) * H, lambda h: tr(h @ h) * h),
        (trace(H) ** 2 * H, lambda h: tr(h) ** 2 * h),
    ],
)
def test_third_moments_against_draws(symbolic, drawn):
    """At d = 2, n = 20 the sixth power of S^-1 has a mean: within five standard errors, and 5 % is caught."""
    rng = np.random.default_rng(7)
    factor = np.linalg.cholesky(np.array([[2.0, 1.0], [1.0, 3.0]]))
    x = factor @ rng.standard_normal((200_000, 2, 20))
    values = drawn(np.linalg.inv(x @ np.swapaxes(x, -1, -2)))
    exact = np.array(at(E(symbolic), 2, 20, {"Lambda": [[2, 1], [1, 3]]}), dtype=float)
    error = values.std(axis=0) / np.sqrt(len(values))
    assert (np.abs(values.mean(axis=0) - exact) / error).max() < 5
    assert (np.abs(values.mean(axis=0) - 1.05 * exact) / error).max() > 5


def test_beside_its_own_gram_matrix_it_cancels():
    assert equal(E(H @ X.gram), identity(d))
    assert equal(E(trace(A @ X.gram @ H)), trace(A))


def test_least_squares_risk():
    w, q = gaussian("w", covariance=identity(d)), gaussian("q", covariance=L)
    noise, s = samples("e", covariance=identity(1), count=N), scalar("s", positive=True)
    estimate = H @ X @ (X.T @ w + s * noise.T)
    assert equal(E((q.T @ (estimate - w)) ** 2), d * s**2 / (N - d - 1))


def test_the_condition_comes_with_the_result():
    assert normal(E(H)).conditions == ("N > d + 1",)
    assert normal(E(H @ A @ H)).conditions == ("N > d + 3",)
    assert normal(E(X.gram)).conditions == ()


def test_what_does_not_exist_or_is_out_of_reach():
    few = samples("x", covariance=identity(3), count=4)
    with pytest.raises(InvalidArgument, match=r"needs more than d \+ 1 columns; it has d \+ 1"):
        normal(E(inverse(few.gram)))
    with pytest.raises(UnsupportedExpression, match="at most 6"):
        normal(E(H**6 @ A @ H))
    shifted = samples("x", covariance=L, count=N, mean=matrix("m", d, 1))
    with pytest.raises(UnsupportedExpression, match="only for a centred Gaussian sample"):
        normal(E(inverse(shifted.gram) @ A @ shifted.gram))
