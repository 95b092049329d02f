"""Claims about a flow d theta / dt = F(theta): a quantity that is conserved, and where the flow ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lsa_theory.claims.convergence.descent import Descent
from lsa_theory.claims.convergence.setting import Flowing
from lsa_theory.claims.equality import Identity, Statement
from lsa_theory.claims.names import check_names
from lsa_theory.claims.vector_field import Flow
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.expression import Expression, Symbol, Zero, as_expression, describe
from lsa_theory.expressions.operators import at
from lsa_theory.expressions.traversal import free_symbols


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
        check_names(self.stated())
        Statement.__init__(self, **about)

    def stated(self) -> tuple[Expression, ...]:
        """Return the rates and the quantity."""
        return (*self.flow.right_hand_side.values(), self.quantity)

    @property
    def questions(self) -> tuple[str, ...]:
        """That the time derivative vanishes."""
        return ("equality",)

    @property
    def identities_are_steps(self) -> bool:
        """A derivative that does not vanish everywhere may still vanish wherever the flow passes."""
        return True

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

    The exact witnesses judge that the values are stationary, that each invariant is conserved, and that it has the
    same value there as at the start. That the flow gets there takes a proof; without one it is observed from several
    starts, and the claim stays undecided.

    Parameters
    ----------
    flow : Flow
    values : mapping from Symbol to expression
        The claimed limit of every symbol that moves.
    invariants : sequence of (quantity, value at the start)
        Conserved quantities that single out this stationary point.
    given : scalar expressions, optional
        Hypotheses: each is assumed to be at least 0.
    proof : Descent, optional
        Why the flow converges, and nowhere else; needs a start in closed form.

    The remaining parameters are those of `Statement`.
    """

    flow: Flow
    values: Mapping[Symbol, Expression]
    invariants: Sequence[tuple[Expression, Expression]]
    given: tuple[Expression, ...]
    proof: Descent | None

    def __init__(
        self,
        flow: Flow,
        values: Mapping[Symbol, object],
        *,
        invariants: Sequence[tuple[object, object]] = (),
        given: Sequence[object] = (),
        proof: Descent | None = None,
        **about: Any,
    ) -> None:
        missing = [s.name for s in flow.right_hand_side if s not in values]
        if missing:
            raise InvalidArgument(
                f"the limit of {', '.join(missing)} is missing; give every symbol that moves"
            )
        for symbol, value in values.items():
            if free_symbols(as_expression(value)) & set(flow.right_hand_side):
                raise InvalidArgument(f"the limit of {symbol.name} depends on what moves")
        assign = object.__setattr__
        assign(self, "flow", flow)
        assign(self, "values", {symbol: as_expression(value) for symbol, value in values.items()})
        assign(self, "invariants", [(as_expression(q), as_expression(v)) for q, v in invariants])
        assign(self, "given", tuple(as_expression(g) for g in given))
        assign(self, "proof", proof)
        check_names(self.stated())
        Statement.__init__(self, **about)

    def identities(self) -> tuple[Identity, ...]:
        """Return what must hold at the limit, and along the flow for each invariant."""
        stationary = [
            Identity(at(speed, self.values), Zero(symbol.rows, symbol.cols), f"stationary in {symbol.name}")
            for symbol, speed in self.flow.right_hand_side.items()
        ]
        balanced = []
        for quantity, value in self.invariants:
            # A derivative that does not vanish everywhere may still vanish wherever the flow passes.
            conserved = Identity(
                self.flow.rate(quantity), Zero(1, 1), f"{quantity!r} is conserved", step=True
            )
            same = f"{quantity!r} at the limit as at the start"
            balanced += [conserved, Identity(at(quantity, self.values), value, same)]
        flowing = self.flowing
        steps = () if self.proof is None or flowing is None else self.proof.identities(flowing)
        return (*stationary, *balanced, *steps)

    @property
    def flowing(self) -> Flowing | None:
        """What a proof is about; None if the start is a function, about which nothing can be concluded."""
        start = self.flow.closed_start
        return None if start is None else Flowing(self.flow, start, self.invariants, self.values)

    def missing(self) -> str:
        """Return what the proof lacks apart from its identities; empty if nothing."""
        flowing = self.flowing
        if self.proof is None:
            return "no proof was given; write proof=Descent(...)"
        if flowing is None:
            return "a proof needs the start in closed form; give Flow(..., start={symbol: expression})"
        return self.proof.missing(flowing)

    def stated(self) -> tuple[Expression, ...]:
        """Return the rates, the start if it is in closed form, the values and the hypotheses."""
        start = self.flow.closed_start or {}
        return (*self.flow.right_hand_side.values(), *start.values(), *self.values.values(), *self.given)

    @property
    def questions(self) -> tuple[str, ...]:
        """That the values are stationary and balanced, and that the flow arrives there."""
        return ("equality", "arrival")

    @property
    def established(self) -> str:
        """What the exact witnesses establish, in words."""
        return "stationary and balanced" if self.invariants else "stationary"

    def describe(self) -> str:
        """Return the statement as readable text."""
        limits = "\n".join(f"  {symbol.name} -> {value!r}" for symbol, value in self.values.items())
        start = self.flow.closed_start or {}
        begun = "".join(f"\n  {symbol.name}(0) = {value!r}" for symbol, value in start.items())
        where = "".join(f"\n  given {g!r} >= 0" for g in self.given)
        return f"{_flow_text(self.flow)}{begun}\nconverges to\n{limits}{where}"


def _flow_text(flow: Flow) -> str:
    return "\n".join(f"  d{symbol.name}/dt = {speed!r}" for symbol, speed in flow.right_hand_side.items())
