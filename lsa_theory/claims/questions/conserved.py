"""Whether a scalar quantity is constant along a flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.vector_field import Flow, flow_text
from lsa_theory.expressions.expression import Expression, Zero


@dataclass(frozen=True, eq=False)
class Conserved:
    r"""The quantity does not change along the flow; decided by its time derivative, which vanishes everywhere.

    A derivative that does not vanish everywhere may still vanish wherever the flow passes, so it counts as a step.

    Examples
    --------
    >>> from lsa_theory import Conserved, Flow, scalar
    >>> x, y = scalar("x"), scalar("y")
    >>> circle = Flow({x: -y, y: x}, {x: 1, y: 0})
    >>> Conserved(circle, x**2 + y**2).describe()
    'x**2 + y**2 is constant along\n  dx/dt = -y\n  dy/dt = x'
    """

    needs: ClassVar[tuple[str, ...]] = ("equality",)
    established: ClassVar[str] = "conserved"

    flow: Flow
    quantity: Expression
    part: str = "time derivative"

    def equalities(self) -> tuple[Equal, ...]:
        """Return the equality "time derivative = 0"."""
        return (Equal(self.flow.rate(self.quantity), Zero(1, 1), self.part, step=True),)

    def stated(self) -> tuple[Expression, ...]:
        """Return the rates and the quantity."""
        return (*self.flow.right_hand_side.values(), self.quantity)

    def describe(self) -> str:
        """Return the question as readable text."""
        return f"{self.quantity!r} is constant along\n{flow_text(self.flow)}"
