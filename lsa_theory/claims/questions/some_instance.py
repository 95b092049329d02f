"""Whether something holds somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression


@dataclass(frozen=True, eq=False)
class SomeInstance:
    """There are sizes and values at which the question is answered with yes; strictly, with larger > smaller.

    One exact instance proves it. That there is none is never concluded from not having found one.
    """

    needs: ClassVar[tuple[str, ...]] = ("instance",)
    established: ClassVar[str] = ""

    of: Equal | AtLeast
    strict: bool = False

    def equalities(self) -> tuple[Equal, ...]:
        """Return none: nothing is said about every instance."""
        return ()

    def stated(self) -> tuple[Expression, ...]:
        """Return what the question is about."""
        return self.of.stated()

    def describe(self) -> str:
        """Return the question as readable text."""
        text = self.of.describe()
        return f"at some instance: {text.replace(' >= ', ' > ', 1) if self.strict else text}"
