"""Whether a weighted square vanishes nowhere but where its inside does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.declare import trace
from lsa_theory.expressions.expression import Expression


@dataclass(frozen=True, eq=False)
class Attained:
    """tr(Z' left Z right) = 0 only where Z = 0: both weights are positive definite.

    Parameters
    ----------
    inside : expression Z of shape (m, n)
    left : (m, m) expression
    right : (n, n) expression
    of : pair of scalar expressions, optional
        What takes a least value, and the value: with them an instance can be found that takes it where Z is not 0.
    given : scalar expressions
        Each is assumed to be at least 0.
    """

    needs: ClassVar[tuple[str, ...]] = ("attainment",)
    established: ClassVar[str] = ""

    inside: Expression
    left: Expression
    right: Expression
    of: tuple[Expression, Expression] | None = None
    given: tuple[Expression, ...] = ()

    @property
    def square(self) -> Expression:
        """The weighted square, a scalar that is at least 0."""
        if self.inside.is_scalar:
            return self.left * self.right * self.inside**2
        return trace(self.inside.T @ self.left @ self.inside @ self.right)

    def equalities(self) -> tuple[Equal, ...]:
        """Return none: what is asked is about signs."""
        return ()

    def stated(self) -> tuple[Expression, ...]:
        """Return what vanishes, and the weights."""
        return (self.inside, self.left, self.right)

    def describe(self) -> str:
        """Return the question as readable text."""
        return f"and only where {self.inside!r} = 0"
