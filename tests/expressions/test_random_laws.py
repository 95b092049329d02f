"""Laws whose mean or covariance is itself random, and what is left over after an expectation."""

import pytest

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.errors import InvalidArgument, LsaTheoryError, UnsupportedExpression
from lsa_theory.expressions import (
    E,
    dimension,
    gaussian,
    identity,
    inverse,
    matrix,
    positive_definite,
    samples,
    sources,
    sum_over,
    trace,
    vector,
    with_moments,
)
from lsa_theory.expressions.random import Expectation
from lsa_theory.expressions.statistics import variance

d, N, n = dimension("d"), dimension("N"), dimension("n")
L, S, A = positive_definite("Lambda", d), positive_definite("Sigma", d), matrix("A", d)
a = vector("a", d)
y = gaussian("y", covariance=L)
x = gaussian("x", covariance=S, mean=y)
top = gaussian("t", covariance=L)
middle = gaussian("m", covariance=S, mean=top)
low = gaussian("l", covariance=S, mean=middle)
V = samples("v", covariance=L, count=n)
X = samples("x", covariance=V.gram / n, count=N)
Z = samples("z", covariance=L, count=N)
W = Z.gram


@pytest.mark.parametrize(
    ("average", "value"),
    [
        (E(E(x @ x.T, x), y), S + L),
        (E(x @ x.T, x, y), S + L),
        (E(x @ x.T, y, x), S + L),
        (E(x @ x.T), S + L),
        (E(x @ x.T, x), S + y @ y.T),
        (E(x @ y.T), L),
        (E(low @ low.T), 2 * S + L),
        (E(X.covariance), L),
        (
            E(X.covariance @ X.covariance, X),
            (1 + 1 / N) * (V.gram / n) ** 2 + trace(V.gram / n) * V.gram / (N * n),
        ),
        (E((a.T @ X.total) ** 2), N * (a.T @ L @ a)),
        (E(inverse(X.gram)), n * inverse(L) / ((N - d - 1) * (n - d - 1))),
    ],
)
def test_a_random_law_is_averaged_after_its_vector(average, value):
    assert equal(average, value)
    assert not equal(average, value + value)


def test_total_variance_is_the_mean_variance_plus_the_variance_of_the_mean():
    body = a.T @ x
    inner = E(body * body, x) - E(body, x) ** 2
    assert equal(variance(body), E(inner) + E(E(body, x) ** 2) - E(E(body, x)) ** 2)
    assert equal(variance(body), a.T @ (L + S) @ a)


def test_the_sources_of_an_expression_are_followed_into_laws():
    assert sources(x) == (x, y)
    assert sources(E(x @ x.T, x)) == (y,)
    assert sources(X) == (X, V)


def test_a_mean_of_declared_moments_is_followed():
    z = with_moments(
        "z", covariance=S, mean=y, central={4: lambda p, q, r, s: (p.T @ y) * (q.T @ y) * 0 * (r.T @ s)}
    )
    assert sources(z) == (z, y)
    assert equal(E(z @ z.T), S + L)


def test_two_laws_with_other_fourth_moments_are_not_the_same():
    one, two = (
        with_moments("z", covariance=S, central={4: lambda p, q, r, s, c=c: c * (p.T @ q) * (r.T @ s)})
        for c in (1, 2)
    )
    assert one != two
    with pytest.raises(InvalidArgument, match="two different things"):
        normal(E(one @ one.T) - E(two @ two.T))


def test_a_law_is_not_averaged_while_its_vector_is_random():
    with pytest.raises(InvalidArgument, match="has to be averaged first"):
        E(x @ x.T, y)
    with pytest.raises(InvalidArgument, match="has to be averaged first"):
        Expectation(x @ x.T, (x, y))
    with pytest.raises(InvalidArgument, match="has to be averaged first"):
        E(low @ low.T, low, top)


def test_an_average_that_finds_nothing_is_refused():
    with pytest.raises(InvalidArgument, match="not random in it"):
        E(y @ y.T, x)
    with pytest.raises(InvalidArgument, match="nothing"):
        E(A, y)


def test_a_law_that_changes_with_the_index_is_averaged_inside_its_sum():
    def noisy(i):
        return gaussian("e", covariance=S, mean=Z.column(i))

    inside = sum_over(N, lambda i: E(noisy(i) @ noisy(i).T, noisy(i)))
    assert equal(E(inside), N * (S + L))
    with pytest.raises(UnsupportedExpression, match="inside the sum"):
        sum_over(N, lambda i: noisy(i) @ noisy(i).T)


def leverage(i):
    return Z.column(i).T @ inverse(W) @ Z.column(i)


def test_a_ratio_of_functions_of_a_gram_matrix_is_refused():
    for body in (inverse(W) / trace(W), sum_over(N, lambda i: leverage(i) ** 2) / trace(W)):
        with pytest.raises(LsaTheoryError):
            normal(E(body))


def test_an_inverse_gram_matrix_beside_its_sample_is_averaged():
    assert equal(E(sum_over(N, lambda i: leverage(i) ** 2)), d * (d + 2) / (N + 2))
    squared = sum_over(
        N, lambda i: (Z.column(i).T @ Z.column(i)) * (inverse(W) @ Z.column(i) @ Z.column(i).T @ inverse(W))
    )
    assert equal(E(squared), E(trace(W) * inverse(W) + 2 * identity(d)) / (N + 2))
    assert not equal(E(squared), E(trace(W) * inverse(W)) / N)


def test_what_cancels_beside_an_inverse_gram_matrix_is_averaged():
    assert equal(E(sum_over(N, leverage)), d)
    assert equal(E(inverse(W) @ W @ A), A)
