"""Whether formulas in time and in exponentials of time solve a flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.vector_field import Flow, flow_text
from lsa_theory.expressions.expression import Expression, Identity, Symbol, as_expression
from lsa_theory.expressions.operators import at, gradient

_LEFT, _RIGHT, _STEP = "\0left", "\0right", "\0h"


@dataclass(frozen=True, eq=False)
class Solves:
    r"""Each formula has the derivative that the flow asks for, and the value of the start at time 0.

    `exponentials` says what multiplies each clock as time goes: e with k stands for exp(k t). Its derivative is judged
    with the clock as a letter of its own; since it is none, a formula that fails so may hold all the same, and only the
    start, or the flow when it is followed, refutes.

    Examples
    --------
    >>> from lsa_theory import Flow, scalar
    >>> from lsa_theory.expressions import as_expression
    >>> x, x_0, t, e = scalar("x"), scalar("x_0"), scalar("t"), scalar("e", positive=True)
    >>> print(Solves(Flow({x: -2 * x}, {x: x_0}), {x: x_0 * e}, t, {e: as_expression(-2)}).describe())
    x(t) = x_0 * e, where e = exp(-2 * t), solves
      dx/dt = -2 * x, x(0) = x_0
    """

    needs: ClassVar[tuple[str, ...]] = ("equality",)
    established: ClassVar[str] = "solves"

    flow: Flow
    course: Mapping[Symbol, Expression]
    time: Symbol
    exponentials: Mapping[Symbol, Expression]

    @property
    def clocked(self) -> Flow:
        """The flow with time and its exponentials moving along."""
        clocks = {e: k @ e if k.shape == e.shape else k * e for e, k in self.exponentials.items()}
        ones = {e: as_expression(1) if e.is_scalar else Identity(e.rows) for e in self.exponentials}
        start = {**dict(self.flow.closed_start or {}), self.time: as_expression(0), **ones}
        return Flow({**self.flow.right_hand_side, self.time: as_expression(1), **clocks}, start)

    def equalities(self) -> tuple[Equal, ...]:
        """Return the derivatives, and the values at time 0."""
        found = []
        begun, clocked = dict(self.flow.closed_start or {}), self.clocked.closed_start or {}
        zero_hour = {s: clocked[s] for s in (self.time, *self.exponentials)}
        for symbol, formula in self.course.items():
            speed = at(self.flow.right_hand_side[symbol], self.course)
            # Two matrices are equal if all their forms are.
            left = Symbol(_LEFT, symbol.rows, 1, "general") if symbol.rows != 1 else None
            right = Symbol(_RIGHT, symbol.cols, 1, "general") if symbol.cols != 1 else None
            moved = self._rate(_form(left, formula, right))
            part = f"the derivative of {symbol.name}(t)"
            found.append(Equal(moved, _form(left, speed, right), part, step=True))
            found.append(Equal(at(formula, zero_hour), begun[symbol], f"{symbol.name}(0)"))
        return tuple(found)

    def _rate(self, scalar: Expression) -> Expression:
        """Return d/dt of a scalar formula: by h for small h, as time and its exponentials move together."""
        h = Symbol(_STEP)
        later: dict[Symbol, Expression] = {self.time: self.time + h}
        for e, k in self.exponentials.items():
            later[e] = e + h * (k @ e if k.shape == e.shape else k * e)
        return at(gradient(at(scalar, later), h), {h: 0})

    def stated(self) -> tuple[Expression, ...]:
        """Return rates, starts, formulas and what the exponentials are of."""
        begun = (self.flow.closed_start or {}).values()
        return (
            *self.flow.right_hand_side.values(),
            *begun,
            *self.course.values(),
            *self.exponentials.values(),
        )

    def describe(self) -> str:
        """Return the question as readable text."""
        formulas = ", ".join(f"{s.name}({self.time.name}) = {value!r}" for s, value in self.course.items())
        clocks = " and ".join(
            f"{e.name} = exp({k * self.time if k.is_scalar else self.time * k!r})"
            for e, k in self.exponentials.items()
        )
        begun = ", ".join(f"{s.name}(0) = {v!r}" for s, v in (self.flow.closed_start or {}).items())
        where = f", where {clocks}," if clocks else ""
        return f"{formulas}{where} solves\n{flow_text(self.flow)}, {begun}"


def _form(left: Symbol | None, matrix: Expression, right: Symbol | None) -> Expression:
    half = matrix if left is None else left.T @ matrix
    return half if right is None else half @ right
