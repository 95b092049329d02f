"""Conditions under which an expectation exists, or has the value given, as far as they are not about lengths alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lsa_theory.algebra.ring.polynomial import Terms, add, constant, of_atom
from lsa_theory.algebra.ring.words import name_of


@dataclass(frozen=True)
class Condition:
    """A matrix polynomial of a size that has to be positive definite; of size "1", a scalar that has to be positive."""

    terms: Terms
    size: str


@dataclass(frozen=True)
class LargeEnough:
    """A size above a number, up to which an expectation exists, and has another value than the one given."""

    size: str
    number: int

    def where(self, values: Mapping[str, Terms]) -> LargeEnough | None:
        """Return the condition with sizes replaced by others plus a number; None where it then holds.

        What is replaced by anything else stays as it is: a condition more than there has to be.
        """
        value = values.get(self.size)
        symbols = [m[0][0] for m, _ in value or {} if len(m) == 1 and m[0][1] == 1]
        if (
            value is None
            or len(symbols) != 1
            or symbols[0].kind != "a"
            or symbols[0].structure != "dimension"
        ):
            return self
        (symbol,) = symbols
        shift = value.get(((), ()), 0)
        if value != add(of_atom(symbol), constant(shift)) or shift < 0:
            return self
        left = self.number - int(shift)
        return LargeEnough(name_of(symbol), left) if left > 0 else None
