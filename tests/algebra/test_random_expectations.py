"""Expectations of random expressions, by words and by entries: nested sums, cross Gram matrices, means, totals."""

import random

import pytest
from test_moments import instance

from lsa_theory.algebra.normal import normal
from lsa_theory.expressions import (
    E,
    dimension,
    gaussian,
    identity,
    matrix,
    positive_definite,
    samples,
    sources,
    sum_over,
    symmetric,
    trace,
    vector,
)

d, N = dimension("d"), dimension("N")
L, A, B, Q = positive_definite("Lambda", d), matrix("A", d), matrix("B", d), symmetric("Q", d)
a, m = vector("a", d), vector("m", d)
X, G = samples("X", covariance=L, count=N), samples("G", covariance=L, count=N, mean=m)
Z, e = samples("Z", covariance=identity(d), count=N), samples("e", covariance=identity(1), count=N)
z, g = gaussian("z", covariance=identity(d)), gaussian("g", covariance=L, mean=m)


class Random:
    """Draws expressions of a shape; every choice is cheap enough to multiply out by entries at d = N = 2."""

    def __init__(self, seed):
        self.choose = random.Random(seed).choice

    def column(self, i):
        return self.choose([X, Z, G]).column(i)

    def vector(self):
        return self.choose(
            [
                lambda: a,
                lambda: z,
                lambda: g,
                lambda: X.total,
                lambda: G.average,
                lambda: X @ e.T,
                lambda: A @ z,
                lambda: sum_over(N, lambda i: (self.column(i).T @ a) * self.column(i)),
                lambda: sum_over(N, lambda i: e.column(i) * self.column(i)),
            ]
        )()

    def matrix(self):
        return self.choose(
            [
                lambda: A,
                lambda: L,
                lambda: Q,
                lambda: X.gram,
                lambda: G.covariance,
                lambda: X @ Z.T,
                lambda: self.vector() @ self.vector().T,
                lambda: sum_over(N, lambda i: (self.column(i).T @ self.column(i)) * A),
                lambda: sum_over(N, lambda i: self.column(i) @ self.column(i).T @ B),
            ]
        )()

    def pair(self, i, j):
        return (self.column(i).T @ self.column(j)) * (self.column(j).T @ A @ self.column(i))

    def scalar(self):
        return self.choose(
            [
                lambda: self.vector().T @ self.matrix() @ self.vector(),
                lambda: trace(self.matrix() @ self.matrix()),
                lambda: sum_over(N, lambda i: (self.column(i).T @ self.column(i)) * (self.column(i).T @ a)),
                lambda: sum_over(N, lambda i: sum_over(N, lambda j: self.pair(i, j))),
                lambda: self.vector().T @ self.vector(),
            ]
        )()

    def conditional(self, body):
        """Average over z first, where there is a z."""
        return E(E(body, z) if z in sources(body) else body)

    def tree(self):
        return self.choose(
            [
                lambda: E(self.scalar()),
                lambda: E(self.matrix() @ self.vector()),
                lambda: E(self.matrix() @ self.matrix()),
                lambda: E(self.scalar() * self.matrix()),
                lambda: E(self.scalar() * self.vector()),
                lambda: self.conditional(self.scalar() * self.vector()),
            ]
        )()


@pytest.mark.parametrize("seed", range(250))
def test_words_agree_with_entries(seed):
    tree = Random(seed).tree()
    words = normal(tree).as_expression()
    for size, count in [(1, 2), (2, 1), (2, 2)]:
        assert instance(size, count).value(words) == instance(size, count).value(tree), tree
