"""How the quadrature witness treats integrands that are no polynomials: integrals over panels, twice as fine once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.random import Expectation
from lsa_theory.expressions.traversal import Constituents, constituents, everything
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.instances.random_instances import draw_generic
from lsa_theory.values.instances.scaled import FACTORS, scaled
from lsa_theory.values.quadrature.panel_integrals import PanelIntegrals
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes, all_sizes, describe_sizes
from lsa_theory.verification.outcome import Counterexample

_DRAWS, _MOST_SIZES, _LARGEST = 12, 4, 4
_LEAST_INSTANCES = 8
# So many sizes are looked at; at most of them there are too many variables.
_LOOKED_AT = 40
# Gauss-Legendre at sixteen nodes leaves less on a smooth panel.
_TOLERANCE = 1e-9
# What two grids differ by is known to a factor; a difference of the sides beyond so many of it refutes.
_FAR = 100.0
_COARSEST = 1e-5


def holds_functions(identity: Equal) -> bool:
    """Whether a function that is no polynomial is averaged in an identity."""
    averages = [n for n in everything([identity.left, identity.right]) if isinstance(n, Expectation)]
    return any(isinstance(n, Applied) for n in everything([a.body for a in averages]))


@dataclass(frozen=True)
class Compared:
    """The largest relative difference, the sizes looked at, and an instance where the sides differ, if any."""

    difference: float
    sizes: tuple[Sizes, ...]
    counterexample: Counterexample | None = None


def compared(rng: np.random.Generator, identity: Equal) -> Compared:
    """Compare both sides at the smallest sizes with few enough random variables.

    Raises
    ------
    NotApplicable
        If nowhere both sides can be integrated well enough.
    """
    parts = constituents([identity.left, identity.right])
    tested: list[Sizes] = []
    worst, reason = 0.0, "no size has few enough random variables"

    def looked_at() -> Iterator[Sizes]:
        yield from islice(all_sizes(parts.dimensions, _LARGEST), _LOOKED_AT)
        # Where few sizes are all there is, more instances: a kink has two sides, and each letter a sign.
        yield from tested[:1] * (_LEAST_INSTANCES - len(tested))

    for sizes in looked_at():
        again = sizes in tested
        if len(tested) >= _MOST_SIZES and not again:
            continue
        try:
            seen = _at(rng, identity, parts, sizes)
        except NotApplicable as error:
            reason = str(error)
            continue
        if seen.gap > _FAR * seen.allowed:
            return Compared(seen.gap, (sizes,), seen.counterexample(identity))
        if seen.gap > seen.allowed and again:
            # Such as an arcsine beside 1, where rounding shows: one instance more would have told nothing.
            continue
        if seen.gap > seen.allowed:
            raise NotApplicable(
                f"the integrals agree no better than {seen.gap:.0e} at {describe_sizes([sizes])}"
            )
        worst = max(worst, seen.gap)
        if not again:
            tested.append(sizes)
    if not tested:
        raise NotApplicable(reason)
    return Compared(worst, tuple(tested))


@dataclass(frozen=True)
class _Sides:
    """Both sides at an instance, their relative difference, and what the integrals are known to."""

    instance: Instance
    left: Any
    right: Any
    gap: float
    allowed: float

    def counterexample(self, identity: Equal) -> Counterexample:
        """Return the instance with both values as they were integrated."""
        known = self.allowed * max(1.0, float(np.abs(self.left).max()), float(np.abs(self.right).max()))
        left = tuple(tuple(f"{float(v):.8g} +/- {known:.0e}" for v in row) for row in self.left)
        right, apart = (
            tuple(tuple(f"{float(v):.8g}" for v in row) for row in side)
            for side in (self.right, self.left - self.right)
        )
        return Counterexample.at(self.instance, left, right, apart, part=identity.part, kind="observed")


def _at(rng: np.random.Generator, identity: Equal, parts: Constituents, sizes: Sizes) -> _Sides:
    """Return both sides at an instance at which they can be integrated."""
    reason = ""
    for factor in (*(Fraction(1),) * (_DRAWS - len(FACTORS)), *FACTORS):
        try:
            instance = scaled(draw_generic(rng, parts, sizes), factor)
            sides: list[list[Any]] = [
                [
                    PanelIntegrals(instance, fineness).evaluate(side)
                    for side in (identity.left, identity.right)
                ]
                for fineness in (1, 2)
            ]
        except (SingularInstance, NotApplicable) as error:
            # An integral may exist at one instance and not at another.
            reason = str(error)
            if "variables" in reason:
                break
            continue
        (left, right), (finer_left, finer_right) = sides
        scale = max(1.0, float(np.abs(finer_left).max()), float(np.abs(finer_right).max()))
        known = float(np.abs(left - finer_left).max() + np.abs(right - finer_right).max())
        if known > _COARSEST * scale:
            reason = f"the integrals are known to {known / scale:.0e} only"
            continue
        gap = float(np.abs(finer_left - finer_right).max())
        return _Sides(instance, finer_left, finer_right, gap / scale, _TOLERANCE + 4 * known / scale)
    raise NotApplicable(reason)
