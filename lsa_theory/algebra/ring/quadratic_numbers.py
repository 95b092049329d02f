"""Numbers a + b sqrt(c) with rational a, b: their inverses, and their square roots where those have no inner root.

sqrt(a + b sqrt(c)) = sqrt((a + r)/2) + sgn(b) sqrt((a - r)/2) with r = sqrt(a^2 - b^2 c), where r is rational.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any, NamedTuple

Terms = dict[Any, "int | Fraction"]


class Quadratic(NamedTuple):
    """a + b sqrt(c), with b not 0 and c > 1 a product of different primes."""

    a: Fraction
    b: Fraction
    c: int

    @property
    def norm(self) -> Fraction:
        """a^2 - b^2 c, never zero."""
        return self.a**2 - self.b**2 * self.c

    @property
    def is_positive(self) -> bool:
        """Whether the number is positive."""
        if self.a > 0 and self.b > 0:
            return True
        if self.a <= 0 and self.b < 0:
            return False
        # The signs differ, or a is zero: the larger square decides.
        return (self.norm > 0) == (self.a > 0) if self.a else self.b > 0


def as_quadratic(terms: Terms) -> Quadratic | None:
    """Return a scalar polynomial as a + b sqrt(c) with one root in it, else None."""
    a = Fraction(0)
    root: tuple[Fraction, int] | None = None
    for (monomial, word), coefficient in terms.items():
        if word:
            return None
        if not monomial:
            a = Fraction(coefficient)
            continue
        if root is not None or any(atom.kind != "n" or e != Fraction(1, 2) for atom, e in monomial):
            return None
        radicand = 1
        for atom, _ in monomial:
            radicand *= atom.number
        root = Fraction(coefficient), radicand
    return None if root is None or not a else Quadratic(a, *root)


def denested(number: Quadratic) -> tuple[Fraction, Fraction, int] | None:
    """Return p, q >= 0 and a sign with sqrt(number) = sqrt(p) + sign sqrt(q), or None where a root stays inside.

    >>> denested(Quadratic(Fraction(3), Fraction(2), 2))
    (Fraction(2, 1), Fraction(1, 1), 1)
    """
    r = rational_root(number.norm)
    if r is None or not number.is_positive:
        return None
    return (number.a + r) / 2, (number.a - r) / 2, 1 if number.b > 0 else -1


def rational_root(value: Fraction) -> Fraction | None:
    """Return the square root of a rational where it is rational, else None."""
    if value < 0:
        return None
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    exact = top**2 == value.numerator and bottom**2 == value.denominator
    return Fraction(top, bottom) if exact else None
