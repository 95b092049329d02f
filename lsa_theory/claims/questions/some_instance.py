"""Whether something holds somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression, Sum, Zero, as_expression


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
                return ((_gap(self.of.smaller, self.of.larger), not self.strict),)
            case Equal() if self.of.left.is_scalar:
                left, right = self.of.left, self.of.right
                return (_gap(left, right), True), (_gap(right, left), True)
        return ()

    def stated(self) -> tuple[Expression, ...]:
        """Return what the question is about."""
        return self.of.stated()

    def describe(self) -> str:
        """Return the question as readable text."""
        return f"at some instance: {self.of.describe()}"


def _gap(upper: Expression, lower: Expression) -> Expression:
    """Return the difference, what stands on both sides left out."""
    above, below = list(_terms(upper)), list(_terms(lower))
    for term in [t for t in below if t in above]:
        above.remove(term)
        below.remove(term)
    left = [*above, *(-term for term in below)]
    return left[0] if len(left) == 1 else Sum(tuple(left)) if left else Zero(1, 1)


def _terms(node: Expression) -> Iterator[Expression]:
    if isinstance(node, Sum):
        for term in node.terms:
            yield from _terms(term)
    elif not isinstance(node, Zero) and node != as_expression(0):
        yield node
