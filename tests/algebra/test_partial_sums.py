"""Sums over columns of several samples, averaged over some of them: the others keep their columns."""

import pytest

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import E, dimension, identity, positive_definite, samples, sum_over, vector

d, n = dimension("d"), dimension("n")
L = positive_definite("L", d)
e = samples("e", covariance=identity(2), count=n)
x = samples("x", covariance=L, count=n)
q, v = samples("q", covariance=identity(1), count=n), samples("v", covariance=identity(1), count=n)
p = samples("p", covariance=4 * identity(1), count=n)
a = vector("a", d)


def total(f):
    return sum_over(n, f)


def size(i):
    return e.column(i).T @ e.column(i)


def form(i):
    return (a.T @ x.column(i)) ** 2


S = total(lambda i: q.column(i) * size(i) * v.column(i))
QUERIES = total(lambda i: q.column(i) * v.column(i))
SQUARES = total(lambda i: q.column(i) ** 2 * v.column(i) ** 2)
ALA = a.T @ L @ a

TRUE = {
    "one sum": (E(S, e), 2 * QUERIES),
    # Var |e|^2 = 4, so that the square is the square of the mean plus 4 for each column.
    "its square": (E(S**2, e), 4 * QUERIES**2 + 4 * SQUARES),
    "beside the Gram matrix": (
        E(S * total(size), e),
        4 * n * QUERIES + 4 * QUERIES,
    ),
    "beside another sum": (
        E(S * total(lambda i: size(i) ** 2), e),
        # E |e|^4 = 8, E |e|^6 = 48.
        2 * QUERIES * 8 * n + (48 - 16) * QUERIES,
    ),
    "in a matrix": (
        E(total(lambda i: q.column(i) ** 2 * (x.column(i) @ x.column(i).T)), x),
        total(lambda i: q.column(i) ** 2) * L,
    ),
    "two samples averaged": (E(S, e, v), 0 * QUERIES),
    "two samples averaged of three": (
        E(total(lambda i: q.column(i) * p.column(i) ** 2 * size(i)), e, p),
        8 * total(lambda i: q.column(i)),
    ),
    "then the rest": (E(E(S**2, e)), E(S**2)),
    "cube": (E(E(S**3, e)), E(S**3)),
    "square of forms, then the rest": (
        E(E(total(lambda i: q.column(i) * form(i)) ** 2, x)),
        E(total(lambda i: q.column(i) * form(i)) ** 2),
    ),
    "forms": (E(total(lambda i: q.column(i) ** 3 * form(i)), x), ALA * total(lambda i: q.column(i) ** 3)),
}


@pytest.mark.parametrize(("left", "right"), TRUE.values(), ids=TRUE)
def test_what_is_not_averaged_keeps_its_columns(left, right):
    assert equal(left, right)


@pytest.mark.parametrize("name", ["one sum", "its square", "beside the Gram matrix", "in a matrix", "forms"])
def test_another_factor_is_told_apart(name):
    left, right = TRUE[name]
    assert not equal(left, right + right)


def test_a_sum_inside_another_is_refused():
    def inner(i):
        return total(lambda j: q.column(i) * q.column(j) * (e.column(i).T @ e.column(j)) ** 2)

    nested = total(lambda i: q.column(i) ** 2 * size(i) * inner(i))
    with pytest.raises(UnsupportedExpression, match="inside another sum"):
        normal(E(nested, e))
