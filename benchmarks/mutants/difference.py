"""Whether a mutant is wrong at all: exact evaluation of what it says and of what it was made from."""

from __future__ import annotations

import numpy as np

from lsa_theory.claims.inequality import Inequality
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.balls import Balls
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.coordinates import Points
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.instances.random_instances import draw_generic
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.sizes import all_sizes, multiplications

_MOST, _DRAWS, _DIGITS = 2e6, 3, 60
# Random instances of a mutated inequality; whether it is false at all is seen without the search that is measured.
_BATCHES, _BATCH, _FINE = 40, 50, 10**6


def differ(one: Expression, other: Expression, rng: np.random.Generator) -> bool:
    """Return whether two trees are certainly different somewhere; False where that could not be shown."""
    parts = constituents([one, other])
    arithmetic: Arithmetic = Balls(_DIGITS) if parts.has_fractional_powers else Rationals()
    for sizes in sorted(all_sizes(parts.dimensions, 4), key=lambda s: -min(s.values(), default=0)):
        try:
            if sum(multiplications(tree, sizes, Lattice(), 20.0) for tree in (one, other)) > _MOST:
                continue
            for _ in range(_DRAWS):
                evaluator = Evaluator(arithmetic, draw_generic(rng, parts, sizes), Lattice())
                left, right = evaluator.evaluate(one), evaluator.evaluate(other)
                pairs = zip(left.flat, right.flat, strict=True)
                if any(a != b if arithmetic.exact else not a.overlaps(b) for a, b in pairs):
                    return True
        except LsaTheoryError:
            continue
    return False


def violated(claim: Inequality, rng: np.random.Generator) -> bool:
    """Return whether random instances show an inequality to be false; False where they do not."""
    trees = (claim.larger, claim.smaller, *claim.given)
    parts = constituents(trees)
    sizes = [dict(zip(parts.dimensions, n, strict=True)) for n in _some_sizes(len(parts.dimensions), rng)]
    for chosen in sizes:
        space = Points(parts, chosen)
        points = space.draw(rng, _BATCH)
        try:
            evaluator = Evaluator(Plain(), space.instance(points), Lattice())
            with np.errstate(all="ignore"):
                larger, smaller, *given = (evaluator.evaluate(tree)[..., 0, 0] for tree in trees)
                met = np.logical_and.reduce([np.ones(_BATCH, bool), *(g > 1e-9 for g in given)])
                gap = larger - smaller
                false = met & (gap < -1e-6 * (np.abs(larger) + np.abs(smaller)))
        except (LsaTheoryError, ValueError):
            continue
        # Floats are wrong where matrices are nearly singular: what they show is looked at again in balls.
        if any(_certainly(claim, space.instance(points[k], _FINE)) for k in np.flatnonzero(false)):
            return True
    return False


def _certainly(claim: Inequality, instance: Instance) -> bool:
    """Whether the hypotheses certainly hold at an exact instance, and the inequality certainly fails."""
    try:
        evaluator = Evaluator(Balls(_DIGITS), instance, Lattice())
        larger, smaller, *given = (
            evaluator.evaluate(tree)[0, 0] for tree in (claim.larger, claim.smaller, *claim.given)
        )
    except LsaTheoryError:
        return False
    return bool(larger < smaller) and all(bool(g >= 0) for g in given)


def _some_sizes(count: int, rng: np.random.Generator) -> list[list[int]]:
    return [[int(n) for n in rng.integers(1, 6, size=count)] for _ in range(_BATCHES)]
