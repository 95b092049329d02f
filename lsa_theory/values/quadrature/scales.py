"""Points of a Gaussian rule moved to those of a vector that is a random scale times a Gaussian one.

A central moment of odd order vanishes, so only E s^(2k) enters. Scales 0, 1, ..., m with the weights that give these
moments for k = 0, ..., m stand for the law of s: the weights solve a Vandermonde system in s^2, exactly, whatever field
the moments are in. They need not be positive, and no law with such scales has to exist.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.quadrature.laws import LawAt
from lsa_theory.values.refusals import NotApplicable

# Copies of the points: one for each choice of a scale for every column.
_MOST = 256


def scaled(arithmetic: Arithmetic, points: Any, weights: Any, law: LawAt, degree: int) -> tuple[Any, Any]:
    """Return centred points (n, d, count) and weights with every column at each of its scales.

    Raises
    ------
    NotApplicable
        If the columns have too many scales together.
    """
    if law.even is None:
        return points, weights
    most = degree // 2
    if (most + 1) ** law.count > _MOST:
        raise NotApplicable(f"{law.count} columns of {law.name} have too many scales to be added up")
    even = arithmetic.stack_rows([law.even(k) for k in range(most + 1)])
    shares = arithmetic.matmul(arithmetic.array(_vandermonde_inverse(most)), even)
    single = [arithmetic.entries(shares, (slice(j, j + 1), slice(None))) for j in range(most + 1)]
    n = arithmetic.shape(weights)[0]
    rows, count = arithmetic.shape(points)[1:]
    wide, flat = [], []
    for choice in product(range(most + 1), repeat=law.count):
        moved = arithmetic.multiply(points, arithmetic.array([list(choice)]))
        share = single[choice[0]]
        for j in choice[1:]:
            share = arithmetic.multiply(share, single[j])
        wide.append(arithmetic.reshape(moved, (n, rows * count)))
        flat.append(arithmetic.reshape(arithmetic.multiply(weights, share), (n, 1)))
    total = n * len(wide)
    return (
        arithmetic.reshape(arithmetic.stack_rows(wide), (total, rows, count)),
        arithmetic.reshape(arithmetic.stack_rows(flat), (total, 1, 1)),
    )


@lru_cache(maxsize=32)
def _vandermonde_inverse(most: int) -> tuple[tuple[Fraction, ...], ...]:
    """Return, by scale j, the coefficients of the polynomial in s^2 that is 1 at s = j and 0 at the others."""
    rows = []
    for j in range(most + 1):
        coefficients = [Fraction(1)]
        for i in range(most + 1):
            if i != j:
                scale = Fraction(1, j * j - i * i)
                shifted = [Fraction(0), *coefficients]
                lowered = [*(-i * i * c for c in coefficients), Fraction(0)]
                coefficients = [scale * (p + q) for p, q in zip(shifted, lowered, strict=True)]
        rows.append(tuple(coefficients))
    return tuple(rows)
