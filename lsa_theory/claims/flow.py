"""Claims about a flow d theta / dt = F(theta): a quantity that is conserved, and where the flow ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.convergence.descent import Descent
from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.forms.smoothness import rough_part
from lsa_theory.claims.forms.staying_inside import check_stays_inside
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.approaches import Approaches
from lsa_theory.claims.questions.conserved import Conserved
from lsa_theory.claims.vector_field import Flow
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.expression import Symbol, as_expression, describe
from lsa_theory.expressions.traversal import free_symbols


@dataclass(frozen=True, init=False, eq=False)
class Invariant(Statement):
    """The claim that a scalar quantity is constant along a flow.

    The exact witnesses judge that its time derivative vanishes; the flow witness follows the flow.
    The remaining parameters are those of `Statement`.

    Examples
    --------
    >>> from lsa_theory import Flow, Invariant, judge, scalar
    >>> x, y = scalar("x"), scalar("y")
    >>> circle = Flow({x: -y, y: x}, start={x: 1, y: 0})
    >>> judge(Invariant(circle, x**2 + y**2)).verdict.value, judge(Invariant(circle, x + y)).verdict.value
    ('confirmed', 'refuted')
    """

    asked: Conserved

    def __init__(self, flow: Flow, quantity: object, **about: Unpack[About]) -> None:
        check_stays_inside(flow)
        expression = as_expression(quantity)
        if not expression.is_scalar:
            raise ShapeMismatch(f"an invariant is a scalar; {describe(expression)} is not")
        odd = rough_part([expression], [*flow.right_hand_side], "may be infinitely steep")
        if odd:
            raise InvalidArgument(
                f"the quantity has {odd}; no derivative shows that such a quantity is conserved"
            )
        object.__setattr__(self, "asked", Conserved(flow, expression))
        check_names(self.stated())
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[Conserved, ...]:
        """That the quantity does not change."""
        return (self.asked,)


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

    Examples
    --------
    >>> from lsa_theory import Flow, Limit, judge, scalar, zero
    >>> u = scalar("u")
    >>> decay = Flow({u: -u}, start={u: 1})
    >>> judgement = judge(Limit(decay, {u: zero(1)}))
    >>> judgement.verdict.value
    'undecided'
    >>> judge(Limit(decay, {u: 1})).verdict.value
    'refuted'
    """

    asked: Approaches

    def __init__(
        self,
        flow: Flow,
        values: Mapping[Symbol, object],
        *,
        invariants: Sequence[tuple[object, object]] = (),
        given: Sequence[object] = (),
        proof: Descent | None = None,
        **about: Unpack[About],
    ) -> None:
        check_stays_inside(flow)
        missing = [s.name for s in flow.right_hand_side if s not in values]
        if missing:
            raise InvalidArgument(
                f"the limit of {', '.join(missing)} is missing; give every symbol that moves"
            )
        for symbol, value in values.items():
            if free_symbols(as_expression(value)) & set(flow.right_hand_side):
                raise InvalidArgument(f"the limit of {symbol.name} depends on what moves")
        asked = Approaches(
            flow,
            {symbol: as_expression(value) for symbol, value in values.items()},
            [(as_expression(q), as_expression(v)) for q, v in invariants],
            tuple(as_expression(g) for g in given),
            proof,
        )
        object.__setattr__(self, "asked", asked)
        check_names(self.stated())
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[Approaches, ...]:
        """That the values are stationary and balanced, and that the flow arrives there."""
        return (self.asked,)
