"""A rational function of one place as a polynomial and simple poles: p / (p + 1)^2 = 1 / (p + 1) - 1 / (p + 1)^2."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

Polynomial = list[Fraction]


def apart(
    degree: int, poles: Mapping[Fraction, int]
) -> tuple[Polynomial, dict[tuple[Fraction, int], Fraction]]:
    """Return p^degree over the product of (p + c)^e as a polynomial in p and the factors of (p + c)^-k.

    Parameters
    ----------
    degree : int
        At least 0.
    poles : mapping from c to e
        Orders e of at least 1.

    Examples
    --------
    >>> apart(0, {Fraction(0): 1, Fraction(1): 1})
    ([], {(Fraction(0, 1), 1): Fraction(1, 1), (Fraction(1, 1), 1): Fraction(-1, 1)})
    """
    simple: dict[tuple[Fraction, int], Fraction] = {}
    for c, order in poles.items():
        # Around p = t - c the rest is a series in t; its first terms are the factors of the poles.
        series = _cut([Fraction(1)], order)
        for _ in range(degree):
            series = _times(series, [-c, Fraction(1)], order)
        for other, e in poles.items():
            if other != c:
                inverse = [(-1) ** k / (other - c) ** (k + 1) for k in range(order)]
                for _ in range(e):
                    series = _times(series, inverse, order)
        simple |= {(c, order - k): value for k, value in enumerate(series) if value}
    below = [Fraction(1)]
    for c, order in poles.items():
        for _ in range(order):
            below = _times(below, [c, Fraction(1)], len(below) + 1)
    return _quotient([Fraction(0)] * degree + [Fraction(1)], below), simple


def _cut(series: Polynomial, length: int) -> Polynomial:
    return (series + [Fraction(0)] * length)[:length]


def _times(left: Polynomial, right: Polynomial, length: int) -> Polynomial:
    total = [Fraction(0)] * length
    for i, a in enumerate(left):
        for j, b in enumerate(right[: length - i]):
            total[i + j] += a * b
    return total


def _quotient(above: Polynomial, below: Polynomial) -> Polynomial:
    """Return the polynomial part of a fraction whose denominator begins with 1."""
    rest, size = list(above), len(below)
    result = [Fraction(0)] * max(len(above) - size + 1, 0)
    for k in reversed(range(len(result))):
        result[k] = rest[k + size - 1]
        for j, b in enumerate(below):
            rest[k + j] -= result[k] * b
    return result
