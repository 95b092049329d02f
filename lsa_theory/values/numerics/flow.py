"""A gradient flow followed in numbers, for any parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.values.moving_state import NotFollowed, Packing, integrated
from lsa_theory.values.numerics.evaluate import Array, Point
from lsa_theory.values.numerics.given import Values, given


@dataclass(frozen=True)
class Trajectory:
    """The parameters at each time: `states[symbol]` has shape (times, rows, cols)."""

    times: Array
    states: dict[Symbol, Array]

    def at(self, index: int) -> dict[Symbol, Array]:
        """Return the parameters at one time."""
        return {symbol: path[index] for symbol, path in self.states.items()}


def follow(
    rates: Mapping[Symbol, Expression],
    start: Values,
    values: Values,
    times: Sequence[float] | Array,
    tolerance: float = 1e-10,
) -> Trajectory:
    """Integrate d symbol / dt = rate from a start.

    Parameters
    ----------
    rates : mapping of Symbol to expression
        The right-hand side for each parameter, without expectations.
    start : mapping of Symbol, or its name, to number or array
        Every parameter at the first time.
    values : mapping of Symbol, or its name, to number or array
        All other symbols.
    times : increasing sequence of floats
        Where the state is wanted; one unit is learning rate times steps.
    tolerance : float
        Relative error of a step; the absolute one is a hundredth of it.

    Raises
    ------
    InvalidArgument
        If a parameter has no start, the times do not increase, or the solver gives up.
    """
    trees = [*rates, *rates.values()]
    begun, fixed = given(start, trees), given(values, trees)
    missing = [s.name for s in rates if s not in begun]
    if missing:
        raise InvalidArgument(f"the start lacks {', '.join(missing)}; give every parameter that moves")
    wanted = np.asarray(times, dtype=float)
    if wanted.ndim != 1 or len(wanted) < 2 or np.any(np.diff(wanted) <= 0):
        raise InvalidArgument("`times` must be an increasing sequence of at least two times")
    sizes = Point({**fixed, **begun})
    packing = Packing({s: (sizes.size(s.rows), sizes.size(s.cols)) for s in rates})

    moving = sizes.moving(list(rates.values()), list(rates))

    def speed(flat: Array) -> Array:
        return packing.joined(moving(packing.parts(flat)))

    try:
        states = integrated(speed, packing.flat(begun), (wanted[0], wanted[-1]), tolerance, wanted)
    except NotFollowed as reason:
        raise InvalidArgument(f"the flow could not be followed: {reason}") from reason
    return Trajectory(wanted, packing.parts(states))
