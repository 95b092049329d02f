"""The claim that a quantity falls exponentially along a flow, at a rate or faster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.forms.assumptions import told
from lsa_theory.claims.forms.smoothness import rough_part
from lsa_theory.claims.forms.staying_inside import check_stays_inside
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.at_least import AtLeast, Step
from lsa_theory.claims.vector_field import Flow, flow_text
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.definitions import where
from lsa_theory.expressions.expression import Expression, Symbol, as_expression, describe
from lsa_theory.expressions.traversal import free_symbols


@dataclass(frozen=True, init=False, eq=False)
class Decays(Statement):
    """The claim that q(t) <= q(0) exp(-r t) along a flow, wherever it starts.

    That is dq/dt <= -r q in every state: multiplied by exp(r t) and integrated it gives the bound, and the bound near
    t = 0 gives it back. With hypotheses about what moves the flow is followed for as long as they hold, and a state in
    which one holds with equality counts.

    Parameters
    ----------
    right_hand_side : mapping from Symbol to expression, or Flow
        The time derivative of each symbol that moves; where a Flow starts is not looked at.
    quantity : scalar expression q
        Often a loss above its minimum, or a squared distance.
    rate : scalar expression r
        Of nothing that moves.
    given : scalar expressions, optional
        Hypotheses: each is assumed to be at least 0.
    proof : Steps, optional
        A chain from -dq/dt down to r q.

    The remaining parameters are those of `Statement`.

    Raises
    ------
    InvalidArgument
        If the rate moves, the quantity jumps, or the form of a speed does not show that a symbol stays what it is
        declared to be: positive, for one.
    ShapeMismatch
        If the quantity or the rate is no scalar.

    Examples
    --------
    >>> from lsa_theory import Decays, Step, dimension, judge, norm_squared, positive_definite, scalar, Sign, vector
    >>> d, c = dimension("d"), scalar("c", positive=True)
    >>> x, P = vector("x", d), positive_definite("P", d)
    >>> fall = {x: -(P @ x) - c * x}
    >>> chain = [Step(2 * c * norm_squared(x), (2, Sign(x.T @ P @ x)))]
    >>> judge(Decays(fall, norm_squared(x), 2 * c, proof=chain)).verdict.value
    'confirmed'
    >>> judge(Decays(fall, norm_squared(x), 3 * c)).verdict.value
    'refuted'
    """

    right_hand_side: Mapping[Symbol, Expression]
    quantity: Expression
    rate: Expression
    asked: AtLeast

    def __init__(
        self,
        right_hand_side: Mapping[Symbol, object] | Flow,
        quantity: object,
        rate: object,
        *,
        given: Sequence[object] = (),
        proof: Sequence[Step] = (),
        **about: Unpack[About],
    ) -> None:
        speeds = right_hand_side.right_hand_side if isinstance(right_hand_side, Flow) else right_hand_side
        # Where it starts is not looked at: anywhere.
        flow = Flow(speeds, lambda rng, instance: {})
        falling, how_fast = as_expression(quantity), as_expression(rate)
        for name, tree in (("quantity", falling), ("rate", how_fast)):
            if not tree.is_scalar:
                raise ShapeMismatch(f"the {name} of a decay is a scalar; {describe(tree)} is not")
        moving = free_symbols(how_fast) & set(flow.right_hand_side)
        if moving:
            raise InvalidArgument(
                f"the rate {describe(how_fast)} moves with {min(s.name for s in moving)}; give a bound that does not, "
                "and what makes it one as given="
            )
        check_stays_inside(flow)
        odd = rough_part([falling], [*flow.right_hand_side], "may be infinitely steep")
        if odd:
            raise InvalidArgument(f"the quantity has {odd}; no derivative shows that such a quantity falls")
        asked = AtLeast(-flow.rate(falling), how_fast * falling, given=given, proof=proof)
        for name, value in (
            ("right_hand_side", flow.right_hand_side),
            ("quantity", falling),
            ("rate", how_fast),
            ("asked", asked),
        ):
            object.__setattr__(self, name, value)
        check_names(self.stated())
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[AtLeast, ...]:
        """That the quantity falls at least as fast, in every state."""
        return (self.asked,)

    def describe(self) -> str:
        """Return the statement, and what is judged in its place."""
        flow = Flow(self.right_hand_side, lambda rng, instance: {})
        lines = [f"{self.quantity!r} falls as exp(-({self.rate!r}) t) or faster along", flow_text(flow)]
        lines.append("from every start" + (", while" if self.asked.given else ""))
        lines += [f"  {told(g)}" for g in self.asked.given]
        return "\n".join([*lines, *where(self.stated())])
