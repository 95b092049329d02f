"""Vectors of which only moments are declared: a Gaussian declared by its moments must give what a Gaussian gives."""

import pytest

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.errors import InvalidArgument, MissingMoment
from lsa_theory.expressions import (
    E,
    dimension,
    gaussian,
    identity,
    matrix,
    norm_squared,
    positive_definite,
    samples,
    trace,
    vector,
    with_moments,
)

d, N = dimension("d"), dimension("N")
L, A, B, a, m = positive_definite("Lambda", d), matrix("A", d), matrix("B", d), vector("a", d), vector("m", d)


def pairings(p, q, r, s):
    def c(x, y):
        return x.T @ L @ y

    return c(p, q) * c(r, s) + c(p, r) * c(q, s) + c(p, s) * c(q, r)


GAUSSIAN = {3: lambda p, q, r: 0 * (p.T @ q) * (r.T @ r), 4: pairings}
z = with_moments("z", covariance=L, central=GAUSSIAN)
g = gaussian("z", covariance=L)
zm = with_moments("z", covariance=L, mean=m, central=GAUSSIAN)
gm = gaussian("z", covariance=L, mean=m)
Z = with_moments("Z", covariance=L, central=GAUSSIAN, count=N)
G = samples("Z", covariance=L, count=N)


@pytest.mark.parametrize(
    "body",
    [
        lambda v: v @ v.T @ A @ v @ v.T,
        lambda v: (v.T @ A @ v) * (v.T @ B @ v),
        lambda v: (a.T @ v) ** 3,
        lambda v: norm_squared(v) * v @ v.T,
        lambda v: v @ (a.T @ v),
        lambda v: (v.T @ A @ v) ** 2 * A,
    ],
)
@pytest.mark.parametrize(("declared", "known"), [(z, g), (zm, gm)])
def test_single_vectors(body, declared, known):
    assert normal(E(body(declared))).key == normal(E(body(known))).key


@pytest.mark.parametrize(
    "body",
    [
        lambda S: S.gram @ A @ S.gram,
        lambda S: trace(S.gram) * trace(S.gram @ A),
        lambda S: norm_squared(S.total) ** 2,
        lambda S: S.total @ S.total.T @ S.gram,
    ],
)
def test_samples(body):
    assert equal(as_gaussian(E(body(Z))), E(body(G)))


def as_gaussian(tree):
    return normal(tree).as_expression()


SIGNS = {3: lambda p, q, r: 0 * p * q * r, 4: lambda p, q, r, t: p * q * r * t}


def test_a_law_that_is_not_gaussian():
    """Signs +1 and -1 with equal chance: the fourth moment is 1 where a Gaussian has 3."""
    one = with_moments("s", covariance=identity(1), central=SIGNS)
    assert equal(E(one**4), 1)
    assert equal(E((2 * one + 1) ** 4), 16 + 6 * 4 + 1)
    total = with_moments("s", covariance=identity(1), central=SIGNS, count=N).total
    # The sum of N signs to the fourth power averages to 3 N^2 - 2 N.
    assert equal(E(total**4), 3 * N**2 - 2 * N)
    assert not equal(E(total**4), 3 * N**2)


def test_what_was_not_declared_is_named():
    one = with_moments("s", covariance=identity(1), central={4: SIGNS[4]})
    with pytest.raises(MissingMoment, match="order 3 of s"):
        normal(E((2 * one + 1) ** 3))
    rows = with_moments("s", covariance=identity(1), count=N)
    with pytest.raises(MissingMoment, match="order 4 of s"):
        normal(E(rows.total**4))


def test_a_rule_that_is_not_multilinear_is_refused():
    bad = with_moments("s", covariance=L, central={4: lambda p, q, r, t: (p.T @ q) ** 2})
    with pytest.raises(InvalidArgument, match="not multilinear"):
        normal(E((bad.T @ A @ bad) ** 2))
