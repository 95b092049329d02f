"""Terms that bound an integrand: polynomials times exponentials over denominators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.random import Index
from lsa_theory.values.scope import Scope


@dataclass(frozen=True)
class Exponent:
    """What stands in an exponential, where it stands, and how many times it is there."""

    tree: Expression
    scope: Scope = field(compare=False)
    times: Fraction
    # Two terms of a sum are the same only at the same indices.
    indices: tuple[tuple[Index, int], ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "indices", tuple(self.scope.indices.items()))


@dataclass(frozen=True)
class Pole:
    """A denominator to a power `times`, small with a probability like e^room: its power p has a mean for p < room."""

    room: Fraction
    times: Fraction
    name: str


@dataclass(frozen=True)
class Term:
    """A polynomial times exponentials over denominators."""

    exponents: tuple[Exponent, ...]
    poles: tuple[Pole, ...]


Growth: TypeAlias = tuple[Term, ...]
ONE = Term((), ())
# No more than a polynomial.
BOUNDED: Growth = (ONE,)


def joined(terms: Sequence[Term]) -> Term:
    """Return the product of terms."""
    return Term(
        tuple(exponent for term in terms for exponent in term.exponents),
        tuple(pole for term in terms for pole in term.poles),
    )


def to_the(growth: Growth, exponent: Fraction) -> Growth:
    """Return the terms that bound a power of a sum, of an exponent that is not negative.

    >>> to_the((Term((), (Pole(Fraction(1), Fraction(1), "s"),)),), Fraction(2))[0].poles[0].times
    Fraction(2, 1)
    """
    if not exponent:
        return BOUNDED
    return tuple(
        Term(
            tuple(Exponent(e.tree, e.scope, e.times * exponent) for e in term.exponents),
            tuple(Pole(p.room, p.times * exponent, p.name) for p in term.poles),
        )
        for term in growth
    )
