"""A gradient flow converges to the one stationary point that it can reach.

Theorem. Let d theta/dt = - grad V(theta), V a polynomial in what moves, with conserved quantities Q. If a bound holds,
the trajectory stays in a compact set, and by Lojasiewicz's inequality (1963) it has a limit, which is stationary and
lies on the surface Q = Q(start). What is kept positive is positive there. If on that set a chain of identities
forces every symbol to its claimed value, the flow converges to the claimed limit.

Every premise is checked: the identities by the witnesses of equalities, signs by their form, inequalities by their
proofs. What this file adds is the theorem itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from lsa_theory.claims.convergence.bound import Bound
from lsa_theory.claims.convergence.elimination import Vanishes
from lsa_theory.claims.convergence.kept import Kept
from lsa_theory.claims.convergence.setting import Flowing
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression, Number, Zero, as_expression
from lsa_theory.expressions.operators import at, gradient
from lsa_theory.values.degree import degree_in
from lsa_theory.values.refusals import NotApplicable


@dataclass(frozen=True)
class Descent:
    """A proof of convergence.

    Parameters
    ----------
    potential : scalar expression
        What the flow descends: each time derivative is minus its gradient.
    bound : Bound
        What keeps the trajectory bounded.
    stationary : Vanishes, in order
        What vanishes at the limit, the differences symbol - value of all that moves among them.
    kept : Barrier or Escape, optional
        Scalars that stay positive.

    Examples
    --------
    >>> from lsa_theory import Bound, Descent, Flow, Limit, Sign, Step, Vanishes, judge, scalar
    >>> u = scalar("u")
    >>> bound = Bound(4, lambda: 2, [Step(u**2, Sign((u - 2) ** 2))])
    >>> proof = Descent((u - 1) ** 2 / 2, bound, [Vanishes(u - 1, 1, [(-1, 1 - u)], linear=True)])
    >>> judge(Limit(Flow({u: 1 - u}, {u: 3}), {u: 1}, proof=proof)).verdict.value
    'confirmed'
    """

    potential: Expression
    bound: Bound
    stationary: Sequence[Vanishes]
    kept: Sequence[Kept] = ()

    def identities(self, flowing: Flowing) -> Iterator[Equal]:
        """Yield every equality that the proof rests on."""
        for symbol, rate in flowing.rates.items():
            yield Equal(rate, -gradient(self.potential, symbol), f"descent in {symbol.name}", step=True)
        for k, (quantity, value) in enumerate(flowing.invariants, 1):
            yield Equal(at(quantity, flowing.start), value, f"invariant {k} at the start", step=True)
        for kept in self.kept:
            yield from kept.identities(flowing)
        for name, inequality in self._inequalities(flowing):
            for identity in inequality.equalities():
                yield replace(identity, part=f"{name}, {identity.part}", step=True)
        for k, vanishing in enumerate(self.stationary, 1):
            yield vanishing.identity(f"stationary, step {k}")

    def missing(self, flowing: Flowing) -> str:
        """Return what the proof lacks apart from its identities; empty if nothing."""
        moving = list(flowing.rates)
        try:
            for tree in (self.potential, *flowing.rates.values()):
                for symbol in moving:
                    degree_in(tree, symbol)
        except NotApplicable as reason:
            return f"what moves must enter potential and flow as in a polynomial: {reason}"
        lacking = self.bound.missing(len(flowing.invariants), moving)
        for kept in self.kept:
            lacking = lacking or kept.missing(flowing)
        for name, inequality in self._inequalities(flowing):
            gap = inequality.missing()
            lacking = lacking or (f"{name}: {gap}" if gap else "")
        return lacking or self._left_open(flowing)

    def _inequalities(self, flowing: Flowing) -> Iterator[tuple[str, AtLeast]]:
        quantities = [quantity for quantity, _ in flowing.invariants]
        yield "bound", self.bound.inequality(self.potential, quantities, list(flowing.rates))
        for kept in self.kept:
            for inequality in kept.inequalities(flowing):
                yield f"{kept.quantity.name} > 0", inequality

    def _left_open(self, flowing: Flowing) -> str:
        known: list[Expression] = [*flowing.rates.values(), *(q - v for q, v in flowing.invariants)]
        positive = [kept.quantity for kept in self.kept]
        for k, vanishing in enumerate(self.stationary, 1):
            gap = vanishing.missing(known, positive)
            if gap:
                return f"stationary, step {k}: {gap}"
            known.append(as_expression(vanishing.quantity))
        for symbol, value in flowing.values.items():
            vanishes = isinstance(value, Zero) or value == Number(Fraction(0))
            if symbol - value not in known and not (vanishes and symbol in known):
                return f"it is not shown that {symbol.name} - ({value!r}) vanishes at the limit"
        return ""
