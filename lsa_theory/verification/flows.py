"""Claims about a flow d theta / dt = F(theta): a quantity that is conserved, and where the flow ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lsa_theory.algebra.declare import trace
from lsa_theory.algebra.expression import Expression, Symbol, Zero, as_expression, describe
from lsa_theory.algebra.operators import at, gradient
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.verification.claims import Identity, Statement
from lsa_theory.verification.instances import Instance

Start = Callable[[Any, Instance], Mapping[Symbol, Any]]


@dataclass(frozen=True, init=False, eq=False)
class Flow:
    """An autonomous differential equation and where it starts.

    Parameters
    ----------
    right_hand_side : mapping from Symbol to expression
        The time derivative of each symbol that moves, of the symbol's shape, with expectations taken.
    start : callable
        ``(numpy.random.Generator, Instance) -> {symbol: array}``: a random start that satisfies the
        assumptions of the statement, for the sizes and matrices of the instance.

    Raises
    ------
    ShapeMismatch
        If a derivative has another shape than its symbol.
    """

    right_hand_side: Mapping[Symbol, Expression]
    start: Start

    def __init__(self, right_hand_side: Mapping[Symbol, object], start: Start) -> None:
        speeds = {symbol: as_expression(speed) for symbol, speed in right_hand_side.items()}
        if not speeds:
            raise InvalidArgument("a flow needs at least one symbol that moves; right_hand_side is empty")
        for symbol, speed in speeds.items():
            if speed.shape != symbol.shape:
                raise ShapeMismatch(
                    f"d{symbol.name}/dt is {describe(speed)}, but what moves is {describe(symbol)}; the "
                    "shapes must be equal"
                )
        object.__setattr__(self, "right_hand_side", speeds)
        object.__setattr__(self, "start", start)

    def rate(self, quantity: Expression) -> Expression:
        """Return d/dt of a scalar quantity along the flow, as a tree of gradients."""
        terms = [
            trace(gradient(quantity, symbol).T @ speed) for symbol, speed in self.right_hand_side.items()
        ]
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total


@dataclass(frozen=True, init=False, eq=False)
class Invariant(Statement):
    """The claim that a scalar quantity is constant along a flow.

    The exact witnesses judge that its time derivative vanishes; the flow witness follows the flow.
    The remaining parameters are those of `Statement`.
    """

    flow: Flow
    quantity: Expression

    def __init__(self, flow: Flow, quantity: object, **about: Any) -> None:
        expression = as_expression(quantity)
        if not expression.is_scalar:
            raise ShapeMismatch(f"an invariant is a scalar; {describe(expression)} is not")
        object.__setattr__(self, "flow", flow)
        object.__setattr__(self, "quantity", expression)
        Statement.__init__(self, **about)

    def identities(self) -> tuple[Identity, ...]:
        """Return the equality "time derivative = 0"."""
        return (Identity(self.flow.rate(self.quantity), Zero(1, 1), "time derivative"),)

    @property
    def established(self) -> str:
        """What the exact witnesses establish, in words."""
        return "conserved"

    def describe(self) -> str:
        """Return the statement as readable text."""
        return f"{self.quantity!r} is constant along\n{_flow_text(self.flow)}"


@dataclass(frozen=True, init=False, eq=False)
class Limit(Statement):
    """The claim that a flow converges to given values.

    What the exact witnesses judge is that the values are stationary, that each invariant is conserved, and
    that it has the same value there as at the start. That the flow gets there is observed by the flow
    witness, from several starts; exact witnesses do not establish it.

    Parameters
    ----------
    flow : Flow
    values : mapping from Symbol to expression
        The claimed limit of every symbol that moves.
    invariants : sequence of (quantity, value at the start)
        Conserved quantities that single out this stationary point.

    The remaining parameters are those of `Statement`.
    """

    flow: Flow
    values: Mapping[Symbol, Expression]
    invariants: Sequence[tuple[Expression, Expression]]

    def __init__(
        self,
        flow: Flow,
        values: Mapping[Symbol, object],
        *,
        invariants: Sequence[tuple[object, object]] = (),
        **about: Any,
    ) -> None:
        missing = [s.name for s in flow.right_hand_side if s not in values]
        if missing:
            raise InvalidArgument(
                f"the limit of {', '.join(missing)} is missing; give every symbol that moves"
            )
        assign = object.__setattr__
        assign(self, "flow", flow)
        assign(self, "values", {symbol: as_expression(value) for symbol, value in values.items()})
        assign(self, "invariants", [(as_expression(q), as_expression(v)) for q, v in invariants])
        Statement.__init__(self, **about)

    def identities(self) -> tuple[Identity, ...]:
        """Return what must hold at the limit, and along the flow for each invariant."""
        stationary = [
            Identity(at(speed, self.values), Zero(symbol.rows, symbol.cols), f"stationary in {symbol.name}")
            for symbol, speed in self.flow.right_hand_side.items()
        ]
        balanced = []
        for quantity, value in self.invariants:
            balanced.append(Identity(self.flow.rate(quantity), Zero(1, 1), f"{quantity!r} is conserved"))
            balanced.append(
                Identity(at(quantity, self.values), value, f"{quantity!r} at the limit as at the start")
            )
        return (*stationary, *balanced)

    @property
    def required(self) -> tuple[str, ...]:
        """The flow witness."""
        # No exact witness establishes that the flow arrives; it must have been followed.
        return ("flow",)

    @property
    def established(self) -> str:
        """What the exact witnesses establish, in words."""
        return "stationary and balanced" if self.invariants else "stationary"

    def describe(self) -> str:
        """Return the statement as readable text."""
        limits = "\n".join(f"  {symbol.name} -> {value!r}" for symbol, value in self.values.items())
        return f"{_flow_text(self.flow)}\nconverges to\n{limits}"


def _flow_text(flow: Flow) -> str:
    return "\n".join(f"  d{symbol.name}/dt = {speed!r}" for symbol, speed in flow.right_hand_side.items())
