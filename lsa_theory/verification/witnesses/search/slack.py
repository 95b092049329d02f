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
from lsa_theory.expressions.random import Expectation
from lsa_theory.expressions.traversal import Constituents, constituents, everything
from lsa_theory.values.instances.coordinates import Points
from lsa_theory.values.instances.corners import corners
from lsa_theory.values.instances.instance import Instance, Letter
from lsa_theory.values.instances.meeting import Boundary
from lsa_theory.values.instances.random_instances import draw_integers
from lsa_theory.values.instances.shrinking import shrink
from lsa_theory.values.quadrature.open_laws import realisations
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.values.sizes import Sizes
from lsa_theory.values.sizes_meeting import sizes_meeting
from lsa_theory.verification.outcome import Counterexample
from lsa_theory.verification.trial import Trial, does_not_exceed, falls_short
from lsa_theory.verification.witnesses.search.descent import descend
from lsa_theory.verification.witnesses.search.measured import (
    BROKEN,
    EACH,
    GENERATIONS,
    NONE,
    POPULATION,
    SUSPICIOUS,
    Measured,
)

_HEIGHTS = (1, 1, 1, 2, 2, 3, 9)
_TOTAL, _MOST = 1e6, 6
# Random points at so many random sizes, after the descents at the smallest ones.
_SCATTERED, _FARTHEST = 60, 6
# Of small integers those whose relative slack in floats exceeds this are passed over, but for a few: rounding hides a
# violation from it only where a side cancels to a millionth of its terms. What is missed costs effort, never a verdict.
_FAR, _LOOKED_AT, _LEVEL = 1e-6, 3, 24
# Instances at which a hypothesis holds with equality, or nearly so.
_AT_THE_BOUNDARY = 12
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
        each=EACH,
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
    measured, boundary = Measured(question), Boundary([], question.given)
    best = Slack(np.inf, {}, 0)
    for chosen in sorted(sizes, key=lambda s: tuple(s.values())):
        simple = [*corners(parts, chosen), *_integers(rng, parts, chosen)]
        simple += islice(boundary.instances(parts, chosen, rng), _AT_THE_BOUNDARY)
        for instance in _suspects(measured, simple):
            if exact.broken(instance):
                return Slack(-1.0, chosen, exact.tries, exact.report(shrink(instance, parts, exact.broken)))
        space = Points(parts, chosen)
        value, point = descend(measured, space, rng)
        if value < best.smallest:
            best = Slack(value, chosen, 0)
        found = _rounded(exact, space, point) if value < SUSPICIOUS else None
        if found is not None:
            shown = exact.report(shrink(found, parts, exact.broken))
            return Slack(value, chosen, exact.tries + measured.tries, shown)
        if exact.met == 0 and value < BROKEN:
            # Whether rounding alone meets the hypotheses: near the tightest point they are asked exactly.
            _rounded(exact, space, point)
    seen = _scattered(exact, measured, parts, rng)
    if seen is not None:
        return seen
    if exact.met == 0:
        raise NotApplicable("no instance meets the hypotheses exactly, or none can be evaluated")
    unmeasured = exact.met if best.smallest >= BROKEN else 0
    return Slack(best.smallest, best.sizes, exact.tries + measured.tries, met=unmeasured)


def _suspects(measured: Measured, instances: list[Instance]) -> list[Instance]:
    """Return the instances that have to be looked at exactly: all but those that are far from a violation in floats.

    Some of these stay, so that hypotheses are met exactly somewhere.
    """
    if len(instances) <= _LOOKED_AT:
        return instances
    letters = instances[0].values
    together = {s: np.stack([np.asarray(one.values[s], dtype=float) for one in instances]) for s in letters}
    slack = measured.slack(Instance(instances[0].sizes, together))
    if np.all(slack == NONE):
        # Some have a value in exact arithmetic alone: counts of eigenvalues, for one.
        return instances
    level = (slack >= -SUSPICIOUS) & (slack < _FAR)
    looked_at = (
        np.flatnonzero((slack < -SUSPICIOUS) | ((slack >= BROKEN) & (slack < BROKEN + _FAR))),
        # What is smaller by a tiny number is so at most of them.
        np.flatnonzero(level)[:_LEVEL],
        np.flatnonzero((slack >= _FAR) & (slack < BROKEN))[:_LOOKED_AT],
    )
    return [instances[k] for k in sorted(np.concatenate(looked_at).tolist())]


def _scattered(
    exact: Trial, measured: Measured, parts: Constituents, rng: np.random.Generator
) -> Slack | None:
    """Look at random points of many sizes, since a violation may need several dimensions to be large at once.

    Where there is one size alone, a descent may have run to a place where nothing can be rounded: once is enough.
    """
    alarm = -SUSPICIOUS
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
    inside = rng.uniform(ends[:, 0], ends[:, 1], size=(POPULATION * GENERATIONS, len(symbols)))
    corners = rng.choice(2, size=(POPULATION, len(symbols)))
    points = np.concatenate([inside, ends[np.arange(len(symbols)), corners]])
    values: dict[Letter, Any] = {s: points[:, i, None, None] for i, s in enumerate(symbols)}
    measured = Measured(question)
    slack = measured.slack(Instance(dict(box.sizes), values))
    if not np.min(slack) < BROKEN:
        raise NotApplicable("nothing can be evaluated in the box")
    return Slack(float(np.min(slack)), dict(box.sizes), measured.tries)


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
