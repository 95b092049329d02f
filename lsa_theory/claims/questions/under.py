"""Whether two expressions are equal wherever some hypotheses hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.claims.forms.assumptions import told
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression


@dataclass(frozen=True, eq=False)
class Under:
    """left = right at every instance that meets the hypotheses, of which there must be one.

    Parameters
    ----------
    left, right : expressions of one shape
    equations : equalities
        Each is assumed to hold.
    signs : scalar expressions
        Each is assumed to be at least 0; see `assumptions` for what else that says.
    """

    needs: ClassVar[tuple[str, ...]] = ("instance", "equality under the hypotheses")
    established: ClassVar[str] = "a consequence of the hypotheses"

    left: Expression
    right: Expression
    equations: tuple[Equal, ...] = ()
    signs: tuple[Expression, ...] = ()

    def equalities(self) -> tuple[Equal, ...]:
        """Return none: at an instance that breaks the hypotheses nothing is said."""
        return ()

    def stated(self) -> tuple[Expression, ...]:
        """Return both sides and what the hypotheses are about."""
        return (self.left, self.right, *self.assumed())

    def assumed(self) -> tuple[Expression, ...]:
        """Return every expression of the hypotheses."""
        return (*(side for e in self.equations for side in (e.left, e.right)), *self.signs)

    def describe(self) -> str:
        """Return the question as readable text."""
        lines = [f"{self.left!r} = {self.right!r}"]
        lines += [f"  given {e.left!r} = {e.right!r}" for e in self.equations]
        return "\n".join(lines + [f"  given {told(sign)}" for sign in self.signs])
