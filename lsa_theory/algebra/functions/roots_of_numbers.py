"""Roots of numbers in the argument of a function: 1 / 2^(1/2) is 2^(1/2) / 2, so that equal arguments are the same."""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.algebra.ring.polynomial import Coefficient, Terms, accumulate
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Atom, number_of


def in_lowest_terms(terms: Terms) -> Terms:
    """Return a scalar with coefficients in lowest terms, every root of a number with an exponent between 0 and 1.

    >>> from lsa_theory.algebra.ring.polynomial import constant, power
    >>> half = power(power(constant(2), Fraction(1, 2)), -1)
    >>> in_lowest_terms(half) == {key: Fraction(1, 2) for key in power(constant(2), Fraction(1, 2))}
    True
    """
    total: Terms = {}
    for (monomial, word), c in reduced(terms).items():
        outside = Fraction(c)
        kept: list[tuple[Atom, Coefficient]] = []
        for atom, e in monomial:
            whole = e // 1 if atom.kind == "n" else 0
            if whole:
                outside *= Fraction(number_of(atom)) ** int(whole)
            if e != whole:
                kept.append((atom, e - whole))
        number: Coefficient = int(outside) if outside.denominator == 1 else outside
        accumulate(total, {(tuple(sorted(kept)), word): number})
    return total
