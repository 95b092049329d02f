"""Exact expectations of polynomials over any field, without a moment calculus and without square roots.

A polynomial p of total degree r in n variables equals its Newton expansion on the lattice of all beta in N^n
with |beta| <= r:

    p(z) = sum over |alpha| <= r of (Delta^alpha p)(0) prod_k binom(z_k, alpha_k).

So E p(zeta) = sum over beta of w_beta p(beta), where for independent zeta_k

    w_beta = sum over alpha >= beta, |alpha| <= r of prod_k c_k(alpha_k, beta_k),
    c_k(a, b) = (-1)^(a - b) binom(a, b) E binom(zeta_k, a).

Only one-dimensional moments enter, and only binom(n + r, r) points. The sum over alpha is the truncated
product of the power series sum_a c_k(a, beta_k) t^a, taken at t = 1.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import comb, factorial
from typing import Any

import numpy as np

from lsa_theory.verification.arithmetic.base import Arithmetic
from lsa_theory.verification.laws import LawAt, transform, triangular


class Lattice:
    """The cubature rule of this module.

    Parameters
    ----------
    skewed : bool
        Realise laws of which only moments are declared not by Gaussians but by two points: zeta = 1 with
        probability D / (1 + D), else -D; mean zero, variance D, and far from Gaussian.
    """

    def __init__(self, *, skewed: bool = False) -> None:
        self.skewed = skewed

    def size(self, dimension: int, degree: int) -> int:
        """Return binom(dimension + degree, degree)."""
        return comb(dimension + degree, degree)

    def __call__(self, arithmetic: Arithmetic, law: LawAt, degree: int) -> tuple[Any, Any]:
        """Return the points (n, d, count) and weights (n, 1, 1)."""
        lower, variances = triangular(arithmetic, law.covariance, law.name)
        d = len(variances)
        moments = two_point_moments if self.skewed and law.declared else gaussian_moments
        tables = [_table(arithmetic, moments(arithmetic, v, degree), degree) for v in variances]
        lattice = principal_lattice(d * law.count, degree)
        standard = arithmetic.array(lattice.reshape(len(lattice), d, law.count))
        # Variable (component k, column i) stands at position k * count + i and has the variance of k.
        weights = _weights(
            arithmetic, lattice, [tables[j // law.count] for j in range(d * law.count)], degree
        )
        return transform(arithmetic, lower, law.mean, standard), weights


@lru_cache(maxsize=64)
def principal_lattice(variables: int, degree: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return all points of N^variables whose entries add up to at most `degree`, one a row.

    >>> principal_lattice(2, 1).tolist()
    [[0, 0], [0, 1], [1, 0]]
    """
    points: list[tuple[int, ...]] = [()]
    for _ in range(variables):
        points = [(*p, k) for p in points for k in range(degree - sum(p) + 1)]
    return np.array(points, dtype=np.int64)


def gaussian_moments(arithmetic: Arithmetic, variance: Any, degree: int) -> list[Any]:
    """Return E zeta^m for m = 0 ... degree: (m - 1)!! D^(m/2) for even m, zero for odd m."""
    result = [arithmetic.number(1), arithmetic.zeros(1, 1)]
    for m in range(2, degree + 1):
        factor = arithmetic.multiply(arithmetic.number(m - 1), variance)
        result.append(arithmetic.matmul(result[m - 2], factor))
    return result[: degree + 1]


def two_point_moments(arithmetic: Arithmetic, variance: Any, degree: int) -> list[Any]:
    """Return E zeta^m = (D + (-D)^m) / (1 + D) for zeta = 1 or -D with mean zero."""
    total = arithmetic.inverse(arithmetic.add(arithmetic.number(1), variance))
    power, result = arithmetic.number(1), []
    for _ in range(degree + 1):
        result.append(arithmetic.matmul(arithmetic.add(variance, power), total))
        power = arithmetic.multiply(arithmetic.number(-1), arithmetic.matmul(power, variance))
    return result


def _table(arithmetic: Arithmetic, moments: list[Any], degree: int) -> list[Any]:
    """Return c(a, b) as one value of shape (degree + 1,) over b for each a."""
    mixing = arithmetic.remembered(("cubature", degree), lambda: arithmetic.array(_mixing(degree)))
    table = arithmetic.matmul(mixing, arithmetic.stack_rows(moments))
    table = arithmetic.reshape(table, (degree + 1, degree + 1))
    return [arithmetic.entries(table, a) for a in range(degree + 1)]


@lru_cache(maxsize=64)
def _mixing(degree: int) -> Any:
    """Return the matrix that takes the moments E zeta^m to c(a, b), one row for each pair (a, b)."""
    rows = []
    for a in range(degree + 1):
        powers = [*_binomial_polynomial(a), *[Fraction(0)] * (degree - a)]
        for b in range(degree + 1):
            sign = (-1) ** (a - b) * comb(a, b) if b <= a else 0
            rows.append([sign * p for p in powers])
    return np.array(rows, dtype=object)


@lru_cache(maxsize=64)
def _binomial_polynomial(a: int) -> tuple[Fraction, ...]:
    """Return the coefficients of binom(z, a) = z (z - 1) ... (z - a + 1) / a!, lowest first."""
    coefficients = [Fraction(1, factorial(a))]
    for shift in range(a):
        shifted = [Fraction(0), *coefficients]
        coefficients = [s - shift * c for s, c in zip(shifted, [*coefficients, Fraction(0)], strict=True)]
    return tuple(coefficients)


def _weights(arithmetic: Arithmetic, lattice: Any, tables: list[list[Any]], degree: int) -> Any:
    """Multiply the series of all variables at every lattice point and add the coefficients up to `degree`."""
    series = [arithmetic.number(int(a == 0)) for a in range(degree + 1)]
    series = [arithmetic.reshape(s, (1,)) for s in series]
    for position, table in enumerate(tables):
        factor = [arithmetic.entries(column, lattice[:, position]) for column in table]
        product = []
        for total in range(degree + 1):
            term = arithmetic.multiply(series[0], factor[total])
            for a in range(1, total + 1):
                term = arithmetic.add(term, arithmetic.multiply(series[a], factor[total - a]))
            product.append(term)
        series = product
    weight = series[0]
    for term in series[1:]:
        weight = arithmetic.add(weight, term)
    return arithmetic.reshape(weight, (len(lattice), 1, 1))
