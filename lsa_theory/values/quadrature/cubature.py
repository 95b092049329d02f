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
from itertools import product
from math import comb, factorial
from typing import Any

import numpy as np

from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.quadrature.frames import MOST_POINTS, lattice_of_frames
from lsa_theory.values.quadrature.laws import LawAt, transform, triangular
from lsa_theory.values.quadrature.scales import scaled
from lsa_theory.values.refusals import NotApplicable

# Realisations of a law of which only moments are declared, the convenient one first.
REALISED = ("gaussian", "skewed", "dependent")
# Columns whose two scales are added up one by one: 2^4 copies of the points.
_MOST_MIXED = 4


class Lattice:
    """The cubature rule of this module.

    Parameters
    ----------
    realised : "gaussian", "skewed" or "dependent"
        How laws are realised of which only the moments up to order two are declared. Skewed: independent
        two-point components, D + 1 or -D / (D + 1), whose third moment D (D^2 + D + 1) / (D + 1) vanishes for no
        variance D > 0. Dependent: each column a Gaussian times 2 with probability 1/5, else times 1/2, so that
        uncorrelated components are not independent.
    """

    def __init__(self, *, realised: str = "gaussian") -> None:
        self.realised = realised

    def size(self, dimension: int, degree: int) -> int:
        """Return binom(dimension + degree, degree)."""
        return comb(dimension + degree, degree)

    def frames(self, rows: int, cols: int, degree: int) -> int:
        """Return as many as for independent entries; of those that are too many for their weights, far more."""
        points = self.size(rows * cols, degree)
        return points if points <= MOST_POINTS else 10**9

    def __call__(self, arithmetic: Arithmetic, law: LawAt, degree: int) -> tuple[Any, Any]:
        """Return the points (n, d, count) and weights (n, 1, 1)."""
        if law.frame:
            return lattice_of_frames(arithmetic, law, degree)
        lower, variances = triangular(arithmetic, law.covariance, law.name)
        d = len(variances)
        one = law.coordinate
        if one is not None:
            tables = [_table(arithmetic, [one(k) for k in range(degree + 1)], degree)] * d
            return self._placed(arithmetic, law, lower, tables, degree)
        moments = two_point_moments if self.realised == "skewed" and law.declared else gaussian_moments
        tables = [_table(arithmetic, moments(arithmetic, v, degree), degree) for v in variances]
        return self._placed(arithmetic, law, lower, tables, degree)

    def _placed(
        self,
        arithmetic: Arithmetic,
        law: LawAt,
        lower: list[list[Any]],
        tables: list[list[Any]],
        degree: int,
    ) -> tuple[Any, Any]:
        d = len(tables)
        lattice = principal_lattice(d * law.count, degree)
        standard = arithmetic.array(lattice.reshape(len(lattice), d, law.count))
        # Variable (component k, column i) stands at position k * count + i and has the variance of k.
        weights = _weights(
            arithmetic, lattice, [tables[j // law.count] for j in range(d * law.count)], degree
        )
        if self.realised == "dependent" and law.declared:
            standard, weights = _mixed(arithmetic, standard, weights, law)
        standard, weights = scaled(arithmetic, standard, weights, law, degree)
        return transform(arithmetic, lower, law.mean, standard), weights


def _mixed(arithmetic: Arithmetic, points: Any, weights: Any, law: LawAt) -> tuple[Any, Any]:
    """Scale every column by 1/2 or 2, with probabilities 4/5 and 1/5: its second moments stay what they are."""
    if law.count > _MOST_MIXED:
        raise NotApplicable(f"{law.count} columns of {law.name} have too many scales to be added up")
    n = arithmetic.shape(weights)[0]
    scaled, weighted = [], []
    for choice in product((0, 1), repeat=law.count):
        factor = arithmetic.array([[(Fraction(1, 2), Fraction(2))[c] for c in choice]])
        share = Fraction(4 ** (law.count - sum(choice)), 5**law.count)
        scaled.append(arithmetic.multiply(points, factor))
        weighted.append(arithmetic.multiply(weights, arithmetic.number(share)))
    rows, count = arithmetic.shape(points)[1:]
    # Joined along the axis of points: as rows of one wide matrix each, then reshaped back.
    wide = [arithmetic.reshape(part, (n, rows * count)) for part in scaled]
    flat = [arithmetic.reshape(part, (n, 1)) for part in weighted]
    total = n * len(scaled)
    return (
        arithmetic.reshape(arithmetic.stack_rows(wide), (total, rows, count)),
        arithmetic.reshape(arithmetic.stack_rows(flat), (total, 1, 1)),
    )


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
    """Return E zeta^m for zeta = u = D + 1 with probability v / (u + v), else -v, where v = D / u."""
    up = arithmetic.add(variance, arithmetic.number(1))
    down = arithmetic.matmul(variance, arithmetic.inverse(up))
    total = arithmetic.inverse(arithmetic.add(up, down))
    # (v u^m + u (-v)^m) / (u + v)
    high, low, result = down, up, []
    for _ in range(degree + 1):
        result.append(arithmetic.matmul(arithmetic.add(high, low), total))
        high = arithmetic.matmul(high, up)
        low = arithmetic.multiply(arithmetic.number(-1), arithmetic.matmul(low, down))
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
        grown = []
        for total in range(degree + 1):
            term = arithmetic.multiply(series[0], factor[total])
            for a in range(1, total + 1):
                term = arithmetic.add(term, arithmetic.multiply(series[a], factor[total - a]))
            grown.append(term)
        series = grown
    weight = series[0]
    for term in series[1:]:
        weight = arithmetic.add(weight, term)
    return arithmetic.reshape(weight, (len(lattice), 1, 1))
