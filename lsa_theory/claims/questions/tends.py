"""Whether an expression has a limit, or is another up to a given order, as lengths or scalars grow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression, Symbol, Zero


@dataclass(frozen=True, eq=False)
class Tends:
    """left -> right, or left = right + O(1 / N^order), as all of `growing` go to infinity, however they do.

    Parameters
    ----------
    left, right : expressions of one shape
        The right side of a limit does not depend on what grows; that of an order may.
    growing : symbols
        Dimensions or positive scalars; they grow together, at any rates.
    holding : mapping of Symbol to expression
        What grows along, for instance {d: r * N}.
    order : int
        0 for a limit; k for "up to O(1 / N^k)", of one symbol that grows.
    sufficient : bool
        Whether a failure leaves the statement open: what is asked is enough for it and not necessary.
    """

    needs: ClassVar[tuple[str, ...]] = ("limit", "regularity")
    established: ClassVar[str] = ""

    left: Expression
    right: Expression
    growing: tuple[Symbol, ...]
    holding: Mapping[Symbol, Expression] = field(default_factory=dict)
    order: int = 0
    sufficient: bool = False

    def equalities(self) -> tuple[Equal, ...]:
        """Return none: at no finite size is anything said."""
        return ()

    def stated(self) -> tuple[Expression, ...]:
        """Return both sides."""
        return (self.left, self.right)

    def describe(self) -> str:
        """Return the question as readable text."""
        names = ", ".join(symbol.name for symbol in self.growing)
        along = "".join(f", {symbol.name} = {value!r}" for symbol, value in self.holding.items())
        if self.order == 0:
            return f"{self.left!r} -> {self.right!r} as {names} -> oo{along}"
        power = f"**{self.order}" if self.order > 1 else ""
        rest = "" if isinstance(self.right, Zero) else f"{self.right!r} + "
        return f"{self.left!r} = {rest}O(1 / {names}{power}) as {names} -> oo{along}"
