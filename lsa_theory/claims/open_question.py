"""A claim whose right side is left open: it is asked for, not judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lsa_theory.claims.equality import Identity, Statement, as_stated
from lsa_theory.claims.names import check_names
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.expression import Expression


@dataclass(frozen=True, init=False, eq=False)
class OpenQuestion(Statement):
    """What `Claim(left, ...)` makes: nothing is claimed until `lsa-theory solve FILE` has filled in the right side.

    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> OpenQuestion(trace(A @ A.T)).describe()
    'tr(A @ A.T) = ...'
    """

    left: Expression = field(kw_only=False)

    def __init__(
        self,
        left: object,
        *,
        source: str = "",
        id: str | None = None,
        title: str = "",
        expected: str = "confirmed",
        witnesses: Sequence[str] | None = None,
        note: str = "",
        strengthens: str = "",
        observe: object = None,
    ) -> None:
        side = as_stated(left)
        check_names((side,))
        object.__setattr__(self, "left", side)
        Statement.__init__(
            self,
            source=source,
            id=id,
            title=title,
            expected=expected,
            witnesses=witnesses,
            note=note,
            strengthens=strengthens,
        )

    @property
    def questions(self) -> tuple[str, ...]:
        """The equality, which nobody can decide yet."""
        return ("equality",)

    def identities(self) -> tuple[Identity, ...]:
        """Refuse: there is no right side."""
        raise UnsupportedExpression(
            "the right side is left open, so there is nothing to judge; `lsa-theory solve FILE` fills it in"
        )

    def stated(self) -> tuple[Expression, ...]:
        """Return the left side."""
        return (self.left,)

    def describe(self) -> str:
        """Return the left side and dots."""
        return f"{self.left!r} = ..."
