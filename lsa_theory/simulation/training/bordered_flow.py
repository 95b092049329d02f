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
NEWTON_ITERATIONS = 12
LARGEST_GROWTH = 8.0
STEPS = 20_000


@dataclass
class _Step:
    """A step that was taken: its start, its length, the increments Z of its stages, the error estimate."""

    stages: Array
    error: float


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

    Returns
    -------
    Trajectory
        States (v, r).

    Raises
    ------
    InvalidArgument
        For arguments out of range, or when no step succeeds (a flow that escapes to infinity).

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

    def field(state: Array) -> Array:
        moved, by = right_hand_side(state[:-1], float(state[-1]))
        return np.append(moved, by)

    state, t, end = np.append(vector, number), start_time, start_time + duration
    scale, slope = _scale(state, np.zeros(len(state))), field(state)
    step = min(duration, 1e-3 / max(float(np.max(np.abs(slope) / scale)), 1e-300))
    recorded: list[Array] = [state] * int(np.sum(times <= t))
    guess: Callable[[Array], Array] | None = None
    for _ in range(STEPS):
        last = t + step >= end
        step = end - t if last else step
        border = jacobian(state[:-1], float(state[-1]))
        taken = _try_step(method, field, border, state, slope, step, scale, tol, guess)
        if taken is None or taken.error > 1:
            shrink = 0.25 if taken is None else max(0.1, 0.9 * taken.error ** (-1 / (stages + 1)))
            step *= shrink
            guess = None
            if t + step == t:
                break
            continue
        values = np.vstack([state, state + taken.stages])
        polynomial = _interpolant(np.append(0.0, method.nodes), values)
        begun = t
        t = end if last else t + step
        for moment in times[len(recorded) :]:
            if moment > t:
                break
            recorded.append(values[-1] if moment == t else polynomial(np.array([(moment - begun) / step]))[0])
        state, slope = values[-1], field(values[-1])
        scale = _scale(state, scale)
        if last:
            return Trajectory(times, [(one[:-1], float(one[-1])) for one in recorded])
        growth = min(LARGEST_GROWTH, 0.9 * max(taken.error, 1e-12) ** (-1 / (stages + 1)))
        ratio = growth
        guess = _shifted(polynomial, ratio, state)
        step *= growth
    raise InvalidArgument(
        f"The flow could not be integrated beyond t = {t:.6g}: no step succeeds there. "
        "It may escape to infinity, or the Jacobian handed in may be that of another flow."
    )


def _try_step(
    method: RadauMethod,
    field: Callable[[Array], Array],
    border: Bordered,
    state: Array,
    slope: Array,
    step: float,
    scale: Array,
    tol: float,
    guess: Callable[[Array], Array] | None,
) -> _Step | None:
    """Solve for the stages by simplified Newton iterations; None if they do not converge."""
    z = np.zeros((len(method.nodes), len(state))) if guess is None else guess(method.nodes)
    shifts, previous = method.eigenvalues / step, np.inf
    for _ in range(NEWTON_ITERATIONS):
        with np.errstate(over="ignore", invalid="ignore"):
            slopes = np.array([field(state + stage) for stage in z])
        if not np.isfinite(slopes).all():
            return None
        residual = method.back @ (slopes - method.inverse @ z / step)
        move = (method.transform @ _solve(shifts, border, residual)).real
        z = z + move
        size = float(np.max(np.abs(move) / scale))
        stalled = 0.5 * previous < size < 0.1 * tol
        if size <= 1e-3 * tol or stalled:
            raw = slope + method.error @ z * (method.real / step)
            damped = _solve(np.array([method.real / step]), border, raw[None])[0].real
            return _Step(z, float(np.max(np.abs(damped) / scale)) / tol)
        if size > 2 * previous:
            return None
        previous = size
    return None


def _solve(shifts: Any, border: Bordered, right: Any) -> Any:
    """Solve (shift - J) x = right for each shift, J bordered diagonal, shapes (k,) and (k, d + 1)."""
    diagonal, column, row, corner = border
    pivot = shifts[:, None] - diagonal
    scaled = right[:, :-1] / pivot
    share = row / pivot
    last = (right[:, -1] + (row * scaled).sum(axis=1)) / (shifts - corner - share @ column)
    return np.concatenate([scaled + column / pivot * last[:, None], last[:, None]], axis=1)


def _scale(state: Array, before: Array) -> Array:
    """Return what an error is relative to: the largest size so far of the vector, and of the number."""
    size = np.maximum(before, np.abs(state))
    size[:-1] = size[:-1].max(initial=0.0)
    return np.maximum(size, 1e-300)


def _interpolant(nodes: Array, values: Array) -> Callable[[Array], Array]:
    """Return the polynomial through values at nodes, by the barycentric formula."""
    gaps = nodes[:, None] - nodes[None, :]
    np.fill_diagonal(gaps, 1.0)
    weights = 1 / gaps.prod(axis=1)

    def polynomial(places: Array) -> Array:
        distance = places[:, None] - nodes[None, :]
        hit = np.abs(distance) < 1e-14
        terms = weights / np.where(hit, 1.0, distance)
        rows = hit.any(axis=1)
        terms[rows] = hit[rows]
        product: Array = terms @ values / terms.sum(axis=1)[:, None]
        return product

    return polynomial


def _shifted(polynomial: Callable[[Array], Array], ratio: float, state: Array) -> Callable[[Array], Array]:
    """Return the last step's polynomial as a guess of the next step's increments, `ratio` times as long."""
    return lambda nodes: polynomial(1 + ratio * nodes) - state
