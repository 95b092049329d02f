"""Whether two expressions are equal, for every dimension and every value of their symbols."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from lsa_theory.expressions.expression import Expression, as_expression

if TYPE_CHECKING:
    from lsa_theory.values.instances.formulas import Formulas
    from lsa_theory.values.instances.instance import Instance

# An observation draws tokens and runs the layer: (generator, instance) -> (estimate, standard error), both
# of the shape of the right side.
Observation = Callable[[Any, "Instance"], tuple[Any, Any]]


@dataclass(frozen=True)
class Equal:
    """One equality between two trees; `part` names it where a claim consists of several.

    A `step` belongs to a proof that was offered: where it fails, the statement may hold all the same. `observe` is
    how the left side can be observed, if its author says so.

    Examples
    --------
    >>> from lsa_theory import Equal, dimension, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> Equal(trace(A), trace(A.T)).describe(), Equal.needs
    ('tr(A) = tr(A.T)', ('equality',))
    """

    needs: ClassVar[tuple[str, ...]] = ("equality",)
    # What exact witnesses establish when they confirm the equalities, in words; empty if that is all.
    established: ClassVar[str] = ""

    left: Expression
    right: Expression
    part: str = ""
    step: bool = False
    observe: Observation | None = None

    @cached_property
    def formulas(self) -> Formulas:
        """Both sides, to be evaluated: what is found of them is kept as long as this equality is."""
        from lsa_theory.values.instances.formulas import Formulas

        return Formulas([self.left, self.right])

    def equalities(self) -> tuple[Equal, ...]:
        """Return itself."""
        return (self,)

    def stated(self) -> tuple[Expression, ...]:
        """Return both sides; of a step of a proof nothing, for it is not stated."""
        return () if self.step else (self.left, self.right)

    def describe(self) -> str:
        """Return the question as readable text."""
        return f"{self.left!r} = {self.right!r}"


def as_stated(value: object) -> Expression:
    """Return what a side of a statement says: of a loss or a risk its definition, which lets the layer be looked at.

    The closed form that was derived from the definition would have the derivation judge itself.
    """
    definition = getattr(value, "definition", None)
    return definition if isinstance(definition, Expression) else as_expression(value)
