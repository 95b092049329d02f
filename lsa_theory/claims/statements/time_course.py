"""The claim that a flow is solved in closed form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.forms.smoothness import rough_part
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.solves import Solves
from lsa_theory.claims.strict import has_structure
from lsa_theory.claims.vector_field import Flow
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.expression import Expression, Symbol, as_expression, describe
from lsa_theory.expressions.traversal import free_symbols


@dataclass(frozen=True, init=False, eq=False)
class TimeCourse(Statement):
    r"""The claim that a flow takes the course that formulas in time describe, as long as they are defined.

    The formulas are inserted: their derivatives must be what the flow asks for, and their values at time 0 the start.
    The flow is followed besides, which refutes what drifts away.

    Parameters
    ----------
    flow : Flow
        With a start in closed form.
    course : mapping from Symbol to expression
        What each symbol that moves is at a time: a formula in the time, the clocks and constants.
    time : Symbol
        The time, a real scalar.
    exponentials : mapping from Symbol to expression, optional
        Clocks: ``{e: k}`` says that e stands for exp(k t). k is a scalar, or for a symmetric matrix e a matrix of
        its family, with which it commutes.

    The remaining parameters are those of `Statement`.

    Raises
    ------
    InvalidArgument
        If a formula is missing or depends on what moves, the start is no formula, a clock is no exponential, or the
        flow jumps or has roots of what may vanish, where solutions may part.
    ShapeMismatch
        If a formula has another shape than its symbol.

    Examples
    --------
    >>> from lsa_theory import Flow, TimeCourse, judge, scalar
    >>> b, b_0, t = scalar("b"), scalar("b_0", positive=True), scalar("t")
    >>> e, g = scalar("e", positive=True), scalar("g", positive=True)
    >>> logistic = Flow({b: b * (1 - g * b)}, start={b: b_0})
    >>> judge(TimeCourse(logistic, {b: 1 / (g + (1 / b_0 - g) * e)}, t, {e: -1})).verdict.value
    'confirmed'
    >>> judge(TimeCourse(logistic, {b: b_0 / (1 - g + e)}, t, {e: -1})).verdict.value
    'refuted'
    """

    asked: Solves

    def __init__(
        self,
        flow: Flow,
        course: Mapping[Symbol, object],
        time: Symbol,
        exponentials: Mapping[Symbol, object] | None = None,
        **about: Unpack[About],
    ) -> None:
        formulas = {symbol: as_expression(value) for symbol, value in course.items()}
        clocks = {symbol: as_expression(value) for symbol, value in (exponentials or {}).items()}
        if flow.closed_start is None:
            raise InvalidArgument(
                "the start is drawn by a function; give it in closed form: start={symbol: value}"
            )
        if not isinstance(time, Symbol) or not time.is_scalar or time.structure != "real":
            raise InvalidArgument(f"time={time!r}; expected a real scalar, scalar('t')")
        odd = rough_part([*flow.right_hand_side.values()], [*flow.right_hand_side], "has a kink")
        if odd:
            raise InvalidArgument(
                f"the flow has {odd}: more than one course may solve it, and a formula that does is one of them"
            )
        _check_course(flow, formulas)
        _check_clocks(flow, time, clocks)
        kept = {*flow.right_hand_side, time, *clocks}
        for begun in flow.closed_start.values():
            if free_symbols(begun) & kept:
                raise InvalidArgument(f"the start {describe(begun)} depends on time")
        for speed in flow.right_hand_side.values():
            if free_symbols(speed) & {time, *clocks}:
                raise InvalidArgument(f"{describe(speed)} depends on the time itself; a flow is autonomous")
        object.__setattr__(self, "asked", Solves(flow, formulas, time, clocks))
        check_names([*self.stated(), *kept])
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[Solves, ...]:
        """That the formulas solve the flow."""
        return (self.asked,)


def _check_course(flow: Flow, formulas: Mapping[Symbol, Expression]) -> None:
    moving = set(flow.right_hand_side)
    if set(formulas) != moving:
        odd = sorted(s.name for s in moving ^ set(formulas))
        raise InvalidArgument(
            f"give a formula for every symbol that moves and for no other; see {', '.join(odd)}"
        )
    for symbol, value in formulas.items():
        if value.shape != symbol.shape:
            raise ShapeMismatch(
                f"{symbol.name}(t) is {describe(value)}; expected the shape of {describe(symbol)}"
            )
        if free_symbols(value) & moving:
            raise InvalidArgument(f"the formula for {symbol.name} depends on what moves: {describe(value)}")
        if not has_structure(symbol, value):
            raise InvalidArgument(
                f"{symbol.name} is declared {symbol.structure}, and the form of {describe(value)} does not show that "
                "it is"
            )


def _check_clocks(flow: Flow, time: Symbol, clocks: Mapping[Symbol, Expression]) -> None:
    moving = {*flow.right_hand_side, time, *clocks}
    for clock, rate in clocks.items():
        if clock in flow.right_hand_side or clock == time:
            raise InvalidArgument(f"{clock.name} is a clock and moves besides; give it a name of its own")
        if free_symbols(rate) & moving:
            raise InvalidArgument(f"{clock.name} = exp(k t) with k = {rate!r}, which moves; k is a constant")
        if clock.is_scalar:
            if clock.structure != "positive" or not rate.is_scalar:
                raise InvalidArgument(
                    f"{clock.name} stands for exp(k t); declare it scalar({clock.name!r}, positive=True), with a "
                    "scalar k"
                )
            continue
        own = {s.family or s.name for s in free_symbols(rate) if not s.is_scalar}
        if clock.structure != "positive definite" or (not rate.is_scalar and own != {clock.family}):
            raise InvalidArgument(
                f"{clock.name} stands for exp(k t), which commutes with k: declare it positive definite and in the "
                f"family of the matrices of k"
            )
