"""The sample itself beside its inverse Gram matrix: projections, least squares under correlated noise, Beta moments."""

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
    symmetric,
    trace,
    vector,
)

d, N = dimension("d"), dimension("N")
L, A, V = positive_definite("Lambda", d), matrix("A", d), positive_definite("V", N)
T, R = symmetric("T", N), matrix("R", N)
a, o = vector("a", d), vector("o", N)
X = samples("x", covariance=L, count=N)
e, w = gaussian("e", covariance=V), gaussian("w", covariance=identity(N))
H = inverse(X.gram)
P = X.T @ H @ X

KNOWN = {
    "a projection": (trace(T @ P), d * trace(T) / N),
    "as a matrix": (P, d / N * identity(N)),
    "twice is once": (P @ P, d / N * identity(N)),
    "first moment of Beta": (o.T @ P @ o, d / N * (o.T @ o)),
    "second moment of Beta": ((o.T @ P @ o) ** 2, d * (d + 2) / (N * (N + 2)) * (o.T @ o) ** 2),
    "third moment of Beta": (
        (o.T @ P @ o) ** 3,
        d * (d + 2) * (d + 4) / (N * (N + 2) * (N + 4)) * (o.T @ o) ** 3,
    ),
    "residuals": (norm_squared(w - P @ w), N - d),
    "residuals of correlated noise": (norm_squared(e - P @ e), (1 - d / N) * trace(V)),
    "least squares under correlated noise": (
        norm_squared(H @ X @ e),
        trace(inverse(L)) * trace(V) / (N * (N - d - 1)),
    ),
    "beside the Gram matrix": (trace(T @ P) * X.gram, d * trace(T) * L),
    "an odd number": ((o.T @ P @ o) * (o.T @ X.T @ a), 0 * (o.T @ o)),
}


@pytest.mark.parametrize("name", KNOWN)
def test_rows_of_a_random_orthogonal_matrix(name):
    body, expected = KNOWN[name]
    assert equal(E(body), expected)
    assert normal(expected).is_zero() or not difference(E(body), 2 * expected).is_zero()


BODIES = [
    P @ R @ P,
    trace(T @ P) * trace(R @ P),
    H @ X @ R @ X.T @ H,
    P @ R @ X.T @ A @ X,
    (o.T @ X.T @ H @ a) ** 2 * X.gram,
    trace(R @ P @ T @ P @ R @ P),
    (a.T @ X @ o) ** 2 * P,
]


# One is tried each time, all of them with the slow tests.
@pytest.mark.parametrize(
    "body", [pytest.param(b, marks=[pytest.mark.slow] if k else []) for k, b in enumerate(BODIES)]
)
def test_draws_agree(body):
    values = {
        "Lambda": [[2.0, 0.5], [0.5, 1.0]],
        "A": [[1, 2], [-1, 3]],
        "a": [[1], [2]],
        "o": [[1], [-1], [0.5], [2], [0], [1], [-2]],
        "T": np.diag([1, 2, 3, -1, 0, 1, 2]),
        "R": np.arange(49).reshape(7, 7) / 20 - 1,
    }
    rng, seen, factor = np.random.default_rng(4), {}, np.linalg.cholesky(np.array(values["Lambda"]))

    def draw(name, rows, cols):
        return seen.setdefault(name, factor @ rng.standard_normal((40_000, rows, cols)))

    at = Drawn({"d": 2, "N": 7}, values, draw)
    mean, error = at.mean(E(body))
    exact = at.at(normal(E(body)).as_expression())[0]
    assert (np.abs(mean - exact) <= 5 * error + 1e-12).all()
    told = error < 0.05 * np.abs(exact)
    assert (np.abs(mean - 1.5 * exact) > 5 * error)[told].all()
    assert told.any()


def test_a_word_that_cancels_has_the_size_of_its_ends():
    # h g h was left standing, and the trace of what it cancels to had the size of another source.
    assert equal(X.T @ H @ X @ X.T @ H @ X, P)
    assert equal(trace(X.T @ H @ A @ X), trace(A))
    assert equal(E(w.T @ P @ P @ w), d)
    assert not equal(E(w.T @ P @ P @ w), N)


def test_the_conditions_are_said():
    assert normal(E(P)).conditions == ("N > d - 1",)
    assert set(normal(E(P @ R @ P)).conditions) == {"N > d - 1", "N > 1"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ((o.T @ P @ o) ** 4, "stands 8 times between other letters beside the inverse .* at most 6 times"),
        ((o.T @ P @ o) * (X.total.T @ a) ** 2, "mixes x with its inverse Gram matrix|meet its inverse"),
        ((o.T @ P @ o) * sum_over(N, lambda i: (X.column(i).T @ a) ** 4), "mixes x|meet|stays in the result"),
    ],
)
def test_what_is_refused(body, message):
    with pytest.raises(UnsupportedExpression, match=message):
        normal(E(body))


def test_too_few_columns_are_refused():
    Y = samples("y", covariance=L, count=2)
    with pytest.raises(UnsupportedExpression, match="needs at least 3 columns"):
        normal(E(trace(matrix("R", 2) @ Y.T @ inverse(Y.gram) @ Y) ** 3))
