"""Projections onto the row space of a sample are read entry by entry as those onto random orthonormal columns."""

import pytest

from lsa_theory import (
    Claim,
    E,
    dimension,
    gaussian,
    identity,
    inverse,
    judge,
    matrix,
    norm_squared,
    positive_definite,
    samples,
    sum_over,
    trace,
    vector,
)
from lsa_theory.expressions.random import Expectation
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.entries.projections import through_frames

d, N = dimension("d"), dimension("N")
L, V, T = positive_definite("Lambda", d), positive_definite("V", N), matrix("T", N)
a, c = vector("a", d), vector("c", N)
X = samples("x", covariance=L, count=N)
H = inverse(X.gram)
P = X.T @ H @ X
noise = gaussian("e", covariance=V)


def leverage(i):
    return X.column(i).T @ H @ X.column(i)


@pytest.mark.parametrize(
    ("left", "right", "wrong"),
    [
        (E(trace(T @ P)), d * trace(T) / N, d * trace(T) / (N + 1)),
        (E(P), d / N * identity(N), identity(N) / N),
        (E((c.T @ P @ c) ** 2), d * (d + 2) * (c.T @ c) ** 2 / (N * (N + 2)), d**2 * (c.T @ c) ** 2 / N**2),
        (E(norm_squared(P @ noise)), d * trace(V) / N, trace(V)),
        (E(sum_over(N, lambda i: leverage(i) ** 2)), d * (d + 2) / (N + 2), d * (d + 2) / (N + 3)),
        (E(X.T @ inverse(X.covariance) @ X), d * identity(N), N * identity(N)),
    ],
)
def test_statements_about_projections_have_a_second_exact_witness(left, right, wrong):
    exact = ["algebra", "entries"]
    assert judge(Claim(left, right), witnesses=exact).verdict is Verdict.CONFIRMED
    finding = judge(Claim(left, wrong), witnesses=["entries"]).findings[0]
    assert finding.verdict is Verdict.REFUTED


def test_a_sample_that_stands_in_another_way_stays():
    singular = samples("s", covariance=a @ a.T, count=N)
    shifted = samples("m", covariance=L, mean=a, count=N)
    for tree in (
        E(X.T @ H @ H @ X),
        E(trace(X.gram) * P),
        E(singular.T @ inverse(singular.gram) @ singular),
        E(shifted.T @ inverse(shifted.gram) @ shifted),
    ):
        assert isinstance(tree, Expectation)
        assert through_frames(tree) is tree
    changed = through_frames(E(P))
    assert changed.over[0].shape == (N, d)
