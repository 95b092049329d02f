"""What a left side is equal to: asked for, not claimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.expression import Expression


@dataclass(frozen=True)
class WhatIs:
    """What `Claim(left, ...)` asks: nothing can be judged until `lsa-theory solve FILE` has filled in the right side.

    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> WhatIs(trace(A @ A.T)).describe()
    'tr(A @ A.T) = ...'
    """

    needs: ClassVar[tuple[str, ...]] = ("right side",)
    established: ClassVar[str] = ""

    left: Expression

    def equalities(self) -> tuple[Equal, ...]:
        """Refuse: there is no right side.

        Raises
        ------
        UnsupportedExpression
            Always.
        """
        raise UnsupportedExpression(
            "the right side is left open, so there is nothing to judge; `lsa-theory solve FILE` fills it in"
        )

    def stated(self) -> tuple[Expression, ...]:
        """Return the left side."""
        return (self.left,)

    def describe(self) -> str:
        """Return the left side and dots."""
        return f"{self.left!r} = ..."
