"""Inverses of the scatter about the average: N - 1 columns, beside an average that is independent of it."""

import numpy as np
import pytest
from drawn import Drawn

from lsa_theory.algebra.normal import difference, equal, normal
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import (
    E,
    dimension,
    gaussian,
    identity,
    inverse,
    matrix,
    norm_squared,
    positive_definite,
    samples,
    sum_over,
    trace,
    vector,
)
from lsa_theory.expressions.entrywise.elementwise import ones
from lsa_theory.expressions.laws.declared import student_t

d, N = dimension("d"), dimension("N")
L, A = positive_definite("Lambda", d), matrix("A", d)
a, mu = vector("a", d), vector("mu", d)
X = samples("x", covariance=L, count=N, mean=mu)
q = gaussian("q", covariance=L)
m = X.average
S = X.covariance - m @ m.T

KNOWN = {
    "inverse": (inverse(S), N * inverse(L) / (N - d - 2)),
    "with N - 1 below": (inverse(S * N / (N - 1)), (N - 1) * inverse(L) / (N - d - 2)),
    "Hotelling's statistic": (m.T @ inverse(S) @ m, (d + N * mu.T @ inverse(L) @ mu) / (N - d - 2)),
    "beside itself": (S @ inverse(S), identity(d)),
    "beside the Gram matrix": (
        trace(inverse(S) @ X.gram),
        N * d + N * (d + N * mu.T @ inverse(L) @ mu) / (N - d - 2),
    ),
    "twice": (
        inverse(S) @ inverse(S),
        N**2 * (inverse(L) ** 2 / (N - d - 1) / (N - d - 4))
        + N**2 * trace(inverse(L)) * inverse(L) / ((N - d - 1) * (N - d - 2) * (N - d - 4)),
    ),
}


@pytest.mark.parametrize("name", KNOWN)
def test_it_is_the_gram_matrix_of_one_column_less(name):
    body, expected = KNOWN[name]
    assert equal(E(body), expected)
    assert not difference(E(body), expected * 2).is_zero()


@pytest.mark.parametrize(
    "written",
    [
        X @ (identity(N) - ones(N) @ ones(N).T / N) @ X.T / N,
        sum_over(N, lambda i: (X.column(i) - m) @ (X.column(i) - m).T) / N,
    ],
)
def test_however_the_scatter_is_written(written):
    assert equal(E(inverse(written)), N * inverse(L) / (N - d - 2))


def test_the_condition_counts_one_column_less():
    assert normal(E(inverse(S))).conditions == ("N > d + 2",)


@pytest.mark.parametrize(
    "body",
    [
        trace(S) * inverse(S),
        (a.T @ inverse(S) @ m) * m,
        inverse(S) @ X.covariance @ inverse(S),
        (a.T @ inverse(S) @ q) ** 2 * S,
        norm_squared(X.total) * inverse(S),
    ],
)
def test_draws_agree(body):
    values = {
        "Lambda": [[2.0, 0.5], [0.5, 1.0]],
        "A": [[1, 2], [-1, 3]],
        "a": [[1], [2]],
        "mu": [[0.5], [-1]],
    }
    rng, seen, factor = np.random.default_rng(3), {}, np.linalg.cholesky(np.array(values["Lambda"]))

    def draw(name, rows, cols):
        if name not in seen:
            seen[name] = factor @ rng.standard_normal((20_000, rows, cols)) + (
                np.array(values["mu"]) if name == "x" else 0
            )
        return seen[name]

    at = Drawn({"d": 2, "N": 13}, values, draw)
    mean, error = at.mean(E(body))
    exact = at.at(normal(E(body)).as_expression())[0]
    assert (np.abs(mean - exact) <= 5 * error).all()
    assert (np.abs(mean - 1.5 * exact) > 5 * error)[error < 0.05 * np.abs(exact)].all()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            inverse(S) @ X @ ones(N) @ a.T @ X @ matrix("T", N) @ X.T,
            "as its Gram matrix, its total and its average only",
        ),
        (inverse(X.covariance - 2 * m @ m.T), "an inverse of a sum that holds something random"),
        (
            sum_over(N, lambda i: norm_squared(X.column(i)) ** 2) * inverse(S),
            "as its Gram matrix, its total and its average only",
        ),
    ],
)
def test_what_the_scatter_and_the_average_do_not_tell_is_refused(body, message):
    with pytest.raises(UnsupportedExpression, match=message):
        normal(E(body))


def test_pooled_scatters_are_gram_matrices_of_all_their_columns():
    M = dimension("M")
    Y = samples("y", covariance=L, count=M, mean=a)
    Z = samples("z", covariance=L, count=M)
    other = Y.gram - M * Y.average @ Y.average.T
    pooled = N * S + other
    assert equal(E(inverse(pooled)), inverse(L) / (N + M - d - 3))
    assert equal(E(inverse(pooled / (N + M - 2))), (N + M - 2) * inverse(L) / (N + M - d - 3))
    assert normal(E(inverse(pooled))).conditions == ("M + N > d + 3",) or normal(
        E(inverse(pooled))
    ).conditions == ("N + M > d + 3",)
    gap = m - Y.average
    between = (d * (1 / N + 1 / M) + (mu - a).T @ inverse(L) @ (mu - a)) / (N + M - d - 3)
    assert equal(E(gap.T @ inverse(pooled) @ gap), between)
    assert equal(E(inverse(N * S + Z.gram)), inverse(L) / (N + M - d - 2))
    W = samples("w", covariance=L, count=N)
    assert equal(E(inverse(W.gram + Z.gram)), inverse(L) / (N + M - d - 1))
    assert not difference(E(inverse(W.gram + Z.gram)), inverse(L) / (N + M - d)).is_zero()
    with pytest.raises(UnsupportedExpression, match="averaged as its total and its average only"):
        normal(E(trace(Y.gram) * inverse(pooled)))
    with pytest.raises(UnsupportedExpression, match="averaged as this inverse only"):
        normal(E(trace(W.gram) * inverse(W.gram + Z.gram)))
    with pytest.raises(UnsupportedExpression, match="its mean is not zero"):
        normal(E(inverse(Y.gram + Z.gram)))
    with pytest.raises(UnsupportedExpression, match="their covariances differ"):
        normal(E(inverse(W.gram + samples("v", covariance=identity(d), count=M).gram)))


def test_another_law_is_refused():
    Y = student_t("y", scale=L, degrees=9, count=N)
    with pytest.raises(UnsupportedExpression, match="only for a Gaussian sample"):
        normal(E(inverse(Y.covariance - Y.average @ Y.average.T)))
