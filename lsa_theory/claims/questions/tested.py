"""Whether two random expressions have the same mean against functions of what is conditioned on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.declare import E, norm_squared
from lsa_theory.expressions.expression import Expression, Number
from lsa_theory.expressions.random import RandomVector, SampleMatrix, sources


@dataclass(frozen=True, eq=False)
class Tested:
    """E[variable h] = E[value h] for every function h of what is given; here for some of them.

    No list of functions confirms it: the need for every function is answered by nobody.
    """

    needs: ClassVar[tuple[str, ...]] = ("equality", "equality against every function of what is given")
    established: ClassVar[str] = "equal against the functions that were tried"

    variable: Expression
    value: Expression
    given: tuple[RandomVector | SampleMatrix, ...]
    test: tuple[Expression, ...] = ()

    def functions(self) -> Iterator[Expression]:
        """Yield scalar functions of what is given: 1, those that were named, the value itself, squared lengths."""
        yield Number(Fraction(1))
        yield from self.test
        if self.value.is_scalar and sources(self.value):
            yield self.value
        for source in self.given:
            yield norm_squared(source)

    def equalities(self) -> tuple[Equal, ...]:
        """Return one equality for each function; each refutes the statement where it fails."""
        return tuple(
            Equal(E(self.variable * h), E(self.value * h), f"times {h!r}")
            for h in dict.fromkeys(self.functions())
        )

    def stated(self) -> tuple[Expression, ...]:
        """Return both sides."""
        return (self.variable, self.value)

    def describe(self) -> str:
        """Return the question as readable text."""
        names = ", ".join(repr(source) for source in self.given)
        return f"E[{self.variable!r} | {names}] = {self.value!r}"
