"""Following a flow numerically, with its formulas evaluated as they were written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from lsa_theory.claims.vector_field import Flow
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.moving import Moving
from lsa_theory.values.moving_state import Followed, NotFollowed, Packing, integrated
from lsa_theory.values.program import Program
from lsa_theory.values.refusals import NotApplicable

State = Mapping[Symbol, Any]
# Each stretch is four times as long as all before: thirty of them cover any rate a double can resolve.
_STRETCHES, _FACTOR = 24, 4.0
_MOST_EVALUATIONS = 40_000


class Trajectory:
    """One solution of a flow.

    Parameters
    ----------
    flow : Flow
    instance : Instance
        Sizes and matrices.
    start : mapping from Symbol to array
        Where it starts.
    tolerance : float
        Relative tolerance of the solver; the absolute one is a hundredth of it.
    """

    def __init__(self, flow: Flow, instance: Instance, start: State, tolerance: float) -> None:
        self._symbols = list(flow.right_hand_side)
        self._packing = Packing({s: (instance.size(s.rows), instance.size(s.cols)) for s in self._symbols})
        self._program = Program(list(flow.right_hand_side.values()), self._symbols, instance, Plain())
        self._instance = instance
        self._tolerance = tolerance
        self.evaluations = 0
        try:
            self.states = [self._packing.flat(start)]
        except InvalidArgument as reason:
            raise NotApplicable(f"start(...): {reason}") from reason
        # Where the stretches of `settle` ended.
        self.rests: list[int] = []

    def speed(self, packed: Any) -> Any:
        """Return d theta / dt for a packed state."""
        self.evaluations += 1
        if self.evaluations > _MOST_EVALUATIONS:
            raise NotApplicable("the flow needs too many steps to be followed")
        return self._packing.joined(self._program(list(self._packing.parts(packed).values())))

    def follow(self, until: float) -> None:
        """Follow the flow from its start for a time, keeping the states the solver passes through."""
        self._integrate(self.states[-1], until)

    def settle(self) -> float:
        """Follow the flow until it rests; return how far it still moved, relative, in the last stretch.

        The last stretch takes three quarters of all time, so that what is left is less than what it moved.
        """
        moved = np.inf
        ends = [(_FACTOR ** (k + 1) - 1) / (_FACTOR - 1) for k in range(_STRETCHES)]
        followed = Followed(self.speed, self.states[-1], self._tolerance, ends[-1])
        for end in ends:
            before = self.states[-1]
            self.states.extend(_as_far_as_it_goes(followed.until, end))
            self.rests.append(len(self.states) - 1)
            size = float(np.linalg.norm(self.states[-1]))
            moved = float(np.linalg.norm(self.states[-1] - before)) / size if size else 0.0
            # Nearer than its tolerance the solver does not come.
            if moved < 10 * self._tolerance:
                break
        return moved

    def state(self, index: int) -> dict[Symbol, Any]:
        """Return the state at a kept time, by symbol."""
        return self._packing.parts(self.states[index])

    def evaluate(self, expression: Expression, index: int, arithmetic: Arithmetic) -> Any:
        """Return the value of an expression at a kept time."""
        values = {symbol: arithmetic.array(v) for symbol, v in self.state(index).items()}
        return Moving(arithmetic, self._instance).evaluate_with(expression, values, {})

    def _integrate(self, packed: Any, span: float) -> None:
        states = _as_far_as_it_goes(integrated, self.speed, packed, (0.0, span), self._tolerance)
        self.states.extend(states[1:])


def _as_far_as_it_goes(follow: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return follow(*arguments)
    except NotFollowed as reason:
        raise NotApplicable(str(reason)) from reason


def relative_distance(reached: Sequence[Any], claimed: Sequence[Any]) -> float:
    """Return the norm of the difference over the norm of the claim."""
    gap = sum(float(np.sum((r - c) ** 2)) for r, c in zip(reached, claimed, strict=True))
    size = sum(float(np.sum(np.asarray(c) ** 2)) for c in claimed)
    return float(np.sqrt(gap / size)) if size else float(np.sqrt(gap))
