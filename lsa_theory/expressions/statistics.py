"""Covariances, variances and joint cumulants of scalar expressions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import factorial

from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.declare import E
from lsa_theory.expressions.expression import Expression, as_expression, describe


def covariance(left: object, right: object) -> Expression:
    """Return E[a b'] - E[a] E[b]' of two columns (of two scalars, their covariance).

    >>> from lsa_theory.expressions import dimension, gaussian, matrix, positive_definite
    >>> from lsa_theory.algebra.normal import normal
    >>> d = dimension("d"); L = positive_definite("Lambda", d); A = matrix("A", d)
    >>> x = gaussian("x", covariance=L)
    >>> normal(covariance(A @ x, x))
    A @ Lambda
    """
    a, b = as_expression(left), as_expression(right)
    for side in (a, b):
        if side.cols != 1:
            raise ShapeMismatch(
                f"the covariance is defined for scalars and columns, not for {describe(side)}"
            )
    return E(a @ b.T) - E(a) @ E(b).T


def variance(body: object) -> Expression:
    """Return the variance of a scalar, or the covariance matrix of a column.

    >>> from lsa_theory.expressions import dimension, gaussian, positive_definite
    >>> from lsa_theory.algebra.normal import normal
    >>> d = dimension("d"); x = gaussian("x", covariance=positive_definite("Lambda", d))
    >>> normal(variance(x.T @ x))
    2 * tr(Lambda**2)
    """
    return covariance(body, body)


def cumulant(variables: Sequence[object]) -> Expression:
    """Return the joint cumulant of scalars: a sum over set partitions of products of moments.

    Raises
    ------
    InvalidArgument
        If no variable is given.
    ShapeMismatch
        If one is not a scalar.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, gaussian, positive_definite
    >>> from lsa_theory.algebra.normal import normal
    >>> d = dimension("d"); x = gaussian("x", covariance=positive_definite("Lambda", d))
    >>> normal(cumulant([x.T @ x] * 3))
    8 * tr(Lambda**3)
    """
    scalars = [as_expression(v) for v in variables]
    if not scalars:
        raise InvalidArgument("a cumulant needs at least one variable; the list is empty")
    for s in scalars:
        if not s.is_scalar:
            raise ShapeMismatch(f"a cumulant is taken of scalars, not of {describe(s)}")
    total: Expression | None = None
    for blocks in _partitions(list(range(len(scalars)))):
        sign = (-1) ** (len(blocks) - 1) * factorial(len(blocks) - 1)
        term = as_expression(sign)
        for block in blocks:
            body = scalars[block[0]]
            for k in block[1:]:
                body = body * scalars[k]
            term = term * E(body)
        total = term if total is None else total + term
    return as_expression(total)


def _partitions(items: list[int]) -> Iterator[list[list[int]]]:
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for partition in _partitions(rest):
        yield [[first], *partition]
        for k, block in enumerate(partition):
            yield [*partition[:k], [first, *block], *partition[k + 1 :]]
