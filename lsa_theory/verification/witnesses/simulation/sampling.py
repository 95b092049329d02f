"""Estimates of both sides of an equality with their standard errors, until they are known well enough."""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.gauss_hermite import GaussHermite
from lsa_theory.values.quadrature.laws import LawAt
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import multiplications
from lsa_theory.verification.witnesses.simulation.hooks import checked_observation
from lsa_theory.verification.witnesses.simulation.in_vain import is_in_vain, of_a_spread, of_errors
from lsa_theory.verification.witnesses.simulation.montecarlo import MonteCarlo, Still, expectations_in
from lsa_theory.verification.witnesses.simulation.other_laws import UnknownError
from lsa_theory.verification.witnesses.simulation.shifted import Shifted

# The smallest relative error of a formula that must be caught, in a run that knows it to an eighth of that.
DETECTABLE = 0.02
RESOLUTION = DETECTABLE / 8
GROUP = 2048
# Groups that one walk over a tree serves; more of them no longer fit into the cache of a processor.
_TOGETHER = 4
LEAST_GROUPS, MOST_GROUPS = 64, 4096
# What a run of more effort takes at least: among so many the skewness of an estimate hardly matters.
MANY_GROUPS = 512
# A hook's observations: so many at least, and at most for the first run.
LEAST_RUNS, MOST_RUNS = 8, 64
# What sums of rounding errors may come to, relative to what is averaged.
ROUNDING = 1e-10
# The same where terms of the size of one cancel.
LEAST_ERROR = 1e-13
# Multiplications that a factorisation takes, for each entry of a small matrix.
FACTORING = 300
# Multiplications for one instance, about a second.
WORK = 8e8


@dataclass(frozen=True)
class Observed:
    """Estimate and standard error of left - right, the size it is relative to, and how many prompts."""

    difference: Any
    error: Any
    freedom: int
    relative_error: float
    prompts: int
    left: Any
    right: Any
    skewness: Any = 0.0

    @property
    def z(self) -> Any:
        """The difference in standard errors, entry by entry; zero where both are exact and equal."""
        with np.errstate(divide="ignore", invalid="ignore"):
            z = self.difference / self.error
        return np.where(self.error > 0, z, np.where(np.abs(self.difference) > 1e-9, np.inf, 0.0))


def from_integrand(
    identity: Equal, instance: Instance, rng: np.random.Generator, effort: int, seconds: float
) -> Observed:
    """Draw groups of prompts until the difference is known well enough; each group gives one estimate.

    The budget is one of work, so that the figures do not depend on the load of the machine.

    Raises
    ------
    NotApplicable
        If even so the time is far exceeded.
    UnknownError
        If the statement has no value at the instance, or its mean no known error.
    """
    try:
        sides = [_Side(tree, instance) for tree in (identity.left, identity.right)]
    except SingularInstance as error:
        # Nothing is drawn yet; another instance may have a value.
        raise UnknownError(str(error)) from None
    work = GROUP * sum(_work(tree, instance) for tree in (identity.left, identity.right))
    most = effort * int(np.clip(WORK / work, LEAST_GROUPS, MOST_GROUPS))
    goal, start = min(LEAST_GROUPS if effort == 1 else MANY_GROUPS, most), time.perf_counter()
    while True:
        for side in sides:
            while len(side.estimates) < goal:
                side.estimates.extend(side.several(rng, min(_TOGETHER, goal - len(side.estimates))))
                _in_time(start, seconds * effort)
        result = summary(*(np.array(side.estimates) for side in sides))
        wanted = RESOLUTION / np.sqrt(effort)
        # What the whole budget would do shows early; where that is not enough, the rest would be spent in vain.
        # A second look is about what stood out in the first, and is worth its whole budget.
        if result.relative_error <= wanted or goal >= most:
            return result
        if effort == 1 and is_in_vain(result.relative_error, of_a_spread(goal), goal, most, wanted, result.z):
            return result
        goal = min(_needed(goal, result.relative_error / wanted), most)


def _needed(groups: int, too_large: float) -> int:
    """Return how many groups make an error small enough that is so many times too large: at most twice as many.

    The error is itself an estimate, and is taken for one of its standard deviations larger.

    >>> _needed(64, 1.1), _needed(64, 3.0)
    (92, 128)
    """
    return min(2 * groups, ceil(groups * (too_large * (1 + of_a_spread(groups))) ** 2))


def _in_time(start: float, seconds: float) -> None:
    """Stop what takes far longer than its budget of work should; no figure depends on the clock."""
    if time.perf_counter() - start > seconds:
        raise NotApplicable(
            f"drawing took longer than {seconds:.0f} s; nothing is concluded from the part drawn"
        )


def _work(tree: Expression, instance: Instance) -> float:
    """Return the multiplications for one prompt; for what is not polynomial, a guess on the large side."""
    point = _OnePoint()
    try:
        return multiplications(tree, instance.sizes, point) + point.drawing
    except NotApplicable:
        return 1000.0


class _Side:
    """One side of an equality and its estimates, one for each group of prompts."""

    def __init__(self, tree: Expression, instance: Instance) -> None:
        self._tree = tree
        self._instance = instance
        self._value = None if expectations_in(tree) else Evaluator(Plain(), instance).evaluate(tree)
        self._still = Still(tree, instance)
        self.estimates: list[Any] = []

    def several(self, rng: np.random.Generator, groups: int) -> Any:
        """Return the values with means over new prompts for expectations, one for each group."""
        if self._value is not None:
            return [self._value] * groups
        drawn = MonteCarlo(self._instance, Shifted(rng), groups * GROUP, self._still, groups)
        return drawn.estimates(self._tree)


class _OnePoint:
    """A rule of one point, to count the work for one prompt; orthogonal matrices are factored before anything else."""

    def __init__(self) -> None:
        self.drawing = 0.0

    def __call__(self, arithmetic: Arithmetic, law: LawAt, degree: int) -> tuple[Any, Any]:
        raise NotApplicable("prompts are drawn, not integrated")

    def size(self, dimension: int, degree: int) -> int:
        return 1

    def frames(self, rows: int, cols: int, degree: int) -> int:
        self.drawing += FACTORING * rows * cols
        return 1


def summary(lefts: Any, rights: Any) -> Observed:
    """Return the mean and standard error of left - right over groups of prompts, the first axis."""
    groups = len(lefts)
    differences = lefts - rights
    spread = differences.std(axis=0, ddof=1)
    error = spread / np.sqrt(groups)
    left, right = lefts.mean(axis=0), rights.mean(axis=0)
    size = np.maximum(np.abs(left), np.abs(right))
    # What is the same in every prompt, such as the length of a vector on a sphere, spreads as rounding does.
    error = np.maximum(error, ROUNDING * size + np.where(spread > 0, LEAST_ERROR, 0.0))
    # Where the claim is that something vanishes, there is no size to be relative to but that of one prompt.
    scale = np.where(size > 3 * error, size, spread * np.sqrt(GROUP))
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(error > 0, error / scale, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        standard = (differences - differences.mean(axis=0)) / spread
        skewness = np.where(spread > 0, np.mean(standard**3, axis=0), 0.0)
    return Observed(
        differences.mean(axis=0),
        error,
        groups - 1,
        float(relative.min()),
        groups * GROUP,
        left,
        right,
        skewness,
    )


def from_hook(
    equal: Equal, instance: Instance, rng: np.random.Generator, effort: int, seconds: float
) -> Observed:
    """Average independent observations until the estimate is known well enough or their number is up.

    Raises
    ------
    NotApplicable
        If the hook takes far longer than `seconds`.
    """
    right = Evaluator(Plain(), instance, GaussHermite()).evaluate(equal.right)
    estimates: list[Any] = []
    variances: list[Any] = []
    start, most = time.perf_counter(), MOST_RUNS * effort
    while True:
        estimate, error = _observed_once(equal, instance, rng, right.shape)
        estimates.append(estimate)
        variances.append(error**2)
        _in_time(start, seconds * effort)
        runs = len(estimates)
        mean, spread = np.mean(estimates, axis=0), np.sqrt(np.sum(variances, axis=0)) / runs
        relative = _relative(spread, right)
        if runs < LEAST_RUNS:
            continue
        # The hook's standard errors come from many prompts; they are taken as known.
        result = Observed(mean - right, spread, 10**6, relative, runs, mean, right)
        if relative <= RESOLUTION or runs >= most:
            return result
        if effort == 1 and is_in_vain(
            relative, of_errors(np.array(variances)), runs, most, RESOLUTION, result.z
        ):
            return result


def _observed_once(equal: Equal, instance: Instance, rng: np.random.Generator, shape: Any) -> tuple[Any, Any]:
    if equal.observe is None:
        raise NotApplicable("the claim has no observation")
    return checked_observation(equal.observe(rng, instance), shape)


def _relative(error: Any, right: Any) -> float:
    """Return the relative error of the entry known best; zero where all that is claimed is that it vanishes.

    A claim that something vanishes has no size that 2 % could refer to; what is left is the test itself.
    """
    if not np.any(right):
        return 0.0
    with np.errstate(divide="ignore"):
        return float(np.min(np.where(right == 0, np.inf, error / np.abs(np.where(right == 0, 1.0, right)))))
