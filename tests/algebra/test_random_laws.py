"""A mean or covariance that is random itself: everything asked for is averaged, in the right order, or refused."""

import pytest

from lsa_theory import (
    E,
    dimension,
    equal,
    gaussian,
    inverse,
    matrix,
    normal,
    positive_definite,
    samples,
    sum_over,
    trace,
    variance,
    vector,
    with_moments,
)
from lsa_theory.algebra.random import free_sources, sources
from lsa_theory.errors import InvalidArgument, UnsupportedExpression

d, N, n = dimension("d"), dimension("N"), dimension("n")
A, L, S = matrix("A", d), positive_definite("L", d), positive_definite("S", d)
a = vector("a", d)
y = gaussian("y", covariance=L)
x = gaussian("x", covariance=S, mean=y)
V = samples("v", covariance=L, count=n)
z = gaussian("z", covariance=V.gram / n)
X = samples("x", covariance=L, count=N)
W = X.gram


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (lambda: E(x @ x.T), S + L),
        (lambda: E(x @ x.T, x, y), S + L),
        (lambda: E(x @ x.T, y, x), S + L),
        (lambda: E(E(x @ x.T, x), y), S + L),
        (lambda: E(x @ x.T, x), S + y @ y.T),
        (lambda: E(x.T @ A @ x), trace(A @ S) + trace(A @ L)),
        (lambda: E(x @ y.T), L),
        (lambda: variance(a.T @ x), a.T @ (S + L) @ a),
        (lambda: E((a.T @ z) ** 4), (3 + 6 / n) * (a.T @ L @ a) ** 2),
        (lambda: E(z.T @ z), trace(L)),
        (
            lambda: E(
                samples("u", covariance=L, count=N, mean=gaussian("m", covariance=S)).average
                @ samples("u", covariance=L, count=N, mean=gaussian("m", covariance=S)).average.T
            ),
            L / N + S,
        ),
        (
            lambda: E(
                with_moments("q", covariance=V.covariance) @ with_moments("q", covariance=V.covariance).T
            ),
            L,
        ),
        (lambda: E(gaussian("r", covariance=S, mean=gaussian("t", covariance=S, mean=y)) @ a.T) @ a, 0 * a),
        (
            lambda: E(gaussian("r", covariance=S, mean=gaussian("t", covariance=S, mean=y)) @ y.T),
            L,
        ),
    ],
)
def test_total_expectation(value, expected):
    assert equal(value(), expected)


def test_what_is_free_and_what_must_be_averaged():
    assert free_sources(x.T @ x) == (x,)
    assert sources(x.T @ x) == (x, y)
    assert free_sources(E(x.T @ x, x)) == (y,)
    assert free_sources(E(x.T @ x)) == ()


@pytest.mark.parametrize(
    ("body", "over", "message"),
    [
        (x @ x.T, y, r"cannot average over y and leave x, whose law depends on it; average over x first"),
        (x @ y.T, y, r"cannot average over y and leave x"),
        (a @ a.T, y, r"cannot average over y: it does not occur .* random in it: nothing"),
        (y @ y.T, x, r"cannot average over x: it does not occur .* random in it: y"),
    ],
)
def test_an_average_that_is_asked_for_is_taken_or_refused(body, over, message):
    with pytest.raises(InvalidArgument, match=message):
        E(body, over)


def leverage(i):
    return X.column(i).T @ inverse(W) @ X.column(i)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (trace(W) * inverse(W), "stands beside x itself"),
        (inverse(W) @ A @ W, "mixes x with its inverse|stands beside x itself"),
        (sum_over(N, lambda i: leverage(i) ** 2), "the columns are not independent of it"),
        (
            sum_over(N, lambda i: (a.T @ X.column(i)) ** 2 * leverage(i)),
            "the columns are not independent of it",
        ),
        (
            sum_over(
                N, lambda i: (X.column(i).T @ X.column(i)) * (X.column(i).T @ inverse(W) ** 2 @ X.column(i))
            ),
            "the columns are not independent of it",
        ),
        (trace(W) * trace(inverse(W)) ** 2, "stands beside x itself"),
        ((a.T @ X.average) * trace(inverse(W)), "stands beside x itself"),
    ],
)
def test_an_inverse_gram_matrix_beside_its_own_sample_is_refused(body, message):
    with pytest.raises(UnsupportedExpression, match=message):
        normal(E(body))


def test_what_cancels_is_not_beside_it():
    assert equal(E(trace(W) * inverse(W) @ W), N * trace(L) * inverse(L) @ L)
    assert equal(E(sum_over(N, leverage)), d)
