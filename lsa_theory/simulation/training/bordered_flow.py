"""Stiff flows of a vector coupled through one number, at O(d) a step.

In the eigenbasis of Lambda a state that commutes with it is a vector, and the flow couples its entries
through one scalar alone: the Jacobian is diagonal with a border. Each implicit step then solves its linear
systems by one division an entry and one scalar. The method is Radau IIA of order 13: L-stable, with large
steps where the flow is slow.

At condition numbers of 10^4 and more the time to converge is so long that rounding in the right-hand side
adds up along an invariant. Write terms that cancel once and use them in both parts, e.g. m = b (1 - u g U),
dU = u m, du = U'm: then their rounding errors cancel in the invariant too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.training.flow import recording_times
from lsa_theory.simulation.training.radau import RadauMethod
from lsa_theory.simulation.training.trajectory import Trajectory
from lsa_theory.simulation.validation import as_array, as_number, as_positive

Bordered = tuple[Array, Array, Array, float]
"""The Jacobian [[diag(a), b], [c', e]] as (a (d,), b (d,), c (d,), e)."""
NEWTON_ITERATIONS = 16
MANY_ITERATIONS = 10
LARGEST_GROWTH = 8.0
STEPS = 20_000


@dataclass
class _Step:
    """A step that was taken: the increments Z of its stages, the error estimate, the effort."""

    stages: Array
    error: float
    iterations: int


def train_by_bordered_flow(
    right_hand_side: Callable[[Array, float], tuple[Array, float]],
    start: tuple[Array, float],
    time: float,
    *,
    jacobian: Callable[[Array, float], Bordered],
    record: int | Sequence[float] = 101,
    tolerance: float = 1e-10,
    start_time: float = 0.0,
    stages: int = 7,
    batched: bool = False,
) -> Trajectory:
    """Integrate d(v, r)/dt = right_hand_side(v, r) for a vector v and a number r.

    Parameters
    ----------
    right_hand_side : callable
        `(v (d,), r) -> (dv (d,), dr)`.
    start : (d,) array and float
        The state at `start_time`.
    time : float
        How long, > 0, in the unit of the flow: learning rate x steps in the limit of small steps.
    jacobian : callable
        `(v, r) -> (a, b, c, e)`, the bordered diagonal [[diag(a), b], [c', e]]. A wrong one costs steps, not
        accuracy.
    record : int or sequence of floats
        As `train_by_flow` takes it; between steps the collocation polynomial is read off.
    tolerance : float
        Of a step, relative to the largest entry so far of each part, by an estimate of lower order than the
        method: errors are usually far below.
    start_time : float
        The time at `start`.
    stages : int
        3, 5, 7 or 9: order 2 stages - 1.
    batched : bool
        Whether `right_hand_side` also takes several states at once, `(v (k, d), r (k,)) -> (dv (k, d), dr (k,))`: a
        step then calls it once an iteration instead of once a stage, which at d = 20 halves the time.

    Returns
    -------
    Trajectory
        States (v, r).

    Raises
    ------
    InvalidArgument
        For arguments out of range, a batched right-hand side that returns other shapes, or when no step succeeds
        (a flow that escapes to infinity).

    Examples
    --------
    >>> fast = np.array([1.0, 1e6])
    >>> run = train_by_bordered_flow(
    ...     lambda v, r: (-fast * (v - r), -r), (np.ones(2), 1.0), 2.0, record=2,
    ...     jacobian=lambda v, r: (-fast, fast, np.zeros(2), -1.0),
    ... )
    >>> bool(abs(run.final[1] - np.exp(-2.0)) < 1e-12)
    True
    """
    duration, tol = as_positive(time, "time"), as_positive(tolerance, "tolerance")
    vector, number = as_array(start[0], "start[0]", np.shape(start[0])), as_number(start[1], "start[1]")
    times = recording_times(record, start_time, start_time + duration)
    method = RadauMethod.of(stages)

    def slopes_at(states: Array) -> Array:
        slopes = np.empty_like(states)
        if batched:
            several: Callable[[Array, Any], tuple[Any, Any]] = right_hand_side
            moved, by = several(states[:, :-1], states[:, -1])
            if np.shape(moved) != states[:, :-1].shape or np.shape(by) != (len(states),):
                raise InvalidArgument(
                    f"A batched `right_hand_side` must return the shapes {states[:, :-1].shape} and ({len(states)},); "
                    f"it returned {np.shape(moved)} and {np.shape(by)}. Without batched=True it is called for one "
                    "state at a time."
                )
            slopes[:, :-1], slopes[:, -1] = moved, by
            return slopes
        for k, number in enumerate(states[:, -1].tolist()):
            slopes[k, :-1], slopes[k, -1] = right_hand_side(states[k, :-1], number)
        return slopes

    state, t, end = np.append(vector, number), start_time, start_time + duration
    slope, scale = slopes_at(state[None])[0], _scale(state, np.zeros(len(state)))
    step = min(duration, 1e-3 / max(float(np.max(np.abs(slope) / scale)), 1e-300))
    # The estimate is of order s, the end of a step of order 2 s - 1: where nothing is read off inside of it, the
    # estimate may be larger (so Hairer & Wanner's RADAU, with 0.1).
    relaxed = max(tol, 0.01 * tol ** ((stages + 1) / (2 * stages)))
    recorded: list[Array] = [state] * int(np.sum(times <= t))
    guess: Array | None = None
    for _ in range(STEPS):
        last = t + step >= end
        step = end - t if last else step
        z = np.zeros((stages, len(state))) if guess is None else guess
        middle = state + z[stages // 2]
        border = jacobian(middle[:-1], float(middle[-1]))
        taken = _try_step(method, slopes_at, border, state, slope, step, scale, tol, z)
        allowed = relaxed if _next(times, len(recorded), t, end) >= (end if last else t + step) else tol
        error = np.inf if taken is None else taken.error / allowed
        if taken is None or error > 1:
            step *= 0.25 if taken is None else max(0.1, 0.9 * error ** (-1 / (stages + 1)))
            guess = None
            if t + step == t:
                break
            continue
        values = np.vstack([state, state + taken.stages])
        begun = t
        t = end if last else t + step
        while len(recorded) < len(times) and times[len(recorded)] <= t:
            moment = float(times[len(recorded)])
            place = np.array([(moment - begun) / step])
            recorded.append(values[-1] if moment == t else _weights(method, place)[0] @ values)
        state = values[-1]
        slope = slopes_at(state[None])[0]
        scale = _scale(state, scale)
        if last:
            return Trajectory(times, [(one[:-1], float(one[-1])) for one in recorded])
        # A longer step would take still more iterations, or too many.
        most = LARGEST_GROWTH if taken.iterations < MANY_ITERATIONS else MANY_ITERATIONS / taken.iterations
        wide, narrow = (
            step * min(most, 0.9 * max(taken.error / level, 1e-12) ** (-1 / (stages + 1)))
            for level in (relaxed, tol)
        )
        following = max(narrow, min(wide, _next(times, len(recorded), t, end) - t))
        guess = _weights(method, 1 + following / step * method.nodes) @ values - state
        step = following
    raise InvalidArgument(
        f"The flow could not be integrated beyond t = {t:.6g}: no step succeeds there. "
        "It may escape to infinity, or the Jacobian handed in may be that of another flow."
    )


def _next(times: Array, recorded: int, t: float, end: float) -> float:
    """Return the next time that is recorded and not reached yet, or the end."""
    ahead = times[recorded:]
    return float(ahead[0]) if len(ahead) else end


def _try_step(
    method: RadauMethod,
    slopes_at: Callable[[Array], Array],
    border: Bordered,
    state: Array,
    slope: Array,
    step: float,
    scale: Array,
    tol: float,
    z: Array,
) -> _Step | None:
    """Solve for the stages by simplified Newton iterations from a guess; None if they do not converge."""
    solve, inverse, previous = _Solver(method.eigenvalues / step, border), method.inverse / step, np.inf
    for number in range(1, NEWTON_ITERATIONS + 1):
        residual = method.back @ (slopes_at(state + z) - inverse @ z)
        move = (method.transform @ solve(residual)).real
        z = z + move
        size = float((np.abs(move) / scale).max())
        if not size < np.inf or size > 2 * previous:
            return None
        # What is left to move after a contraction by the last rate.
        rate = size / previous
        stalled = rate > 0.5 and size < 0.1 * tol
        if size <= 1e-3 * tol or stalled or (0 < rate < 1 and rate / (1 - rate) * size <= 1e-6 * tol):
            raw = slope + method.error @ z * (method.real / step)
            damped = _Solver(np.array([method.real / step]), border)(raw[None])[0]
            return _Step(z, float((np.abs(damped) / scale).max()), number)
        previous = size
    return None


class _Solver:
    """Solves (shift - J) x = right for each shift, J bordered diagonal, shapes (k,) and (k, d + 1)."""

    def __init__(self, shifts: Any, border: Bordered) -> None:
        diagonal, column, row, corner = border
        self._inverse = 1 / (shifts[:, None] - diagonal)
        self._row, self._column = row, column * self._inverse
        self._last = 1 / (shifts - corner - self._column @ row)

    def __call__(self, right: Any) -> Any:
        solved = np.empty_like(right)
        scaled = right[:, :-1] * self._inverse
        last = (right[:, -1] + scaled @ self._row) * self._last
        np.multiply(self._column, last[:, None], out=solved[:, :-1])
        solved[:, :-1] += scaled
        solved[:, -1] = last
        return solved


def _scale(state: Array, before: Array) -> Array:
    """Return what an error is relative to: the largest size so far of the vector, and of the number."""
    size = np.maximum(before, np.abs(state))
    size[:-1] = size[:-1].max(initial=0.0)
    return np.maximum(size, 1e-300)


def _weights(method: RadauMethod, places: Array) -> Array:
    """Return the weights of a polynomial's values at 0 and the nodes in its values at some places, by Lagrange."""
    distance = places[:, None] - np.append(0.0, method.nodes)
    hit = np.abs(distance) < 1e-14
    terms = method.barycentric / np.where(hit, 1.0, distance)
    rows = hit.any(axis=1)
    terms[rows] = hit[rows]
    weights: Array = terms / terms.sum(axis=1)[:, None]
    return weights
