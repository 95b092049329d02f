"""Words as products of elementary factors: a matrix, an inverse, a function of one symmetric matrix.

A power of a matrix is as many factors, so that association is free to begin at a vector.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple

from lsa_theory.algebra.ring.polynomial import is_definite_sum, is_positive, thaw
from lsa_theory.algebra.ring.words import POSITIVE, Letter, Word
from lsa_theory.errors import UnsupportedExpression


class Factor(NamedTuple):
    """One factor of a product.

    `kind` is "matrix" or "inverse", of the matrix `name` plus `shift` times the identity; or "inverse root", a T with
    T' T = A^-1 for the positive definite A that these two give; or "network", an elementwise product whose letter is
    `shift`; or "unit", the unit vector whose place is `shift`; or "function", the product of powers `powers` of
    shifted `name`, through its eigenvalues. Without a name, the matrix is a polynomial in others, its key in `shift`.
    """

    kind: str
    name: str
    transposed: int
    rows: str
    cols: str
    symmetric: bool
    positive: bool = False
    shift: Any = ()
    powers: tuple[tuple[Any, Fraction], ...] = ()
    # Symmetric factors of one family commute.
    family: str = ""

    @property
    def T(self) -> Factor:
        """The transposed factor."""
        if self.symmetric:
            return self
        return self._replace(transposed=1 - self.transposed, rows=self.cols, cols=self.rows)


Slice = tuple[Factor, ...]


def arranged(word: Slice) -> Slice:
    """Return the word with neighbours that commute in one order, so that equal products are equal words."""
    if not any(factor.family for factor in word):
        return word
    runs = groupby(word, key=lambda factor: factor.family if factor.symmetric else "")
    return tuple(factor for family, run in runs for factor in (sorted(run) if family else run))


def transposed(word: Slice) -> Slice:
    """Return the factors of the transposed product."""
    return arranged(tuple(factor.T for factor in reversed(word)))


def canonical(word: Slice) -> Slice:
    """Return the word or its transpose, whichever sorts first."""
    return min(word, transposed(word))


def factors_of(word: Word) -> Slice:
    """Return the elementary factors of a word.

    Raises
    ------
    UnsupportedExpression
        If the word is random.
    """
    return tuple(factor for letter in word for factor in _factors(letter))


def in_roots(word: Slice) -> Slice:
    """Return the word with T' T for the inverse of each positive definite matrix."""
    result: list[Factor] = []
    for factor in word:
        if factor.kind == "inverse" and factor.positive:
            root = factor._replace(kind="inverse root", symmetric=False, positive=False, family="")
            result += [root.T, root]
        else:
            result.append(factor)
    return tuple(result)


def _factors(letter: Letter) -> tuple[Factor, ...]:
    kind, name, flag, rows, cols, payload = letter
    if kind == "m":
        return (Factor("matrix", name, flag, rows, cols, False),)
    if kind == "e":
        return (Factor("network", "", 0, rows, cols, payload.symmetric, shift=letter),)
    if kind == "u":
        return (Factor("unit", "", flag, rows, cols, False, shift=int(name)),)
    if kind != "f":
        raise UnsupportedExpression(f"{name} is random; take the expectation before generating code")
    symmetric, turned = flag < 0, max(flag, 0)
    found: list[Factor] = []
    fractional = {g for g, _, e in payload if Fraction(e).denominator != 1}
    for generator in dict.fromkeys(g for g, _, _ in payload):
        own = [(shift, Fraction(e)) for g, shift, e in payload if g == generator]
        positive = flag == POSITIVE and all(
            not s or (is_positive(thaw(s)) if generator else is_definite_sum(thaw(s))) for s, _ in own
        )
        plain = Factor("matrix", generator, turned, rows, cols, symmetric, positive)
        if generator in fractional:
            found.append(plain._replace(kind="function", powers=tuple(own)))
            continue
        for shift, exponent in own:
            one = plain._replace(kind="inverse" if exponent < 0 else "matrix", shift=shift)
            found += [one] * abs(int(exponent))
    return tuple(found)
