"""What a proof of convergence is about: the flow, where it starts, what it conserves, and where it is to end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lsa_theory.claims.vector_field import Flow
from lsa_theory.expressions.expression import Expression, Symbol


@dataclass(frozen=True)
class Flowing:
    """A flow with a start in closed form.

    `invariants` are pairs (quantity, value at the start); `values` is the claimed limit.
    """

    flow: Flow
    start: Mapping[Symbol, Expression]
    invariants: Sequence[tuple[Expression, Expression]]
    values: Mapping[Symbol, Expression]

    @property
    def rates(self) -> Mapping[Symbol, Expression]:
        """The time derivatives by symbol."""
        return self.flow.right_hand_side
