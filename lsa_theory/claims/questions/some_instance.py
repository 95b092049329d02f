"""Whether something holds somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.claims.forms.gap import gap
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression


@dataclass(frozen=True, eq=False)
class SomeInstance:
    """There are sizes and values at which the question is answered with yes; strictly, with larger > smaller.

    One exact instance proves it. That there is none is never concluded from not having found one, only from a form that
    shows the opposite everywhere.
    """

    needs: ClassVar[tuple[str, ...]] = ("instance",)
    established: ClassVar[str] = ""

    of: Equal | AtLeast
    strict: bool = False

    def equalities(self) -> tuple[Equal, ...]:
        """Return none: nothing is said about every instance."""
        return ()

    def opposite(self) -> tuple[tuple[Expression, bool], ...]:
        """Return scalars: one that is never negative, or above 0 where True stands, shows that there is none."""
        match self.of:
            case AtLeast():
                return ((gap(self.of.smaller, self.of.larger), not self.strict),)
            case Equal() if self.of.left.is_scalar:
                left, right = self.of.left, self.of.right
                return (gap(left, right), True), (gap(right, left), True)
        return ()

    def stated(self) -> tuple[Expression, ...]:
        """Return what the question is about."""
        return self.of.stated()

    def describe(self) -> str:
        """Return the question as readable text."""
        return f"at some instance: {self.of.describe()}"
