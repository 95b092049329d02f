"""Points and weights for random matrices of orthonormal columns, exact for polynomials up to a degree.

On the lattice of whole numbers a polynomial in the entries is its Newton expansion, as in `cubature`, and its mean is
that of the expansion's terms. The moments of entries follow from those of a Gaussian matrix: G = Q R with R upper
triangular and independent of Q, its squares on the diagonal chi-squared, what stands above it normal (Bartlett). So
E prod G = sum of E prod R E prod Q, and all but one of the terms have entries of Q further to the left.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import comb, factorial, prod
from typing import Any

import numpy as np
from flint import fmpq

from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.instances.frames import check_columns
from lsa_theory.values.quadrature.laws import LawAt
from lsa_theory.values.refusals import NotApplicable

# Exponents of the entries, a row of them for each row of Q.
Exponents = tuple[tuple[int, ...], ...]
# Points of a lattice whose weights are found, at some ten microseconds each.
MOST_POINTS = 12_000


def lattice_of_frames(arithmetic: Arithmetic, law: LawAt, degree: int) -> tuple[Any, Any]:
    """Return whole-numbered points (n, d, count) and weights (n, 1, 1)."""
    rows, cols = arithmetic.shape(law.covariance)[-1], law.count
    check_columns(rows, cols, law.name)
    if comb(rows * cols + degree, degree) > MOST_POINTS:
        raise NotApplicable(
            f"the {rows * cols} entries of {law.name} need too many points in degree {degree}"
        )
    points, weights = _lattice(rows, cols, degree)
    shaped = np.array(points, dtype=np.int64).reshape(len(points), rows, cols)
    return arithmetic.array(shaped), arithmetic.array([[[w]] for w in weights])


@lru_cache(maxsize=16)
def _lattice(rows: int, cols: int, degree: int) -> tuple[tuple[tuple[int, ...], ...], tuple[Fraction, ...]]:
    count = rows * cols
    points: list[tuple[int, ...]] = [()]
    for _ in range(count):
        points = [(*p, k) for p in points for k in range(degree - sum(p) + 1)]
    values = {p: _exact(moment(tuple(p[i * cols : (i + 1) * cols] for i in range(rows)))) for p in points}
    # E of the products of binom(Q_ij, a_ij), then the weights of the values at the points, one variable at a time.
    binomials = [[_exact(c) for c in _binomial(a)] for a in range(degree + 1)]
    signed = [[(-1) ** (a - b) * comb(a, b) for a in range(degree + 1)] for b in range(degree + 1)]
    for v in range(count):
        values = {
            p: sum(
                (c * values[(*p[:v], m, *p[v + 1 :])] for m, c in enumerate(binomials[p[v]]) if c), fmpq(0)
            )
            for p in points
        }
    for v in range(count):
        room = {p: degree - sum(p) + p[v] for p in points}
        values = {
            p: sum(
                (signed[p[v]][a] * values[(*p[:v], a, *p[v + 1 :])] for a in range(p[v], room[p] + 1)),
                fmpq(0),
            )
            for p in points
        }
    return tuple(points), tuple(Fraction(int(w.p), int(w.q)) for w in values.values())


def _exact(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _binomial(a: int) -> list[Fraction]:
    """Return the coefficients of binom(z, a), lowest first."""
    out = [Fraction(1, factorial(a))]
    for shift in range(a):
        out = [x - shift * y for x, y in zip([Fraction(0), *out], [*out, Fraction(0)], strict=True)]
    return out


def moment(exponents: Exponents) -> Fraction:
    """Return E prod Q_ij^e_ij for a random orthogonal matrix of as many rows, or its first columns.

    >>> moment(((4,),)), moment(((4, 0), (0, 0))), moment(((2, 0), (0, 2)))
    (Fraction(1, 1), Fraction(3, 8), Fraction(3, 8))
    """
    if any(sum(row) % 2 for row in exponents) or any(
        sum(column) % 2 for column in zip(*exponents, strict=True)
    ):
        return Fraction(0)
    # Its rows and columns may change places; the heaviest columns first, where there is least to expand.
    columns = sorted(zip(*exponents, strict=True), key=lambda c: (sum(c), c), reverse=True)
    rows = sorted(zip(*columns, strict=True), reverse=True)
    return _moment(tuple(rows))


@lru_cache(maxsize=100_000)
def _moment(exponents: Exponents) -> Fraction:
    rows, columns = len(exponents), list(zip(*exponents, strict=True))
    last = max((j for j, column in enumerate(columns) if any(column)), default=-1)
    if last < 0:
        return Fraction(1)
    heights = [sum(column) for column in columns]
    total = Fraction(prod(_normal(e) for column in columns for e in column))
    for ways, moved in _expanded(columns, rows):
        if moved == exponents:
            continue
        total -= ways * moment(moved)
    return total / prod(_chi(rows - j, height) for j, height in enumerate(heights))


def _expanded(columns: list[tuple[int, ...]], rows: int) -> list[tuple[int, Exponents]]:
    """Return the terms of E over R of prod (Q R)_ij^e_ij: a number, and the exponents of Q."""
    terms: dict[Exponents, int] = {tuple((0,) * len(columns) for _ in range(rows)): 1}
    for j, column in enumerate(columns):
        options: dict[Exponents, int] = {}
        for parts in product(*(_compositions(e, j + 1) for e in column)):
            steps = [sum(part[step] for part in parts) for step in range(j + 1)]
            weight = prod(_normal(s) for s in steps[:-1]) * (
                _chi(rows - j, steps[-1]) if steps[-1] % 2 == 0 else 0
            )
            if weight:
                ways = prod(factorial(sum(part)) // prod(map(factorial, part)) for part in parts)
                padded = tuple((*part, *(0,) * (len(columns) - j - 1)) for part in parts)
                options[padded] = options.get(padded, 0) + weight * ways
        grown: dict[Exponents, int] = {}
        for one, x in terms.items():
            for other, y in options.items():
                both = tuple(
                    tuple(a + b for a, b in zip(r, s, strict=True)) for r, s in zip(one, other, strict=True)
                )
                grown[both] = grown.get(both, 0) + x * y
        terms = grown
    return [(ways, exponents) for exponents, ways in terms.items()]


def _compositions(total: int, parts: int) -> list[tuple[int, ...]]:
    if parts == 1:
        return [(total,)]
    return [(first, *rest) for first in range(total + 1) for rest in _compositions(total - first, parts - 1)]


def _normal(exponent: int) -> int:
    """Return E z^e for a standard normal z."""
    return prod(range(1, exponent, 2)) if exponent % 2 == 0 else 0


def _chi(freedom: int, exponent: int) -> int:
    """Return E r^e for an even e and r^2 chi-squared."""
    return prod(freedom + 2 * t for t in range(exponent // 2))
