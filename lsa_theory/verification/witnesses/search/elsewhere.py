"""The search for an instance at which a least value is taken where it is claimed not to be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np

from lsa_theory.claims.questions.attained import Attained
from lsa_theory.expressions.traversal import Constituents, constituents
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.instances.corners import corners
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.instances.random_instances import draw_integers
from lsa_theory.values.instances.shrinking import shrink
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes
from lsa_theory.values.sizes_meeting import sizes_meeting
from lsa_theory.verification.outcome import Counterexample
from lsa_theory.verification.trial import Trial, differ

_EACH, _TOTAL, _MOST = 1e5, 2e6, 8
_HEIGHTS = (1, 1, 1, 2, 2)


def attained_elsewhere(question: Attained, rng: np.random.Generator) -> Counterexample | None:
    """Return an exact instance with objective = value although the inside does not vanish; None if none is found.

    That objective is nowhere below value is the claim's other question. None too where the question is about weights
    alone, without the objective that they belong to.
    """
    if question.of is None:
        return None
    objective, value = question.of
    trees = (objective, value, question.inside, *question.given)
    parts = constituents(trees)
    trial = Trial(
        objective,
        value,
        _same,
        given=question.given,
        part=f"both are equal, and {question.inside!r} is not 0",
    )

    inside, ring = Formulas([question.inside]), Rationals()

    def breaks(instance: Instance) -> bool:
        return _is_away(inside, ring, instance) and trial.broken(instance)

    sizes = sizes_meeting(
        question.given,
        parts.dimensions,
        trees,
        each=_EACH,
        total=_TOTAL,
        largest=3,
        most=_MOST,
        overhead=20.0,
    )
    for chosen in sorted(sizes, key=lambda s: (sum(s.values()), tuple(s.values()))):
        for instance in chain(corners(parts, chosen), _integers(rng, parts, chosen)):
            if breaks(instance):
                return trial.report(shrink(instance, parts, breaks))
    return None


def _same(left: Any, right: Any) -> bool:
    return differ(left, right) is False


def _is_away(inside: Formulas, ring: Rationals, instance: Instance) -> bool:
    try:
        (value,) = inside.values(ring, instance, Lattice())
    except (SingularInstance, NotApplicable):
        return False
    return any(entry != 0 for entry in value.flat)


def _integers(rng: np.random.Generator, parts: Constituents, sizes: Sizes) -> Iterator[Instance]:
    for height in _HEIGHTS:
        try:
            yield draw_integers(rng, parts, sizes, height)
        except NotApplicable:
            return
