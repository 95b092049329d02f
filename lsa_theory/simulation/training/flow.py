"""Gradient flow: a right-hand side that is handed in, integrated by SciPy.

Nothing here knows a loss. In the eigenbasis of Lambda a state that commutes with it is a vector of d numbers;
hand in the right-hand side on vectors, and its Jacobian, and a step costs O(d) instead of O(d^3).
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.training.packing import Packing
from lsa_theory.simulation.training.trajectory import State, Trajectory
from lsa_theory.simulation.validation import as_nonnegative, as_positive

METHODS = ("LSODA", "DOP853", "RK45", "Radau", "BDF")


def train_by_flow(
    right_hand_side: Callable[[State], State],
    start: State,
    time: float,
    *,
    record: int | Sequence[float] = 101,
    method: str = "LSODA",
    relative_tolerance: float = 1e-12,
    absolute_tolerance: float = 1e-12,
    jacobian: Callable[[State], Any] | None = None,
    start_time: float = 0.0,
) -> Trajectory:
    """Integrate d theta / dt = right_hand_side(theta) from `start` for `time`.

    Parameters
    ----------
    right_hand_side : callable
        `state -> state` of the same structure: minus the gradient of a population loss for a gradient flow.
    start : array, float, or tuple of these
        theta at `start_time`.
    time : float
        How long, > 0. One unit of time is learning rate x steps of gradient descent in the limit of small
        steps.
    record : int or sequence of floats
        How many equally spaced times to record, both ends included, or the times themselves, increasing,
        within [start_time, start_time + time].
    method : str
        Of `scipy.integrate.solve_ivp`: LSODA (default, changes between stiff and non-stiff), DOP853, RK45,
        Radau or BDF.
    relative_tolerance, absolute_tolerance : float
        Of a step. LSODA's accumulated error exceeds them by one or two digits.
    jacobian : callable, optional
        `state -> (n, n)` derivative of the packed right-hand side, dense, or sparse for Radau and BDF.
        Without it implicit methods take n differences.
    start_time : float
        The time at `start`: to resume, hand in the last state and the last time of a trajectory.

    Returns
    -------
    Trajectory
        Recorded times and states.

    Raises
    ------
    InvalidArgument
        For an unknown method, times outside the range, a start that is not finite, or when the integration
        fails (a flow that escapes to infinity, a step that underflows).

    Examples
    --------
    >>> run = train_by_flow(lambda theta: -theta, 1.0, 2.0, record=3)
    >>> [round(float(state), 6) for state in run.states]
    [1.0, 0.367879, 0.135335]
    """
    from scipy.integrate import solve_ivp

    duration = as_positive(time, "time")
    if method not in METHODS:
        raise InvalidArgument(f"`method` must be one of {', '.join(METHODS)}; given {method!r}.")
    as_positive(relative_tolerance, "relative_tolerance")
    as_nonnegative(absolute_tolerance, "absolute_tolerance")
    packing = Packing(start)
    first = packing.flat(start)
    if not np.isfinite(first).all():
        raise InvalidArgument("`start` must be finite; it contains NaN or infinity.")
    end = start_time + duration
    times = recording_times(record, start_time, end)
    options: dict[str, Any] = {}
    if jacobian is not None:
        if method in ("DOP853", "RK45"):
            raise InvalidArgument(f"`jacobian` is of no use to {method}; choose LSODA, Radau or BDF.")
        options["jac"] = lambda _, vector: jacobian(packing.unflat(vector))
    solution = solve_ivp(
        lambda _, vector: packing.flat(right_hand_side(packing.unflat(vector))),
        (start_time, end),
        first,
        method=method,
        t_eval=times,
        rtol=relative_tolerance,
        atol=absolute_tolerance,
        **options,
    )
    if not solution.success or not np.isfinite(solution.y).all():
        raise InvalidArgument(
            f"The flow could not be integrated: {solution.message} Last time reached: "
            f"{solution.t[-1] if len(solution.t) else start_time}. "
            "Try method='Radau', looser tolerances, or a shorter time."
        )
    return Trajectory(solution.t, [packing.unflat(column) for column in solution.y.T])


def recording_times(record: int | Sequence[float], first: float, last: float) -> Array:
    """Return the times to record: equally spaced, both ends included, or those given after a check."""
    if isinstance(record, int | np.integer):
        if record < 2:
            raise InvalidArgument(f"`record` must be at least 2, both ends included; given {record}.")
        return np.linspace(first, last, int(record))
    times = np.asarray(record, dtype=np.float64)
    if (
        times.ndim != 1
        or not len(times)
        or (np.diff(times) <= 0).any()
        or times[0] < first
        or times[-1] > last
    ):
        raise InvalidArgument(
            f"`record` must be increasing times within [{first}, {last}]; given {record!r}."
        )
    return times
