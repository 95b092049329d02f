"""Whether a flow arrives at given values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.claims.convergence.descent import Descent
from lsa_theory.claims.convergence.setting import Flowing
from lsa_theory.claims.forms.assumptions import told
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.vector_field import Flow, flow_text
from lsa_theory.expressions.expression import Expression, Symbol, Zero
from lsa_theory.expressions.operators import at


@dataclass(frozen=True, eq=False)
class Approaches:
    """The flow converges to the values, of which the invariants single out this stationary point.

    Examples
    --------
    >>> from lsa_theory import Approaches, Flow, scalar, zero
    >>> u = scalar("u")
    >>> question = Approaches(Flow({u: -u}, {u: 1}), {u: zero(1)})
    >>> [equality.part for equality in question.equalities()], question.missing()
    (['stationary in u'], 'no proof was given; write proof=Descent(...)')
    """

    needs: ClassVar[tuple[str, ...]] = ("equality", "arrival")

    flow: Flow
    values: Mapping[Symbol, Expression]
    invariants: Sequence[tuple[Expression, Expression]] = ()
    given: tuple[Expression, ...] = ()
    proof: Descent | None = None

    @property
    def established(self) -> str:
        """What the exact witnesses establish, in words."""
        return "stationary and balanced" if self.invariants else "stationary"

    def equalities(self) -> tuple[Equal, ...]:
        """Return what must hold at the limit, along the flow for each invariant, and in the proof."""
        stationary = [
            Equal(at(speed, self.values), Zero(symbol.rows, symbol.cols), f"stationary in {symbol.name}")
            for symbol, speed in self.flow.right_hand_side.items()
        ]
        balanced: list[Equal] = []
        for quantity, value in self.invariants:
            rate = self.flow.rate(quantity)
            balanced.append(Equal(rate, Zero(1, 1), f"{quantity!r} is conserved", step=True))
            same = f"{quantity!r} at the limit as at the start"
            balanced.append(Equal(at(quantity, self.values), value, same))
        flowing = self.flowing
        steps = () if self.proof is None or flowing is None else self.proof.identities(flowing)
        return (*stationary, *balanced, *steps)

    @property
    def flowing(self) -> Flowing | None:
        """What a proof is about; None if the start is a function, about which nothing can be concluded."""
        start = self.flow.closed_start
        return None if start is None else Flowing(self.flow, start, self.invariants, self.values)

    def missing(self) -> str:
        """Return what the proof lacks apart from its equalities; empty if nothing."""
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

    def describe(self) -> str:
        """Return the question as readable text."""
        limits = "\n".join(f"  {symbol.name} -> {value!r}" for symbol, value in self.values.items())
        start = self.flow.closed_start or {}
        begun = "".join(f"\n  {symbol.name}(0) = {value!r}" for symbol, value in start.items())
        where = "".join(f"\n  given {told(g)}" for g in self.given)
        return f"{flow_text(self.flow)}{begun}\nconverges to\n{limits}{where}"
