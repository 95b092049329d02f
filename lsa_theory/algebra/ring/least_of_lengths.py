"""The least value of a polynomial in lengths, each of which is at least 1, where its form shows it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from math import comb, prod

from lsa_theory.algebra.ring.polynomial import Terms
from lsa_theory.algebra.ring.words import name_of


def least_of_lengths(terms: Terms) -> Fraction | None:
    """Return the least value where every length is at least 1; None where the form does not show it.

    With 1 + n in the place of every length n no coefficient but the constant is below 0: the least value is that at 1.

    Examples
    --------
    >>> from lsa_theory import dimension, normal
    >>> N, M = dimension("N"), dimension("M")
    >>> least_of_lengths(normal(N * M + M - 1).terms), least_of_lengths(normal(N - M).terms)
    (Fraction(1, 1), None)
    """
    moved: Counter[tuple[tuple[str, int], ...]] = Counter()
    for (monomial, word), c in terms.items():
        if word:
            return None
        for atom, e in monomial:
            if atom.kind != "a" or atom.structure != "dimension" or e < 0 or e != int(e):
                return None
        for powers in product(*(range(int(e) + 1) for _, e in monomial)):
            ways = prod(comb(int(e), k) for (_, e), k in zip(monomial, powers, strict=True))
            names = [(name_of(atom), k) for (atom, _), k in zip(monomial, powers, strict=True) if k]
            moved[tuple(sorted(names))] += Fraction(c) * ways  # type: ignore[assignment]
    if any(c < 0 for name, c in moved.items() if name):
        return None
    return Fraction(moved.get((), 0))
