"""The search for a violated inequality: small integers first, then an optimiser that makes the slack small.

A violation counts only when it is exact: at rational values, in rational or ball arithmetic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import ceil
from typing import Any

import numpy as np

from lsa_theory.claims.box import Box
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.expressions.expression import Symbol
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.random import Expectation
from lsa_theory.expressions.traversal import Constituents, constituents, everything
from lsa_theory.values.arithmetic.stacked_floats import StackedFloats
from lsa_theory.values.instances.coordinates import Points
from lsa_theory.values.instances.corners import corners
from lsa_theory.values.instances.instance import Instance, Letter
from lsa_theory.values.instances.meeting import Boundary
from lsa_theory.values.instances.random_instances import draw_integers
from lsa_theory.values.instances.shrinking import shrink
from lsa_theory.values.program import Program
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.quadrature.open_laws import realisations
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes
from lsa_theory.values.sizes_meeting import sizes_meeting
from lsa_theory.values.work import Work
from lsa_theory.verification.outcome import Counterexample
from lsa_theory.verification.trial import Trial, does_not_exceed, falls_short

_HEIGHTS = (1, 1, 1, 2, 2, 3, 9)
_EACH, _TOTAL, _MOST = 3e4, 1e6, 6
_POPULATION, _GENERATIONS = 60, 30
# Where expectations are integrated, each instance has many points, and fewer are looked at.
_FEW, _SHORT = 24, 12
# Where the tightest place is narrow, a local search comes nearer; with many coordinates it does not.
_FEW_COORDINATES, _POLISHING = 4, 400
# Far from equality it ends after a first stretch that gained less than a hundredth.
_NEAR, _STRETCH, _GAIN = 0.1, 60, 0.01
# Random points at so many random sizes, after the descents at the smallest ones.
_SCATTERED, _FARTHEST = 60, 6
_SUSPICIOUS = 1e-9
# Of small integers those whose relative slack in floats exceeds this are passed over, but for a few: rounding hides a
# violation from it only where a side cancels to a millionth of its terms. What is missed costs effort, never a verdict.
_FAR, _LOOKED_AT, _LEVEL = 1e-6, 3, 24
# Instances at which a hypothesis holds with equality, or nearly so.
_AT_THE_BOUNDARY = 12
# A point that breaks a hypothesis, or cannot be evaluated, is worse than any that meets them.
_BROKEN, _NONE = 2.0, 4.0
_DENOMINATORS = (1, 4, 64, 10**4, 10**8)
_FINEST = 10**40


@dataclass(frozen=True)
class Slack:
    """The smallest relative slack (larger - smaller)/(|larger| + |smaller|) found, where, and how often tried.

    `counterexample` is exact; without one, a negative slack is rounding. `met` counts the exact instances that meet the
    hypotheses where nothing was measured in floats, and is 0 otherwise.
    """

    smallest: float
    sizes: Sizes
    tries: int
    counterexample: Counterexample | None = None
    met: int = 0


def search_slack(question: AtLeast, rng: np.random.Generator) -> Slack:
    """Search for a violation of an inequality, and for the place where it is tightest, smallest sizes first.

    Raises
    ------
    NotApplicable
        If no instance meets the hypotheses exactly, or none can be evaluated.
    """
    if question.on is not None:
        return _on_a_box(question, question.on, rng)
    trees = (question.larger, question.smaller, *question.given)
    parts = constituents(trees)
    sizes = sizes_meeting(
        question.given,
        parts.dimensions,
        trees,
        each=_EACH,
        total=_TOTAL,
        largest=3,
        most=_MOST,
        overhead=20.0,
    ) or [dict.fromkeys(parts.dimensions, 1)]
    exact = Trial(
        question.larger,
        question.smaller,
        does_not_exceed if question.strict else falls_short,
        rules=realisations(everything(trees)),
        given=question.given,
        part=f"left {'>' if question.strict else '>='} right fails",
    )
    measured, boundary = _Measured(question), Boundary([], question.given)
    best = Slack(np.inf, {}, 0)
    for chosen in sorted(sizes, key=lambda s: tuple(s.values())):
        simple = [*corners(parts, chosen), *_integers(rng, parts, chosen)]
        simple += islice(boundary.instances(parts, chosen, rng), _AT_THE_BOUNDARY)
        for instance in _suspects(measured, simple):
            if exact.broken(instance):
                return Slack(-1.0, chosen, exact.tries, exact.report(shrink(instance, parts, exact.broken)))
        space = Points(parts, chosen)
        value, point = _descend(measured, space, rng)
        if value < best.smallest:
            best = Slack(value, chosen, 0)
        found = _rounded(exact, space, point) if value < _SUSPICIOUS else None
        if found is not None:
            shown = exact.report(shrink(found, parts, exact.broken))
            return Slack(value, chosen, exact.tries + measured.tries, shown)
        if exact.met == 0 and value < _BROKEN:
            # Whether rounding alone meets the hypotheses: near the tightest point they are asked exactly.
            _rounded(exact, space, point)
    seen = _scattered(exact, measured, parts, rng)
    if seen is not None:
        return seen
    if exact.met == 0:
        raise NotApplicable("no instance meets the hypotheses exactly, or none can be evaluated")
    unmeasured = exact.met if best.smallest >= _BROKEN else 0
    return Slack(best.smallest, best.sizes, exact.tries + measured.tries, met=unmeasured)


def _suspects(measured: _Measured, instances: list[Instance]) -> list[Instance]:
    """Return the instances that have to be looked at exactly: all but those that are far from a violation in floats.

    Some of these stay, so that hypotheses are met exactly somewhere.
    """
    if len(instances) <= _LOOKED_AT:
        return instances
    letters = instances[0].values
    together = {s: np.stack([np.asarray(one.values[s], dtype=float) for one in instances]) for s in letters}
    slack = measured.slack(Instance(instances[0].sizes, together))
    if np.all(slack == _NONE):
        # Some have a value in exact arithmetic alone: counts of eigenvalues, for one.
        return instances
    level = (slack >= -_SUSPICIOUS) & (slack < _FAR)
    looked_at = (
        np.flatnonzero((slack < -_SUSPICIOUS) | ((slack >= _BROKEN) & (slack < _BROKEN + _FAR))),
        # What is smaller by a tiny number is so at most of them.
        np.flatnonzero(level)[:_LEVEL],
        np.flatnonzero((slack >= _FAR) & (slack < _BROKEN))[:_LOOKED_AT],
    )
    return [instances[k] for k in sorted(np.concatenate(looked_at).tolist())]


def _scattered(
    exact: Trial, measured: _Measured, parts: Constituents, rng: np.random.Generator
) -> Slack | None:
    """Look at random points of many sizes, since a violation may need several dimensions to be large at once.

    Where there is one size alone, a descent may have run to a place where nothing can be rounded: once is enough.
    """
    alarm = -_SUSPICIOUS
    drawn = Counter(
        tuple(int(rng.integers(1, _FARTHEST + 1)) for _ in parts.dimensions)
        for _ in range(_SCATTERED if parts.dimensions else 1)
    )
    # Sizes that come more than once are walked through once, and every draw of them has its own worst point.
    for place, times in drawn.items():
        sizes = dict(zip(parts.dimensions, place, strict=True))
        if not measured.is_affordable(sizes):
            continue
        space = Points(parts, sizes)
        points = space.draw(rng, times * measured.population)
        slack = measured.slack(space.instance(points))
        for worst in _worst(slack, times):
            if not slack[worst] < alarm:
                continue
            # Where it was rounding, it takes more to be looked at exactly again.
            alarm = 2 * float(slack[worst])
            found = _rounded(exact, space, points[worst])
            if found is not None:
                return Slack(float(slack[worst]), sizes, 0, exact.report(shrink(found, parts, exact.broken)))
    return None


def _worst(slack: Any, times: int) -> list[int]:
    """Return the place of the least slack in each of so many equal parts; where nothing moves there is one point.

    >>> _worst(np.array([3.0, 1.0, 2.0, 5.0]), 2), _worst(np.array([1.0]), 2)
    ([1, 2], [0])
    """
    times = min(times, len(slack))
    size = len(slack) // times
    return [k * size + int(np.argmin(slack[k * size : (k + 1) * size])) for k in range(times)]


def _integers(rng: np.random.Generator, parts: Constituents, sizes: Sizes) -> Iterator[Instance]:
    for height in _HEIGHTS:
        try:
            yield draw_integers(rng, parts, sizes, height)
        except NotApplicable:
            return


def _on_a_box(question: AtLeast, box: Box, rng: np.random.Generator) -> Slack:
    """Measure the slack at the corners and at random points of a box; exact refutation is the proof witness's."""
    if any(isinstance(node, Expectation) for node in everything([question.larger, question.smaller])):
        raise NotApplicable("an expectation on a box; take its normal form first")
    symbols = list(box.intervals)
    ends = np.array([[float(low), float(high)] for low, high in box.intervals.values()])
    inside = rng.uniform(ends[:, 0], ends[:, 1], size=(_POPULATION * _GENERATIONS, len(symbols)))
    corners = rng.choice(2, size=(_POPULATION, len(symbols)))
    points = np.concatenate([inside, ends[np.arange(len(symbols)), corners]])
    values: dict[Letter, Any] = {s: points[:, i, None, None] for i, s in enumerate(symbols)}
    measured = _Measured(question)
    slack = measured.slack(Instance(dict(box.sizes), values))
    if not np.min(slack) < _BROKEN:
        raise NotApplicable("nothing can be evaluated in the box")
    return Slack(float(np.min(slack)), dict(box.sizes), measured.tries)


def _descend(measured: _Measured, space: Points, rng: np.random.Generator) -> tuple[float, Any]:
    """Minimise the slack by differential evolution, a whole generation at a time."""
    from scipy.optimize import differential_evolution, minimize

    starts = space.draw(rng, measured.population)
    if space.count == 0:
        return float(measured.slack(space.instance(starts))[0]), starts[0]
    reach = max(4.0, float(np.abs(starts).max()))
    result = differential_evolution(
        lambda points: measured.slack(space.instance(points.T)),
        [(-reach, reach)] * space.count,
        init=starts,
        maxiter=measured.generations,
        tol=0.0,
        updating="deferred",
        vectorized=True,
        polish=False,
        rng=rng,
    )
    if space.count > _FEW_COORDINATES or result.fun < -_SUSPICIOUS:
        return float(result.fun), result.x
    point, value = result.x, float(result.fun)
    for most in (_STRETCH, _POLISHING - _STRETCH):
        polished = minimize(
            lambda point: float(measured.slack(space.instance(point[None]))[0]),
            point,
            method="Nelder-Mead",
            options={"xatol": 1e-12, "fatol": 1e-16, "maxfev": most},
        )
        gained = value - float(polished.fun)
        if gained > 0:
            point, value = polished.x, float(polished.fun)
        if value > _NEAR and gained < _GAIN * value:
            break
    return value, point


def _rounded(exact: Trial, space: Points, point: Any) -> Instance | None:
    """Return an exact instance near a point at which the inequality is violated, as coarse as possible."""
    # What is tiny would be rounded to 0, where a violation may be none.
    smallest = min((abs(float(c)) for c in np.ravel(point) if c != 0), default=1.0)
    fine = min(ceil(16 / smallest), _FINEST) if smallest > 0 else _FINEST
    for denominator in (*_DENOMINATORS, *([fine] if fine > _DENOMINATORS[-1] else [])):
        instance = space.instance(point, denominator)
        if exact.broken(instance):
            return instance
    return None


class _Measured:
    """Slack in double precision; an instance that breaks a hypothesis counts as far from violating."""

    def __init__(self, question: AtLeast) -> None:
        self.tries = 0
        self._strict = question.strict
        trees = [question.larger, question.smaller, *question.given]
        self._works = [Work(tree) for tree in trees]
        self._trees = trees
        self._floats = StackedFloats()
        self._letters: list[Letter] | None = None
        self._program: Program | None = None
        self._programs: dict[tuple[tuple[Symbol, int], ...], Program] = {}
        integrated = any(isinstance(node, Expectation) for node in everything(trees))
        self.population, self.generations = (_FEW, _SHORT) if integrated else (_POPULATION, _GENERATIONS)

    def _values(self, instance: Instance) -> list[Any]:
        """Return the values of both sides and of the hypotheses."""
        if any(isinstance(getattr(letter, "law", None), Orthogonal) for letter in instance.values):
            raise NotApplicable("an orthogonal matrix is not moved about in search of an instance")
        if self._letters is None:
            self._letters = list(instance.values)
        stacks = [np.asarray(instance.values[s], dtype=float).transpose(1, 2, 0) for s in self._letters]
        place = tuple(instance.sizes.items())
        if place not in self._programs:
            fixed = Instance(instance.sizes, {})
            if self._program is None:
                self._program = Program(self._trees, self._letters, fixed, self._floats, Lattice())
                self._programs[place] = self._program
            else:
                self._programs[place] = self._program.at(fixed)
        return self._programs[place](stacks)

    def is_affordable(self, sizes: Sizes) -> bool:
        """Whether a batch of points is cheap at some sizes: derivatives are taken entry by entry."""
        try:
            return sum(work.at(sizes, Lattice(), 20.0) for work in self._works) <= _EACH
        except NotApplicable:
            return False

    def slack(self, instance: Instance) -> Any:
        """Return the relative slack at a batch of points, of shape (n,)."""
        count = len(next(iter(instance.values.values()))) if instance.values else 1
        self.tries += count
        try:
            with np.errstate(all="ignore"):
                larger, smaller, *givens = (
                    np.broadcast_to(v[0, 0], (count,)) for v in self._values(instance)
                )
                weight = np.abs(larger) + np.abs(smaller)
                sound = np.isfinite(weight) & (weight > 0)
                slack = np.where(sound, (larger - smaller) / np.where(sound, weight, 1.0), _NONE)
                if self._strict:
                    # Both sides 0: as near to a violation as can be.
                    slack = np.where(weight == 0, 0.0, slack)
                # Where the sides have opposite signs it is 1 throughout; the difference then says where to go.
                apart = np.abs(larger - smaller)
                if (slack == 1.0).any():
                    slack = np.where(slack == 1.0, 1.0 + apart / (1.0 + apart) / 2, slack)
                for given in (g for g in givens if not (g >= 0).all()):
                    slack = np.where(given >= 0, slack, _BROKEN + np.tanh(np.nan_to_num(-given, nan=1.0)))
        except (SingularInstance, NotApplicable, np.linalg.LinAlgError):
            return np.full(count, _NONE)
        return slack
