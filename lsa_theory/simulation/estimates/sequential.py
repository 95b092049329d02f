"""Comparing a simulation with an exact value, looking as often as one likes, with a bounded false-alarm rate.

Look k may spend 6 / (pi k)^2 of the false-alarm rate; these shares sum to one, so by the union bound the rate
holds over infinitely many looks. With p entries each may spend a p-th of that.

A squared error is skewed, and far out in the tail the ratio of a skewed sample is not Student's: with
skewness g, P(T <= -x) is that tail times exp(g x^3 / (3 sqrt n)) (Jing, Shao & Wang 2003, Ann. Probab.
31; Wang 2005). The bound used here takes that factor in both directions, and the smallest bound over all
x <= |z|, since a tail probability cannot grow with x.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.estimates.budget import Budget
from lsa_theory.simulation.estimates.estimate import Estimate
from lsa_theory.simulation.estimates.moments import Moments
from lsa_theory.simulation.estimates.source import Source, accumulate
from lsa_theory.simulation.validation import as_array, as_generator, as_positive

FALSE_ALARM = 1e-6
MISSED = 1e-3
MANY_DRAWS = 2**16
"""From here on Student's tail at |T| = 7 is the normal one to within 1 %: its log exceeds by x^4 / (4 n)."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What looking at a simulation says of an exact value.

    Parameters
    ----------
    verdict : str
        "refuted"; "consistent": an error of the asked relative size would have been seen; or "undecided": the
        budget ran out before.
    z : float
        The entry's (mean - exact) / standard error that is largest in size.
    log_p : float
        Natural logarithm of the bound on the probability of so large a z under the exact value, all entries
        counted.
    estimate : Estimate
        The simulation.
    looks : int
        How often it was looked at.

    Examples
    --------
    >>> import numpy as np
    >>> from lsa_theory.simulation import Source, compare
    >>> uniform = Source.of_values("uniform", 4096, lambda rng, n: rng.random(n))
    >>> seen = compare(uniform, 0.51, np.random.default_rng(0))
    >>> seen.verdict, seen.looks, bool(seen.z < -4)
    ('refuted', 4, True)
    """

    verdict: str
    z: float
    log_p: float
    estimate: Estimate
    looks: int


def log_tail_bound(z: float, skewness: float, count: int) -> float:
    """Return log of the bound on P(|T| >= |z|) for Student's ratio T of `count` draws.

    Examples
    --------
    >>> round(math.exp(log_tail_bound(1.959964, 0.0, 10**6)), 6)
    0.05
    >>> log_tail_bound(6.0, 10.0, 10_000) > log_tail_bound(6.0, 0.0, 10_000)
    True
    """
    size, skew = abs(z), abs(skewness)
    reach = min(size, _lowest(skew, count))
    if math.isinf(reach):
        return -math.inf
    return _log_two_sided_tail(reach, count) + skew * reach**3 / (3 * math.sqrt(count))


def _lowest(skewness: float, count: int) -> float:
    """Return the x at which Student's tail times the factor of skewness is least.

    With log tail -(n / 2) log(1 + x^2 / n) that is the root of x^3 + n x = n^(3/2) / skewness.
    """
    if skewness == 0:
        return math.inf
    goal = count * math.sqrt(count) / skewness
    x = min(goal / count, math.cbrt(goal))
    for _ in range(60):
        x -= (x**3 + count * x - goal) / (3 * x**2 + count)
    return x


def _log_two_sided_tail(x: float, count: int) -> float:
    """Return log P(|T| > x) for normal draws: Student's tail, the normal one where they agree to a percent."""
    if count < MANY_DRAWS:
        from scipy.special import stdtr

        tail = 2 * float(stdtr(count - 1, -x))
    else:
        tail = math.erfc(x / math.sqrt(2)) if x < 35 else 0.0
    return math.log(tail) if tail > 0 else -x * x / 2


def threshold(level: float, skewness: float, count: int) -> float:
    """Return the smallest |z| whose tail bound is at most `level`; infinite while `count` is too small.

    Examples
    --------
    >>> round(threshold(0.05, 0.0, 10**6), 3), threshold(1e-6, 10.0, 100)
    (1.96, inf)
    """
    highest = min(_lowest(abs(skewness), count), 40.0)
    if log_tail_bound(highest, skewness, count) > math.log(level):
        return math.inf
    low, high = 0.0, highest
    while high - low > 1e-6 * high:
        middle = (low + high) / 2
        if log_tail_bound(middle, skewness, count) > math.log(level):
            low = middle
        else:
            high = middle
    return high


def look(
    estimate: Estimate, exact: float | Array, number: int, false_alarm: float = FALSE_ALARM
) -> Comparison:
    """Judge one look at the data.

    Parameters
    ----------
    estimate : Estimate
        All draws so far.
    exact : float or array
        What is claimed, of the estimate's shape.
    number : int
        1 for the first look, 2 for the second, ...
    false_alarm : float
        The rate for all looks together.

    Returns
    -------
    Comparison
        "refuted" or "undecided".

    Raises
    ------
    InvalidArgument
        If the estimate is not finite.

    Examples
    --------
    >>> look(Estimate(1.0, 0.001, 10**6), 1.02, 1).verdict
    'refuted'
    >>> look(Estimate(1.0, 0.001, 10**6), 1.002, 1).verdict
    'undecided'
    """
    if not np.isfinite(estimate.mean).all():
        raise InvalidArgument(
            "The simulation gave values that are not finite, so there is nothing to compare. "
            "Look at the weights and at what was drawn: something overflows."
        )
    z = np.atleast_1d(np.asarray(estimate.z(exact), dtype=np.float64))
    skewness = np.broadcast_to(np.asarray(estimate.skewness, dtype=np.float64), z.shape)
    bounds = [
        log_tail_bound(float(one), float(skew), estimate.count)
        for one, skew in zip(z.ravel(), skewness.ravel(), strict=True)
    ]
    worst = int(np.argmin(bounds))
    log_p = min(bounds[worst] + math.log(z.size), 0.0)
    refuted = log_p <= math.log(as_positive(false_alarm, "false_alarm") * share(number))
    return Comparison("refuted" if refuted else "undecided", float(z.flat[worst]), log_p, estimate, number)


def share(number: int) -> float:
    """Return the share of the false-alarm rate that look `number` = 1, 2, ... may spend."""
    return 6 / (math.pi * number) ** 2


def compare(
    source: Source,
    exact: float | Array,
    rng: np.random.Generator,
    *,
    resolve: float = 0.02,
    false_alarm: float = FALSE_ALARM,
    budget: Budget | None = None,
    on_look: Callable[[Comparison], None] | None = None,
) -> Comparison:
    """Draw until an exact value is refuted, or found consistent, or the budget is used up.

    Looks are taken whenever the number of draws has doubled. Consistent means: not refuted, and the standard
    error is so small that a value wrong by the relative error `resolve` is missed at most once in a thousand.

    Parameters
    ----------
    source : Source
        What to draw, e.g. `loss_source(...)` or `observed_gradient(...)`.
    exact : float or array
        What is claimed of its expectation.
    rng : numpy.random.Generator
        All randomness.
    resolve : float
        The relative error that must be seen. For an array it is relative to the largest entry in size.
    false_alarm : float
        An upper bound on how often a true value is refuted, however many looks are taken.
    budget : Budget, optional
        Limits on draws or seconds; none unless told.
    on_look : callable, optional
        Called with each look's result: progress.

    Raises
    ------
    InvalidArgument
        If `exact` is 0 throughout: nothing is relative to 0. Take `look` with an absolute error of your own.

    Examples
    --------
    >>> source = Source.of_values("uniform", 4096, lambda rng, n: rng.random(n))
    >>> compare(source, 0.5, np.random.default_rng(0)).verdict
    'consistent'
    >>> compare(source, 0.51, np.random.default_rng(0)).verdict
    'refuted'
    """
    as_generator(rng)
    exact = as_array(exact, "exact", np.shape(exact))
    scale = float(np.abs(exact).max(initial=0.0))
    if not scale > 0:
        raise InvalidArgument(
            "`exact` must not be 0 throughout: a relative error needs a size. Use `look` on an estimate."
        )
    limits = budget or Budget(prompts=2**62)
    deadline = time.perf_counter() + (limits.seconds or 0.0)
    entries, total, number = int(np.size(exact)), Moments.none(np.shape(exact)), 0
    goal = max(source.chunk, source.fewest)
    while True:
        number += 1
        allowed = goal - total.count if limits.prompts is None else min(goal, limits.prompts) - total.count
        left = None if limits.seconds is None else max(deadline - time.perf_counter(), 1e-9)
        total = total.merged(accumulate(source, rng, Budget(prompts=max(allowed, 2), seconds=left)))
        result = look(Estimate.of(total), exact, number, false_alarm)
        if on_look is not None:
            on_look(result)
        if result.verdict == "refuted":
            return result
        skewness = float(np.abs(result.estimate.skewness).max())
        reach = threshold(false_alarm * share(number) / entries, skewness, total.count)
        error = float(np.max(result.estimate.standard_error))
        power = threshold(2 * MISSED, skewness, total.count)
        if error * (reach + power) <= as_positive(resolve, "resolve") * scale:
            return Comparison("consistent", result.z, result.log_p, result.estimate, number)
        if limits.prompts is not None and total.count >= limits.prompts:
            return result
        if limits.seconds is not None and total.count < goal:
            return result
        goal *= 2
