"""From many instances down to where an inequality is tightest, as far as floats tell."""

from __future__ import annotations

from typing import Any

import numpy as np

from lsa_theory.values.instances.coordinates import Points
from lsa_theory.verification.witnesses.search.evolution import Population
from lsa_theory.verification.witnesses.search.measured import SUSPICIOUS, Measured

# Where the tightest place is narrow, more generations come nearer; with many coordinates they do not.
_FEW_COORDINATES, _STRETCHES = 4, 6
# How far out one looks: what fails for large numbers alone is in no box that was chosen beforehand.
_STEPS = 4.0 ** np.arange(1, 11)
# Far from equality they end after a stretch that gained less than a hundredth, and at it when only rounding is left.
_NEAR, _GAIN, _ROUNDING = 0.1, 0.01, 1e-15


def descend(measured: Measured, space: Points, rng: np.random.Generator) -> tuple[float, Any]:
    """Minimise the slack by differential evolution: in a box, then with a look far outside."""
    starts = space.draw(rng, measured.population)
    if space.count == 0:
        return float(measured.slack(space.instance(starts))[0]), starts[0]
    there = Population(lambda points: measured.slack(space.instance(points)), starts, rng)
    there.evolve(measured.generations, max(4.0, float(np.abs(starts).max())))
    if there.least >= -SUSPICIOUS:
        there.offer(_further_out(there.best))
    for _ in range(_STRETCHES if space.count <= _FEW_COORDINATES else 0):
        before = there.least
        if before < -SUSPICIOUS or abs(before) < _ROUNDING:
            break
        there.evolve(measured.generations)
        if before > _NEAR and before - there.least < _GAIN * before:
            break
    # Whether rounding leaves a little more or less than 0 is no matter of the size.
    return (0.0 if abs(there.least) < _ROUNDING else there.least), there.best


def _further_out(point: Any) -> Any:
    """Return the point moved along each coordinate, both ways, and away from 0, each ever further.

    >>> _further_out(np.array([2.0]))[:3].ravel().tolist()
    [6.0, -2.0, 10.0]
    """
    axes = np.eye(len(point))
    ways = np.concatenate([np.stack([axes, -axes], axis=1).reshape(-1, len(point)), point[None]])
    return np.concatenate([point + step * ways for step in _STEPS])
