"""Products of polynomials in words: scalars multiply, words are concatenated left to right."""

from __future__ import annotations

from collections.abc import Iterable

from lsa_theory.algebra.ring.concatenation import concatenate
from lsa_theory.algebra.ring.effort import spend
from lsa_theory.algebra.ring.polynomial import ONE, Monomial, Terms, accumulate, multiply_scalars, times
from lsa_theory.algebra.ring.words import Word


def multiply(left: Terms, right: Terms) -> Terms:
    """Return the product, words concatenated left to right."""
    spend(len(left) * len(right))
    if len(left) == len(right) == 1:
        # Most products are of two words, or of a word and a number.
        ((m1, w1), c1), ((m2, w2), c2) = *left.items(), *right.items()
        met, c = _joined(m1, m2, w1, w2) if w1 and w2 else times(m1, m2, w1, w2), c1 * c2
        return dict(met) if type(c) is int and c == 1 else {key: c * value for key, value in met.items()}
    total: Terms = {}
    for (m1, w1), c1 in left.items():
        for (m2, w2), c2 in right.items():
            accumulate(total, _joined(m1, m2, w1, w2) if w1 and w2 else times(m1, m2, w1, w2), c1 * c2)
    return total


def product(factors: Iterable[Terms]) -> Terms:
    """Return the product of scalar and matrix polynomials in order."""
    total = ONE
    for factor in factors:
        total = multiply(total, factor)
    return total


def _joined(m1: Monomial, m2: Monomial, w1: Word, w2: Word) -> Terms:
    joined = concatenate(w1, w2)
    if not m1 and not m2:
        return joined
    return multiply_scalars(times(m1, m2, (), ()), joined)
