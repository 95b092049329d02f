"""The letters that move under a flow, or are solved for, as one vector; and the one integrator of flows of letters.

Simulation has its own of both, for tuples of arrays without names: it observes what is claimed here and shares no code.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Symbol

Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"


class Packing:
    """Matrices by letter, one behind the other in one vector.

    Parameters
    ----------
    shapes : mapping from Symbol to (rows, cols)
        In the order of the vector.

    Examples
    --------
    >>> from lsa_theory.expressions import matrix, scalar
    >>> A, t = matrix("A", 2), scalar("t")
    >>> packing = Packing({A: (2, 2), t: (1, 1)})
    >>> packing.flat({A: [[1, 2], [3, 4]], t: 5})
    array([1., 2., 3., 4., 5.])
    >>> packing.parts(packing.flat({A: [[1, 2], [3, 4]], t: 5}))[t]
    array([[5.]])
    """

    def __init__(self, shapes: Mapping[Symbol, tuple[int, int]]) -> None:
        self.shapes = dict(shapes)
        self._ends = np.cumsum([rows * cols for rows, cols in self.shapes.values()]).tolist()
        self.size = int(self._ends[-1]) if self._ends else 0

    def flat(self, values: Mapping[Symbol, Any]) -> Array:
        """Return the vector of the values.

        Raises
        ------
        InvalidArgument
            If a letter has no value, or one of another size.
        """
        found = []
        for symbol, (rows, cols) in self.shapes.items():
            if symbol not in values:
                raise InvalidArgument(f"the state lacks {symbol.name}; give every letter that moves")
            value = np.asarray(values[symbol], dtype=float)
            if value.size != rows * cols:
                raise InvalidArgument(
                    f"the state gives {symbol.name} the shape {value.shape}; expected {rows, cols}"
                )
            found.append(value)
        return self.joined(found)

    def joined(self, values: Iterable[Any]) -> Array:
        """Return the vector of values that are given in order; a number may stand for a matrix full of it."""
        pairs = zip(values, self.shapes.values(), strict=True)
        return np.concatenate(
            [v.ravel() if v.size == r * c else np.broadcast_to(v, (r, c)).ravel() for v, (r, c) in pairs]
        )

    def parts(self, vector: Any) -> dict[Symbol, Any]:
        """Return the matrices of a vector, or of many that stand in the last axis: then of shape (..., rows, cols)."""
        cut = np.split(vector, self._ends[:-1], axis=-1)
        pairs = zip(self.shapes.items(), cut, strict=True)
        return {s: part.reshape((*part.shape[:-1], *shape)) for (s, shape), part in pairs}


class NotFollowed(InvalidArgument):
    """A flow that the solver does not follow to the end."""


def integrated(
    speed: Callable[[Any], Any],
    start: Any,
    span: tuple[float, float],
    tolerance: float,
    times: Sequence[float] | Any | None = None,
) -> Any:
    """Return the states of a flow, of shape (times, size): at the given times, else where the solver stopped.

    Parameters
    ----------
    speed : callable
        From the vector of a state to its derivative.
    start : array
        The state at the beginning of the span.
    tolerance : float
        Relative error of a step; the absolute one is a hundredth of it.

    Raises
    ------
    NotFollowed
        If the solver gives up or complains, or a state is not finite.

    Examples
    --------
    >>> integrated(lambda y: -y, np.ones(1), (0.0, 1.0), 1e-10, [0.0, 1.0]).round(6).ravel().tolist()
    [1.0, 0.367879]
    """
    from scipy.integrate import solve_ivp

    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        solved = solve_ivp(
            lambda _, state: speed(state),
            span,
            start,
            method="LSODA",
            t_eval=times,
            rtol=tolerance,
            atol=tolerance / 100,
        )
    if complaints:
        raise NotFollowed(f"the solver complained: {complaints[0].message}")
    if not solved.success:
        raise NotFollowed(f"the solver gave up: {solved.message}")
    if not np.all(np.isfinite(solved.y)):
        raise NotFollowed("a state is not finite")
    return solved.y.T
