"""A flow d theta / dt = F(theta) and where it starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lsa_theory.claims.strict import has_structure
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.declare import trace
from lsa_theory.expressions.expression import Expression, Symbol, as_expression, describe
from lsa_theory.expressions.operators import gradient
from lsa_theory.expressions.traversal import free_symbols

if TYPE_CHECKING:
    from lsa_theory.values.instances.instance import Instance

Start = Callable[[Any, "Instance"], Mapping[Symbol, Any]]


@dataclass(frozen=True, init=False, eq=False)
class Flow:
    """An autonomous differential equation and where it starts.

    Parameters
    ----------
    right_hand_side : mapping from Symbol to expression
        The time derivative of each symbol that moves, of the symbol's shape, with expectations taken.
    start : mapping from Symbol to expression, or callable
        The start in closed form, from which a proof can conclude; or a function
        ``(numpy.random.Generator, Instance) -> {symbol: array}`` that draws one which satisfies the assumptions of the
        statement, for the sizes and matrices of the instance.

    Raises
    ------
    ShapeMismatch
        If a derivative or a start has another shape than its symbol.

    Examples
    --------
    >>> from lsa_theory import Flow, normal, scalar
    >>> x, y = scalar("x"), scalar("y")
    >>> circle = Flow({x: -y, y: x}, start={x: 1, y: 0})
    >>> normal(circle.rate(x**2 + y**2))
    0
    """

    right_hand_side: Mapping[Symbol, Expression]
    start: Start | Mapping[Symbol, Expression]

    def __init__(
        self, right_hand_side: Mapping[Symbol, object], start: Start | Mapping[Symbol, object]
    ) -> None:
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
        object.__setattr__(self, "start", start if callable(start) else _closed(start, speeds))

    @property
    def closed_start(self) -> Mapping[Symbol, Expression] | None:
        """The start in closed form, if it was given so."""
        return None if callable(self.start) else self.start

    def rate(self, quantity: Expression) -> Expression:
        """Return d/dt of a scalar quantity along the flow, as a tree of gradients."""
        terms = [
            trace(gradient(quantity, symbol).T @ speed) for symbol, speed in self.right_hand_side.items()
        ]
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total


def flow_text(flow: Flow) -> str:
    """Return the differential equation, a line for each symbol that moves."""
    return "\n".join(f"  d{symbol.name}/dt = {speed!r}" for symbol, speed in flow.right_hand_side.items())


def _closed(
    start: Mapping[Symbol, object], speeds: Mapping[Symbol, Expression]
) -> Mapping[Symbol, Expression]:
    """Check a start in closed form: every symbol that moves, of its shape, and nothing that moves inside."""
    values = {symbol: as_expression(value) for symbol, value in start.items()}
    for symbol in speeds:
        if symbol not in values:
            raise InvalidArgument(f"the start of {symbol.name} is missing; give every symbol that moves")
        value = values[symbol]
        if value.shape != symbol.shape:
            raise ShapeMismatch(
                f"{symbol.name} starts at {describe(value)}; expected the shape of {describe(symbol)}"
            )
        if free_symbols(value) & set(speeds):
            raise InvalidArgument(f"the start of {symbol.name} depends on what moves")
        if not has_structure(symbol, value):
            raise InvalidArgument(
                f"{symbol.name} is declared {symbol.structure}, and the form of its start {describe(value)} does not "
                "show that it is"
            )
    return values
