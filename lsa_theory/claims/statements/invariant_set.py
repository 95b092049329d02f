"""The claim that a flow does not leave a set on which some symbols have given values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.forms.smoothness import rough_part
from lsa_theory.claims.forms.staying_inside import check_stays_inside
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.strict import has_structure
from lsa_theory.claims.vector_field import Flow, flow_text
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.definitions import where
from lsa_theory.expressions.expression import Expression, Power, Symbol, Zero, as_expression, describe
from lsa_theory.expressions.operators import at
from lsa_theory.expressions.traversal import everything, free_symbols


@dataclass(frozen=True, init=False, eq=False)
class Stays(Statement):
    """The claim that symbols which start at given constants stay there along a flow.

    It holds where their speed vanishes on the whole set: the right-hand side is smooth in what moves, so that solutions
    are unique, and the solution inside the set is the one. It is refuted where the speed does not vanish. Where the
    flow itself starts is left aside: the claim is about what starts in the set.

    Parameters
    ----------
    flow : Flow
    values : mapping from Symbol to expression
        Constants, at which the symbols start and are claimed to stay; most often 0.

    The remaining parameters are those of `Statement`.

    Raises
    ------
    InvalidArgument
        If a symbol does not move, a value does, or the right-hand side jumps or has roots or inverses of what moves.

    Examples
    --------
    >>> from lsa_theory.expressions import scalar
    >>> a, b = scalar("a"), scalar("b")
    >>> print(Stays(Flow({a: a * b, b: -a}, start={a: 0, b: 1}), {a: 0}).describe())
    a = 0 for all t, if at the start, along
      da/dt = a * b
      db/dt = -a
    """

    flow: Flow
    values: Mapping[Symbol, Expression]

    def __init__(self, flow: Flow, values: Mapping[Symbol, object], **about: Unpack[About]) -> None:
        check_stays_inside(flow)
        moving = set(flow.right_hand_side)
        kept = {symbol: as_expression(value) for symbol, value in values.items()}
        if not kept:
            raise InvalidArgument("give what stays where it starts: {symbol: value}")
        for symbol, value in kept.items():
            if symbol not in moving:
                raise InvalidArgument(f"{symbol.name} does not move; those that do are {_listed(moving)}")
            if not has_structure(symbol, value):
                raise InvalidArgument(
                    f"{symbol.name} is declared {symbol.structure}, and the form of {describe(value)} does not show "
                    "that it is"
                )
            if free_symbols(value) & moving:
                raise InvalidArgument(f"{symbol.name} stays at {describe(value)}, which moves")
        for speed in flow.right_hand_side.values():
            for node in everything([speed]):
                odd = isinstance(node, Power) and (node.exponent < 0 or node.exponent.denominator != 1)
                if odd and free_symbols(node) & moving:
                    raise InvalidArgument(
                        f"the flow has {describe(node)}, where solutions may not be unique; what stays is claimed of "
                        "flows that are polynomials in what moves"
                    )
        rough = rough_part([*flow.right_hand_side.values()], moving, "has a kink")
        if rough:
            raise InvalidArgument(f"the flow has {rough}; solutions may not be unique there")
        object.__setattr__(self, "flow", flow)
        object.__setattr__(self, "values", kept)
        check_names([*flow.right_hand_side.values(), *kept.values(), *moving])
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[Equal, ...]:
        """That each speed vanishes on the set."""
        return tuple(
            Equal(
                at(self.flow.right_hand_side[symbol], self.values),
                Zero(symbol.rows, symbol.cols),
                f"the speed of {symbol.name}",
            )
            for symbol in self.values
        )

    def describe(self) -> str:
        """Return the statement as readable text."""
        kept = ", ".join(f"{symbol.name} = {value!r}" for symbol, value in self.values.items())
        trees = [*self.flow.right_hand_side.values(), *self.values.values()]
        return "\n".join([f"{kept} for all t, if at the start, along", flow_text(self.flow), *where(trees)])


def _listed(symbols: set[Symbol]) -> str:
    return ", ".join(sorted(symbol.name for symbol in symbols))
