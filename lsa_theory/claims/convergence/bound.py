"""What keeps a trajectory bounded: a coercive function below one of the potential and the invariants."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from lsa_theory.claims.questions.at_least import AtLeast, Step
from lsa_theory.claims.signs import is_nonnegative
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.declare import norm_squared
from lsa_theory.expressions.expression import Expression, Symbol, as_expression
from lsa_theory.expressions.traversal import free_symbols


@dataclass(frozen=True)
class Bound:
    """slope * V + offset(Q_1, Q_2, ...) >= (sum of squares of all that moves)^power, everywhere.

    Along the flow V does not grow and each Q stays what it was, so that what moves stays bounded.

    Parameters
    ----------
    slope : scalar expression
        Non-negative by its form, free of what moves.
    offset : callable
        Takes the invariants, in the order of the limit's `invariants`, and returns a scalar expression.
    proof : Steps
        The chain, as in an `Inequality`; none where the two sides are equal.
    power : int

    Examples
    --------
    >>> from lsa_theory import Bound, Sign, Step, scalar
    >>> u = scalar("u")
    >>> bound = Bound(4, lambda: 2, [Step(u**2, Sign((u - 2) ** 2))])
    >>> bound.inequality((u - 1) ** 2 / 2, [], [u]).describe()
    '2 * (u - 1)**2 + 2 >= u**2'
    """

    slope: object
    offset: Callable[..., object]
    proof: Sequence[Step] = ()
    power: int = 1

    def inequality(
        self, potential: Expression, invariants: Sequence[Expression], moving: Collection[Symbol]
    ) -> AtLeast:
        """Return the inequality that has to be proved."""
        size = sum_of_squares(moving)
        larger = as_expression(self.slope) * potential + self._offset(invariants)
        smaller = size**self.power if self.power != 1 else size
        return AtLeast(larger, smaller, proof=self.proof or [Step(smaller)])

    def _offset(self, invariants: Sequence[Expression]) -> Expression:
        try:
            return as_expression(self.offset(*invariants))
        except TypeError as error:
            raise InvalidArgument(
                f"the offset of the bound does not take the {len(invariants)} invariants that the limit lists: {error}"
            ) from error

    def missing(self, count: int, moving: Collection[Symbol]) -> str:
        """Return what is missing besides the inequality; empty if nothing is."""
        slope = as_expression(self.slope)
        if not is_nonnegative(slope) or free_symbols(slope) & set(moving):
            return "the slope of the bound must be non-negative by its form, and free of what moves"
        if self.power < 1:
            return "the power of the bound must be at least 1"
        stand_ins = [Symbol(f"invariant {k}") for k in range(count)]
        if free_symbols(self._offset(stand_ins)) & set(moving):
            return "the offset of the bound may depend on what moves through the invariants alone"
        return ""


def sum_of_squares(moving: Collection[Symbol]) -> Expression:
    """Return the sum of the squares of all entries."""
    parts = [symbol**2 if symbol.is_scalar else norm_squared(symbol) for symbol in moving]
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total
