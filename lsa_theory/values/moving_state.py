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
        self._firsts = [0, *self._ends[:-1]]
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
        batch = vector.shape[:-1]
        return {
            symbol: vector[..., first:end].reshape((*batch, *shape))
            for (symbol, shape), first, end in zip(self.shapes.items(), self._firsts, self._ends, strict=True)
        }


class NotFollowed(InvalidArgument):
    """A flow that the solver does not follow to the end."""


class Followed:
    """A flow that is followed further and further, without beginning anew where one looks at it.

    Parameters
    ----------
    speed : callable
        From the vector of a state to its derivative.
    start : array
        The state at time 0.
    tolerance : float
        Relative error of a step; the absolute one is a hundredth of it.
    last : float
        The time beyond which nobody looks.

    Examples
    --------
    >>> followed = Followed(lambda y: -y, np.ones(1), 1e-10, last=100.0)
    >>> states = followed.until(1.0)
    >>> bool(followed.time >= 1.0), bool(abs(states[-1][0] - np.exp(-followed.time)) < 1e-8)
    (True, True)
    """

    def __init__(self, speed: Callable[[Any], Any], start: Any, tolerance: float, last: float) -> None:
        from scipy.integrate import LSODA

        self._solver = LSODA(
            lambda _, state: speed(state), 0.0, start, last, rtol=tolerance, atol=tolerance / 100
        )

    @property
    def time(self) -> float:
        """How far it has been followed."""
        return float(self._solver.t)

    def until(self, time: float) -> list[Array]:
        """Return the states that the solver passes through until it has reached a time, or a little more.

        Raises
        ------
        NotFollowed
            If the solver gives up or complains, or a state is not finite.
        """
        states: list[Array] = []
        message = None
        with warnings.catch_warnings(record=True) as complaints:
            warnings.simplefilter("always")
            while self._solver.status == "running" and self._solver.t < time:
                message = self._solver.step()
                states.append(self._solver.y)
        _check(complaints, self._solver.status == "failed", message, states)
        return states


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
    _check(complaints, not solved.success, solved.message, solved.y)
    return solved.y.T


def _check(
    complaints: Sequence[warnings.WarningMessage], has_failed: bool, message: str | None, states: Any
) -> None:
    if complaints:
        raise NotFollowed(f"the solver complained: {complaints[0].message}")
    if has_failed:
        raise NotFollowed(f"the solver gave up: {message}")
    if not np.all(np.isfinite(states)):
        raise NotFollowed("a state is not finite")
